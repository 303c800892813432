// The middle of the three stages that every table of text goes through:
//
//     structural scan  ->  a block of byte ranges  ->  typed column builders
//
// A scanner (CSV or JSON Lines) finds where each field of some thousand rows lies; builders then walk one column of the
// block at a time. No cell becomes a String on the way. Blocks are independent of one another, so they can be scanned
// and built on several threads and put together in order.

/// Where one field lies in the file.
struct FieldRange {
    /// Offset of its first byte. Quotes are not part of it.
    var start: Int
    /// Number of bytes.
    var length: UInt32
    /// How the bytes spell the value.
    var form: Form

    /// How bytes spell a value.
    enum Form: UInt8 {
        /// The bytes are the value.
        case plain
        /// CSV: a quote stands twice.
        case doubledQuotes
        /// A JSON string without escapes.
        case jsonText
        /// A JSON string with escapes.
        case jsonEscaped
        /// The field is not there, or null.
        case absent
    }

    /// A field that is not there.
    static let none = FieldRange(start: 0, length: 0, form: .absent)
}

/// The fields of some consecutive rows.
struct CellBlock {
    /// Fields a row.
    let columns: Int
    /// `rows * columns` ranges, row by row.
    var fields: [FieldRange] = []
    /// Line of each row.
    var lines = LineIndex()

    init(columns: Int) {
        self.columns = columns
    }

    /// Number of rows.
    var rows: Int { columns == 0 ? 0 : fields.count / columns }

    mutating func removeAll() {
        fields.removeAll(keepingCapacity: true)
        lines = LineIndex()
    }
}

/// The line each row begins on, kept as the places where rows and lines fall out of step.
///
/// A table without line breaks inside fields needs one entry.
public struct LineIndex: Sendable, Hashable {
    private var steps: [Step] = []
    private var count = 0

    private struct Step: Sendable, Hashable {
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

    /// The rows of `other` follow.
    mutating func append(_ other: LineIndex) {
        for step in other.steps {
            if let last = steps.last, last.line - last.row == step.line - (step.row + count) { continue }
            steps.append(Step(row: step.row + count, line: step.line))
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
        let raw = UnsafeRawBufferPointer(rebasing: bytes[field.start..<(field.start + Int(field.length))])
        switch field.form {
        case .absent: break
        case .plain, .jsonText: out.append(contentsOf: raw)
        case .doubledQuotes:
            var position = 0
            while position < raw.count {
                out.append(raw[position])
                position += raw[position] == 0x22 ? 2 : 1
            }
        case .jsonEscaped: JSONText.unescape(raw, to: &out)
        }
    }

    /// The value as a String.
    static func string(_ field: FieldRange, of bytes: UnsafeRawBufferPointer) -> String {
        var out: [UInt8] = []
        append(field, of: bytes, to: &out)
        return String(decoding: out, as: UTF8.self)
    }
}
