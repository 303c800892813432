import Diagnostics

/// Why a table of columns is not read.
public typealias ColumnTableError = Located<ColumnTableFault>

/// What can be wrong with a table of columns.
public enum ColumnTableFault: PlacedFault {
    /// A file of a kind that is not read.
    case unknownFormat
    /// A folder without NPY files.
    case noColumns
    /// An array with more than one axis.
    case notAColumn(shape: [Int])
    /// No column of that name; the nearest one, when there is one.
    case noColumn(String, nearest: String?)
    /// A table that says nothing about what was predicted.
    case noPrediction
    /// An id that stands in an earlier row, which is told.
    case repeatedID(String, first: Int)
    /// A label that is not the one the image has in an earlier row.
    case otherLabel(String, first: Int)
    /// No row, or no array, of a node; the nearest name, when there is one.
    case noValue(String, nearest: String?)
    /// A cell of an error column that is neither 0 nor 1, as it is written.
    case notAnError(String)
    /// Columns of different lengths.
    case rowsDiffer(rows: Int, other: String, expected: Int)

    /// The wording.
    public func problem(at place: Place) -> Problem {
        switch self {
        case .unknownFormat:
            Problem(
                at: place, "not a kind of table that is read",
                suggestion: "give .csv, .tsv, .jsonl, .parquet, or a folder of .npy columns")
        case .noColumns:
            Problem(at: place, "the folder holds no .npy files; each column is one, named after it")
        case .notAColumn(let shape):
            Problem(
                at: place,
                "a column has one axis, this array has shape (\(shape.map { String($0) }.joined(separator: ", ")))")
        case .noColumn(let name, let nearest):
            Problem(at: place, "has no column \"\(name)\"", suggestion: nearest.map { "did you mean \"\($0)\"?" })
        case .noPrediction:
            Problem(at: place, "has neither a column \"predicted\" nor one p_<class> for each class")
        case .repeatedID(let id, let first):
            Problem(
                at: place, "the image \(id) stands already in row \(first)", suggestion: "keep the row that is meant")
        case .otherLabel(let label, let first):
            Problem(at: place, "\"\(label)\" is not the label that row \(first) gives the same image")
        case .noValue(let name, let nearest):
            Problem(
                at: place, "has nothing of \"\(name)\"", suggestion: nearest.map { "did you mean \"\($0)\"?" })
        case .notAnError(let text):
            Problem(
                at: place,
                text.isEmpty ? "is blank, an error of 0 or 1 expected" : "\"\(text)\" is not an error of 0 or 1")
        case .rowsDiffer(let rows, let other, let expected):
            Problem(at: place, "has \(rows) rows, \(other) has \(expected)")
        }
    }
}
