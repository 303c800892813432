// Columns of probabilities that are not called p_<class>: by the class alone, as pandas writes a frame with the classes for
// columns, or by a word of the trade and the class or its place in the list.

import Columns
import Diagnostics
import Formats

/// Finds one column a class.
enum ProbabilityColumns {
    /// The columns of a header in the order of the classes, each of one form; `nil` when no form has all. Columns called by the
    /// class alone may be labels: they are none where `areLabels` says so.
    static func find(in header: [String], of classes: ClassList, areLabels: ([String]) -> Bool = { _ in false })
        -> [String]?
    {
        guard classes.names.count > 1 else { return nil }
        let known = Set(header.map { Name($0) })
        let names = classes.names.map(\.text)
        for form in ClassColumns.scores where form != ClassColumns.bare {
            if let columns = form.columns(of: names, in: known) { return columns }
        }
        for form in ClassColumns.numbered {
            // Of more columns than classes nobody knows which are meant.
            let columns = form.numbered(in: known)
            if columns.count == names.count { return columns }
        }
        if let columns = ClassColumns.bare.columns(of: names, in: known) { return areLabels(columns) ? nil : columns }
        return spelledOtherwise(in: header, names)
    }

    /// Columns with a word beside the class, which differ from what they would be called by letter case alone, one for one.
    private static func spelledOtherwise(in header: [String], _ names: [String]) -> [String]? {
        let byCase = Dictionary(grouping: header) { $0.lowercased() }
        for form in ClassColumns.scores where form != ClassColumns.bare {
            let columns = names.compactMap { name -> String? in
                guard let own = byCase[form.column(name).lowercased()], own.count == 1 else { return nil }
                return own[0]
            }
            if columns.count == names.count, Set(columns.map { Name($0) }).count == names.count { return columns }
        }
        return nil
    }

    /// The one column of two classes, by the name of its class or by the place of that, as scikit-learn's `proba[:, 1]` is often
    /// called; `nil` where there is none, or several may be it.
    static func only(in header: [String], of classes: ClassList) -> (column: String, place: Int)? {
        guard classes.names.count == 2 else { return nil }
        let names = classes.names.map(\.text)
        let known = Set(header.map { Name($0) })
        func found(_ forms: [ClassColumnForm], _ called: [String]) -> [(column: String, place: Int)] {
            forms.flatMap { form in
                called.enumerated().map { (form.column($0.element), $0.offset) }.filter { known.contains(Name($0.0)) }
            }
        }
        let numbered = ClassColumns.numbered.filter {
            ["p_", "prob_", "proba_", "probability_", "softmax_", "score_"].contains($0.prefix)
        }
        for candidates in [
            found(ClassColumns.scores.filter { $0 != ClassColumns.bare }, names), found(numbered, ["0", "1"]),
            found([ClassColumns.bare], names),
        ] where !candidates.isEmpty {
            return candidates.count == 1 ? candidates[0] : nil
        }
        return nil
    }

    /// What scikit-learn's users call the probability of whichever of two classes is the positive one.
    private static let ofPositive = ["y_score", "y_prob", "y_proba", "pos_score", "pos_prob", "prob_pos"]

    /// A column of such a name.
    static func ofPositive(in header: [String]) -> String? {
        ofPositive.lazy.compactMap { name in header.first { $0.lowercased().replacing("-", with: "_") == name } }.first
    }

    /// Columns of probabilities by number, of as many classes as there are; `nil` where there are none.
    static func numbered(in header: [String]) -> [String]? {
        let known = Set(header.map { Name($0) })
        return ClassColumns.numbered.lazy.filter { $0 != ClassColumns.bare }.map { $0.numbered(in: known) }.first {
            !$0.isEmpty
        }
    }
}

extension FileConventions {
    /// The same with probabilities found in columns of another form where a table has none of ours. What was found is added
    /// to `problems`. Of two classes one column is enough, unless they are independent labels: `ofLabels`.
    func findingProbabilities(
        in reader: TableReader, _ classes: ClassList, ofLabels: Bool = false, _ problems: inout ProblemList
    ) -> FileConventions {
        let header = reader.header
        let names = classes.names.map { "p_\($0)" }
        let there = names.count { name in header.contains { Name($0) == Name(own(name)) } }
        // Classes 0, 1 and 10 in columns p_0, p_1 and p_2: these are places.
        let arePlaces =
            there < names.count && classes.names.allSatisfy { $0.text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
            && ClassColumns.sure[0].numbered(in: Set(header.map { Name($0) })).count == names.count
        guard there == 0 || arePlaces, BestClasses(in: header)?.probabilities.isEmpty != false else { return self }
        guard
            let columns = ProbabilityColumns.find(
                in: header, of: classes, areLabels: { areLabels($0, in: reader) })
        else { return ofLabels ? self : findingOnly(in: reader, classes, &problems) }
        var found = self
        for (name, column) in zip(names, columns) { found.columns[name] = column }
        let shown = columns.prefix(3).joined(separator: ", ") + (columns.count > 3 ? " ..." : "")
        problems.add(
            Problem(
                .note, at: Place(file: reader.file), "one column a class is read as its probability: \(shown)",
                suggestion: "where that is wrong, say columns: {p_\(classes.names[0]): ...} in the manifest"))
        return found
    }

    /// The same with the one column of two classes, where nothing beside it is a prediction.
    private func findingOnly(
        in reader: TableReader, _ classes: ClassList, _ problems: inout ProblemList
    ) -> FileConventions {
        let header = reader.header
        guard let (column, place) = ProbabilityColumns.only(in: header, of: classes),
            !header.contains(where: { Name($0) == Name(own("predicted")) }),
            UsualColumns.name(of: "predicted", in: header, besides: [column]) == nil,
            let table = try? reader.read({ Name($0) == Name(column) ? .text : .skipped }),
            case .text(let cells)? = table.column(column)
        else { return self }
        // A column of 0 and 1 alone may be a label; one of words is none of probabilities.
        let values = (0..<table.rows).map {
            Double(decimal: reader.hasDecimalComma ? cells[$0].replacing(",", with: ".") : cells[$0])
        }
        guard values.contains(where: { $0 != nil && $0 != 0 && $0 != 1 }) else { return self }
        var found = self
        found.columns["p_\(classes.names[place])"] = column
        problems.add(
            Problem(
                .note, at: Place(file: reader.file, field: column),
                "is read as the probability of \(classes.names[place])",
                suggestion:
                    "where that is wrong, say columns: {p_\(classes.names[1 - place]): \(column)} in the manifest"))
        return found
    }

    /// Whether columns called by the classes alone are labels of 0 and 1, beside what is predicted in a column of its own.
    private func areLabels(_ columns: [String], in reader: TableReader) -> Bool {
        let isPredicted =
            reader.header.contains { Name($0) == Name(own("predicted")) }
            || UsualColumns.name(of: "predicted", in: reader.header, ofLists: true, besides: columns) != nil
        let wanted = Set(columns.map { Name($0) })
        guard isPredicted, let table = try? reader.read({ wanted.contains(Name($0)) ? .text : .skipped }) else {
            return false
        }
        return columns.allSatisfy { name in
            guard case .text(let cells)? = table.column(name) else { return false }
            return (0..<table.rows).allSatisfy { OneHotLabels.flag(cells[$0]) != nil }
        }
    }
}
