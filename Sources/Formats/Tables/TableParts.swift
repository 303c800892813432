// Several parts of one text are read at the same time and put together in order, so that the table is the same for any
// number of parts.
//
// Where a part of a CSV text begins cannot be known before all text in front of it has been read: a line may lie inside
// quotes. So it is guessed - the first line in the part that has as many fields as the header - and read as if the guess
// were right. When the parts are put together, the one in front says where its last row ended. If that is where the next
// part began, all of it is right; if not, the next part is read again from there. The guess costs time when it is wrong,
// never a row.

import Columns
import Diagnostics
import Foundation
import Synchronization

/// Reads a text in parts.
struct TableParts: Sendable {
    /// Fields that are scanned and built at a time: their ranges stay in the cache nearest to the processor.
    private static let blockFields = 1 << 11

    /// Parts at most.
    var most: Int
    /// Bytes of a part at least.
    var leastBytes = 1 << 20

    /// One part as it was read.
    private struct Part: Sendable {
        var build: TableBuild
        var faults = LineFaults()
        /// Where it began and ended, and lines between.
        var start: Int
        var end: Int
        var lines: Int
    }

    // MARK: CSV

    /// Reads the rows of a CSV text onto an empty table, `scanner` standing before the first of them.
    func build(
        _ scanner: CSVScanner, onto empty: TableBuild, atMost limit: Int
    ) -> (TableBuild, LineFaults) {
        let bytes = scanner.bytes.count - scanner.position
        let parts = limit < .max ? 1 : max(1, min(most, bytes / max(1, leastBytes)))
        var starts = [scanner.position]
        for number in 1..<max(1, parts) {
            let least = max(starts[starts.count - 1] + 1, scanner.position + bytes / parts * number)
            guard let start = Self.likelyRow(in: scanner, from: least, columns: empty.columns.count) else { break }
            starts.append(start)
        }
        let stops = starts.dropFirst() + [scanner.bytes.count]
        let read = Self.inParts(starts.count) { part in
            Self.csv(scanner, starts[part], part == 0 ? scanner.line : 1, stops[stops.startIndex + part], empty, limit)
        }
        guard let first = read.first else { return (empty, LineFaults()) }
        var whole = first.build
        var faults = first.faults
        var position = first.end
        var line = scanner.line + first.lines
        for (part, stop) in zip(read, stops).dropFirst() where position < scanner.bytes.count {
            let right = part.start == position ? part : Self.csv(scanner, position, 1, stop, empty, limit)
            whole.append(right.build, shift: line - 1)
            faults.append(right.faults, shift: line - 1)
            position = max(position, right.end)
            line += right.lines
        }
        return (whole, faults)
    }

    private static func csv(
        _ whole: CSVScanner, _ start: Int, _ line: Int, _ stop: Int, _ empty: TableBuild, _ limit: Int
    ) -> Part {
        var scanner = CSVScanner(
            whole.bytes, delimiter: whole.delimiter, file: whole.file, from: start, line: line, stop: stop)
        var part = Part(build: empty, start: start, end: start, lines: 0)
        let columns = empty.columns.count
        let rows = max(1, blockFields / max(1, columns))
        var block = CellBlock(columns: columns, room: rows * columns)
        while !scanner.isAtEnd, part.build.rows < limit {
            block.removeAll()
            scanner.scan(into: &block, rows: min(rows, limit - part.build.rows), &part.faults)
            let isFirst = part.build.rows == 0
            part.build.add(block, scanner.bytes)
            if isFirst, limit == .max {
                // How many rows there will be, if all are as long as these.
                let each = max(1, (scanner.position - start) / max(1, block.rows))
                part.build.reserve((stop - start) / each + (stop - start) / each / 64)
            }
        }
        part.end = scanner.position
        part.lines = scanner.line - line
        return part
    }

