import Columns
import Diagnostics
import Formats
import Foundation

/// A file that holds a table: CSV, JSON Lines or Parquet.
struct TableFile {
    let url: URL
    /// The extension of its name, in lower case.
    let kind: String
    /// How messages call it.
    let name: String
    let threads: Int

    /// Reads the columns for which `wanted` says so, asked for each with its number and name.
    func read(
        _ wanted: (Int, String) -> Bool
    ) throws(ProblemList) -> (columns: [(number: Int, column: TableColumn)], shape: ColumnCache.Shape) {
        switch kind {
        case "jsonl", "ndjson":
            let file = try TextFile(contentsOf: url, name: name)
            return try read(try TableReader(jsonLines: file, threads: threads), wanted)
        case "parquet":
            let parquet = try ParquetFile(url, name: name)
            let header = try parquet.header()
            let chosen = header.indices.filter { wanted($0, header[$0]) }
            let text = FileManager.default.temporaryDirectory.appendingPathComponent(
                "misread-\(ProcessInfo.processInfo.processIdentifier)-\(url.lastPathComponent).csv")
            defer { try? FileManager.default.removeItem(at: text) }
            try parquet.write(chosen.map { header[$0] }, to: text)
            let file = try TextFile(contentsOf: text, name: name)
            let read = try read(try TableReader(csv: file, threads: threads)) { _, _ in true }
            return (
                zip(chosen, read.columns).map { ($0, $1.column) },
                ColumnCache.Shape(header: header, rows: read.shape.rows, lines: read.shape.lines)
            )
        default:
            var dialect = Dialect()
            if kind == "tsv" { dialect.delimiter = 0x09 }
            let file = try TextFile(contentsOf: url, name: name)
            return try read(try TableReader(csv: file, dialect: dialect, threads: threads), wanted)
        }
    }

    private func read(
        _ reader: TableReader, _ wanted: (Int, String) -> Bool
    ) throws(ProblemList) -> (columns: [(number: Int, column: TableColumn)], shape: ColumnCache.Shape) {
        var number = -1
        let table = try reader.read { column in
            number += 1
            return wanted(number, column) ? .measurement : .skipped
        }
        var columns: [(number: Int, column: TableColumn)] = []
        for (number, column) in table.columns.enumerated() {
            let name = table.header[number]
            switch column {
            case .category(let text): columns.append((number, TableColumn(name: name, text)))
            case .number(let cells): columns.append((number, .doubles(name: name, RowStorage(cells.values))))
            case .text, .skipped: break
            }
        }
        return (columns, ColumnCache.Shape(header: table.header, rows: table.rows, lines: table.lines))
    }
}
