import Artifacts
import Statistics

/// Asks for every stated confidence with whether it came true.
public struct Confidences: TallyRequest {
    /// What is counted for it.
    public typealias Counted = ConfidenceTally
    /// How a kept book names it.
    public static let kind = "confidences"

    /// The request.
    public init() {}
}

/// Every stated confidence with whether it came true, as a ladder. It holds one rung a distinct confidence, so all
/// measures of calibration are exact, and merging in any order gives the same ladder.
public struct ConfidenceTally: Tally {
    /// The judgements by rising confidence.
    public private(set) var scoreHistogram: ScoreHistogram

    /// Counts a block.
    public init(_ request: Confidences, over block: Block) {
        let evaluation = block.evaluation
        scoreHistogram = ScoreHistogram(
            confidence: evaluation.predictions.confidence[block.rows],
            correct: block.rows.map { evaluation.isCorrect($0) })
    }

    /// Confidences that were counted otherwise.
    init(_ scoreHistogram: ScoreHistogram) { self.scoreHistogram = scoreHistogram }

    /// Adds another count.
    public mutating func merge(_ other: ConfidenceTally) {
        scoreHistogram = scoreHistogram.merged(with: other.scoreHistogram)
    }
}
