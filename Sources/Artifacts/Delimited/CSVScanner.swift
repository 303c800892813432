// The one CSV scanner. Its grammar is RFC 4180: a quote opens a field as its first byte, a quote inside such a field is
// doubled, a closing quote is followed by a separator or the end of the line, and each row has as many fields as the
// header. Looser in one thing that common writers do: in a field that does not begin with a quote, a quote is a
// character like any other. Lines end in LF or CRLF; a line without a byte is skipped. What breaks the grammar is
// reported with its line and the row is left out, so that one run names all broken rows.

import Diagnostics

/// Finds the fields of a CSV text.
struct CSVScanner {
    /// Longest field, in bytes.
    static let longestField = 1 << 20
    /// Most columns.
    static let mostColumns = 100_000

    let bytes: UnsafeRawBufferPointer
    let delimiter: UInt8
    let file: String
    /// Where the next row begins.
    private(set) var position: Int
    /// Line of the next row.
    private(set) var line: Int
    /// Where scanning stops: the end of the text, or of a part that ends with a row.
    let end: Int

    private let delimiters: UInt64

    /// A scanner from `position`, which must be the start of a row on `line`.
    init(
        _ bytes: UnsafeRawBufferPointer, delimiter: UInt8, file: String, from position: Int = 0, line: Int = 1,
        to end: Int? = nil
    ) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.file = file
        self.position = position
        self.line = line
        self.end = end ?? bytes.count
        delimiters = UInt64(delimiter) &* 0x0101_0101_0101_0101
    }

    var isAtEnd: Bool { position >= end }

    /// The fields of the first line that has any, for a header.
    mutating func header(_ problems: inout ProblemList) -> [FieldRange] {
        var fields: [FieldRange] = []
        var start = line
        while !isAtEnd, fields.isEmpty {
            start = line
            if let fault = row(into: &fields, columns: Self.mostColumns) {
                problems.add(DelimitedError(file: file, line: start, fault: fault))
                return []
            }
        }
        return fields
    }

    /// Appends rows to `block` until it has at least `limit` of them or the text ends.
    mutating func scan(into block: inout CellBlock, rows limit: Int, _ problems: inout ProblemList) {
        let columns = block.columns
        let full = limit.multipliedReportingOverflow(by: columns)
        let enough = full.overflow ? Int.max : full.partialValue
        while !isAtEnd, block.fields.count < enough {
            let before = block.fields.count
            let start = line
            let fault = row(into: &block.fields, columns: columns)
            let found = block.fields.count - before
            if fault == nil, found == columns {
                block.lines.append(line: start)
                continue
            }
            if let fault {
                problems.add(DelimitedError(file: file, line: start, fault: fault))
            } else if found > 0 {
                problems.add(
                    DelimitedError(file: file, line: start, fault: .ragged(found: found, expected: columns)))
            }
            block.fields.removeLast(found)
        }
    }

    /// Reads one row and steps behind its line end. Nothing is appended for a line without a byte.
    private mutating func row(into fields: inout [FieldRange], columns: Int) -> DelimitedError.Fault? {
        let before = fields.count
        while true {
            let start = position
            if start < end, bytes[start] == 0x22 {
                if let fault = quotedField(into: &fields) { return fault }
            } else {
                let stop = nextSpecial(from: start)
                guard stop - start <= Self.longestField else {
                    return skipLine(.fieldTooLong(limit: Self.longestField))
                }
                position = stop
                fields.append(FieldRange(start: start, length: UInt32(truncatingIfNeeded: stop - start), form: .plain))
            }
            guard position < end else { break }
            let byte = bytes[position]
            position += 1
            if byte == delimiter {
                // A ragged row is read to its end, so that the message can say how many fields it has.
                guard fields.count - before <= Self.mostColumns else {
                    return skipLine(.tooManyColumns(limit: Self.mostColumns))
                }
                continue
            }
            if byte == 0x0A {
                line += 1
                break
            }
            // What is left is a carriage return.
            guard position < end, bytes[position] == 0x0A else { return skipLine(.loneCarriageReturn) }
            position += 1
            line += 1
            break
        }
        if columns > 1, fields.count - before == 1, fields[before].length == 0 { fields.removeLast() }
        return nil
    }

    /// Reads a field that begins with a quote, up to its separator.
    private mutating func quotedField(into fields: inout [FieldRange]) -> DelimitedError.Fault? {
        let start = position + 1
        var cursor = start
        var form = FieldRange.Form.plain
        var breaks = 0
        while true {
            while cursor < end, bytes[cursor] != 0x22 {
                if bytes[cursor] == 0x0A { breaks += 1 }
                cursor += 1
            }
            guard cursor < end else {
                position = end
                return .openQuote
            }
            if cursor + 1 < end, bytes[cursor + 1] == 0x22 {
                form = .doubledQuotes
                cursor += 2
                continue
            }
            break
        }
        position = cursor + 1
        line += breaks
        guard cursor - start <= Self.longestField else { return skipLine(.fieldTooLong(limit: Self.longestField)) }
        if position < end {
            let next = bytes[position]
            guard next == delimiter || next == 0x0A || next == 0x0D else { return skipLine(.textAfterQuote) }
        }
        fields.append(FieldRange(start: start, length: UInt32(truncatingIfNeeded: cursor - start), form: form))
        return nil
    }

    private mutating func skipLine(_ fault: DelimitedError.Fault) -> DelimitedError.Fault {
        while position < end, bytes[position] != 0x0A { position += 1 }
        if position < end {
            position += 1
            line += 1
        }
        return fault
    }

    /// The next separator, CR or LF at or after `start`, eight bytes at a time.
    ///
    /// A byte of `word ^ pattern` is zero where the byte is the one searched for; the lowest set bit of
    /// `(x - 0x01..) & ~x & 0x80..` marks the first zero byte exactly.
    @inline(__always)
    private func nextSpecial(from start: Int) -> Int {
        var cursor = start
        while cursor &+ 8 <= end {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: cursor, as: UInt64.self))
            let hits =
                Self.zeroBytes(word ^ delimiters) | Self.zeroBytes(word ^ 0x0A0A_0A0A_0A0A_0A0A)
                | Self.zeroBytes(word ^ 0x0D0D_0D0D_0D0D_0D0D)
            if hits != 0 { return cursor &+ hits.trailingZeroBitCount >> 3 }
            cursor &+= 8
        }
        while cursor < end {
            let byte = bytes[cursor]
            if byte == delimiter || byte == 0x0A || byte == 0x0D { return cursor }
            cursor &+= 1
        }
        return cursor
    }

    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}
