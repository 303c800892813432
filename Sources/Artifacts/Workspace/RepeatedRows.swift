// Rows that stand twice: samplers of several processes pad their last batch, and concatenated exports overlap. Where both say
// the same, one of them is dropped, and said; where they do not, nobody knows which is meant.

import Columns
import Diagnostics
import Formats

/// What is said of rows that repeat an earlier one.
enum RepeatedRows {
    static func remark(_ count: Int, first id: String, row: Int, _ file: String, field: String) -> Problem {
        Problem(
            .warning, at: Place(file: file, row: row, field: field),
            "\(count) \(count == 1 ? "row repeats" : "rows repeat") an earlier row exactly (first: \(id)) and "
                + "\(count == 1 ? "was" : "were") dropped",
            suggestion: "does a sampler pad the last batch?")
    }
}

extension TypedTable {
    /// Rows whose id stands already in an earlier row, which says the same in every column that is read; one that says
    /// something else is a fault.
    func repeats(
        of ids: TextColumn, _ index: IDIndex, _ field: String, _ problems: inout ProblemList
    ) -> Set<Int> {
        var repeats: Set<Int> = []
        for (row, first) in index.repeated where !ids.isBlank(row) {
            if isSame(row, first) {
                repeats.insert(row)
                continue
            }
            problems.add(
                WorkspaceError(
                    file, row: line(of: row), field: field, .duplicateID(ids[row], first: line(of: first))))
        }
        if let first = repeats.min() {
            problems.add(
                RepeatedRows.remark(repeats.count, first: ids[first], row: line(of: first), file, field: field))
        }
        return repeats
    }

    /// Whether two rows say the same in every column that was read.
    private func isSame(_ a: Int, _ b: Int) -> Bool {
        columns.allSatisfy { column in
            switch column {
            case .skipped: true
            case .text(let cells): Name(cells[a]) == Name(cells[b])
            case .category(let cells): cells.codes[a] == cells.codes[b]
            case .number(let cells):
                cells.values[a] == cells.values[b] || cells.values[a].isNaN && cells.values[b].isNaN
            }
        }
    }
}
