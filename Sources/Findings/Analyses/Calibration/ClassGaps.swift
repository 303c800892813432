import Foundation
import Record
import Statistics
import Tallies

/// Confidence against accuracy where each class was predicted.
struct ClassGaps {
    /// One predicted class.
    struct Row {
        let name: String
        let n: Int
        let confidence: Double
        let accuracy: Double
        /// Mean confidence minus accuracy, positive when overconfident.
        let gap: Double
        /// The gap with the accuracy at the ends of Wilson's interval.
        let low: Double
        let high: Double
        /// Adjusted p-value (Benjamini-Hochberg over the classes predicted at all).
        let p: Double
    }

    /// By falling lower end: the surest overconfidence first.
    let rows: [Row]
    /// Two-sided p-values of the classes predicted at all, uncorrected.
    let pValues: [Double]

    init(
        _ names: [String], _ tally: ClassConfidenceTally, _ confusion: ConfusionTally, _ byUnit: UnitConfidenceTally
    ) {
        let predicted = names.indices.filter { tally.predicted[$0].count > 0 }
        let bins = predicted.map { tally.predicted[$0].bin }
        let excesses = byUnit.areShared ? byUnit.excesses(byAnswer: names.count) : []
        let shares = byUnit.areShared ? confusion.byAnswer.proportions(width: 2) : []
        pValues = zip(predicted, bins).map { cls, bin in
            let alone = PoissonBinomial(trials: bin.count, mean: bin.confidence, variance: bin.hitVariance)
                .twoSided(bin.hits)
            return byUnit.areShared ? max(alone, UnitConfidenceTally.gapP(excesses[cls])) : alone
        }
        let adjusted = Multiplicity.benjaminiHochberg(pValues)
        let rows = zip(predicted, zip(bins, adjusted)).compactMap { cls, measured -> Row? in
            let (bin, p) = measured
            let wilson = byUnit.areShared ? shares[cls].wilson() : bin.wilson()
            guard let confidence = bin.meanConfidence, let accuracy = bin.accuracy, let interval = wilson else {
                return nil
            }
            return Row(
                name: names[cls], n: bin.count, confidence: confidence, accuracy: accuracy, gap: bin.gap,
                low: confidence - interval.high, high: confidence - interval.low, p: p)
        }
        self.rows = rows.enumerated().sorted { a, b in
            a.element.low != b.element.low ? a.element.low > b.element.low : a.offset < b.offset
        }.map(\.element)
    }

    /// Classes whose gap stands at `level`.
    func off(at level: Double) -> Int { rows.count { $0.p <= level } }

    /// The table, with what stands at `level`.
    func table(at level: Double) -> Table {
        Table(
            columns: [
                Table.Column("class", "Predicted as"), Table.Column("n", "Images", .number),
                Table.Column("confidence", "Mean confidence", .number, method: "mean-confidence"),
                Table.Column("accuracy", "Precision", .number, method: "accuracy"),
                Table.Column("gap", "Gap", .number, method: "signed-gap"),
                Table.Column("interval", "95 % interval", .interval, method: "wilson"),
                Table.Column("p", "p, corrected", .number, method: "benjamini-hochberg"),
                Table.Column("standing", "Significant", .state),
            ],
            rows: rows.prefix(ShowAtMost.rows).map { row in
                [
                    .text(row.name), .number(Double(row.n), .count), .number(row.confidence, .proportion),
                    .number(row.accuracy, .proportion), .number(row.gap, .points),
                    .interval(low: row.low, value: row.gap, high: row.high, unit: .points, mark: 0),
                    .number(row.p, .pValue),
                    row.p <= level
                        ? .state(.finding, row.gap > 0 ? "overconfident" : "underconfident")
                        : .state(.neutral, "no"),
                ]
            })
    }
}
