// A table for the engines that count: columns of codes and columns of numbers, from CSV, JSON Lines or a folder of NPY
// files. Which it is shows no more once it is read.
//
// A column of whole numbers is codes: 3 means "category 3". A column with fractions is a measurement, to be cut into
// buckets before it is sliced. Nothing else tells the two apart in a file without a schema, and the rule is printed.

import Columns
import Diagnostics
import Files
import Formats
import Foundation

/// Columns of equal length.
public struct ColumnTable: Sendable {
    /// The columns, in the order of the file, or by name for a folder.
    public let columns: [Column]
    /// Number of rows.
    public let rows: Int
    /// How messages call it.
    public let name: String
    /// On which line of a text each row stands; `nil` when numbers were not read from text.
    public let lines: LineIndex?

    init(columns: [Column], rows: Int, name: String, lines: LineIndex?) {
        self.columns = columns
        self.rows = rows
        self.name = name
        self.lines = lines
    }

    /// Reads the table at `url`: a folder of NPY files, or a file whose name ends in .csv, .tsv, .jsonl, .ndjson or
    /// .parquet. `wanted` says which columns are wanted, by name; it is asked for each column once. Big files are read
    /// from `cache` when they were read before, and kept there when not. The table is the same for any `threads`.
    public init(
        contentsOf url: URL, name: String, cache: ColumnCache? = nil, threads: Int = TableReader.processors,
        wanted: (String) -> Bool = { _ in true }
    ) throws(ProblemList) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
            try self.init(folder: url, name: name, wanted: wanted)
            return
        }
        let bytes: Data
        do throws(FileError) {
            bytes = try NamedFile.bytes(url.path, called: name)
        } catch {
            throw ProblemList(error)
        }
        let kind = TextFormat.fileExtension(url.lastPathComponent)
        guard ["csv", "tsv", "txt", "jsonl", "ndjson", "parquet"].contains(kind) else {
            throw ProblemList(ColumnTableError(file: name, fault: .unknownFormat))
        }
        let file = TableColumns(url: url, name: name, threads: threads)
        guard let cache, bytes.count >= ColumnCache.leastBytes || kind == "parquet"
        else {
            let read = try file.read { _, name in wanted(name) }
            self.init(columns: read.columns.map(\.column), rows: read.shape.rows, name: name, lines: read.shape.lines)
            return
        }
        let entry = cache.entry(for: bytes, kind: kind)
        var columns: [Int: Column] = [:]
        var absent: [Int]?
        if let shape = cache.shape(entry) {
            let chosen = shape.header.indices.filter { wanted(shape.header[$0]) }
            for number in chosen { columns[number] = cache.column(number, of: shape, at: entry) }
            let rest = chosen.filter { columns[$0] == nil }
            if rest.isEmpty {
                self.init(
                    columns: chosen.compactMap { columns[$0] }, rows: shape.rows, name: name, lines: shape.lines)
                return
            }
            absent = rest
        }
        let read = try file.read { number, name in absent.map { $0.contains(number) } ?? wanted(name) }
        cache.keep(read.columns, of: read.shape, at: entry)
        for (number, column) in read.columns { columns[number] = column }
        self.init(
            columns: columns.keys.sorted().compactMap { columns[$0] }, rows: read.shape.rows, name: name,
            lines: read.shape.lines)
    }

    private init(folder: URL, name: String, wanted: (String) -> Bool) throws(ProblemList) {
        let source: SourceFolder
        let files: [String]
        do throws(FileError) {
            source = try SourceFolder(folder, kind: "folder", prefix: name + "/")
            files = try source.names().filter { $0.hasSuffix(".npy") }
        } catch {
            throw ProblemList(error)
        }
        guard !files.isEmpty else { throw ProblemList(ColumnTableError(file: name, fault: .noColumns)) }
        var problems = ProblemList()
        var columns: [Column] = []
        for file in files {
            let column = String(file.dropLast(4))
            guard wanted(column) else { continue }
            do {
                let array = try NPYArray(bytes: try source.bytes(file), name: "\(name)/\(file)")
                guard array.shape.count == 1 else {
                    problems.add(ColumnTableError(file: "\(name)/\(file)", fault: .notAColumn(shape: array.shape)))
                    continue
                }
                columns.append(try Column(name: Name(column), array))
            } catch let error as any Explained {
                problems.add(error.problem)
            } catch {
                problems.add(FileError(error, "\(name)/\(file)", .read))
            }
        }
        if let first = columns.first {
            for column in columns where column.count != first.count {
                problems.add(
                    ColumnTableError(
                        file: "\(name)/\(column.name).npy",
                        fault: .rowsDiffer(rows: column.count, other: "\(first.name).npy", expected: first.count)))
            }
        }
        try problems.throwIfAny()
        self.init(columns: columns, rows: columns.first?.count ?? 0, name: name, lines: nil)
    }

    /// Whether it was read from text, whose numbers are as they are written.
    public var isText: Bool { lines != nil }

    /// Where a zero-based row stands in the file: its line, or its number from 1 where there are no lines.
    public func line(of row: Int) -> Int { lines?.line(of: row) ?? row + 1 }

    /// The column of a name.
    public func column(_ name: String) -> Column? {
        columns.first { $0.name == Name(name) }
    }
}

