import Artifacts
import Record

/// Asks how often each class was predicted as each class, or given none.
public struct Confusion: TallyRequest {
    /// What is counted for it.
    public typealias Counted = ConfusionTally
    /// How a kept book names it.
    public static let kind = "confusion"

    /// The request.
    public init() {}
}

/// How often each class was predicted as each class, or given none.
public struct ConfusionTally: Tally {
    /// Number of classes.
    public let classes: Int
    /// Answers that are told apart: the classes, then the outcomes without a class that rows may have.
    public let answers: Int
    /// Counts, row-major: ground truth by row, answer by column.
    public private(set) var counts: [Int]

    /// Counts a block.
    public init(_ request: Confusion, over block: Block) {
        let evaluation = block.evaluation
        classes = evaluation.classes.count
        answers = classes + evaluation.predictions.outcomesWithoutClass
        counts = [Int](repeating: 0, count: classes * answers)
        for row in block.rows {
            let code = Int(evaluation.predictions.predicted[row])
            counts[Int(evaluation.items.labels[row]) * answers + (code < 0 ? classes - 1 - code : code)] += 1
        }
    }

    /// Adds another count over the same classes.
    public mutating func merge(_ other: ConfusionTally) {
        for cell in counts.indices { counts[cell] += other.counts[cell] }
    }

    /// Rows of class `truth` answered by `answer`.
    public subscript(truth: Int, answer: Int) -> Int { counts[truth * answers + answer] }

    /// The code of the answers of a column.
    public func code(of answer: Int) -> Int32 {
        Int32(truncatingIfNeeded: answer < classes ? answer : classes - 1 - answer)
    }

    /// The column of an outcome without a class.
    public func column(of outcome: Outcome) -> Int { classes - 1 - Int(outcome.code(of: 0)) }

    /// All rows.
    public var total: Int { counts.reduce(0, +) }
    /// Rows predicted correctly.
    public var correct: Int { (0..<classes).reduce(0) { $0 + self[$1, $1] } }
    /// Rows whose ground truth is `cls`.
    public func truthTotal(_ cls: Int) -> Int { (0..<answers).reduce(0) { $0 + self[cls, $1] } }
    /// Rows answered by `cls`, one of `answers`.
    public func predictedTotal(_ cls: Int) -> Int { (0..<classes).reduce(0) { $0 + self[$1, cls] } }
}
