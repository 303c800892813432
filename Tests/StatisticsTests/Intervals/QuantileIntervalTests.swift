import Testing

@testable import Statistics

@Suite struct QuantileIntervalTests {
    /// Ranks by scipy.stats.binom: 40 and 61 of 100 for the median, which hold it with 96.5 %; 700 and 712 of 713 for p99.
    @Test(arguments: [(100, 0.5, 40.0, 61.0), (100, 0.95, 90, 100), (713, 0.99, 700, 712), (10, 0.5, 2, 9)])
    func endsAreOrderStatistics(_ n: Int, _ q: Double, _ low: Double, _ high: Double) {
        let found = QuantileInterval.ofSorted((1...n).map(Double.init), at: q)
        #expect(found?.low == low && found?.high == high)
    }

    @Test func fewValuesHaveNoInterval() {
        let five = QuantileInterval.ofSorted([1, 2, 3, 4, 5], at: 0.5)
        #expect(five?.value == 3 && five?.low == nil && five?.high == nil)
        let hundred = QuantileInterval.ofSorted((1...100).map(Double.init), at: 0.99)
        #expect(hundred?.low == 97 && hundred?.high == nil)
        #expect(QuantileInterval.ofSorted([], at: 0.5) == nil && QuantileInterval.ofSorted([1], at: 1) == nil)
    }

    /// Of the order statistics that the ranks name nothing else has to be known.
    @Test(arguments: [1, 2, 40, 713], [0.5, 0.95, 0.99])
    func ranksAreAllThatIsNeeded(_ n: Int, _ q: Double) throws {
        let values = (0..<n).map { Double($0 * $0) }
        let ranks = try #require(QuantileInterval.Ranks(of: n, at: q))
        let known = Set(ranks.all)
        #expect(known.allSatisfy { values.indices.contains($0) } && known.count <= 4)
        let found = ranks.found { known.contains($0) ? values[$0] : .nan }
        #expect(found == QuantileInterval.ofSorted(values, at: q) && found.value.isFinite)
        #expect(found.value == Quantiles.ofSorted(values, at: q))
        #expect(QuantileInterval.Ranks(of: 0, at: q) == nil)
    }
}
