import Diagnostics

/// Why a table cannot be asked for causes.
public enum CauseFault: Error, Sendable, Hashable {
    /// More combinations of the columns' values than can be numbered.
    case tooManyCombinations([String])
    /// A column with one value, which there is nothing to compare with.
    case oneLevel(column: String, level: String)
    /// More levels than are compared.
    case tooManyLevels(column: String, count: Int, limit: Int)
    /// A column that was given for two purposes.
    case givenTwice(String, first: String, second: String)
}

extension CauseFault: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .tooManyCombinations(let columns):
            Problem(
                "\(columns.joined(separator: ", ")) have more combinations of values than can be counted",
                suggestion: "match fewer columns")
        case .oneLevel(let column, let level):
            Problem(
                "every row has the \(column) \(level), so there is nothing to compare it with",
                suggestion: "give a column with at least two levels")
        case .tooManyLevels(let column, let count, let limit):
            Problem(
                "\(column) has \(count) levels, and at most \(limit) are compared",
                suggestion: "was it a column of ids?")
        case .givenTwice(let name, let first, let second):
            first == second
                ? Problem("\(name) is given twice in \(first)")
                : Problem("\(name) is given for \(first) and for \(second)", suggestion: "leave it out of one")
        }
    }
}
