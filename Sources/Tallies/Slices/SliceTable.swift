import Columns
import Statistics

/// A table to find slices in: attributes, the error of each row, and what rows belong together.
public struct SliceTable: Sendable {
    /// The attributes.
    public let columns: [CodedColumn]
    /// The error of each row.
    public let losses: LossColumn
    /// An id for each row of what it belongs to (a video, a patient), or `nil` when rows are independent.
    public let units: [UInt64]?
    /// Where the first row stands in the whole, when this is a shard.
    let firstRow: Int

    /// Number of rows.
    public var rows: Int { losses.count }

    /// A table. Throws when it has no rows, no attributes, columns of different lengths or two of one name.
    public init(columns: [CodedColumn], losses: LossColumn, units: [UInt64]? = nil) throws(SliceError) {
        guard losses.count > 0 else { throw .noRows }
        guard !columns.isEmpty else { throw .noAttributes }
        for (index, column) in columns.enumerated() {
            guard column.codes.count == losses.count else {
                throw .rowsDiffer(column: column.name.text, rows: column.codes.count, expected: losses.count)
            }
            if columns[..<index].contains(where: { $0.name == column.name }) {
                throw .repeatedColumn(column.name.text)
            }
        }
        if let units, units.count != losses.count {
            throw .rowsDiffer(column: "unit", rows: units.count, expected: losses.count)
        }
        self.init(trusted: columns, losses, units, firstRow: 0)
    }

    private init(trusted columns: [CodedColumn], _ losses: LossColumn, _ units: [UInt64]?, firstRow: Int) {
        self.firstRow = firstRow
        self.columns = columns
        self.losses = losses
        self.units = units
    }

    /// The rows at the ascending positions `rows`, copied. Positions must exist.
    public func gathered(_ rows: [Int32]) -> SliceTable {
        SliceTable(
            trusted: columns.map { $0.gathered(rows) }, losses.gathered(rows),
            units.map { all in rows.map { all[Int($0)] } }, firstRow: firstRow)
    }

    /// The same rows with other errors. Precondition: as many.
    func with(_ losses: LossColumn) -> SliceTable {
        precondition(losses.count == rows, "rows must agree")
        return SliceTable(trusted: columns, losses, units, firstRow: firstRow)
    }

    /// A range of rows as a shard that was read by itself: it has dictionaries of its own.
    public func shard(_ range: Range<Int>) -> SliceTable {
        SliceTable(
            trusted: columns.map { $0.shard(range) },
            losses.gathered(range.map { Int32($0) }), units.map { Array($0[range]) },
            firstRow: firstRow + range.lowerBound)
    }

    /// The table cut into `count` shards of nearly equal length, fewer when there are fewer rows.
    public func shards(_ count: Int) -> [SliceTable] {
        let parts = max(1, min(count, rows))
        return (0..<parts).map { shard(rows * $0 / parts..<rows * ($0 + 1) / parts) }
    }

    /// The positions of two halves: units whose hash falls below `share` form the second. Rows of one unit stay together;
    /// without units each row is its own, named by its position.
    public func halves(validating share: Double) -> (discovery: [Int32], confirmation: [Int32]) {
        let halves = UnitSplit.halves(units, rows: rows, from: firstRow, holdingOut: share)
        return (halves.kept, halves.heldOut)
    }
}
