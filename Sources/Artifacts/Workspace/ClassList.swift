import Columns
import Diagnostics
import Formats

/// The listed classes, found by their bytes: the composed and the decomposed form of a letter are two classes.
struct ClassList: Sendable {
    let names: [ClassName]
    private let known: ClassCodes

    init(_ names: [String]) {
        self.names = names.map { ClassName($0) }
        known = ClassCodes(self.names)
    }

    /// The code of a class.
    func code(of name: ClassName) -> Int32? { known.code(of: name) }

    /// Reports the cells of a column that must name a class and are blank.
    func reportBlanks(
        of column: CodedText, _ field: String, in table: TypedTable, _ ids: TextColumn, _ problems: inout ProblemList
    ) {
        guard let blank = column.values.firstIndex(of: "") else { return }
        for (row, code) in column.codes.enumerated() where code == blank {
            problems.add(
                WorkspaceError(table.file, row: table.line(of: row), field: field, .blankClass(id: ids[row])))
        }
    }

    /// Codes of a column of class names, row by row; -1 for a blank cell and for a class that is not listed, which is
    /// reported with each row it stands on.
    func codes(
        of column: CodedText, named field: String, in table: TypedTable, _ problems: inout ProblemList
    ) -> [Int32] {
        let values = column.values
        let known = values.map { $0.isEmpty ? -1 : code(of: ClassName($0)) ?? -2 }
        if known.contains(-2), !names.isEmpty {
            // String's == finds a class that looks the same first: its bytes are another spelling of the letters.
            let texts = names.map(\.text)
            let nearest = values.map { value in texts.first { $0 == value } ?? nearestName(to: value, in: texts) }
            for (row, value) in column.codes.enumerated() where known[value] == -2 {
                let fault = WorkspaceFault.unknownClass(values[value], nearest: nearest[value])
                problems.add(WorkspaceError(table.file, row: table.line(of: row), field: field, fault))
            }
        }
        return column.codes.looked(up: known.map { max(-1, $0) })
    }
}
