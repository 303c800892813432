// Labels as one column a class that holds 1 for the class of the image and 0 for others, as Roboflow and Kaggle write them.

import Columns
import Diagnostics
import Formats

/// Labels of such columns.
struct OneHotLabels {
    /// The columns, one a class, in the order of the classes.
    let columns: [String]
    /// Class codes, -1 where no column holds 1.
    let codes: [Int32]

    private static let meanings = [
        "0": false, "1": true, "0.0": false, "1.0": true, "false": false, "true": true,
    ]

    /// What a cell of such a column says; `nil` for a cell that is none.
    static func flag(_ cell: String) -> Bool? { meanings[cell.lowercased()] }

    /// Reads them from a table; `nil` when it has no such columns. Rows with several are added to `problems`.
    init?(_ table: TypedTable, _ classes: ClassList, _ problems: inout ProblemList) {
        let names = classes.names.map(\.text)
        guard names.count > 1, let (columns, cells) = Self.flags(table, classes) else { return nil }
        self.columns = columns
        var several: [Int] = []
        codes = (0..<table.rows).map { row in
            let marked = cells.indices.filter { cells[$0][row] }
            if marked.count > 1 { several.append(row) }
            return marked.first.map { Int32(truncatingIfNeeded: $0) } ?? -1
        }
        if let row = several.first {
            let marked = cells.indices.filter { cells[$0][row] }.map { names[$0] }
            problems.add(
                WorkspaceError(
                    table.file, row: table.line(of: row), field: "label",
                    .severalClasses(marked.joined(separator: " and "), rows: several.count)))
        } else {
            let list = columns.prefix(3).joined(separator: ", ") + (columns.count > 3 ? " ..." : "")
            problems.add(
                Problem(
                    .note, at: Place(file: table.file), "the label is read from one column a class, one-hot: \(list)"))
        }
    }

    /// The columns of a header, one a class; `nil` where no form of name has all.
    static func columns(in header: [String], _ classes: ClassList) -> [String]? {
        let known = Set(header.map { Name($0) })
        let names = classes.names.map(\.text)
        return ClassColumns.marks.lazy.compactMap { $0.columns(of: names, in: known) }.first
    }

    /// The columns of a table, and whether each class is marked in each row; `nil` where some cell is neither 0 nor 1.
    private static func flags(
        _ table: TypedTable, _ classes: ClassList
    ) -> (columns: [String], cells: [[Bool]])? {
        guard let columns = columns(in: table.header, classes) else { return nil }
        let cells = columns.compactMap { table.column($0).flatMap(Self.flags) }
        return cells.count == columns.count ? (columns, cells) : nil
    }

    /// The marks of images that may have several labels; `nil` when the table has no such columns.
    static func marks(
        _ table: TypedTable, _ classes: ClassList, _ problems: inout ProblemList
    ) -> (columns: [String], marks: LabelMarks)? {
        guard let (columns, cells) = flags(table, classes) else { return nil }
        let list = columns.prefix(3).joined(separator: ", ") + (columns.count > 3 ? " ..." : "")
        problems.add(
            Problem(.note, at: Place(file: table.file), "the labels are read from one column a label: \(list)"))
        let marks = (0..<table.rows).flatMap { row in cells.map { $0[row] } }
        return (
            columns,
            LabelMarks(width: columns.count, marks: marks, isKnown: [Bool](repeating: true, count: table.rows))
        )
    }

    /// A column of 0 and 1, or of false and true; `nil` when it is none.
    private static func flags(_ column: TypedColumn) -> [Bool]? {
        switch column {
        case .number(let cells):
            return cells.values.allSatisfy { $0 == 0 || $0 == 1 } ? cells.values.map { $0 == 1 } : nil
        case .category(let cells):
            let meaning = cells.values.map(flag)
            return meaning.contains { $0 == nil } ? nil : cells.codes.looked(up: meaning.map { $0 == .some(true) })
        case .text, .skipped: return nil
        }
    }
}
