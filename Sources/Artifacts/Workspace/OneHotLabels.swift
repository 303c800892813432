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

    private static let prefixes = ["", "label_", "y_", "is_", "class_"]

    /// Reads them from a table; `nil` when it has no such columns. Rows with several are added to `problems`.
    init?(_ table: TypedTable, _ classes: ClassList, _ problems: inout ProblemList) {
        let names = classes.names.map(\.text)
        let candidates = Self.prefixes.map { prefix in names.map { prefix + $0 } }
        guard names.count > 1,
            let columns = candidates.first(where: { $0.allSatisfy { table.column($0) != nil } })
        else { return nil }
        let cells = columns.compactMap { table.column($0).flatMap(Self.flags) }
        guard cells.count == columns.count else { return nil }
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

    /// A column of 0 and 1, or of false and true; `nil` when it is none.
    private static func flags(_ column: TypedColumn) -> [Bool]? {
        switch column {
        case .number(let cells):
            return cells.values.allSatisfy { $0 == 0 || $0 == 1 } ? cells.values.map { $0 == 1 } : nil
        case .category(let cells):
            let meaning = cells.values.map { ["0": false, "1": true, "false": false, "true": true][$0.lowercased()] }
            return meaning.contains { $0 == nil } ? nil : cells.codes.looked(up: meaning.map { $0 == .some(true) })
        case .text, .skipped: return nil
        }
    }
}
