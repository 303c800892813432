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

/// How often each class was predicted as each class, or given none, with what intervals for shared units need.
public struct ConfusionTally: Tally {
    /// Number of classes.
    public let classes: Int
    /// Answers that are told apart: the classes, then the outcomes without a class that rows may have.
    public let answers: Int
    /// Rows by cell, row-major: ground truth by row, answer by column.
    public private(set) var cells: UnitCounts

    /// Counts a block.
    public init(_ request: Confusion, over block: Block) {
        let evaluation = block.evaluation
        let (labels, predicted) = (evaluation.items.labels, evaluation.predictions.predicted)
        let classes = evaluation.classes.count
        let answers = classes + evaluation.predictions.outcomesWithoutClass
        self.classes = classes
        self.answers = answers
        let cell = block.rows.map { row in
            let code = Int(predicted[row])
            return Int32(truncatingIfNeeded: Int(labels[row]) * answers + (code < 0 ? classes - 1 - code : code))
        }
        cells = UnitCounts(cell, of: classes * answers, block)
    }

    /// Adds another count over the same classes.
    public mutating func merge(_ other: ConfusionTally) { cells.merge(other.cells) }

    /// Rows of class `truth` answered by `answer`.
    public subscript(truth: Int, answer: Int) -> Int { cells.totals[truth * answers + answer] }

    /// Whether a cell is of rows that are right.
    public func isCorrect(_ cell: Int) -> Bool { cell / answers == cell % answers }

    /// The code of the answers of a column.
    public func code(of answer: Int) -> Int32 {
        Int32(truncatingIfNeeded: answer < classes ? answer : classes - 1 - answer)
    }

    /// The column of an outcome without a class.
    public func column(of outcome: Outcome) -> Int { classes - 1 - Int(outcome.code(of: 0)) }

    /// All rows.
    public var total: Int { cells.totals.sum }
    /// Rows predicted correctly.
    public var correct: Int { (0..<classes).reduce(0) { $0 + self[$1, $1] } }
    /// Rows whose ground truth is `cls`.
    public func truthTotal(_ cls: Int) -> Int { cells.totals.sum(of: cls * answers..<(cls + 1) * answers) }
    /// Rows answered by each of `answers`.
    public var predictedTotals: [Int] {
        var totals = [Int](repeating: 0, count: answers)
        cells.totals.forEach { cell, rows in totals[cell % answers] += rows }
        return totals
    }

    /// Calls `body` with each class and answer that have rows, class by class.
    public func forEach(_ body: (_ truth: Int, _ answer: Int, _ rows: Int) -> Void) {
        cells.totals.forEach { cell, rows in body(cell / answers, cell % answers, rows) }
    }

    /// Rows by label: of class c those that are wrong in cell 2 c, and right in the next.
    public var byLabel: UnitCounts {
        cells.regrouped(into: 2 * classes) { 2 * ($0 / answers) + (isCorrect($0) ? 1 : 0) }
    }

    /// Rows by answer, likewise; rows that were given no class are in none.
    public var byAnswer: UnitCounts {
        cells.regrouped(into: 2 * classes) { cell in
            let answer = cell % answers
            return answer < classes ? 2 * answer + (isCorrect(cell) ? 1 : 0) : -1
        }
    }
}
