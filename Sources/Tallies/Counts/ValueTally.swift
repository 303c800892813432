import Artifacts
import Columns
import Statistics

/// Asks what became of the rows by the value of a column, or by the values of several at once.
public struct Values: TallyRequest {
    /// What is counted for it.
    public typealias Counted = ValueTally
    /// How a kept book names it.
    public static let kind = "values"
    /// It looks at nothing else.
    public static let isOfCells = true

    /// A column with what its codes stand for, so that counts by other values are not added.
    struct Axis: Codable, Hashable, Sendable {
        let name: Name
        let categories: [Name]
    }

    let axes: [Axis]
    let isPaired: Bool

    /// Rows wrong and right by the values of `columns`; with `isPaired` what they were before and are now.
    public init(by columns: [CodedColumn], isPaired: Bool = false) {
        axes = columns.map { Axis(name: $0.name, categories: $0.categories) }
        self.isPaired = isPaired
    }

    /// Values of all columns at once.
    fileprivate var values: Int { axes.reduce(1) { $0 * $1.categories.count } }
}

/// Rows by value and by what became of them.
public struct ValueTally: Tally {
    /// Rows by value, the last column's fastest, in cells that follow each other: wrong, right; or wrong in both, fixed,
    /// broken, right in both.
    public private(set) var rows: UnitCounts

    /// Counts a block. Precondition: the block is sliced by the columns.
    public init(_ request: Values, over block: Block) {
        let columns = request.axes.map { axis in
            guard let column = block.columns.first(where: { $0.name == axis.name }),
                column.categories == axis.categories
            else { preconditionFailure("the block has no such column: \(axis.name)") }
            return column
        }
        let width = request.isPaired ? 4 : 2
        var cells = [Int32](repeating: 0, count: block.rows.count)
        let first = block.rows.lowerBound
        for column in columns {
            let size = Int32(truncatingIfNeeded: column.categories.count)
            for row in block.rows {
                cells[row - first] = cells[row - first] * size + Int32(truncatingIfNeeded: column.codes[row])
            }
        }
        for row in block.rows {
            let state = Self.state(row, block, isPaired: request.isPaired)
            cells[row - first] = state < 0 ? -1 : cells[row - first] * Int32(truncatingIfNeeded: width) + state
        }
        rows = UnitCounts(cells, of: request.values * width, block)
    }

    private static func state(_ row: Int, _ block: Block, isPaired: Bool) -> Int32 {
        let isRight: Int32 = block.evaluation.isCorrect(row) ? 1 : 0
        guard isPaired else { return isRight }
        guard let before = block.earlier?[row] else { return -1 }
        return (before == block.evaluation.items.labels[row] ? 2 : 0) + isRight
    }

    /// Adds the count of other rows.
    public mutating func merge(_ other: ValueTally) { rows.merge(other.rows) }
}
