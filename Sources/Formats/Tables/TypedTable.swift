// The one door to a table of text. Whoever wants columns opens it, looks at the header, says what kind each column is to
// be, and gets typed columns; whether the file is CSV or JSON Lines shows no more.

import Diagnostics
import Foundation

/// How a CSV file spells things.
public struct Dialect: Sendable, Hashable {
    /// Between fields: one ASCII character.
    public var delimiter: UInt8
    /// Between the whole and the fraction of a number: `.` or `,`.
    public var point: UInt8

    /// A dialect; RFC 4180 by default.
    public init(delimiter: UInt8 = UInt8(ascii: ","), point: UInt8 = UInt8(ascii: ".")) {
        self.delimiter = delimiter
        self.point = point
    }
}

/// What a column is read as.
public enum ColumnKind: Sendable, Hashable {
    /// Not read.
    case skipped
    /// Text with mostly distinct values: ids, paths.
    case text
    /// Text with few distinct values: labels.
    case category
    /// Numbers.
    case number
    /// Numbers when every cell that is not blank is one (or NaN), else categories.
    case attribute
    /// Numbers when every cell that is not blank is one (or NaN) and one of the first has a fraction, else categories.
    case measurement
}

/// A column as it was read.
public enum TypedColumn: Sendable {
    /// Not asked for.
    case skipped
    /// Text.
    case text(TextColumn)
    /// Categories.
    case category(CodedText)
    /// Numbers.
    case number(NumberCells)
}

/// Typed columns of equal length.
public struct TypedTable: Sendable {
    /// How messages call the file.
    public let file: String
    /// Column names.
    public let header: [String]
    /// The columns, in the order of the header.
    public let columns: [TypedColumn]
    /// Number of rows.
    public let rows: Int
    /// Line of each row.
    public let lines: LineIndex

    /// One-based line of a zero-based row.
    public func line(of row: Int) -> Int { lines.line(of: row) }

    /// The first column of a name.
    public func column(_ name: String) -> TypedColumn? {
        header.firstIndex { $0.utf8.elementsEqual(name.utf8) }.map { columns[$0] }
    }
}

/// A table of text whose header has been read.
public struct TableReader: Sendable {
    /// The file.
    public let source: TextFile
    /// Column names, distinct, in the order of the file.
    public let header: [String]
    private let format: Format
    /// What of the text is read at the same time; what is read does not depend on it.
    private let parts: TableParts
    /// Lines of JSON that cannot be used.
    private let lineProblems: ProblemList

    private enum Format: Sendable {
        case csv(Dialect, start: Int, line: Int)
        case jsonLines
    }

    /// Processors of this machine.
    public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Rows that are looked at to guess the kind of an attribute.
    private static let sampleRows = 256

    /// A table of comma-separated values. Throws when the header cannot be used.
    public init(
        csv source: TextFile, dialect: Dialect = Dialect(), threads: Int = TableReader.processors
    ) throws(ProblemList) {
        try self.init(csv: source, dialect: dialect, parts: TableParts(most: threads))
    }

    init(csv source: TextFile, dialect: Dialect = Dialect(), parts: TableParts) throws(ProblemList) {
        var problems = ProblemList()
        let (header, start, line) = source.bytes.withUnsafeBytes { bytes in
            var scanner = CSVScanner(bytes, delimiter: dialect.delimiter, file: source.name)
            let fields = scanner.header(&problems)
            return (fields.map { CellText.string($0, of: bytes) }, scanner.position, scanner.line)
        }
        try problems.throwIfAny()
        self.source = source
        self.header = header
        self.parts = parts
        format = .csv(dialect, start: start, line: line)
        lineProblems = ProblemList()
        try checkHeader(dialect: dialect)
    }

    /// A table of JSON objects, one a line. Lines that are none are reported by `read`. Throws when no line is one.
    public init(jsonLines source: TextFile, threads: Int = TableReader.processors) throws(ProblemList) {
        try self.init(jsonLines: source, parts: TableParts(most: threads))
    }

    init(jsonLines source: TextFile, parts: TableParts) throws(ProblemList) {
        var problems = ProblemList()
        header = source.bytes.withUnsafeBytes { bytes in
            parts.keys(JSONLinesScanner(bytes, file: source.name), &problems)
        }
        self.source = source
        self.parts = parts
        format = .jsonLines
        lineProblems = problems
        if header.isEmpty { try problems.throwIfAny() }
        if header.isEmpty { throw ProblemList(DelimitedError(file: source.name, fault: .noKeys)) }
    }

    private func checkHeader(dialect: Dialect) throws(ProblemList) {
        var problems = ProblemList()
        if header.count == 1, let name = header.first {
            for other in [";", "\t", "|"] as [Character] where name.contains(other) {
                throw ProblemList(DelimitedError(file: source.name, line: 1, fault: .otherDelimiter(other)))
            }
        }
        if header.isEmpty { throw ProblemList(DelimitedError(file: source.name, fault: .empty)) }
        var seen: [[UInt8]: Int] = [:]
        for (index, name) in header.enumerated() {
            if name.isEmpty {
                problems.add(
                    DelimitedError(file: source.name, line: 1, fault: .unnamedColumn(position: index + 1)))
            } else if let first = seen[Array(name.utf8)] {
                problems.add(
                    DelimitedError(
                        file: source.name, line: 1, column: name,
                        fault: .duplicateColumn(first: first + 1, second: index + 1)))
            } else {
                seen[Array(name.utf8)] = index
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
        problems.add(lineProblems)
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
        let misjudged = guessed.filter { kinds[$0] == .number && table.columns[$0].isText }
        if !misjudged.isEmpty {
            var again = [ColumnKind](repeating: .skipped, count: kinds.count)
            for column in misjudged { again[column] = .category }
            var told = ProblemList()
            let second = build(again, atMost: .max, &told)
            for column in misjudged { table.columns[column] = second.columns[column] }
        }
        if table.rows == 0, found.isClean, lineProblems.isClean {
            throw ProblemList(DelimitedError(file: source.name, fault: .noRows))
        }
        return TypedTable(
            file: source.name, header: header, columns: table.columns.map(\.column), rows: table.rows,
            lines: table.lines)
    }

    private func build(_ kinds: [ColumnKind], atMost limit: Int, _ problems: inout ProblemList) -> TableBuild {
        let empty = TableBuild(kinds, point: point)
        let (build, faults) = source.bytes.withUnsafeBytes { bytes in
            switch format {
            case .csv(let dialect, let start, let line):
                let scanner = CSVScanner(
                    bytes, delimiter: dialect.delimiter, file: source.name, from: start, line: line)
                return parts.build(scanner, onto: empty, atMost: limit)
            case .jsonLines:
                let scanner = JSONLinesScanner(bytes, file: source.name)
                return (parts.build(scanner, header, onto: empty, atMost: limit), LineFaults())
            }
        }
        faults.report(source.name, &problems)
        return build
    }

    private var point: UInt8 {
        if case .csv(let dialect, _, _) = format { dialect.point } else { UInt8(ascii: ".") }
    }
}
