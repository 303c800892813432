// The one door to a table: CSV, JSON Lines or Parquet. Whoever wants columns opens it, looks at the header, says what kind
// each column is to be, and gets typed columns; how the file is written shows no more.

import Columns
import Diagnostics
import Foundation

/// A table whose header has been read.
public struct TableReader: Sendable {
    /// How messages call the file.
    public let file: String
    /// Column names, distinct, in the order of the file.
    public let header: [String]
    private let rows: Rows
    /// What was read off the text about how it is written, and is worth saying.
    let remarks: [Problem]
    /// Where rows stand in the file that this table was made of; `nil` where it is the file.
    private let linedAs: LineIndex?

    /// What pandas calls the column of row numbers that it writes without a name; such a column in front is called so here.
    public static let rowNumbers = "Unnamed: 0"

    /// Whether a column is called as those of row numbers: a table that was read and written again has a second one.
    public static func isOfRowNumbers(_ name: String) -> Bool {
        name == rowNumbers || name.hasPrefix(rowNumbers + ".")
    }

    /// Where the rows are read from. How many parts of a text are read at the same time does not show in what is read.
    private enum Rows: Sendable {
        case csv(TextFile, Dialect, start: Int, line: Int, TableParts)
        /// With the lines that cannot be used.
        case jsonLines(TextFile, ProblemList, TableParts)
        case parquet(ParquetFile, threads: Int)
    }

    /// Processors of this machine.
    public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Rows that are looked at to guess the kind of an attribute.
    private static let sampleRows = 256

    /// The table at `url`: Parquet when its name ends in `.parquet`, else text by `TextFormat`. `name` is how messages call
    /// it. Throws when it cannot be read or its header cannot be used.
    public init(
        contentsOf url: URL, name: String, threads: Int = TableReader.processors
    ) throws(ProblemList) {
        let called = url.lastPathComponent
        guard TextFormat.fileExtension(called) == "parquet" else {
            let text = try TextFile(contentsOf: url, name: name)
            try self.init(text, as: TextFormat(ofFileCalled: called), threads: threads)
            return
        }
        try self.init(try ParquetFile(url, name: name), name: name, threads: threads)
    }

    /// The Parquet file at `url`, whatever it is called.
    public init(parquet url: URL, name: String, threads: Int = TableReader.processors) throws(ProblemList) {
        try self.init(try ParquetFile(url, name: name), name: name, threads: threads)
    }

    private init(_ parquet: ParquetFile, name: String, threads: Int) throws(ProblemList) {
        file = name
        header = try parquet.header()
        rows = .parquet(parquet, threads: threads)
        remarks = []
        linedAs = nil
    }

    /// A table of text. Throws when its header cannot be used; a line of JSON that is no object is reported by `read`, and
    /// thrown only when no line is one.
    public init(
        _ text: TextFile, as format: TextFormat, threads: Int = TableReader.processors
    ) throws(ProblemList) {
        try self.init(text, as: format, parts: TableParts(most: threads))
    }

    /// `other` is of the file that the text was made of: where its rows stand in that one, and what was read off it.
    init(
        _ text: TextFile, as format: TextFormat, parts: TableParts = TableParts(most: TableReader.processors),
        madeOf other: (lines: LineIndex, remarks: [Problem])? = nil
    ) throws(ProblemList) {
        file = text.name
        linedAs = other?.lines
        var problems = ProblemList()
        let comments = LeadingComments(of: text)
        let ends = text.ends.map { [$0.remark(text.name)] } ?? []
        switch format {
        case .csv(let stated):
            let (written, given, lines) = try Self.separatorLine(text.dropFirst(comments.bytes), stated)
            let above = lines + comments.lines
            let (dialect, found) = DialectGuess.dialect(of: written, given)
            let trimmed = try PaddedCells.trimmed(written, between: dialect.delimiter)
            let text = trimmed ?? written
            let note = Problem(.note, at: Place(file: text.name), "blanks around cells are no part of them")
            remarks =
                (other?.remarks ?? []) + ends + comments.remark(text.name) + (found.map { [$0] } ?? [])
                + (trimmed == nil ? [] : [note])
            var (header, start, line) = text.bytes.withUnsafeBytes { bytes in
                var scanner = CSVScanner(bytes, delimiter: dialect.delimiter, file: text.name, line: 1 + above)
                let fields = scanner.header(&problems)
                return (fields.map { CellText.string($0, of: bytes) }, scanner.position, scanner.line)
            }
            try problems.throwIfAny()
            // Who writes a blank behind each separator means none of them.
            if header.count > 1, header.dropFirst().allSatisfy({ $0.utf8.first == 0x20 }) {
                header = header.map { String(decoding: $0.utf8.drop { $0 == 0x20 }, as: UTF8.self) }
            }
            if header.count > 1, header[0].utf8.isEmpty {
                let names = [Self.rowNumbers] + (1...header.count).map { "\(Self.rowNumbers).\($0)" }
                header[0] = names.first { !header.contains($0) } ?? ""
            }
            self.header = header
            rows = .csv(text, dialect, start: start, line: line, parts)
            try checkHeader()
        case .jsonLines:
            let text =
                JSONArrayLines.isArray(text.bytes)
                ? try TextFile(bytes: JSONArrayLines.lines(text.bytes), name: text.name) : text
            header = text.bytes.withUnsafeBytes { bytes in
                parts.keys(JSONLinesScanner(bytes, file: text.name), &problems)
            }
            rows = .jsonLines(text, problems, parts)
            remarks = ends
            if header.isEmpty { try problems.throwIfAny() }
            if header.isEmpty { throw ProblemList(DelimitedError(file: text.name, fault: .noKeys)) }
        }
    }

