import Artifacts
import Statistics

/// Every stated confidence with whether it came true, as a ladder. It holds one rung a distinct confidence, so all
/// measures of calibration are exact, and merging in any order gives the same ladder.
public struct ConfidenceTally: Tally, Equatable {
    /// The judgements by rising confidence.
    public private(set) var ladder: ScoreLadder

    /// Counts `rows`.
    public init(counting rows: Range<Int>, of evaluation: Evaluation) {
        ladder = ScoreLadder(
            confidence: evaluation.predictions.confidence[rows], correct: rows.map { evaluation.isCorrect($0) })
    }

    /// Adds another count.
    public mutating func merge(_ other: ConfidenceTally) {
        ladder = ladder.merged(with: other.ladder)
    }
}
