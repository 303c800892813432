import Columns

/// What a column is read as.
public enum ColumnKind: Sendable, Hashable {
    /// Not read.
    case skipped
    /// Text with mostly distinct values: ids, paths.
    case text
    /// Text with few distinct values: labels.
    case category
    /// Numbers.
    case number
    /// Numbers when every cell that is not blank is one (or NaN), else categories.
    case attribute
    /// Numbers when every cell that is not blank is one (or NaN) and one of the first has a fraction, else categories.
    case measurement
}

/// A column as it was read.
public enum TypedColumn: Sendable {
    /// Not asked for.
    case skipped
    /// Text.
    case text(TextColumn)
    /// Categories.
    case category(CodedText)
    /// Numbers.
    case number(NumberCells)
}

/// Typed columns of equal length.
public struct TypedTable: Sendable {
    /// How messages call the file.
    public let file: String
    /// Column names.
    public let header: [String]
    /// The columns, in the order of the header.
    public let columns: [TypedColumn]
    /// Number of rows.
    public let rows: Int
    /// Line of each row.
    public let lines: LineIndex

    /// One-based line of a zero-based row.
    public func line(of row: Int) -> Int { lines.line(of: row) }

    /// The first column of a name.
    public func column(_ name: String) -> TypedColumn? {
        header.firstIndex { Name($0) == Name(name) }.map { columns[$0] }
    }
}

extension TypedTable {
    /// The table with numbers of some columns in place of what was read.
    package func replacing(_ cells: [Int: NumberCells]) -> TypedTable {
        TypedTable(
            file: file, header: header,
            columns: columns.indices.map { at in cells[at].map { .number($0) } ?? columns[at] }, rows: rows,
            lines: lines)
    }
}