    /// The first place at or after `place` where a row seems to begin.
    private static func likelyRow(in scanner: CSVScanner, from place: Int, columns: Int) -> Int? {
        var line = place
        for _ in 0..<100 {
            guard let start = nextLine(scanner.bytes, after: line) else { return nil }
            if scanner.looksLikeRow(at: start, columns: columns) { return start }
            line = start
        }
        return nil
    }

    private static func nextLine(_ bytes: UnsafeRawBufferPointer, after place: Int) -> Int? {
        var place = place
        while place < bytes.count, bytes[place] != 0x0A { place += 1 }
        return place + 1 < bytes.count ? place + 1 : nil
    }

    // MARK: JSON Lines

    /// Where the parts of a text begin whose lines stand for themselves.
    private func lineStarts(_ bytes: UnsafeRawBufferPointer) -> [Int] {
        let parts = max(1, min(most, bytes.count / max(1, leastBytes)))
        var starts = [0]
        for number in 1..<max(1, parts) {
            let least = max(starts[starts.count - 1], bytes.count / parts * number)
            guard let start = Self.nextLine(bytes, after: least) else { break }
            starts.append(start)
        }
        return starts
    }

    /// All keys, in the order they first appear. Each line that is not a flat object is reported.
    func keys(_ scanner: JSONLinesScanner, _ problems: inout ProblemList) -> [String] {
        let starts = lineStarts(scanner.bytes)
        let stops = starts.dropFirst() + [scanner.bytes.count]
        let read = Self.inParts(starts.count) { part in
            var own = scanner.part(from: starts[part], to: stops[stops.startIndex + part])
            return own.keys()
        }
        var names = ValueTable()
        var faults: [DelimitedError] = []
        var count = 0
        var line = 0
        for part in read {
            for code in 0..<part.names.count { _ = part.names[code].withUnsafeBytes { names.code(of: $0) } }
            for fault in part.faults where faults.count < ProblemList.limit { faults.append(fault.moved(by: line)) }
            count += part.faultCount
            line += part.lines
        }
        for fault in faults { problems.add(fault) }
        if let last = faults.last { for _ in faults.count..<count { problems.add(last) } }
        guard names.count <= CSVScanner.mostColumns else {
            let fault = DelimitedFault.tooManyColumns(limit: CSVScanner.mostColumns)
            problems.add(DelimitedError(file: scanner.file, fault: fault))
            return []
        }
        return names.strings
    }

    /// Reads the rows of a JSON Lines text onto an empty table.
    func build(
        _ scanner: JSONLinesScanner, _ header: [String], onto empty: TableBuild, atMost limit: Int
    ) -> TableBuild {
        let starts = limit < .max ? [0] : lineStarts(scanner.bytes)
        let stops = starts.dropFirst() + [scanner.bytes.count]
        let keys = KeyIndex(header)
        let read = Self.inParts(starts.count) { part in
            var own = scanner.part(from: starts[part], to: stops[stops.startIndex + part])
            var read = Part(build: empty, start: starts[part], end: 0, lines: 0)
            let columns = header.count
            let rows = max(1, Self.blockFields / max(1, columns))
            var block = CellBlock(columns: columns, room: rows * columns)
            while !own.isAtEnd, read.build.rows < limit {
                block.removeAll()
                own.scan(into: &block, keys: keys, rows: rows)
                read.build.add(block, own.bytes)
            }
            read.lines = own.line - 1
            return read
        }
        var whole = empty
        var line = 0
        for part in read {
            whole.append(part.build, shift: line)
            line += part.lines
        }
        return whole
    }

    /// The results of `body` for 0..<`parts`, in order.
    private static func inParts<Result: Sendable>(_ parts: Int, _ body: (Int) -> Result) -> [Result] {
        guard parts > 1 else { return [body(0)] }
        let results = Mutex<[Result?]>(Array(repeating: nil, count: parts))
        withoutActuallyEscaping(body) { body in
            // The scanner's bytes stay mapped until every part has been read.
            nonisolated(unsafe) let body = body
            Workers.perform(parts) { part in
                let result = body(part)
                results.withLock { $0[part] = result }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
