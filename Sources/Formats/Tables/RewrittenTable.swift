// A table that is written anew because the file has another shape: lists in cells, objects in JSON, several rows an image. Whatever
// is said of a row then names where it stands in the file that was given, and numbers stay written as they were.

import Columns
import Diagnostics
import Foundation

/// Rows of text with the place of each in a file, read like any other table.
package struct RewrittenTable: Sendable {
    /// The rows as CSV (RFC 4180), the header first; between semicolons where a comma stands before decimals, as spreadsheets write.
    package private(set) var text: String
    /// Number of rows.
    package private(set) var count = 0
    private var lines = LineIndex()
    private let separator: Character
    private let remarks: [Problem]

    /// A table without rows, made of cells of `reader` where there is one: its numbers are written as there, and what is said of that
    /// reading is said of this one.
    package init(_ header: [String], from reader: TableReader? = nil) {
        separator = reader?.hasDecimalComma == true ? ";" : ","
        text = CSVLine.text(header, separator: separator) + "\n"
        remarks = reader?.remarks ?? []
    }

    /// Adds a row that stands on `line` of the file, or is that element of a list, counted from 1.
    package mutating func append(_ cells: [String], line: Int) {
        text += CSVLine.text(cells, separator: separator) + "\n"
        lines.append(line: line)
        count += 1
    }

    /// The table as a reader of it; `file` is how messages call the file. Throws when its header cannot be used.
    package func reader(named file: String) throws(ProblemList) -> TableReader {
        let source = try TextFile(bytes: Data(text.utf8), name: file)
        let dialect =
            separator == ";" ? Dialect(delimiter: UInt8(ascii: ";"), point: UInt8(ascii: ",")) : Dialect()
        return try TableReader(source, as: .csv(dialect), madeOf: (lines, remarks))
    }
}

/// A line of CSV.
package enum CSVLine {
    /// Cells between separators, in quotes where they have to be (RFC 4180), and where a reader might take blanks off them.
    package static func text(_ cells: [String], separator: Character = ",") -> String {
        // By bytes: a carriage return and a line feed are one character.
        let special = Set("\"\n\r".utf8).union(String(separator).utf8)
        return cells.map { cell in
            let mustQuote = cell.utf8.contains(where: special.contains) || cell.first == " " || cell.last == " "
            return mustQuote ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
        }.joined(separator: String(separator))
    }
}
