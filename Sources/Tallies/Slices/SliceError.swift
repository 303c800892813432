import Diagnostics

/// Why slices cannot be searched.
public enum SliceError: Error, Sendable, Hashable {
    /// The table has no rows.
    case noRows
    /// There is nothing to slice by.
    case noAttributes
    /// A column has a number of rows that is not the table's.
    case rowsDiffer(column: String, rows: Int, expected: Int)
    /// Two attributes have the same name.
    case repeatedColumn(String)
    /// The error of a row is not a number, infinite or negative. `row` is one-based.
    case badLoss(row: Int, value: Double)
    /// A setting is outside its range.
    case badSetting(name: String, value: String, expected: String)
    /// More combinations than can be counted.
    case tooManyCombinations(depth: Int, count: Int, limit: Int)
    /// More rows than the counters hold.
    case tooManyRows(Int, limit: Int)
    /// Shards that were quantised or cut differently, or have different attributes, cannot be added.
    case shardsDisagree
    /// A loss is not below what the scale holds. `row` is one-based.
    case lossAboveScale(row: Int, value: Double, limit: Double)
    /// A tally of losses needs a scale that all tallies that are added share.
    case tallyNeedsScale
    /// Sums of tallies that do not fit.
    case tallyTooLarge
    /// A file that is no tally; the reason completes "this is no tally: ...".
    case badTally(String)
}

extension SliceError: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .noRows:
            Problem("the table has no rows")
        case .noAttributes:
            Problem("there is no column to slice by", suggestion: "give at least one column beside the error")
        case .rowsDiffer(let column, let rows, let expected):
            Problem("column \(column) has \(rows) rows, the error column has \(expected)")
        case .repeatedColumn(let name):
            Problem("two columns are called \(name)", suggestion: "rename one of them")
        case .badLoss(let row, let value) where value < 0:
            Problem(
                "the error of row \(row) is \(value); an error is 0, 1 or a loss of at least 0",
                suggestion: "was it a log-likelihood?")
        case .badLoss(let row, let value):
            Problem(
                "the error of row \(row) is \(value), which cannot be added up",
                suggestion: "leave the row out, or give the error a value")
        case .badSetting(let name, let value, let expected):
            Problem("\(name) is \(value), expected \(expected)")
        case .tooManyCombinations(let depth, let count, let limit):
            Problem(
                "\(count) combinations of \(depth) attributes have enough rows, more than the \(limit) that are counted",
                suggestion: "raise --min-support or lower --max-depth")
        case .tooManyRows(let rows, let limit):
            Problem("\(rows) rows are more than the \(limit) that one table can have")
        case .shardsDisagree:
            Problem("the shards have different attributes, cuts or scales and cannot be added")
        case .lossAboveScale(let row, let value, let limit):
            Problem(
                "the error of row \(row) is \(value), and the scale given holds losses below \(limit)",
                suggestion: "give a larger --largest-loss, the same for all tallies that are added")
        case .tallyNeedsScale:
            Problem(
                "a tally of losses other than 0 and 1 needs --largest-loss",
                suggestion: "give one that no loss passes, the same for all tallies that are added")
        case .tallyTooLarge:
            Problem("the tallies add up to more than 64 bits hold")
        case .badTally(let reason):
            Problem("this is no tally: \(reason)", suggestion: "`misread measure slices --tally` writes one")
        }
    }
}