    /// A text without the line in which a spreadsheet says what separates the others, `sep=;`, the dialect with that, and how
    /// many lines were taken off.
    private static func separatorLine(
        _ text: TextFile, _ dialect: Dialect
    ) throws(ProblemList) -> (TextFile, Dialect, Int) {
        let line = text.bytes.prefix(8).prefix { $0 != 0x0A }
        let plain = line.last == 0x0D ? line.dropLast() : line
        guard plain.count == 5, plain.starts(with: Data("sep=".utf8)), let separator = plain.last, separator < 0x80,
            text.bytes.count > line.count + 1
        else { return (text, dialect, 0) }
        let rest = try TextFile(bytes: text.bytes.dropFirst(line.count + 1), name: text.name)
        // A decimal comma is guessed only where the separator is.
        let isSemicolon = separator == UInt8(ascii: ";")
        return (rest, isSemicolon ? dialect : Dialect(delimiter: separator, point: dialect.point), 1)
    }

    /// Whether a comma stands before the decimals of numbers: whoever reads cells as text has to know.
    public var hasDecimalComma: Bool {
        if case .csv(_, let dialect, _, _, _) = rows { dialect.point == UInt8(ascii: ",") } else { false }
    }

    private func checkHeader() throws(ProblemList) {
        var problems = ProblemList()
        if header.isEmpty { throw ProblemList(DelimitedError(file: file, fault: .empty)) }
        var seen: [Name: Int] = [:]
        for (index, name) in header.enumerated() {
            if name.isEmpty {
                let isLast = index > 0 && index + 1 == header.count
                problems.add(
                    DelimitedError(
                        file: file, row: 1,
                        fault: isLast ? .unnamedLast(position: index + 1) : .unnamedColumn(position: index + 1)))
            } else if let first = seen[Name(name)] {
                problems.add(
                    DelimitedError(
                        file: file, row: 1, field: name,
                        fault: .duplicateColumn(first: first + 1, second: index + 1)))
            } else {
                seen[Name(name)] = index
            }
        }
        try problems.throwIfAny()
    }

    /// Reads all rows. `kind` says what each column, by its name, is to be read as.
    ///
    /// Throws naming every row that breaks the grammar. A cell of a number column that is no number is not thrown: it
    /// stands in the column's `faults`, for the caller knows which blanks matter.
    public func read(_ kind: (String) -> ColumnKind) throws(ProblemList) -> TypedTable {
        var problems = ProblemList()
        let table = try read(kind, &problems)
        try problems.throwIfAny()
        return table
    }

    /// Reads the rows that keep the grammar, so that their values can be checked in the same run; the others are added
    /// to `problems`. Throws when no row does.
    package func read(_ kind: (String) -> ColumnKind, _ problems: inout ProblemList) throws(ProblemList) -> TypedTable {
        var kinds = header.map(kind)
        if case .parquet(let parquet, let threads) = rows {
            return try parquet.read(header, kinds, threads: threads, &problems)
        }
        problems.add(lineProblems)
        for remark in remarks { problems.add(remark) }
        let guessed = kinds.indices.filter { kinds[$0] == .attribute || kinds[$0] == .measurement }
        if !guessed.isEmpty {
            var ignored = ProblemList()
            let sample = build(
                kinds.indices.map { guessed.contains($0) ? .number : .skipped }, atMost: Self.sampleRows, &ignored)
            for column in guessed {
                let isNumber = kinds[column] == .attribute || sample.columns[column].hasFraction
                kinds[column] = isNumber && !sample.columns[column].isText ? .number : .category
            }
        }
        var found = ProblemList()
        var table = build(kinds, atMost: .max, &found)
        problems.add(found)
        let misclassifiedRows = guessed.filter { kinds[$0] == .number && table.columns[$0].isText }
        if !misclassifiedRows.isEmpty {
            var again = [ColumnKind](repeating: .skipped, count: kinds.count)
            for column in misclassifiedRows { again[column] = .category }
            var told = ProblemList()
            let second = build(again, atMost: .max, &told)
            for column in misclassifiedRows { table.columns[column] = second.columns[column] }
        }
        if table.rows == 0, found.isClean, lineProblems.isClean {
            throw ProblemList(DelimitedError(file: file, fault: .noRows))
        }
        return TypedTable(
            file: file, header: header, columns: table.columns.map(\.column), rows: table.rows,
            lines: linedAs ?? table.lines)
    }

    private var lineProblems: ProblemList {
        if case .jsonLines(_, let problems, _) = rows { problems } else { ProblemList() }
    }

    private func build(_ kinds: [ColumnKind], atMost limit: Int, _ problems: inout ProblemList) -> TableBuild {
        switch rows {
        case .csv(let text, let dialect, let start, let line, let parts):
            let (build, faults) = text.bytes.withUnsafeBytes { bytes in
                let scanner = CSVScanner(bytes, delimiter: dialect.delimiter, file: file, from: start, line: line)
                return parts.build(scanner, onto: TableBuild(kinds, point: dialect.point), atMost: limit)
            }
            faults.report(file, &problems)
            return build
        case .jsonLines(let text, _, let parts):
            return text.bytes.withUnsafeBytes { bytes in
                let scanner = JSONLinesScanner(bytes, file: file)
                return parts.build(
                    scanner, header, onto: TableBuild(kinds, point: UInt8(ascii: ".")), atMost: limit)
            }
        case .parquet: return TableBuild(kinds, point: UInt8(ascii: "."))
        }
    }
}
