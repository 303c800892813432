import Testing

@testable import Statistics

@Suite struct MixShiftTests {
    private typealias Cell = MixShift.Cell

    /// By numpy, from the formula of the methods page: 0.8 * 0.1 + 0.2 * 0.4, and 0.25 * 0.1 + 0.75 * 0.4.
    @Test func ratesStayAndTheMixMoves() throws {
        let found = try #require(
            MixShift([
                Cell(rows: 100, errors: 10, before: 80, now: 50), Cell(rows: 50, errors: 20, before: 20, now: 150),
            ]))
        #expect(near(found.before, 0.16, 1e-12) && near(found.now, 0.325, 1e-12))
        #expect(near(found.standardError, 0.04432280452342961, 1e-10))
        #expect(near(found.p, 0.00019711255403969796, 1e-9))
    }

    @Test func aMixThatStaysMovesNothing() throws {
        let found = try #require(
            MixShift([
                Cell(rows: 10, errors: 5, before: 30, now: 300), Cell(rows: 10, errors: 0, before: 70, now: 700),
            ]))
        #expect(near(found.difference, 0, 1e-12) && found.p > 0.99)
    }

    @Test func whatNoRowTellsOfRefuses() {
        #expect(MixShift([Cell(rows: 0, errors: 0, before: 3, now: 4)]) == nil)
        #expect(MixShift([Cell(rows: 9, errors: 0, before: 0, now: 4)]) == nil)
    }
}
