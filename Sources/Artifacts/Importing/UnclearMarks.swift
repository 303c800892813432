import Columns

/// Columns of labels in which some cells say neither yes nor no: CheXpert's blank and -1, and CelebA's -1 for no.
enum UnclearMarks {
    /// Whether a cell says neither yes nor no where others do.
    static func isUnclear(_ cell: String) -> Bool { ["", "-1", "-1.0"].contains(cell) }

    /// Whether a column has such cells beside those of 0 and 1, and no others.
    static func isOf(_ cells: [String]) -> Bool {
        let distinct = Set(cells)
        let marks = distinct.filter { OneHotLabels.flag($0) != nil }
        return !marks.isEmpty && marks.count < distinct.count
            && distinct.allSatisfy { OneHotLabels.flag($0) != nil || isUnclear($0) }
    }

    /// Throws where a table of labels has such a column, and another table, or this one, scores of the same name: it is a label, and no
    /// attribute.
    static func check(_ tables: [LabelTable]) throws(ImportFault) {
        for table in tables where !table.unclear.isEmpty && !table.hasLabels {
            let others = tables.filter { $0.file != table.file || $0.layout.called != table.layout.called }
            let scored = others.flatMap { $0.scored + $0.numbers } + table.scored
            let known = Set(scored.map { Name($0) })
            let labels = table.unclear.filter { column in
                !table.matrix.contains(column)
                    && ClassColumns.marks.contains { $0.called(column).map { known.contains(Name($0)) } ?? false }
            }
            guard let first = labels.first else { continue }
            let cells = table.cells(first)
            throw .unclearMarks(
                file: table.words, field: first, cells: cells.count(where: isUnclear), rows: table.rows,
                value: cells.first(where: isUnclear) ?? "", columns: labels.count,
                isOfTwo: Set(cells.map { Name($0) }).count == 2)
        }
    }
}
