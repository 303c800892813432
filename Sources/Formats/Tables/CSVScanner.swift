// The one CSV scanner. Its grammar is RFC 4180: a quote opens a field as its first byte, a quote inside such a field is
// doubled, a closing quote is followed by a separator or the end of the line, and each row has as many fields as the
// header. Looser in one thing that common writers do: in a field that does not begin with a quote, a quote is a
// character like any other. Lines end in LF or CRLF; a line without a byte is skipped. What breaks the grammar is
// reported with its line and the row is left out, so that one run names all broken rows.
//
// Rows go one of two ways. The swift way (CSVScanner+Rows) takes rows with nothing unusual in them; where it meets
// anything else it goes back to the start of the row, and `row` here reads that one byte by byte and says what is wrong.

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
    var position: Int
    /// Line of the next row.
    var line: Int
    /// No row that begins here or later is read; one that begins before is read to its end.
    let stop: Int

    /// A scanner from `position`, which must be the start of a row on `line`.
    init(
        _ bytes: UnsafeRawBufferPointer, delimiter: UInt8, file: String, from position: Int = 0, line: Int = 1,
        stop: Int? = nil
    ) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.file = file
        self.position = position
        self.line = line
        self.stop = min(stop ?? bytes.count, bytes.count)
    }

    var isAtEnd: Bool { position >= stop }

    /// The fields of the first line that has any, for a header.
    mutating func header(_ problems: inout ProblemList) -> [FieldRange] {
        var block = CellBlock(columns: 1)
        var start = line
        while !isAtEnd, block.count == 0 {
            start = line
            if let fault = row(into: &block, columns: Self.mostColumns) {
                problems.add(DelimitedError(file: file, row: start, fault: fault))
                return []
            }
        }
        return Array(block.fields.prefix(block.count))
    }

    /// Appends rows to `block` until it has at least `limit` of them or the text ends; rows that break the grammar are
    /// added to `faults`.
    mutating func scan(into block: inout CellBlock, rows limit: Int, _ faults: inout LineFaults) {
        let columns = block.columns
        let full = limit.multipliedReportingOverflow(by: columns)
        let enough = full.overflow ? Int.max : full.partialValue
        while !isAtEnd, block.count < enough {
            usualRows(into: &block, rows: limit - block.rows)
            guard !isAtEnd, block.count < enough else { return }
            let before = block.count
            let start = line
            let fault = row(into: &block, columns: columns)
            let found = block.count - before
            if fault == nil, found == columns {
                block.lines.append(line: start)
                continue
            }
            if let fault {
                faults.add(fault, line: start)
            } else if found > 0 {
                let isTrailing = found == columns + 1 && block.fields[block.count - 1].length == 0
                faults.add(isTrailing ? .trailingSeparator : .ragged(found: found, expected: columns), line: start)
            }
            block.removeLast(found)
        }
    }

    /// Whether a row of so many fields begins at `start`: what tells a row from a line inside a quoted field, nearly
    /// always.
    func looksLikeRow(at start: Int, columns: Int) -> Bool {
        var scanner = CSVScanner(bytes, delimiter: delimiter, file: file, from: start)
        var block = CellBlock(columns: max(1, columns))
        return scanner.row(into: &block, columns: columns) == nil && block.count == columns
    }

    /// Reads one row and steps behind its line end. Nothing is appended for a line without a byte.
    private mutating func row(into block: inout CellBlock, columns: Int) -> DelimitedFault? {
        let before = block.count
        let end = bytes.count
        let rowStart = position
        while true {
            let start = position
            if start < end, bytes[start] == 0x22 {
                if let fault = quotedField(into: &block) { return fault }
            } else {
                while position < end, !isSpecial(bytes[position]) { position += 1 }
                guard position - start <= Self.longestField else {
                    return skipLine(.fieldTooLong(limit: Self.longestField))
                }
                block.append(FieldRange(start: start, length: position - start, form: .plain))
            }
            guard position < end else { break }
            let byte = bytes[position]
            position += 1
            if byte == delimiter {
                // A ragged row is read to its end, so that the message can say how many fields it has.
                guard block.count - before <= Self.mostColumns else {
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
        let first = rowStart < end ? bytes[rowStart] : 0x0A
        if columns > 1, first == 0x0A || first == 0x0D { block.removeLast(block.count - before) }
        return nil
    }

    private func isSpecial(_ byte: UInt8) -> Bool { byte == delimiter || byte == 0x0A || byte == 0x0D }

    /// Reads a field that begins with a quote, up to its separator.
    private mutating func quotedField(into block: inout CellBlock) -> DelimitedFault? {
        let start = position + 1
        let end = bytes.count
        var cursor = start
        var form = FieldRange.Form.plain
        var breaks = 0
        while true {
            cursor = quoteOrBreak(from: cursor)
            guard cursor < end else {
                position = end
                return .openQuote
            }
            if bytes[cursor] == 0x0A {
                breaks += 1
                cursor += 1
            } else if cursor + 1 < end, bytes[cursor + 1] == 0x22 {
                form = .doubledQuotes
                cursor += 2
            } else {
                break
            }
        }
        position = cursor + 1
        line += breaks
        guard cursor - start <= Self.longestField else { return skipLine(.fieldTooLong(limit: Self.longestField)) }
        if position < end, !isSpecial(bytes[position]) { return skipLine(.textAfterQuote) }
        block.append(FieldRange(start: start, length: cursor - start, form: form))
        return nil
    }

    private mutating func skipLine(_ fault: DelimitedFault) -> DelimitedFault {
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
        if position < bytes.count {
            position += 1
            line += 1
        }
        return fault
    }
}

/// Rows that break the grammar: the first of them, and how many there are.
struct LineFaults: Sendable {
    private var first: [(line: Int, fault: DelimitedFault)] = []
    private(set) var count = 0

    mutating func add(_ fault: DelimitedFault, line: Int) {
        count += 1
        if first.count < ProblemList.limit { first.append((line, fault)) }
    }

    /// The faults of rows that follow, whose lines are `shift` further down.
    mutating func append(_ other: LineFaults, shift: Int) {
        for (line, fault) in other.first where first.count < ProblemList.limit { first.append((line + shift, fault)) }
        count += other.count
    }

    /// Adds all of them to `problems`.
    func report(_ file: String, _ problems: inout ProblemList) {
        for (line, fault) in first { problems.add(DelimitedError(file: file, row: line, fault: fault)) }
        guard let last = first.last else { return }
        for _ in first.count..<count {
            problems.add(DelimitedError(file: file, row: last.line, fault: last.fault))
        }
    }
}
