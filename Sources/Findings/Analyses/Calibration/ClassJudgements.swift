import Artifacts
import Foundation
import Statistics
import Tallies

/// Class probabilities as judgements: of the top answer, and of each class against the rest.
public struct ClassJudgements: Sendable {
    private let evaluation: Evaluation
    private let matrix: ProbabilityMatrix

    /// The judgements of an evaluation; `nil` when it has no class probabilities.
    public init?(_ evaluation: Evaluation) {
        guard let matrix = evaluation.predictions.probabilities else { return nil }
        self.evaluation = evaluation
        self.matrix = matrix
    }

    /// Rows.
    public var rows: Int { matrix.rows }
    /// Classes.
    public var classes: Int { matrix.classes }
    /// The confidence of each row's answer.
    public var confidence: [Double] { evaluation.predictions.confidence }
    /// Whether each row's answer is right.
    public var correct: [Bool] { (0..<rows).map { evaluation.isCorrect($0) } }
    /// The answers as a ladder.
    public var top: ScoreHistogram {
        let request = Confidences()
        return Book(counting: [request], of: evaluation, ResamplingUnits(of: evaluation), edition: "")[request]
            .scoreHistogram
    }

    private func column(_ cls: Int) -> [Double] {
        stride(from: cls, to: matrix.values.count, by: classes).map { matrix.values[$0] }
    }

    /// One class against the rest.
    public func scoreHistogram(of cls: Int) -> ScoreHistogram {
        ScoreHistogram(confidence: column(cls), correct: evaluation.items.labels.map { Int($0) == cls })
    }

    /// The answers that are one class.
    public func scoreHistogram(predictedAs cls: Int) -> ScoreHistogram {
        let chosen = (0..<rows).filter { Int(evaluation.predictions.predicted[$0]) == cls }
        return ScoreHistogram(
            confidence: chosen.map { confidence[$0] }, correct: chosen.map { evaluation.isCorrect($0) })
    }

    /// One class against the rest by rank, over the rows whose probability is at least `least`.
    public func ranked(_ cls: Int, from least: Double = 0) -> RankedPredictions {
        let column = column(cls)
        let chosen = column.indices.filter { column[$0] >= least }
        return RankedPredictions(
            confidence: chosen.map { column[$0] }, correct: chosen.map { Int(evaluation.items.labels[$0]) == cls })
    }

    /// Mean Brier score over rows, 0...2, as the headline has it.
    public var brier: Double? {
        ExactSum.mean((0..<rows).map { RowScores.brier(matrix, $0, label: Int(evaluation.items.labels[$0])) })
    }

    /// Mean log loss of the true class's probability as it is given; infinite when one is 0.
    public var logLoss: Double? {
        ExactSum.mean((0..<rows).map { -log(matrix[$0, Int(evaluation.items.labels[$0])]) })
    }

    /// Mean log loss as the headline has it: of the truth's share, clipped.
    public var clippedLogLoss: Double? {
        ExactSum.mean(
            (0..<rows).compactMap { RowScores.logLoss(matrix, $0, label: Int(evaluation.items.labels[$0])) })
    }

    /// The temperature that fits best, and the answers' ladder under it.
    public var temperature: (fit: TemperatureFit, top: ScoreHistogram)? {
        guard
            let logs = LogProbabilities(
                probabilities: matrix.values, classes: classes, labels: evaluation.items.labels.map { Int($0) }),
            let fit = logs.fit()
        else { return nil }
        // Scaling keeps the order of the classes, so only the confidence changes.
        let beta = 1 / fit.temperature
        let scaled = (0..<rows).map {
            logs.scaled(
                $0, Int(evaluation.predictions.predicted[$0]), inverse: beta, logs.terms($0, inverse: beta))
        }
        return (fit, ScoreHistogram(confidence: scaled, correct: correct))
    }
}
