import Columns
import Diagnostics
import Formats
import Foundation

/// The columns of a file that holds a table, as codes and numbers.
struct TableColumns {
    let url: URL
    /// How messages call it.
    let name: String
    let threads: Int

    /// Reads the columns for which `wanted` says so, asked for each with its number and name.
    func read(
        _ wanted: (Int, String) -> Bool
    ) throws(ProblemList) -> (columns: [(number: Int, column: Column)], shape: ColumnCache.Shape) {
        var number = -1
        let table = try TableReader(contentsOf: url, name: name, threads: threads).read { column in
            number += 1
            return wanted(number, column) ? .measurement : .skipped
        }
        var columns: [(number: Int, column: Column)] = []
        for (number, column) in table.columns.enumerated() {
            let name = table.header[number]
            switch column {
            case .category(let text): columns.append((number, Column(name: Name(name), text)))
            case .number(let cells):
                columns.append((number, .numeric(NumericColumn(name: Name(name), values: cells.values))))
            case .text, .skipped: break
            }
        }
        return (columns, ColumnCache.Shape(header: table.header, rows: table.rows, lines: table.lines))
    }
}
