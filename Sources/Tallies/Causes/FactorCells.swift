// Where rows come from against what they are: counted once, over all factors and all attributes together, so that any level
// can be compared with any others at any mix, and rows taken out, without another pass over the rows.

import Columns

/// Rows and errors by the level of each factor (node, hardware, ...) and the value of each attribute (class, light, ...).
public struct FactorCells: Sendable {
    /// A factor or an attribute.
    public struct Axis: Sendable, Hashable {
        /// Its column.
        public let name: Name
        /// Its levels or values, in canonical order.
        public let categories: [Name]
    }

    /// Rows that are alike in all of them.
    public struct Cell: Sendable, Hashable {
        /// The level of each factor.
        public let levels: [Int]
        /// The value of each attribute.
        public let values: [Int]
        /// Which combination of values that is, 0..<`strata`.
        public let stratum: Int
        /// Rows.
        public let rows: Int
        /// Errors among them.
        public let errors: Int
    }

    /// Rows of one unit in one cell.
    public struct UnitCell: Sendable, Hashable {
        /// The unit, 0..<`units`.
        public let unit: Int
        /// The cell, an index.
        public let cell: Int
        /// Rows.
        public let rows: Int
        /// Errors among them.
        public let errors: Int
    }

    /// What is compared.
    public let factors: [Axis]
    /// What is matched.
    public let attributes: [Axis]
    /// All combinations that occur, ascending.
    public let cells: [Cell]
    /// Combinations of values that occur.
    public let strata: Int
    /// Rows in all.
    public let rows: Int
    /// Errors in all.
    public let errors: Int
    /// Rows by unit and cell, ascending; `nil` where rows are independent.
    public let unitCells: [UnitCell]?
    /// The id of each unit, ascending; `nil` where rows are independent.
    public let unitIDs: [UInt64]?

    /// Counts rows. `units` are the ids of what rows belong to. Preconditions: one error, and one unit, a row.
    public init(
        factors: [CodedColumn], attributes: [CodedColumn], errors: [Bool], units: [UInt64]? = nil
    ) throws(CauseFault) {
        let columns = attributes + factors
        precondition(columns.allSatisfy { $0.count == errors.count } && (units?.count ?? errors.count) == errors.count)
        var sizes: [UInt64] = []
        var all: UInt64 = 1
        for column in columns {
            let size = UInt64(max(1, column.categories.count))
            let (product, overflow) = all.multipliedReportingOverflow(by: size)
            guard !overflow, product < 1 << 62 else { throw .tooManyCombinations(columns.map(\.name.text)) }
            all = product
            sizes.append(size)
        }
        var counts = CellCounts(keys: all)
        var ofUnits: [UnitKey: (rows: Int, errors: Int)] = [:]
        let block = 1 << 16
        for start in stride(from: 0, to: errors.count, by: block) {
            let range = start..<min(start + block, errors.count)
            var keys = [UInt64](repeating: 0, count: range.count)
            for (column, size) in zip(columns, sizes) { Self.append(column.codes, range, size, to: &keys) }
            for (offset, key) in keys.enumerated() {
                let isError = errors[start + offset]
                counts.add(key, isError)
                if let units {
                    Self.add(isError, to: &ofUnits[UnitKey(unit: units[start + offset], key: key), default: (0, 0)])
                }
            }
        }
        func axis(_ column: CodedColumn) -> Axis { Axis(name: column.name, categories: column.categories) }
        self.factors = factors.map(axis)
        self.attributes = attributes.map(axis)
        rows = errors.count
        self.errors = errors.count { $0 }
        var strata = 0
        var last: ArraySlice<Int>?
        var cells: [Cell] = []
        let sorted = counts.sorted
        for (key, rows, errors) in sorted {
            var codes: [Int] = []
            var rest = key
            for size in sizes.reversed() {
                codes.append(Int(rest % size))
                rest /= size
            }
            codes.reverse()
            let values = codes.prefix(attributes.count)
            if values != last { strata += 1 }
            last = values
            cells.append(
                Cell(
                    levels: Array(codes.dropFirst(attributes.count)), values: Array(values), stratum: strata - 1,
                    rows: rows, errors: errors))
        }
        self.cells = cells
        self.strata = strata
        unitIDs = units.map { _ in Set(ofUnits.keys.map(\.unit)).sorted() }
        unitCells = units.map { _ in Self.byUnit(ofUnits, sorted.map(\.key)) }
    }

    /// In its place, so that a row is looked up once.
    private static func add(_ isError: Bool, to sum: inout (rows: Int, errors: Int)) {
        sum.rows += 1
        sum.errors += isError ? 1 : 0
    }

    private struct UnitKey: Hashable {
        let unit: UInt64
        let key: UInt64
    }

    private static func byUnit(_ counts: [UnitKey: (rows: Int, errors: Int)], _ keys: [UInt64]) -> [UnitCell] {
        let cellOf = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
        var unit = -1
        var last: UInt64?
        return counts.sorted { ($0.key.unit, $0.key.key) < ($1.key.unit, $1.key.key) }.map { entry in
            if entry.key.unit != last { unit += 1 }
            last = entry.key.unit
            return UnitCell(
                unit: unit, cell: cellOf[entry.key.key] ?? 0, rows: entry.value.rows, errors: entry.value.errors)
        }
    }

    /// Each key becomes `size` times itself and the code of its row.
    private static func append(_ codes: Codes, _ rows: Range<Int>, _ size: UInt64, to keys: inout [UInt64]) {
        func add<Code: FixedWidthInteger>(_ all: UnsafeBufferPointer<Code>, _ keys: inout [UInt64]) {
            for offset in keys.indices {
                keys[offset] = keys[offset] &* size &+ UInt64(truncatingIfNeeded: all[rows.lowerBound + offset])
            }
        }
        switch codes {
        case .narrow(let all): all.withRows { add($0, &keys) }
        case .medium(let all): all.withRows { add($0, &keys) }
        case .wide(let all): all.withRows { add($0, &keys) }
        }
    }
}

/// Rows and errors by key: an array where keys are few, else a dictionary.
private struct CellCounts {
    private static let mostDense: UInt64 = 1 << 20
    private var dense: [(rows: Int, errors: Int)] = []
    private var sparse: [UInt64: (rows: Int, errors: Int)] = [:]

    init(keys: UInt64) {
        if keys <= Self.mostDense { dense = .init(repeating: (0, 0), count: Int(keys)) }
    }

    mutating func add(_ key: UInt64, _ isError: Bool) {
        if dense.isEmpty {
            var soFar = sparse[key] ?? (0, 0)
            soFar.rows += 1
            soFar.errors += isError ? 1 : 0
            sparse[key] = soFar
        } else {
            dense[Int(key)].rows += 1
            dense[Int(key)].errors += isError ? 1 : 0
        }
    }

    var sorted: [(key: UInt64, rows: Int, errors: Int)] {
        if dense.isEmpty {
            return sparse.sorted { $0.key < $1.key }.map { ($0.key, $0.value.rows, $0.value.errors) }
        }
        return dense.enumerated().filter { $0.element.rows > 0 }.map {
            (UInt64($0.offset), $0.element.rows, $0.element.errors)
        }
    }
}
