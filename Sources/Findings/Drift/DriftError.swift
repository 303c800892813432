import Columns
import Diagnostics

/// Why two tables cannot be compared column by column.
package enum DriftError: Error, Hashable {
    /// A table without rows.
    case noRows(file: String)
    /// No column is in both.
    case noSharedColumn(reference: String, current: String)
    /// A column that was asked for and is not in a table; with the nearest that is.
    case noColumn(String, file: String, nearest: String?)
    /// Numbers in one table, text in the other, with one such text.
    case notNumbers(column: String, file: String, value: String, numbersIn: String)
    /// An infinite number.
    case infinite(column: String, file: String, row: Int)
    /// Every shared column was left out.
    case nothingLeft(reference: String, current: String)
}

extension DriftError: Explained {
    /// As it is printed.
    package var problem: Problem {
        switch self {
        case .noRows(let file): Problem(at: Place(file: file), "has no rows")
        case .noSharedColumn(let reference, let current):
            Problem(
                at: Place(file: current), "has no column that \(reference) has",
                suggestion: "both tables need the same header")
        case .noColumn(let column, let file, let nearest):
            Problem(
                at: Place(file: file), "there is no column \(column)",
                suggestion: nearest.map { "did you mean \($0)?" })
        case .notNumbers(let column, let file, let value, let numbersIn):
            Problem(
                at: Place(file: file, field: column), "\"\(value)\" is no number, and \(numbersIn) has numbers there")
        case .infinite(let column, let file, let row):
            Problem(
                at: Place(file: file, row: row, field: column), "is infinite",
                suggestion: "leave the cell empty where there is no value")
        case .nothingLeft(let reference, let current):
            Problem(
                at: Place(file: current), "has no column to compare with \(reference)",
                suggestion: "in those that both have almost every value stands once, as in an id")
        }
    }
}
