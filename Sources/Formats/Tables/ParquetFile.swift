// Parquet is read by the `duckdb` executable where there is one, as a child process that writes CSV for our own scanner.
// Nothing is linked, nothing is needed by those who have no Parquet.

import Diagnostics
import Files
import Foundation

/// A Parquet file, read through a child process.
package struct ParquetFile: Sendable {
    private let path: String
    private let name: String
    private let duckdb: ExternalProgram

    /// The file at `url`; `name` is how messages call it. Throws when there is no `duckdb` on the path.
    init(_ url: URL, name: String) throws(ProblemList) {
        guard let duckdb = Self.duckdb() else { throw ProblemList(ParquetError(file: name, fault: .noReader)) }
        self.duckdb = duckdb
        self.name = name
        path = url.path
    }

    /// Column names, in the order of the file.
    func header() throws(ProblemList) -> [String] {
        let query = "SELECT * FROM read_parquet(\(Self.literal(Self.pattern(of: path)))) LIMIT 0"
        let text = try run("COPY (\(query)) TO '/dev/stdout' (FORMAT csv, HEADER)")
        return try TableReader(try TextFile(bytes: text, name: name), as: .csv(Dialect())).header
    }

    /// Reads all rows of the columns that are not skipped, of those that `header` names.
    func read(
        _ header: [String], _ kinds: [ColumnKind], threads: Int, _ problems: inout ProblemList
    ) throws(ProblemList) -> TypedTable {
        let chosen = header.indices.filter { kinds[$0] != .skipped }
        let text = try text(of: chosen.map { header[$0] })
        var next = 0
        let read = try TableReader(text, as: .csv(Dialect()), threads: threads).read(
            { _ in
                defer { next += 1 }
                return chosen.isEmpty ? .skipped : kinds[chosen[next]]
            }, &problems)
        var columns = [TypedColumn](repeating: .skipped, count: header.count)
        for (number, column) in zip(chosen, read.columns) { columns[number] = column }
        return TypedTable(file: name, header: header, columns: columns, rows: read.rows, lines: read.lines)
    }

    /// Columns as CSV, by way of a file that is gone when this returns.
    private func text(of columns: [String]) throws(ProblemList) -> TextFile {
        let scratch: ScratchFolder
        do { scratch = try ScratchFolder() } catch { throw ProblemList(error) }
        let target = scratch["table.csv"]
        // A table without columns still has rows.
        let chosen = columns.isEmpty ? "0 AS none" : columns.map(Self.identifier).joined(separator: ", ")
        let query = "SELECT \(chosen) FROM read_parquet(\(Self.literal(Self.pattern(of: path))))"
        _ = try run("COPY (\(query)) TO \(Self.literal(target.path)) (FORMAT csv, HEADER)")
        // What has been mapped stays readable.
        return try withExtendedLifetime(scratch) { () throws(ProblemList) in
            try TextFile(contentsOf: target, name: name)
        }
    }

    /// What `duckdb` prints for a statement.
    private func run(_ statement: String) throws(ProblemList) -> Data {
        let run: ExternalProgram.Run
        do {
            // No start-up file of a user may change what is read.
            run = try duckdb.run(["-init", "/dev/null", "-batch", "-bail", ":memory:", statement])
        } catch {
            let reason = error == .notStarted ? "it could not be started" : "its answer could not be read"
            throw ProblemList(ParquetError(file: name, fault: .failed(reason: reason)))
        }
        guard run.succeeded else {
            let first = run.complaint
                .replacingOccurrences(of: Self.pattern(of: path), with: name)
                .replacingOccurrences(of: path, with: name).split(separator: "\n").first
            throw ProblemList(
                ParquetError(file: name, fault: .failed(reason: first.map { String($0) } ?? "it gave no reason")))
        }
        return run.output
    }

    /// The first `duckdb` on the path.
    package static func duckdb() -> ExternalProgram? { ExternalProgram(named: "duckdb") }

    /// A path as a pattern that matches it alone: duckdb takes `[01]`, `*` and `?` in names of files for patterns.
    package static func pattern(of path: String) -> String {
        String(path.flatMap { "[*?".contains($0) ? ["[", $0, "]"] : [$0] })
    }

    /// A path as a string of SQL.
    private static func literal(_ path: String) -> String {
        "'" + path.replacingOccurrences(of: "'", with: "''") + "'"
    }

    /// A column's name in SQL.
    private static func identifier(_ name: String) -> String {
        "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
