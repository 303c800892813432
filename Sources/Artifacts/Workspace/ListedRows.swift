import Diagnostics
import Formats

/// The rows of a table whose cells may be lists, and where they stand.
struct ListedRows {
    /// What messages call the file.
    let file: String
    let header: [String]
    /// The cells of each column.
    let texts: [[String]]
    /// The line of a row, or which it is of a list, from 1.
    let line: (Int) -> Int
    /// The reader of the table, where there is one.
    var reader: TableReader?

    var count: Int { texts.first?.count ?? 0 }

    /// That a list was cut as it was printed.
    func isCut(_ column: Int, _ row: Int) -> Problem {
        Problem(
            at: Place(file: file, row: line(row), field: header[column]),
            "the list was cut as it was printed: \"...\" stands for the rest",
            suggestion:
                "print it whole: numpy.set_printoptions(threshold=sys.maxsize), torch.set_printoptions(profile=\"full\")"
        )
    }
}
