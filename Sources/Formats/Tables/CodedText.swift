// A column of text with few distinct values: each value is kept once, and rows hold its number in as few bytes as the
// numbers need so far. A column of ten million rows and twenty values is ten megabytes.

import Columns

/// A column of categories as it was read: distinct values in the order they first appear, and one code a row.
public struct CodedText: Sendable {
    private var table = ValueTable()
    private var narrow: [UInt8] = []
    private var medium: [UInt16] = []
    private var wide: [UInt32] = []
    private var width = Width.narrow

    private enum Width { case narrow, medium, wide }

    /// An empty column.
    init() {}

    /// One code a row: an index into `values`.
    public var codes: Codes {
        switch width {
        case .narrow: .narrow(RowStorage(narrow))
        case .medium: .medium(RowStorage(medium))
        case .wide: .wide(RowStorage(wide))
        }
    }

    /// Number of rows.
    public var count: Int {
        switch width {
        case .narrow: narrow.count
        case .medium: medium.count
        case .wide: wide.count
        }
    }

    /// The distinct values, in the order they first appear; an empty cell is the value "".
    public var values: [String] { table.strings }

    private mutating func widen() {
        switch width {
        case .narrow:
            medium = narrow.map { UInt16($0) }
            narrow = []
            width = .medium
        case .medium:
            wide = medium.map { UInt32($0) }
            medium = []
            width = .wide
        case .wide: break
        }
    }
}

extension CodedText: ColumnBuilder {
    mutating func append(_ block: CellBlock, column: Int, of source: UnsafeRawBufferPointer) {
        let cells = Cells(block: block, column: column, source: source)
        var row = 0
        while true {
            switch width {
            case .narrow: row = Self.append(cells, from: row, to: &narrow, &table)
            case .medium: row = Self.append(cells, from: row, to: &medium, &table)
            case .wide: row = Self.append(cells, from: row, to: &wide, &table)
            }
            if row == block.rows { return }
            widen()
        }
    }

    private struct Cells {
        let block: CellBlock
        let column: Int
        let source: UnsafeRawBufferPointer
    }

    /// Appends rows from `first` on; answers the row whose code does not fit, or the number of rows.
    @inline(__always)
    private static func append<Code: FixedWidthInteger>(
        _ cells: Cells, from first: Int, to codes: inout [Code], _ table: inout ValueTable
    ) -> Int {
        let rows = cells.block.rows
        let before = codes.count
        codes.append(contentsOf: repeatElement(0, count: rows - first))
        var scratch: [UInt8] = []
        let done = codes.withUnsafeMutableBufferPointer { codes in
            cells.block.fields.withUnsafeBufferPointer { fields in
                guard let base = codes.baseAddress else { return rows }
                let out = base + (before - first)
                var row = first
                while true {
                    row = table.codes(
                        of: fields, column: cells.column, columns: cells.block.columns, rows: row..<rows,
                        in: cells.source, to: out)
                    guard row < rows else { return rows }
                    scratch.removeAll(keepingCapacity: true)
                    CellText.append(fields[row * cells.block.columns + cells.column], of: cells.source, to: &scratch)
                    let code = scratch.withUnsafeBytes { table.code(of: $0) }
                    guard let fitting = Code(exactly: code) else { return row }
                    out[row] = fitting
                    row += 1
                }
            }
        }
        codes.removeLast(rows - done)
        return done
    }

    /// Makes room for `rows` in all.
    mutating func reserve(_ rows: Int) {
        switch width {
        case .narrow: narrow.reserveCapacity(rows)
        case .medium: medium.reserveCapacity(rows)
        case .wide: wide.reserveCapacity(rows)
        }
    }

    /// The rows of `other` follow.
    mutating func append(_ other: CodedText) {
        let map = (0..<other.table.count).map { code in
            other.table[code].withUnsafeBytes { table.code(of: $0) }
        }
        while width != .wide, table.count > (width == .narrow ? 1 << 8 : 1 << 16) { widen() }
        switch width {
        case .narrow: Self.append(other, map, to: &narrow)
        case .medium: Self.append(other, map, to: &medium)
        case .wide: Self.append(other, map, to: &wide)
        }
    }

    private static func append<Code: FixedWidthInteger>(_ other: CodedText, _ map: [UInt32], to codes: inout [Code]) {
        let map = map.map { Code(truncatingIfNeeded: $0) }
        switch other.width {
        case .narrow: codes.append(contentsOf: other.narrow.lazy.map { map[Int($0)] })
        case .medium: codes.append(contentsOf: other.medium.lazy.map { map[Int($0)] })
        case .wide: codes.append(contentsOf: other.wide.lazy.map { map[Int($0)] })
        }
    }
}
