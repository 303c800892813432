import Testing

@testable import Statistics

@Suite struct KitagawaTests {
    private static let cells = [
        Kitagawa.Cell(referenceRows: 60, referenceErrors: 6, currentRows: 20, currentErrors: 4),
        Kitagawa.Cell(referenceRows: 40, referenceErrors: 12, currentRows: 60, currentErrors: 18),
        Kitagawa.Cell(referenceRows: 0, referenceErrors: 0, currentRows: 20, currentErrors: 5),
    ]

    /// By hand: shares .6 to .2 at rates .1 and .2, .4 to .6 at .3 and .3, and a new cell of .2 at .25.
    @Test func aChangeIsSplitByShareAndRate() throws {
        let found = try #require(Kitagawa(Self.cells))
        #expect(near(found.parts[0].mix, -0.4 * 0.15, 1e-12) && near(found.parts[0].within, 0.4 * 0.1, 1e-12))
        #expect(near(found.parts[1].mix, 0.2 * 0.3, 1e-12) && found.parts[1].within == 0)
        #expect(near(found.unmatched, 0.05, 1e-12) && found.parts[2].mix == 0)
        #expect(abs(found.mix + found.within + found.unmatched - found.total) < 1e-15)
        #expect(near(found.total, 0.27 - 0.18, 1e-12))
    }

    @Test func aReplicateMatchesTheSameCells() throws {
        var drawn = Self.cells
        drawn[0].currentRows = 0
        drawn[0].currentErrors = 0
        let found = try #require(Kitagawa(drawn, like: Self.cells))
        // Its rate is the window's, its share 0.
        #expect(near(found.parts[0].within, 0.3 * 0.1, 1e-12) && found.parts[0].unmatched == 0)
        #expect(
            Kitagawa([Kitagawa.Cell(referenceRows: 3, referenceErrors: 0, currentRows: 0, currentErrors: 0)]) == nil)
    }
}
