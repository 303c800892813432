// The numbers over all rows.

import Artifacts
import Foundation
import Record
import Statistics
import Tallies

/// The numbers over all rows, with their intervals: what resampled rows show, and what the shares behind a number allow.
struct HeadlineNumbers {
    let facts: [Fact]
    let replicates: [ClassScores]

    init(
        _ tally: ReplicateTally, _ confusion: ConfusionTally, _ scores: ClassScores, recall: [Fact],
        hasConfidence: Bool
    ) {
        let n = tally.n
        let undefined =
            tally.rowsWithoutLoss > 0
            ? "a row's probabilities are all 0" : "the evaluation has no class probabilities"
        let drawn = tally.replicates
        let replicates = drawn.map(ClassScores.init)
        self.replicates = replicates
        let accuracy = confusion.cells.rate(
            Headline.facts.accuracy, where: confusion.isCorrect, undefined: "no rows", method: "accuracy")

        func fact(
            _ spec: FactSpec, _ value: Double, _ values: [Double], _ method: String, allowed: ConfidenceInterval? = nil
        ) -> Fact {
            let interval: Interval? = allowed == nil ? .bootstrap(values) : .widened(values, allowed)
            return Fact(spec, value, n: n, interval: interval, method: method, replicates: values)
        }
        func mean(_ spec: FactSpec, _ column: Int, _ method: String, ifWrong: Double?) -> Fact {
            guard column < 2 || tally.rowsWithoutLoss == 0, let value = tally.mean(column) else {
                return Fact(spec, undefined: undefined, n: n, method: method)
            }
            let allowed = accuracy.interval.flatMap { interval in
                ifWrong.map { wrong in
                    ShareBounds.loss(
                        right: tally.mean(column, whereRight: true) ?? 0,
                        wrong: tally.mean(column, whereRight: false) ?? wrong, accuracy: ConfidenceInterval(interval))
                }
            }
            return fact(spec, value, drawn.map { $0.mean(column) }, method, allowed: allowed?.holding(value))
        }
        // What an answer would cost that is as sure as these and wrong, where none is: nothing is left for the label but
        // an equal share of the rest.
        let sure = tally.mean(0) ?? 1
        let rest = max(0x1p-52, (1 - sure) / Double(max(1, scores.truth.count - 1)))
        let spread = Self.spread(accuracy)
        // F1 of a class of few rows is too low on average, and of fewer still lower: mirrored replicates say by how much.
        let f1 = replicates.map(\.macroF1)
        facts = [
            accuracy,
            fact(
                Headline.facts.balancedAccuracy, scores.balancedAccuracy, replicates.map(\.balancedAccuracy),
                "balanced-accuracy", allowed: Self.balanced(recall)),
            fact(
                Headline.facts.macroF1, scores.macroF1, f1, "macro-f1",
                allowed: Self.macroF1(scores, spread: spread)?.hull(
                    PoissonBootstrap.basicInterval(scores.macroF1, f1, within: 0...1))),
            mean(Headline.facts.logLoss, 2, "log-loss", ifWrong: -log(rest)),
            mean(Headline.facts.brier, 1, "brier", ifWrong: sure * sure + 1),
            hasConfidence
                ? mean(Headline.facts.meanConfidence, 0, "mean-confidence", ifWrong: nil)
                : Fact(
                    Headline.facts.meanConfidence, undefined: Missing(.noConfidence).reason, n: n,
                    method: "mean-confidence"),
        ]
    }

    /// The mean of the recalls by their intervals.
    private static func balanced(_ recall: [Fact]) -> ConfidenceInterval? {
        ShareBounds.mean(
            recall.compactMap { fact in
                guard let value = fact.value, let interval = fact.interval else { return nil }
                return (value, ConfidenceInterval(interval))
            })
    }

    /// The mean of the F1 of classes. Of the rows that are of a class or predicted as it, a share p is both, and F1 is
    /// 2p/(1 + p). An error lowers the F1 of two classes at once, so that the variance of their mean is twice that of as many
    /// independent ones.
    private static func macroF1(_ scores: ClassScores, spread: Double) -> ConfidenceInterval? {
        func f1(_ share: Double) -> Double { 2 * share / (1 + share) }
        return ShareBounds.mean(
            scores.truth.indices.compactMap { cls in
                let both = scores.hits[cls]
                guard let value = scores.f1(cls),
                    let share = Proportion(both, of: scores.truth[cls] + scores.predicted[cls] - both)?.wilson()
                else { return nil }
                return (value, ConfidenceInterval(low: f1(share.low), high: f1(share.high), level: share.level))
            }, spread: 2.0.squareRoot() * spread)
    }

    /// How many times wider the interval of accuracy is than that of as many independent rows.
    private static func spread(_ accuracy: Fact) -> Double {
        guard accuracy.units != nil, let value = accuracy.value, let interval = accuracy.interval,
            let alone = Proportion(Int((value * Double(accuracy.n)).rounded()), of: accuracy.n)?.wilson(),
            alone.width > 0
        else { return 1 }
        return max(1, (interval.high - interval.low) / alone.width)
    }
}
