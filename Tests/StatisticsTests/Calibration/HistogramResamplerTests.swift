import Statistics
import Testing

@Suite struct HistogramResamplerTests {
    @Test(arguments: [50, 3000])
    func judgementsThatWereCountedByUnitAreWeighedAsEachByItself(_ distinct: Int) {
        // 4,000 judgements of 300 units, some alike in all three.
        let rows = 0..<4000
        let confidence = rows.map { Double(($0 / 2) * 7919 % distinct) / Double(distinct) }
        let correct = rows.map { ($0 / 2) % 3 != 0 }
        let units = rows.map { SplitMix64.mix(UInt64($0 / 2 % 300)) }
        let expected = HistogramResampler(
            confidence: confidence, correct: correct, weights: BootstrapWeights(units: units)
        ).map { $0 }
        var counts: [HistogramResampler.Cell: Int] = [:]
        for row in rows {
            counts[
                HistogramResampler.Cell(
                    confidence: confidence[row], isRight: correct[row], unit: units[row], count: 1), default: 0] += 1
        }
        #expect(counts.values.contains { $0 > 1 })
        let cells = counts.sorted { a, b in
            (a.key.confidence, a.key.unit, a.key.isRight ? 1 : 0) < (
                b.key.confidence, b.key.unit, b.key.isRight ? 1 : 0
            )
        }.map { cell, count in
            HistogramResampler.Cell(
                confidence: cell.confidence, isRight: cell.isRight, unit: cell.unit, count: count)
        }
        #expect(HistogramResampler(cells: cells).map { $0 } == expected)
    }

    @Test func numbersAloneAreDrawnWithTheirOwnMeanAndVariance() {
        let levels = [(0.1, 1, 0), (0.4, 20, 6), (0.7, 700, 500), (1.0, 40_000, 40_000)].map {
            ScoreHistogram.ScoreLevel(score: $0.0, count: $0.1, hits: $0.2)
        }
        let drawn = HistogramResampler(counts: ScoreHistogram(sorted: levels)).map { $0 }
        #expect(drawn.count == PoissonBootstrap.replicates)
        for level in levels {
            let own = drawn.map { replicate in
                replicate.scoreLevels.first { $0.score == level.score }
                    ?? ScoreHistogram.ScoreLevel(score: level.score, count: 0, hits: 0)
            }
            for (expected, values) in [
                (level.hits, own.map(\.hits)), (level.count - level.hits, own.map { $0.count - $0.hits }),
            ] {
                // Poisson: the variance is the mean. 1,000 draws, five standard deviations.
                let (n, mean) = (1000.0, Double(expected))
                let found = values.reduce(0.0) { $0 + Double($1) } / n
                let variance = values.reduce(0.0) { $0 + (Double($1) - found) * (Double($1) - found) } / n
                #expect(abs(found - mean) <= 5 * (mean / n).squareRoot())
                #expect(abs(variance - mean) <= 5 * mean * ((2 + 1 / max(1, mean)) / n).squareRoot())
            }
        }
    }

    @Test func numbersAddedUpFromPartsHaveTheSameReplicates() {
        let confidence = (0..<3000).map { Double($0 * 7919 % 2100) / 2100 }
        let correct = confidence.indices.map { $0 % 4 != 0 }
        let whole = ScoreHistogram(confidence: confidence, correct: correct)
        let parts = ScoreHistogram(confidence: confidence[2000...], correct: correct[2000...])
            .merged(with: ScoreHistogram(confidence: confidence[..<2000], correct: correct[..<2000]))
        let drawn = HistogramResampler(counts: whole).map { $0 }
        #expect(HistogramResampler(counts: parts).map { $0 } == drawn)
        #expect(HistogramResampler(counts: ScoreHistogram(sorted: [])).map(\.n).allSatisfy { $0 == 0 })
        // More confidences than are kept apart stand together, and none is lost.
        let finest = HistogramResampler(counts: whole).scoreHistogram
        #expect(finest.scoreLevels.count <= HistogramResampler.finest && finest.n == 3000 && finest.hits == whole.hits)
        #expect(Set(drawn.map(\.n)).count > 100)
    }
}