extension Column {
    /// A column of text: numbers when every value that is not blank is one and some has a fraction, else categories.
    init(name: Name, _ text: CodedText) {
        let values = text.values
        let numbers = values.map { value -> Double? in value.isEmpty ? .nan : Self.number(value) }
        let hasFraction = numbers.contains { number in number.map { $0 != $0.rounded() && !$0.isNaN } ?? false }
        if hasFraction, numbers.allSatisfy({ $0 != nil }) {
            let lookup = numbers.map { $0 ?? .nan }
            self = .numeric(NumericColumn(name: name, values: text.codes.looked(up: lookup)))
            return
        }
        // Whole numbers that were written as 3.0 are the category 3.
        let isWhole = numbers.allSatisfy { $0.map { $0.isNaN || abs($0) < 0x1p53 } ?? false }
        let names = zip(values, numbers).map { value, number -> String in
            guard isWhole, value.utf8.contains(0x2E), let number else { return value }
            return String(Int(number))
        }
        self = .coded(CodedColumn(name: name, texts: names, codes: text.codes, order: .canonical))
    }

    private static func number(_ text: String) -> Double? {
        guard let first = text.utf8.first, first == 0x2D || first == 0x2E || (0x30...0x39).contains(first) else {
            return nil
        }
        return Double(decimal: text)
    }

    /// A column of an array: floats with fractions are numbers, everything else is categories.
    init(name: Name, _ array: NPYArray) throws(NPYError) {
        switch array.element {
        case .uint8, .bool:
            if let bytes = RowStorage<UInt8>(mapped: array.bytes, start: array.start, count: array.count) {
                self = .coded(CodedColumn(name: name, bytes: bytes))
            } else {
                self = .coded(try Self.coded(name, array))
            }
        case .float32 where !array.isBigEndian:
            guard let rows = RowStorage<Float>(mapped: array.bytes, start: array.start, count: array.count) else {
                fallthrough
            }
            self = .numeric(NumericColumn(name: name, .floats(rows)))
        case .float16, .float32, .float64:
            self = .numeric(NumericColumn(name: name, values: try array.doubles()))
        case .unicode, .bytes:
            let (texts, codes) = try array.codedText()
            self = .coded(CodedColumn(name: name, texts: texts, codes: codes, order: .canonical))
        default:
            self = .coded(try Self.coded(name, array))
        }
    }

    /// Whole numbers as categories, in ascending order.
    private static func coded(_ name: Name, _ array: NPYArray) throws(NPYError) -> CodedColumn {
        guard let (values, codes) = array.codedIntegers() else {
            return CodedColumn(name: name, integers: try array.integers())
        }
        return CodedColumn(name: name, categories: values.map { Name(String($0)) }, codes: codes)
    }
}
