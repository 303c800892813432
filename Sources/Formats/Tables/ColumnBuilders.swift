// Typed columns, built block by block from byte ranges. A builder walks one column of a block in one tight loop; two
// builders that saw neighbouring blocks join with `append(_:)`, in order, so blocks can be built on several threads.

import Columns
import Diagnostics

/// Builds one column.
protocol ColumnBuilder: Sendable {
    /// Adds the cells of one column of `block`.
    mutating func append(_ block: CellBlock, column: Int, of bytes: UnsafeRawBufferPointer)
    /// Makes room for `rows` in all. Asked for once: an exact reservation for each block would copy all rows each time.
    mutating func reserve(_ rows: Int)
}

/// A column of text, one value a row, in one piece of memory.
public struct TextColumn: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// An empty column.
    init() {}

    /// Number of rows.
    public var count: Int { ends.count }

    /// The text of one row; empty when the cell is.
    public subscript(row: Int) -> String {
        bytes.withUnsafeBytes { raw in
            String(decoding: UnsafeRawBufferPointer(rebasing: raw[range(row)]), as: UTF8.self)
        }
    }

    /// All rows as ids; nothing is copied.
    public var ids: ItemIDs { ItemIDs(bytes: bytes, ends: ends) }

    /// Whether the cell is empty.
    public func isBlank(_ row: Int) -> Bool { range(row).isEmpty }

    /// All rows as Strings.
    public func strings() -> [String] { (0..<count).map { self[$0] } }

    private func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }
}

extension TextColumn: ColumnBuilder {
    mutating func append(_ block: CellBlock, column: Int, of source: UnsafeRawBufferPointer) {
        block.fields.withUnsafeBufferPointer { fields in
            for row in 0..<block.rows {
                CellText.append(fields[row * block.columns + column], of: source, to: &bytes)
                ends.append(bytes.count)
            }
        }
    }

    mutating func reserve(_ rows: Int) {
        ends.reserveCapacity(rows)
        if count > 0 { bytes.reserveCapacity(bytes.count / count * rows) }
    }

    /// The rows of `other` follow.
    mutating func append(_ other: TextColumn) {
        let shift = bytes.count
        bytes += other.bytes
        ends += other.ends.map { $0 + shift }
    }
}

/// A column of numbers as it was read: NaN where there is none, and why.
public struct NumberCells: Sendable {
    /// One value a row; NaN for a blank or faulty cell.
    public private(set) var values: [Double] = []
    /// The first faulty cells.
    public private(set) var faults: [Fault] = []
    /// How many cells are faulty.
    public private(set) var faultCount = 0
    /// How many cells hold no number for another reason than being blank or NaN: they are text.
    public private(set) var textCount = 0
    /// How many cells are blank.
    public private(set) var blankCount = 0
    /// The cells that are numbers with a percent sign: as many as there are of text where no other is.
    private var percents: [(row: Int, value: Double)] = []
    private let point: UInt8

    /// A cell that holds no finite number.
    public struct Fault: Sendable, Hashable {
        /// Zero-based row.
        public var row: Int
        /// What is wrong.
        public var fault: DelimitedFault
    }

    init(point: UInt8) {
        self.point = point
    }

    /// Number of rows.
    public var count: Int { values.count }
}

extension NumberCells: ColumnBuilder {
    mutating func append(_ block: CellBlock, column: Int, of source: UnsafeRawBufferPointer) {
        let first = values.count
        let rows = block.rows
        var slow: [(row: Int, kind: NumberText)] = []
        values.append(contentsOf: repeatElement(.nan, count: rows))
        values.withUnsafeMutableBufferPointer { values in
            block.fields.withUnsafeBufferPointer { fields in
                var index = column
                for row in 0..<rows {
                    let field = fields[index]
                    index &+= block.columns
                    let raw = UnsafeRawBufferPointer(rebasing: source[field.start..<(field.start &+ field.length)])
                    switch field.isPlain ? NumberText.read(raw, point: point) : Self.kind(field, raw) {
                    case .finite(let value): values[first &+ row] = value
                    case let other: slow.append((row, other))
                    }
                }
            }
        }
        for (row, kind) in slow {
            note(kind, block[row * block.columns + column], at: first + row, source)
        }
    }

    private static func kind(_ field: FieldRange, _ raw: UnsafeRawBufferPointer) -> NumberText {
        field.form == .absent || raw.isEmpty ? .blank : .notANumber
    }

    private mutating func note(
        _ kind: NumberText, _ field: FieldRange, at row: Int, _ source: UnsafeRawBufferPointer
    ) {
        let fault: DelimitedFault
        switch kind {
        case .finite: return
        case .blank:
            blankCount += 1
            fault = .blankNumber
        case .notFinite:
            faultCount += 1
            fault = .notFinite(CellText.string(field, of: source))
        case .notANumber:
            faultCount += 1
            textCount += 1
            let text = CellText.string(field, of: source)
            if percents.count == textCount - 1, let value = percent(text) { percents.append((row, value)) }
            let isJSON = field.form == .jsonText || field.form == .jsonEscaped
            fault = isJSON ? .quotedNumber(text) : Self.hasDecimalComma(text) ? .decimalComma(text) : .notANumber(text)
        }
        if faults.count < ProblemList.limit { faults.append(Fault(row: row, fault: fault)) }
    }

    /// The number before a percent sign.
    private func percent(_ text: String) -> Double? {
        var bytes = Array(text.utf8)
        func trim() { while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() } }
        trim()
        guard bytes.popLast() == 0x25 else { return nil }
        trim()
        // A comma alone stands before decimals: behind a sign it shows in no other cell.
        let point = Self.hasDecimalComma(String(decoding: bytes, as: UTF8.self)) ? 0x2C : point
        guard case .finite(let value) = bytes.withUnsafeBytes({ NumberText.read($0, point: point) }) else { return nil }
        return value
    }

    private static func hasDecimalComma(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: 0x2C, omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
    }

    mutating func reserve(_ rows: Int) { values.reserveCapacity(rows) }

    /// The rows of `other` follow.
    mutating func append(_ other: NumberCells) {
        let shift = values.count
        values += other.values
        if percents.count == textCount, other.percents.count == other.textCount {
            percents += other.percents.map { ($0.row + shift, $0.value) }
        }
        for fault in other.faults where faults.count < ProblemList.limit {
            faults.append(Fault(row: fault.row + shift, fault: fault.fault))
        }
        faultCount += other.faultCount
        textCount += other.textCount
        blankCount += other.blankCount
    }
}

extension NumberCells {
    /// The numbers, each divided by `whole`, of a column of which every cell that is not blank is one with a percent sign, and how
    /// many they are; `nil` for any other column.
    package func percents(of whole: Double) -> (cells: NumberCells, count: Int)? {
        guard !percents.isEmpty, percents.count == textCount, percents.count == count - blankCount else { return nil }
        var cells = NumberCells(point: point)
        cells.values = [Double](repeating: .nan, count: count)
        for (row, value) in percents { cells.values[row] = value / whole }
        cells.blankCount = blankCount
        // What was noted first may be signs alone.
        for row in cells.values.indices where cells.values[row].isNaN {
            if cells.faults.count == ProblemList.limit { break }
            cells.faults.append(Fault(row: row, fault: .blankNumber))
        }
        return (cells, percents.count)
    }
}
