import Artifacts
import Columns
import Record
import Statistics
import Tallies
import Testing

@Suite struct ConfidenceTallyTests {
    private func made(_ count: Int) -> Evaluation {
        var random = SeededGenerator(seed: 21)
        let labels = (0..<count).map { _ in Int32(random.below(3)) }
        let predicted = (0..<count).map { _ in Int32(random.below(3)) }
        let rows = (0..<count).map { _ in
            let a = random.unit()
            let b = random.unit() * (1 - a)
            return [a, b, 1 - a - b]
        }
        return Evaluation(
            manifest: VersionManifest(version: "v1", date: "2026-01-01", model: "made"),
            datasheet: Datasheet(name: "made", title: "Made"), classes: ["a", "b", "c"],
            items: Items(ids: (0..<count).map { ItemID("\($0)") }, labels: labels),
            predictions: ClassPredictions(
                predicted: predicted, confidence: (0..<count).map { rows[$0][Int(predicted[$0])] },
                probabilities: ProbabilityMatrix(rows: count, classes: 3, values: rows.flatMap { $0 })),
            accounting: RowAccounting(itemsRead: count, predictionsRead: count, kept: count))
    }

    @Test func anyPartitionMergesToTheSameBits() {
        let evaluation = made(500)
        let scoreHistogram = ConfidenceTally(
            Confidences(), over: Block(0..<500, of: evaluation, ResamplingUnits(of: evaluation)))
        let classes = ClassConfidenceTally(
            ClassConfidences(), over: Block(0..<500, of: evaluation, ResamplingUnits(of: evaluation)))
        for cuts in [[0, 250, 500], [0, 1, 2, 499, 500], [0, 0, 500]] {
            var parts = zip(cuts, cuts.dropFirst()).map { $0..<$1 }
            for _ in 0..<2 {
                var scoreHistograms = parts.map {
                    ConfidenceTally(Confidences(), over: Block($0, of: evaluation, ResamplingUnits(of: evaluation)))
                }
                var merged = scoreHistograms.removeFirst()
                for part in scoreHistograms { merged.merge(part) }
                #expect(merged == scoreHistogram)
                var byClass = parts.map {
                    ClassConfidenceTally(
                        ClassConfidences(), over: Block($0, of: evaluation, ResamplingUnits(of: evaluation)))
                }
                var whole = byClass.removeFirst()
                for part in byClass { whole.merge(part) }
                #expect(whole == classes)
                parts.reverse()
            }
        }
    }

    @Test func theClasswiseErrorIsThatOfEachClassLadder() throws {
        let evaluation = made(400)
        let tally = ClassConfidenceTally(
            ClassConfidences(), over: Block(0..<400, of: evaluation, ResamplingUnits(of: evaluation)))
        let probabilities = try #require(evaluation.predictions.probabilities)
        for cls in 0..<3 {
            let scoreHistogram = ScoreHistogram(
                confidence: (0..<400).map { probabilities[$0, cls] },
                correct: evaluation.items.labels.map { $0 == Int32(cls) })
            let reference = try #require(scoreHistogram.bins(ClassConfidenceTally.bins).ece)
            #expect(abs(try #require(tally.bins(of: cls).ece) - reference) < 1e-14)
        }
    }

    @Test func sumsOverPredictedClassesAreThoseOfTheWhole() {
        let evaluation = made(300)
        let tally = ClassConfidenceTally(
            ClassConfidences(), over: Block(0..<300, of: evaluation, ResamplingUnits(of: evaluation)))
        let scoreHistogram = ConfidenceTally(
            Confidences(), over: Block(0..<300, of: evaluation, ResamplingUnits(of: evaluation))
        ).scoreHistogram
        #expect(tally.predicted.reduce(0) { $0 + $1.count } == scoreHistogram.n)
        #expect(tally.predicted.reduce(0) { $0 + $1.hits } == scoreHistogram.hits)
    }
}
