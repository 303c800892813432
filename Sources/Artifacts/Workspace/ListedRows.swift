// A table that is written out anew with other columns, so that whatever is said of a row names the line it stands on in the file that
// was given: NumPy breaks lines within a cell, and blank lines between rows make up for them.

import Diagnostics
import Foundation

/// The rows of a table, and where they stand.
struct ListedRows {
    /// What messages call the file.
    let file: String
    let header: [String]
    /// The cells of each column.
    let texts: [[String]]
    /// The line of a row; `nil` where rows are no lines.
    let line: ((Int) -> Int)?

    var count: Int { texts.first?.count ?? 0 }

    /// The table with other columns, as CSV, each row on the line that it stands on.
    func table(_ header: [String], _ cells: (Int) -> [String]) -> Data {
        var text = CSVLine.text(header) + "\n"
        var next = 2
        for row in 0..<count {
            while let line, next < line(row) {
                text += "\n"
                next += 1
            }
            let own = CSVLine.text(cells(row)) + "\n"
            next += own.utf8.count { $0 == 0x0A }
            text += own
        }
        return Data(text.utf8)
    }

    /// That a list was cut as it was printed.
    func isCut(_ column: Int, _ row: Int) -> Problem {
        Problem(
            at: Place(file: file, row: line.map { $0(row) } ?? row + 1, field: header[column]),
            "the list was cut as it was printed: \"...\" stands for the rest",
            suggestion:
                "print it whole: numpy.set_printoptions(threshold=sys.maxsize), torch.set_printoptions(profile=\"full\")"
        )
    }
}
