import Diagnostics
import Statistics

/// Why patterns cannot be looked for.
enum PatternInputError: Error, Hashable {
    /// An array that is not one row of numbers an image.
    case notRows(file: String, shape: [Int])
    /// Embeddings of other rows than those of the table.
    case rowsDiffer(file: String, rows: Int, table: String, expected: Int)
    /// Too few rows.
    case tooFew(file: String, rows: Int)
    /// A number that is none.
    case notFinite(file: String, row: Int, column: Int, value: String)
    /// Embeddings that do not vary.
    case constant(file: String)
    /// A column that is not there.
    case noColumn(String, file: String, nearest: String?)
    /// Neither errors nor what they could be told from.
    case noErrors(file: String)
    /// An error that is neither 0 nor 1.
    case notAnError(file: String, row: Int, column: String, value: String)
    /// An empty cell where every row needs a value.
    case emptyCell(file: String, row: Int, column: String)
    /// An id that stands on two rows.
    case idTwice(file: String, row: Int, id: String)
    /// All rows are errors, or none is.
    case oneOutcome(file: String, isError: Bool)
}

extension PatternInputError: Explained {
    var problem: Problem {
        switch self {
        case .notRows(let file, let shape):
            Problem(
                at: Place(file: file),
                "has the shape (\(shape.map { String($0) }.joined(separator: ", "))); rows x numbers expected")
        case .rowsDiffer(let file, let rows, let table, let expected):
            Problem(
                at: Place(file: file), "has \(rows) rows, and \(table) has \(expected)",
                suggestion: "row i of both is the same image")
        case .tooFew(let file, let rows):
            Problem(at: Place(file: file), "has \(rows) rows; at least \(ErrorPatterns.fewestRows) are needed")
        case .notFinite(let file, let row, let column, let value):
            Problem(at: Place(file: file, row: row, field: "column \(column)"), "is \(value)")
        case .constant(let file):
            Problem(
                at: Place(file: file), "no number varies within a class",
                suggestion: "are these the embeddings, one row an image?")
        case .noColumn(let name, let file, let nearest):
            Problem(
                at: Place(file: file), "there is no column \(name)", suggestion: nearest.map { "did you mean \($0)?" })
        case .noErrors(let file):
            Problem(
                at: Place(file: file), "has neither label and predicted nor a column of errors",
                suggestion: "name the column of 0 and 1 with --error")
        case .notAnError(let file, let row, let column, let value):
            Problem(at: Place(file: file, row: row, field: column), "\"\(value)\" is no error; 0 or 1 expected")
        case .emptyCell(let file, let row, let column):
            Problem(at: Place(file: file, row: row, field: column), "is empty")
        case .idTwice(let file, let row, let id):
            Problem(at: Place(file: file, row: row, field: "image_id"), "\(id) stands on an earlier row too")
        case .oneOutcome(let file, let isError):
            Problem(
                at: Place(file: file),
                "every row is \(isError ? "an error" : "correct"), so errors cannot gather anywhere")
        }
    }
}
