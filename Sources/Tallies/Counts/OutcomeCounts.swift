import Artifacts
import Statistics

/// Asks how many rows with a confidence of `threshold` or more, and below, are right.
public struct ThresholdOutcomes: TallyRequest {
    /// What is counted for it.
    public typealias Counted = ThresholdOutcomeTally
    /// How a kept book names it.
    public static let kind = "sure-outcomes"

    /// The confidence from which a row counts as sure, 0...1.
    public let threshold: Double

    /// The request.
    public init(from threshold: Double) { self.threshold = threshold }
}

/// Rows by whether they are sure, and right.
public struct ThresholdOutcomeTally: Tally {
    /// Rows: unsure and wrong, unsure and right, sure and wrong, sure and right.
    public private(set) var rows: UnitCounts
    /// Sum of the confidence of unsure rows.
    private var unsure = ExactSum()
    /// Sum of one less the confidence of sure rows.
    private var doubt = ExactSum()

    /// Counts a block.
    public init(_ request: ThresholdOutcomes, over block: Block) {
        let confidence = block.evaluation.predictions.confidence
        for row in block.rows {
            if confidence[row] >= request.threshold {
                doubt.add(1 - confidence[row])
            } else {
                unsure.add(confidence[row])
            }
        }
        rows = UnitCounts(
            block.rows.map { row in
                (confidence[row] >= request.threshold ? 2 : 0) + (block.evaluation.isCorrect(row) ? 1 : 0)
            }, of: 4, block)
    }

    /// Adds the count of other rows.
    public mutating func merge(_ other: ThresholdOutcomeTally) {
        rows.merge(other.rows)
        unsure.merge(other.unsure)
        doubt.merge(other.doubt)
    }

    /// Whether a cell is of sure rows.
    public static func isAboveThreshold(_ cell: Int) -> Bool { cell >= 2 }
    /// Whether a cell is of right rows.
    public static func isRight(_ cell: Int) -> Bool { cell % 2 == 1 }

    /// Rows that are sure.
    public var sure: Int { rows.totals[2] + rows.totals[3] }
    /// Rows that are not.
    public var belowThreshold: Int { rows.totals[0] + rows.totals[1] }
    /// How many of the sure rows are wrong by what they say themselves.
    public var admitted: Double { doubt.value }
    /// Mean confidence of the rows that are not sure; `nil` for none.
    public var meanBelowThreshold: Double? { belowThreshold == 0 ? nil : unsure.value / Double(belowThreshold) }
}
