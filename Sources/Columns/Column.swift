// The table that everything counts over is made of named columns of equal length.

/// A column: categories or numbers.
public enum Column: Sendable, Hashable {
    /// Named values.
    case coded(CodedColumn)
    /// Measurements, cut into buckets before slicing.
    case numeric(NumericColumn)

    /// Column name.
    public var name: Name {
        switch self {
        case .coded(let column): column.name
        case .numeric(let column): column.name
        }
    }

    /// Number of rows.
    public var count: Int {
        switch self {
        case .coded(let column): column.count
        case .numeric(let column): column.count
        }
    }

    /// Cells without a value: blank ones, and numbers that are none.
    public var missing: Int {
        switch self {
        case .coded(let column): column.missing
        case .numeric(let column): column.missing
        }
    }

    /// The rows at the positions `rows`, copied, in that order. Precondition: they exist.
    public func gathered(_ rows: [Int]) -> Column {
        switch self {
        case .coded(let column): .coded(column.gathered(rows))
        case .numeric(let column): .numeric(column.gathered(rows))
        }
    }

    /// The given rows in the given order; what has no row is missing.
    public func gathered(_ rows: [Int?]) -> Column {
        switch self {
        case .coded(let column): .coded(column.gathered(rows))
        case .numeric(let column): .numeric(column.gathered(rows))
        }
    }
}

/// What is done with numbers that are all whole where a column is to be categories.
public enum WholeNumbers: Sendable {
    /// Each is a category of its own.
    case areCategories
    /// They are cut like any others.
    case areCut
}

extension Column {
    /// The column as categories: itself, or its numbers cut into buckets by `rule`. `whole` says what becomes of numbers
    /// without fractions where `rule` names no edges.
    public func coded(
        by rule: Bucketing.Rule = Bucketing.standard, whole: WholeNumbers = .areCut
    ) -> CodedColumn {
        switch self {
        case .coded(let column): return column
        case .numeric(let column):
            if whole == .areCategories, case .quantiles = rule, column.isWhole { return column.wholeNumbers }
            return Bucketing(of: column.values, by: rule).categories(of: column)
        }
    }
}

extension NumericColumn {
    /// Whole numbers as categories in ascending order, "missing" last when any is missing. Precondition: `isWhole`.
    fileprivate var wholeNumbers: CodedColumn {
        let values = values
        let distinct = Set(values.lazy.filter { !$0.isNaN }.map { Int($0) }).sorted()
        let codeOf = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
        let codes = values.map { $0.isNaN ? distinct.count : codeOf[Int($0)] ?? 0 }
        let isAnyMissing = codes.contains(distinct.count)
        let categories = distinct.map { Name(String($0)) } + (isAnyMissing ? [CodedColumn.missing] : [])
        return CodedColumn(
            name: name, categories: categories, codes: Codes(codes, categories: categories.count),
            isComputed: isComputed)
    }
}
