/// What is counted of one slice: whole numbers only, so that adding is exact in any order.
public struct SliceCell: Sendable, Hashable {
    /// Rows.
    public var rows: UInt64 = 0
    /// Sum of errors: a count for 0/1 errors, else units of the table's `LossScale`.
    public var errors: UInt64 = 0
    /// Sum of squared errors, in the same way.
    public var squares: UInt64 = 0
    /// The largest single error.
    public var largest: UInt64 = 0

    /// Nothing counted.
    public init() {}

    /// A count of 0/1 errors.
    init(rows: UInt64, wrong: UInt64) {
        self.rows = rows
        errors = wrong
        squares = wrong
        largest = wrong > 0 ? 1 : 0
    }

    /// Adds the count of other rows.
    public mutating func merge(_ other: SliceCell) {
        rows += other.rows
        errors += other.errors
        squares += other.squares
        largest = max(largest, other.largest)
    }

    /// Takes out rows that were counted in this cell. `largest` stays an upper bound.
    mutating func remove(_ other: SliceCell) {
        rows -= other.rows
        errors -= other.errors
        squares -= other.squares
    }
}

/// Turns cells into losses.
struct CellReader: Sendable {
    /// `nil` for 0/1 errors.
    let scale: LossScale?

    /// Sum of errors.
    func errors(_ cell: SliceCell) -> Double { scale.map { $0.loss(cell.errors) } ?? Double(cell.errors) }
    /// Sum of squared errors.
    func squares(_ cell: SliceCell) -> Double { scale.map { $0.squaredLoss(cell.squares) } ?? Double(cell.squares) }
    /// Largest error.
    func largest(_ cell: SliceCell) -> Double { scale.map { $0.loss(cell.largest) } ?? Double(cell.largest) }
}
