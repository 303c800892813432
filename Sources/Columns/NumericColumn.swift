// A column of measurements, in the precision that its file has.

/// A column of numbers; a missing cell is NaN.
public struct NumericColumn: Sendable, Hashable {
    /// Where numbers lie, and in what precision.
    public enum Storage: Sendable, Hashable {
        /// Single precision.
        case floats(RowStorage<Float>)
        /// Double precision.
        case doubles(RowStorage<Double>)
    }

    /// Column name.
    public let name: Name
    /// One number a row.
    public let storage: Storage
    /// Whether the program computed it from the images, so that the site can label it so.
    public let isComputed: Bool

    /// A column of numbers where they lie.
    public init(name: Name, _ storage: Storage, isComputed: Bool = false) {
        self.name = name
        self.storage = storage
        self.isComputed = isComputed
    }

    /// A column of numbers.
    public init(name: Name, values: [Double], isComputed: Bool = false) {
        self.init(name: name, .doubles(RowStorage(values)), isComputed: isComputed)
    }

    /// Number of rows.
    public var count: Int {
        switch storage {
        case .floats(let rows): rows.count
        case .doubles(let rows): rows.count
        }
    }

    /// The number of one row. Precondition: it exists.
    public subscript(row: Int) -> Double {
        switch storage {
        case .floats(let rows): Double(rows[row])
        case .doubles(let rows): rows[row]
        }
    }

    /// All numbers; copied unless they are doubles in memory.
    public var values: [Double] {
        switch storage {
        case .floats(let rows): rows.withRows { $0.map { Double($0) } }
        case .doubles(let rows): rows.values
        }
    }

    /// Cells without a value.
    public var missing: Int {
        switch storage {
        case .floats(let rows): rows.withRows { $0.reduce(0) { $0 + ($1.isNaN ? 1 : 0) } }
        case .doubles(let rows): rows.withRows { $0.reduce(0) { $0 + ($1.isNaN ? 1 : 0) } }
        }
    }

    /// Whether every number that is there is whole and exact.
    public var isWhole: Bool {
        func isWhole<Number: BinaryFloatingPoint>(_ rows: UnsafeBufferPointer<Number>) -> Bool {
            rows.allSatisfy { $0.isNaN || ($0 == $0.rounded() && abs($0) <= 0x1p53) }
        }
        return switch storage {
        case .floats(let rows): rows.withRows(isWhole)
        case .doubles(let rows): rows.withRows(isWhole)
        }
    }

    /// The rows at the positions `rows`, copied, in that order. Precondition: they exist.
    public func gathered(_ rows: [Int]) -> NumericColumn {
        switch storage {
        case .floats(let all): NumericColumn(name: name, .floats(all.gathered(rows)), isComputed: isComputed)
        case .doubles(let all): NumericColumn(name: name, .doubles(all.gathered(rows)), isComputed: isComputed)
        }
    }

    /// The given rows in the given order; what has no row is missing.
    public func gathered(_ rows: [Int?]) -> NumericColumn {
        NumericColumn(name: name, values: rows.map { $0.map { self[$0] } ?? .nan }, isComputed: isComputed)
    }
}
