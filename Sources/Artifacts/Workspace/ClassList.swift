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
    /// reported once a name. A column of numbers that are no names holds places in the list, counted from 0; that is said. What
    /// `others` hold, which are written alike, tells with it where the count begins.
    func codes(
        of column: CodedText, named field: String, in table: TypedTable, with others: [CodedText] = [],
        _ problems: inout ProblemList
    ) -> [Int32] {
        let values = column.values
        let known = values.map { $0.isEmpty ? -1 : code(of: ClassName($0)) ?? -2 }
        guard known.contains(-2), !names.isEmpty else { return column.codes.looked(up: known.map { max(-1, $0) }) }
        if known.allSatisfy({ $0 < 0 }), let places = places(of: values) {
            let all = self.places(of: Set(values + others.flatMap(\.values)).sorted()) ?? places
            problems.add(remark(all, field, in: table))
            return column.codes.looked(up: places.map { names.indices ~= Int($0) ? $0 : -1 })
        }
        report(column, values, known, field, in: table, &problems)
        return column.codes.looked(up: known.map { max(-1, $0) })
    }

    /// Whole numbers that values are, -1 for a blank one; `nil` when one is none.
    private func places(of values: [String]) -> [Int32]? {
        var places: [Int32] = []
        for value in values {
            let whole = value.hasSuffix(".0") ? String(value.dropLast(2)) : value
            guard value.isEmpty || Int32(whole).map({ $0 >= 0 }) == true else { return nil }
            places.append(value.isEmpty ? -1 : Int32(whole) ?? -1)
        }
        return places.contains { $0 >= 0 } ? places : nil
    }

    /// What is said of class numbers: that they were taken for places in the list, or why they cannot be.
    private func remark(_ places: [Int32], _ field: String, in table: TypedTable) -> Problem {
        let given = places.filter { $0 >= 0 }
        guard let low = given.min(), let high = given.max(), low == 0, Int(high) < names.count else {
            return WorkspaceError(
                table.file, field: field,
                .classNumbers(low: Int(given.min() ?? 0), high: Int(given.max() ?? 0), classes: names.count)
            ).problem
        }
        let shown = names.prefix(3).enumerated().map { "\($0.offset) is \($0.element)" }.joined(separator: ", ")
        return Problem(
            .note, at: Place(file: table.file, field: field),
            "holds class numbers, taken for places in the classes of misread.yml counted from 0: \(shown)"
                + (names.count > 3 ? " ..." : ""))
    }

    /// Reports each name that is no class at the first row it stands on. Cells that join several classes are one fault.
    private func report(
        _ column: CodedText, _ values: [String], _ known: [Int32], _ field: String, in table: TypedTable,
        _ problems: inout ProblemList
    ) {
        // String's == finds a class that looks the same first: its bytes are another spelling of the letters.
        let texts = names.map(\.text)
        var counts = [Int](repeating: 0, count: values.count)
        var first = [Int](repeating: -1, count: values.count)
        for (row, value) in column.codes.enumerated() where known[value] == -2 {
            if counts[value] == 0 { first[value] = row }
            counts[value] += 1
        }
        let unknown = values.indices.filter { counts[$0] > 0 }.sorted { first[$0] < first[$1] }
        let joined = unknown.filter { isJoined(values[$0]) }
        if let example = joined.first {
            let rows = joined.reduce(0) { $0 + counts[$1] }
            problems.add(
                WorkspaceError(
                    table.file, row: table.line(of: first[example]), field: field,
                    .severalClasses(values[example], rows: rows)))
        }
        for value in unknown where !joined.contains(value) {
            let nearest = texts.first { $0 == values[value] } ?? nearestName(to: values[value], in: texts)
            let fault = WorkspaceFault.unknownClass(values[value], nearest: nearest, rows: counts[value])
            problems.add(WorkspaceError(table.file, row: table.line(of: first[value]), field: field, fault))
        }
    }

    /// Whether a text is several classes with something between them.
    private func isJoined(_ text: String) -> Bool {
        for separator in ["|", ";", ",", "+", "/", " "] {
            let parts = text.split(separator: separator, omittingEmptySubsequences: true)
            if parts.count > 1,
                parts.allSatisfy({ code(of: ClassName(String($0.filter { !"[]'\" ".contains($0) }))) != nil })
            {
                return true
            }
        }
        return false
    }
}

extension ClassList {
    /// The code of the class that `probabilities: {positive}` of version.yml names; `nil` where it is none, which is said.
    func positive(_ name: String, of file: String, _ problems: inout ProblemList) -> Int? {
        if let code = code(of: ClassName(name)) { return Int(code) }
        let nearest = nearestName(to: name, in: names.map(\.text))
        problems.add(WorkspaceError(file, field: "probabilities.positive", .unknownClass(name, nearest: nearest)))
        return nil
    }
}
