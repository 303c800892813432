import Artifacts
import Statistics
import Testing

@testable import Tallies

/// Confidences unit by unit are what a walk over the rows finds.
@Suite struct UnitConfidenceTallyTests {
    private let evaluation = CountedRows.images(300, sharesUnits: true).evaluation
    private var units: ResamplingUnits { ResamplingUnits(of: evaluation) }
    private var tally: UnitConfidenceTally {
        UnitConfidenceTally(UnitConfidences(), over: Block(0..<300, of: evaluation, units))
    }

    private func walked(_ rows: some Sequence<Int>, where isHit: (Int) -> Bool) -> UnitProportion {
        var sums: [UInt64: (successes: Int, rows: Int)] = [:]
        for row in rows {
            sums[units.ids[row], default: (0, 0)].rows += 1
            if isHit(row) { sums[units.ids[row], default: (0, 0)].successes += 1 }
        }
        return UnitProportion(sums.values)
    }

    private func excess(_ row: Int) -> Double {
        evaluation.predictions.confidence[row] - (evaluation.isCorrect(row) ? 1 : 0)
    }

    @Test func binsByRisingConfidence() {
        let confidence = evaluation.predictions.confidence
        let order = (0..<300).sorted { confidence[$0] < confidence[$1] }
        let bins = ScoreHistogram(confidence: confidence, correct: (0..<300).map { evaluation.isCorrect($0) })
            .equalMassBins(8).bins.map(\.count)
        #expect(bins.reduce(0, +) == 300)
        var start = 0
        for (size, share) in zip(bins, tally.proportions(ofBins: bins)) {
            #expect(share == walked(order[start..<start + size], where: evaluation.isCorrect))
            start += size
        }
    }

    @Test(arguments: [0.0, 0.3, 0.4, 1.1])
    func sharesFromAThreshold(_ threshold: Double) {
        let confidence = evaluation.predictions.confidence
        let rows = (0..<300).filter { confidence[$0] >= threshold }
        #expect(tally.proportion(from: threshold) == walked(rows, where: evaluation.isCorrect))
        #expect(tally.coverage(from: threshold) == walked(0..<300, where: rows.contains))
    }

    @Test func excessesAreSumsOverTheRowsOfAUnit() {
        func sums(_ rows: [Int]) -> [Double] {
            Dictionary(grouping: rows) { units.ids[$0] }.values.map { ExactSum.of($0.map(excess)) }.sorted()
        }
        #expect(tally.excesses.sorted() == sums(Array(0..<300)))
        for (answer, excesses) in tally.excesses(byAnswer: 4).enumerated() {
            let rows = (0..<300).filter { evaluation.predictions.predicted[$0] == Int32(answer) }
            #expect(excesses.sorted() == sums(rows))
        }
    }

    @Test func rowsThatShareNoUnitAreNotKept() {
        let alone = CountedRows.images(50, sharesUnits: false).evaluation
        let tally = UnitConfidenceTally(
            UnitConfidences(), over: Block(0..<50, of: alone, ResamplingUnits(of: alone)))
        #expect(!tally.areShared)
    }

    @Test func theClassWiseErrorOfAReplicateIsThatOfItsWeights() throws {
        let probabilities = try #require(evaluation.predictions.probabilities)
        let tally = ClassGapReplicateTally(ClassGapReplicates(), over: Block(0..<300, of: evaluation, units))
        let errors = tally.replicated(
            whole: [Double](repeating: 0, count: 4 * ClassConfidenceTally.bins.count)
        ).errors
        #expect(errors.count == BootstrapWeights.lanes)
        for replicate in [0, 7, 150] {
            let weights = units.weights.replicate(replicate)
            let bins = ClassConfidenceTally.bins
            var gaps = [Double](repeating: 0, count: 4 * bins.count)
            for row in 0..<300 {
                for cls in 0..<4 {
                    let p = probabilities[row, cls]
                    let isTrue = Int(evaluation.items.labels[row]) == cls
                    gaps[cls * bins.count + bins.index(of: p)] += Double(weights[row]) * (p - (isTrue ? 1 : 0))
                }
            }
            let expected = gaps.reduce(0) { $0 + abs($1) } / Double(weights.reduce(0, +)) / 4
            #expect(abs(errors[replicate] - expected) < 1e-8)
        }
    }
}
