import Statistics
import Testing

@Suite struct ShareBoundsTests {
    @Test func aLossIsThatOfItsRightAndWrongRows() {
        let accuracy = ConfidenceInterval(low: 0.8, high: 1)
        let bounds = ShareBounds.loss(right: 0.1, wrong: 2, accuracy: accuracy)
        #expect(bounds.low == 0.1 && abs(bounds.high - 0.48) < 1e-12)
        // Where wrong rows cost less, the ends change places.
        #expect(ShareBounds.loss(right: 1, wrong: 0, accuracy: accuracy).low == 0.8)
    }

    @Test func theVarianceOfAShareIsLargestAtOneHalf() {
        #expect(ShareBounds.variance(ConfidenceInterval(low: 0.4, high: 0.9)).high == 0.25)
        let above = ShareBounds.variance(ConfidenceInterval(low: 0.8, high: 0.9))
        #expect(abs(above.low - 0.09) < 1e-12 && abs(above.high - 0.16) < 1e-12)
    }

    @Test func theMeanOfSharesHasTheRootOfTheirSquaredDistances() throws {
        let all = ConfidenceInterval(low: 0.7, high: 1)
        let mean = try #require(ShareBounds.mean([(1, all), (1, all), (1, all), (1, all)]))
        // Four distances of 0.3: 0.6 / 4.
        #expect(abs(mean.low - 0.85) < 1e-12 && mean.high == 1)
        let wider = try #require(ShareBounds.mean([(1, all), (1, all), (1, all), (1, all)], spread: 2))
        #expect(abs(wider.low - 0.7) < 1e-12)
        #expect(ShareBounds.mean([]) == nil)
    }

    @Test func areasAreBoundedWhereTheKindsAreSetApartEntirely() throws {
        let histogram = ScoreHistogram(
            confidence: (0..<20).map { 0.3 + 0.03 * Double($0) }, correct: (0..<20).map { $0 >= 10 })
        let interval = try #require(RankingCurve(histogram).aurocInterval())
        #expect(interval.high == 1)
        #expect(interval.low > 0.6 && interval.low < 0.9)
        // Newcombe (2006), method 5, at 0.5 is symmetric.
        let even = ScoreHistogram(
            confidence: [Double](repeating: 0.5, count: 40), correct: (0..<40).map { $0 % 2 == 0 })
        let middle = try #require(RankingCurve(even).aurocInterval())
        #expect(abs(middle.low + middle.high - 1) < 1e-9)
    }

    @Test func oneOfManyHoldsAtTheLevelOfAll() {
        #expect(Multiplicity.sidakLevel(of: 1) == 0.95)
        #expect(abs(Multiplicity.sidakLevel(of: 10) - 0.994883803) < 1e-8)
    }
}
