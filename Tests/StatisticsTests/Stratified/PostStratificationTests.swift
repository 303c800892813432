import Testing

@testable import Statistics

@Suite struct PostStratificationTests {
    private typealias Cell = PostStratification.Cell

    /// By hand: .25 * .1 + .75 * .4, and 1 / (.0625 / 100 + .5625 / 50) rows.
    @Test func cellsAreWeighedByTheTarget() throws {
        let found = PostStratification([
            Cell(rows: 100, errors: 10, share: 0.25), Cell(rows: 50, errors: 20, share: 0.75),
            Cell(rows: 30, errors: 9, share: 0),
        ])
        #expect(near(try #require(found.rate), 0.325, 1e-12) && found.emptyShare == 0)
        #expect(near(found.effectiveRows, 1 / (0.000625 + 0.01125), 1e-12))
        let interval = try #require(found.interval)
        #expect(interval.low < 0.325 && interval.high > 0.325)
    }

    @Test func anEmptyCellRefusesWithItsShare() throws {
        let found = PostStratification([
            Cell(rows: 100, errors: 10, share: 0.75), Cell(rows: 0, errors: 0, share: 0.25),
        ])
        #expect(found.rate == nil && found.interval == nil && found.emptyShare == 0.25)
        let bounds = try #require(found.bounds)
        #expect(near(bounds.low, 0.075, 1e-12) && near(bounds.high, 0.325, 1e-12))
    }

    /// Deming and Stephan: rows 2 x 2, margins .5/.5 and .3/.7; products of margins keep the odds ratio.
    @Test func rakingReachesTheMarginsAndKeepsTheOddsRatio() throws {
        let start = [0.4, 0.1, 0.2, 0.3]
        let margins = [
            Raking.Margin(values: [0, 0, 1, 1], shares: [0.5, 0.5]),
            Raking.Margin(values: [0, 1, 0, 1], shares: [0.3, 0.7]),
        ]
        let raked = try #require(Raking.shares(start, margins: margins))
        #expect(abs(raked[0] + raked[1] - 0.5) < 1e-9 && abs(raked[0] + raked[2] - 0.3) < 1e-9)
        #expect(near(raked[0] * raked[3] / (raked[1] * raked[2]), 6, 1e-6))
        // A row of zeros cannot be given a share.
        #expect(Raking.shares([0, 0, 0.5, 0.5], margins: margins) == nil)
        // Nor can a diagonal table have margins that differ.
        #expect(Raking.shares([0.5, 0, 0, 0.5], margins: margins) == nil)
    }

    @Test func pointsThatAnotherBeatsAreDominated() {
        #expect(
            NonDominated.of([[1, 5], [2, 3], [2, 4], [3, 1], [3, 1], [.nan, 0]]) == [
                true, true, false, true, true, false,
            ])
    }
}
