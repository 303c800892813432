import Testing

@testable import Statistics

/// References: scipy 1.11 `spearmanr`, and the count over `itertools.permutations` for p.
@Suite struct RankCorrelationTests {
    @Test func fewPairsAreTriedInEveryOrder() throws {
        let found = try #require(RankCorrelation([1, 2, 3, 4, 5], [30, 12, 20, 8, 5]))
        #expect(near(found.value, -0.9, 1e-12) && near(found.p, 10.0 / 120, 1e-12))
        #expect(near(found.interval.low, -0.9960685924750513, 1e-9))
        #expect(near(found.interval.high, 0.16889565860999664, 1e-9))
    }

    @Test func equalValuesShareTheirRank() throws {
        let found = try #require(RankCorrelation([10, 20, 20, 30, 40, 50], [0.5, 0.4, 0.45, 0.2, 0.2, 0.1]))
        #expect(near(found.value, -0.9705882352941178, 1e-12) && near(found.p, 6.0 / 720, 1e-12))
        #expect(near(found.interval.low, -0.998083790204885, 1e-9))
        #expect(near(found.interval.high, -0.6230012645239116, 1e-9))
    }

    /// Of more pairs permutations are drawn; by Student's distribution p is .711.
    @Test func ofManyPairsPermutationsAreDrawn() throws {
        let found = try #require(
            RankCorrelation([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], [2, 7, 1, 8, 2, 8, 1, 8, 2, 8]))
        #expect(near(found.value, 0.13471506281091267, 1e-12))
        #expect(abs(found.p - 0.711) < 0.03)
    }

    @Test func aPerfectOneHasAnIntervalThatHoldsIt() throws {
        let found = try #require(RankCorrelation([1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1]))
        #expect(found.value == -1 && near(found.p, 2.0 / 720, 1e-12))
        #expect(found.interval.low == -1 && near(found.interval.high, -0.38265133632197423, 1e-9))
    }

    @Test func whatDoesNotVaryHasNone() {
        #expect(RankCorrelation([1, 1, 1, 1], [1, 2, 3, 4]) == nil)
        #expect(RankCorrelation([1, 2, 3], [1, 2, 3]) == nil)
    }

    @Test func morePairsTellASmallerCorrelation() {
        #expect(RankCorrelation.pairs(toTell: 0.3, at: 0) == 164)
        #expect(RankCorrelation.pairs(toTell: 0.3, at: -0.9) == 229)
    }
}
