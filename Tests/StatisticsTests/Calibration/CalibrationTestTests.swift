import Testing

@testable import Statistics

@Suite struct CalibrationTestTests {
    private func histogram(_ n: Int, _ random: inout SeededGenerator, off: (Double) -> Double = { $0 })
        -> ScoreHistogram
    {
        let confidence = (0..<n).map { _ in 0.5 + random.unit() / 2 }
        return ScoreHistogram(confidence: confidence, correct: confidence.map { random.unit() < off($0) })
    }

    /// 40 of 40 right at confidences from 0.90 to 0.98: chance does that in 7.5 of 100.
    @Test func allRightIsNoProofOfUnderconfidence() {
        let confidence = (0..<40).map { 0.9 + 0.08 * Double($0) / 39 }
        let test = CalibrationTest(
            ScoreHistogram(confidence: confidence, correct: confidence.map { _ in true }), EqualWidthBins(15))
        let chance = confidence.reduce(1, *)
        #expect(near(test.overall, 2 * chance, 1e-12))
        #expect(test.overall > 0.05)
    }

    /// Calibrated models, at most 5 % of them rejected by either statistic: 67 of 1,000 is the 99 % quantile.
    @Test(arguments: [20, 200, 1200])
    func calibratedModelsAreRejectedNoMoreOftenThanStated(_ n: Int) {
        var random = SeededGenerator(seed: UInt64(n))
        var (overall, binned) = (0, 0)
        let models = n > 1000 ? 100 : 300
        for _ in 0..<models {
            let test = CalibrationTest(histogram(n, &random), EqualWidthBins(15))
            overall += test.overall <= 0.05 ? 1 : 0
            binned += test.binned <= 0.05 ? 1 : 0
        }
        #expect(overall <= (models == 100 ? 13 : 26))
        #expect(binned <= (models == 100 ? 13 : 26))
        #expect(binned > 0)
    }

    /// One bin of many rows that are nearly certain: the few errors are far from normal.
    @Test func nearlyCertainModelsAreRejectedNoMoreOftenThanStated() {
        var random = SeededGenerator(seed: 9)
        var rejected = 0
        for _ in 0..<200 {
            let wrong = (0..<3000).count { _ in random.unit() < 0.0001 }
            let histogram = ScoreHistogram(sorted: [.init(score: 0.9999, count: 3000, hits: 3000 - wrong)])
            rejected += CalibrationTest(histogram, EqualWidthBins(15)).binned <= 0.05 ? 1 : 0
        }
        #expect(rejected <= 19)
    }

    /// Overconfident above 0.75 and underconfident below by as much: the number of hits does not show it, the bins do.
    @Test func bothWaysIsSeenInTheBinsAlone() {
        var random = SeededGenerator(seed: 5)
        let test = CalibrationTest(
            histogram(2000, &random) { $0 < 0.75 ? $0 + 0.12 : $0 - 0.12 }, EqualWidthBins(15))
        #expect(test.overall > 0.05)
        #expect(test.binned == 1e-4)
    }
}
