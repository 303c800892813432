import Artifacts
import Columns
import Statistics

/// Asks what each class was answered by, by the values of a column: what rates of groups are made from.
public struct GroupAnswers: TallyRequest {
    /// What is counted for it.
    public typealias Counted = GroupTally
    /// How a kept book names it.
    public static let kind = "groups"
    /// It looks at nothing else.
    public static let isOfCells = true

    let name: Name
    let categories: [Name]

    /// Rows by the values of `column`.
    public init(by column: CodedColumn) {
        name = column.name
        categories = column.categories
    }
}

/// Rows by value, class of the ground truth and answer, unit by unit where rows share units.
public struct GroupTally: Tally {
    /// Rows by value, then class, then answer.
    public private(set) var cells: UnitCounts
    /// Classes.
    public private(set) var classes: Int
    /// Answers: a class each, and one for everything that is no class.
    public var answers: Int { classes + 1 }

    /// Counts a block. Precondition: the block is sliced by the column.
    public init(_ request: GroupAnswers, over block: Block) {
        guard let column = block.columns.first(where: { $0.name == request.name }),
            column.categories == request.categories
        else { preconditionFailure("the block has no such column: \(request.name)") }
        classes = max(1, block.evaluation.classes.count)
        let width = Int32(truncatingIfNeeded: classes)
        let (labels, predicted) = (block.evaluation.items.labels, block.evaluation.predictions.predicted)
        let cell = block.rows.map { row -> Int32 in
            guard (0..<width).contains(labels[row]) else { return -1 }
            let answer = (0..<width).contains(predicted[row]) ? predicted[row] : width
            let value = Int32(truncatingIfNeeded: column.codes[row])
            return (value * width + labels[row]) * (width + 1) + answer
        }
        cells = UnitCounts(cell, of: request.categories.count * classes * (classes + 1), block)
    }

    /// Adds the count of other rows.
    public mutating func merge(_ other: GroupTally) {
        cells.merge(other.cells)
        classes = max(classes, other.classes)
    }

    /// The value, class and answer of a cell.
    public func parts(_ cell: Int) -> (value: Int, label: Int, answer: Int) {
        let (pair, answer) = cell.quotientAndRemainder(dividingBy: answers)
        let (value, label) = pair.quotientAndRemainder(dividingBy: classes)
        return (value, label, answer)
    }
}
