import Statistics
import Testing

@Suite struct ErrorIntervalTests {
    private let rule = EqualWidthBins(15)

    /// `n` judgements whose confidence c comes true with the chance `rate` of it.
    private func drawn(_ n: Int, seed: UInt64, rate: (Double) -> Double) -> (confidence: [Double], correct: [Bool]) {
        var random = SeededGenerator(seed: seed)
        let confidence = (0..<n).map { _ in 0.5 + 0.499 * random.unit() }
        return (confidence, confidence.map { random.unit() < rate($0) })
    }

    private func interval(_ rows: (confidence: [Double], correct: [Bool]), seed: UInt64) -> ConfidenceInterval? {
        let histogram = ScoreHistogram(confidence: rows.confidence, correct: rows.correct)
        let weights = BootstrapWeights(units: rows.confidence.indices.map { SplitMix64.mix(seed << 32 + UInt64($0)) })
        let resampler = HistogramResampler(confidence: rows.confidence, correct: rows.correct, weights: weights)
        let bins = histogram.bins(rule)
        let replicates = resampler.map { $0.bins(rule) }
        let gaps = GapReplicates(whole: bins.shares, replicates: replicates.map(\.shares))
        return ErrorInterval.of(
            bins.ece ?? .nan, replicates: replicates.map { $0.ece ?? .nan },
            noise: histogram.mapCalibrated { $0.bins(rule).ece ?? .nan },
            chance: gaps.chance(calibrated: bins.calibratedVariances, counts: bins.bins.map(\.count)))
    }

    @Test func aCalibratedModelsIntervalBeginsAtZero() throws {
        // The basic interval of these leaves 0 out in half of the seeds.
        let held = try (0..<40).count { seed in
            try #require(interval(drawn(60, seed: seed, rate: { $0 }), seed: seed)).low == 0
        }
        #expect(held >= 36)
    }

    @Test func aMiscalibratedModelsIntervalHoldsItsError() throws {
        // 0.1 too sure everywhere, so that the error of infinitely many rows is 0.1.
        let held = try (100..<140).count { seed in
            try #require(interval(drawn(200, seed: seed, rate: { $0 - 0.1 }), seed: seed)).contains(0.1)
        }
        #expect(held >= 36)
        let many = try #require(interval(drawn(4000, seed: 1, rate: { $0 - 0.1 }), seed: 1))
        #expect(many.low > 0.07 && many.high < 0.13)
    }

    @Test func rowsThatAreAllRightReachWhatTheirNumberAllows() throws {
        let same = [Double](repeating: 0.01, count: 200)
        let interval = try #require(
            ErrorInterval.of(0.01, replicates: same, noise: same, chance: 0.01, reach: 0.15))
        #expect(interval.low == 0 && interval.high == 0.15)
        #expect(ErrorInterval.of(0.01, replicates: [0.01], noise: same, chance: 0) == nil)
    }

    @Test func chanceIsTheFloorWithoutGapsAndNothingForLargeOnes() {
        // Two cells whose replicates vary by 0.01 around the whole.
        func chance(_ gap: Double) -> Double {
            let replicates = (0..<200).map { index in
                let step = index % 2 == 0 ? 0.01 : -0.01
                return [gap + step, gap - step]
            }
            return GapReplicates(whole: [gap, gap], replicates: replicates).chance()
        }
        // E|X| of a normal X with deviation 0.01 is 0.00798, twice.
        #expect(abs(chance(0) - 0.015958) < 1e-5)
        #expect(chance(0.1) < 1e-9)
    }

    @Test func calibratedDrawsHaveTheHitsThatConfidencesMean() {
        let levels = [(0.02, 3), (0.3, 20), (0.5, 1000), (0.97, 50)].map {
            ScoreHistogram.ScoreLevel(score: $0.0, count: $0.1, hits: 0)
        }
        let draws = ScoreHistogram(sorted: levels).mapCalibrated(2000) { $0 }
        for (index, level) in levels.enumerated() {
            let hits = draws.map { Double($0.scoreLevels[index].hits) }
            let mean = hits.reduce(0, +) / 2000
            let variance = hits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2000
            let expected = Double(level.count) * level.score
            #expect(abs(mean - expected) < 5 * (expected / 2000).squareRoot() + 0.01)
            #expect(abs(variance / (expected * (1 - level.score)) - 1) < 0.2)
        }
        #expect(
            ScoreHistogram(sorted: levels).mapCalibrated { $0.hits }
                == ScoreHistogram(sorted: levels).mapCalibrated { $0.hits })
    }
}
