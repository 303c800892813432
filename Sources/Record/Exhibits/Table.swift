// A table as data. Pages turn it into HTML, CSV and JSON; none of them computes anything.

import Columns

/// Rows of cells under named columns. Order of rows is the useful order: worst first.
public struct Table: Sendable, Codable, Hashable {
    /// What a column holds, which decides how it is aligned.
    public enum Kind: String, Sendable, Codable {
        /// Words, aligned left.
        case text
        /// Numbers, aligned right.
        case number
        /// An interval drawn in the row.
        case interval
        /// A state: icon and word.
        case state
    }

    /// A column.
    public struct Column: Sendable, Codable, Hashable {
        /// Key in CSV and JSON, `[a-z0-9_]+`.
        public var key: String
        /// Heading.
        public var title: String
        /// What it holds.
        public var kind: Kind
        /// Glossary or method id that explains it, when it is not plain.
        public var method: String?
        /// Of corrected p-values: up to which they are significant; not above 0 where none is, whatever it is. `nil` for other
        /// columns, and in audits that do not say.
        public var level: Double?

        /// A column.
        public init(_ key: String, _ title: String, _ kind: Kind = .text, method: String? = nil) {
            self.key = key
            self.title = title
            self.kind = kind
            self.method = method
        }
    }

    /// The same with the level that the p-values of a column are compared with.
    public func held(to level: Double, column key: String = "p") -> Table {
        var table = self
        for index in columns.indices where columns[index].key == key { table.columns[index].level = level }
        return table
    }

    /// Columns, left to right.
    public var columns: [Column]
    /// Rows, each with one cell a column.
    public var rows: [[Cell]]

    /// A table. Precondition: every row has one cell a column.
    public init(columns: [Column], rows: [[Cell]]) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "every row needs one cell a column")
        self.columns = columns
        self.rows = rows
    }
}

/// A cell of a table.
public enum Cell: Sendable, Codable, Hashable {
    /// Words from us or from the data; always escaped when shown.
    case text(String)
    /// A number with what is known about it; shown as the value alone, n and interval have columns of their own.
    case number(Double, Quantity)
    /// An interval to draw in the row, on the column's common scale; `mark` is a reference (the worst parent, the
    /// baseline) drawn as a thin line.
    case interval(low: Double, value: Double, high: Double, unit: Quantity, mark: Double?)
    /// Words that link: target as in templates, e.g. `finding:8-predicted-as-1-a1b2c3`, `method:wilson`.
    case link(String, target: String)
    /// A conjunction of attribute and value, as a slice's name; linked when `target` is given.
    case predicates([Predicate], target: String?)
    /// A state, with a few words when the state alone does not say it.
    case state(Mark, String?)
    /// No value, and why.
    case none(String)
}
