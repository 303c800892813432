// The middle of the three stages that every table of text goes through:
//
//     structural scan  ->  a block of byte ranges  ->  typed column builders
//
// A scanner (CSV or JSON Lines) finds where each field of some thousand rows lies; builders then walk one column of the
// block at a time. No cell becomes a String on the way. Blocks are independent of one another, so they can be scanned
// and built on several threads and put together in order.

/// Where one field lies in the file: one word, for a table has as many of them as it has cells.
struct FieldRange {
    /// Offset in the highest 40 bits, then three bits of form, then 21 of length.
    private var bits: UInt64

    /// How bytes spell a value.
    enum Form: UInt8 {
        /// The bytes are the value.
        case plain = 0
        /// A JSON string without escapes.
        case jsonText = 1
        /// The field is not there, or null.
        case absent = 2
        /// CSV: a quote stands twice.
        case doubledQuotes = 4
        /// A JSON string with escapes.
        case jsonEscaped = 5
    }

    /// A field of `length` bytes, at most `CSVScanner.longestField`, from offset `start` on, which is below
    /// `TextFile.mostBytes`. Quotes are not part of it.
    @inline(__always)
    init(start: Int, length: Int, form: Form) {
        bits =
            UInt64(truncatingIfNeeded: start) << 24 | UInt64(form.rawValue) << 21 | UInt64(truncatingIfNeeded: length)
    }

    /// A field that is not there.
    static let none = FieldRange(start: 0, length: 0, form: .absent)

    /// Offset of its first byte.
    @inline(__always)
    var start: Int { Int(truncatingIfNeeded: bits >> 24) }

    /// Number of bytes.
    @inline(__always)
    var length: Int { Int(truncatingIfNeeded: bits & 0x1F_FFFF) }

    /// How the bytes spell the value.
    var form: Form { Form(rawValue: UInt8(truncatingIfNeeded: bits >> 21) & 7) ?? .plain }

    /// Whether the bytes are the value.
    @inline(__always)
    var isPlain: Bool { bits & 0xE0_0000 == 0 }

    /// Whether the bytes are the value, at most eight of them.
    @inline(__always)
    var isShort: Bool { bits & 0x9F_FFFF <= 8 }
}

/// The fields of some consecutive rows.
struct CellBlock {
    /// Fields a row.
    let columns: Int
    /// `rows * columns` ranges, row by row, and room behind them.
    private(set) var fields: [FieldRange]
    /// How many of `fields` are used.
    private(set) var count = 0
    /// Line of each row.
    var lines = LineIndex()

    /// An empty block with room for `fields` of them.
    init(columns: Int, room fields: Int = 0) {
        self.columns = columns
        self.fields = [FieldRange](repeating: .none, count: fields)
    }

    /// Number of rows.
    var rows: Int { columns == 0 ? 0 : count / columns }

    mutating func removeAll() {
        count = 0
        lines = LineIndex()
    }

    mutating func append(_ field: FieldRange) {
        if count == fields.count { fields.append(field) } else { fields[count] = field }
        count += 1
    }

    mutating func removeLast(_ number: Int) { count -= number }

    /// Lets `body` fill the room behind the fields that are used; it answers how many it filled.
    mutating func fill(_ body: (UnsafeMutableBufferPointer<FieldRange>) -> Int) {
        let used = count
        count += fields.withUnsafeMutableBufferPointer { all in
            body(UnsafeMutableBufferPointer(rebasing: all[used...]))
        }
    }

    subscript(index: Int) -> FieldRange {
        get { fields[index] }
        set { fields[index] = newValue }
    }
}

/// The line each row begins on, kept as the places where rows and lines fall out of step.
///
/// A table without line breaks inside fields needs one entry.
public struct LineIndex: Sendable, Hashable, Codable {
    private var steps: [Step] = []
    private var count = 0

    private struct Step: Sendable, Hashable, Codable {
        var row: Int
        var line: Int
    }

    /// An index of no rows.
    init() {}

    /// The next row begins on `line`.
    mutating func append(line: Int) {
        if let last = steps.last, last.line + (count - last.row) == line {
            count += 1
        } else {
            steps.append(Step(row: count, line: line))
            count += 1
        }
    }

    /// The next `rows` rows begin on `line` and those right behind it.
    mutating func append(line: Int, rows: Int) {
        guard rows > 0 else { return }
        append(line: line)
        count += rows - 1
    }

    /// The rows of `other` follow, each `shift` lines further down.
    mutating func append(_ other: LineIndex, shift: Int = 0) {
        for step in other.steps {
            let line = step.line + shift
            if let last = steps.last, last.line - last.row == line - (step.row + count) { continue }
            steps.append(Step(row: step.row + count, line: line))
        }
        count += other.count
    }

    /// One-based line of a zero-based row.
    public func line(of row: Int) -> Int {
        var low = 0
        var high = steps.count
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].row <= row { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return row + 1 }
        return steps[low - 1].line + row - steps[low - 1].row
    }
}

/// The value of a field as bytes.
enum CellText {
    /// Appends the value to `out`, quotes undoubled and JSON escapes resolved. The scanner has checked the escapes.
    static func append(_ field: FieldRange, of bytes: UnsafeRawBufferPointer, to out: inout [UInt8]) {
        let raw = UnsafeRawBufferPointer(rebasing: bytes[field.start..<(field.start + field.length)])
        switch field.form {
        case .absent: break
        case .plain, .jsonText: out.append(contentsOf: raw)
        case .doubledQuotes:
            var position = 0
            while position < raw.count {
                out.append(raw[position])
                position += raw[position] == 0x22 ? 2 : 1
            }
        case .jsonEscaped: JSONEscape.resolve(raw, to: &out)
        }
    }

    /// The value as a String.
    static func string(_ field: FieldRange, of bytes: UnsafeRawBufferPointer) -> String {
        var out: [UInt8] = []
        append(field, of: bytes, to: &out)
        return String(decoding: out, as: UTF8.self)
    }
}
