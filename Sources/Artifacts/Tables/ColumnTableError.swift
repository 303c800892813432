import Diagnostics

/// Why a table of columns is not read.
public enum ColumnTableError: Error, Sendable, Hashable {
    /// Nothing is there.
    case missing(String)
    /// A file of a kind that is not read.
    case unknownFormat(String)
    /// A folder without NPY files.
    case noColumns(String)
    /// An array with more than one axis.
    case notAColumn(String, shape: [Int])
    /// Columns of different lengths.
    case rowsDiffer(String, rows: Int, other: String, expected: Int)
}

extension ColumnTableError: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .missing(let file):
            Problem(at: Place(file: file), "no such file or folder")
        case .unknownFormat(let file):
            Problem(
                at: Place(file: file), "not a kind of table that is read",
                suggestion: "give .csv, .tsv, .jsonl, .parquet, or a folder of .npy columns")
        case .noColumns(let folder):
            Problem(at: Place(file: folder), "the folder holds no .npy files; each column is one, named after it")
        case .notAColumn(let file, let shape):
            Problem(
                at: Place(file: file),
                "a column has one axis, this array has shape (\(shape.map { String($0) }.joined(separator: ", ")))")
        case .rowsDiffer(let file, let rows, let other, let expected):
            Problem(at: Place(file: file), "has \(rows) rows, \(other) has \(expected)")
        }
    }
}
