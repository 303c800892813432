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
        guard let columns = ClassColumns.bare.columns(of: names, in: known), !areLabels(columns) else { return nil }
        return columns
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
    /// to `problems`.
    func findingProbabilities(
        in reader: TableReader, _ classes: ClassList, _ problems: inout ProblemList
    ) -> FileConventions {
        let header = reader.header
        let names = classes.names.map { "p_\($0)" }
        let isThere = names.contains { name in header.contains { Name($0) == Name(own(name)) } }
        guard !isThere, BestClasses(in: header)?.probabilities.isEmpty != false,
            let columns = ProbabilityColumns.find(
                in: header, of: classes, areLabels: { areLabels($0, in: reader) })
        else { return self }
        var found = self
        for (name, column) in zip(names, columns) { found.columns[name] = column }
        let shown = columns.prefix(3).joined(separator: ", ") + (columns.count > 3 ? " ..." : "")
        problems.add(
            Problem(
                .note, at: Place(file: reader.file), "one column a class is read as its probability: \(shown)",
                suggestion: "where that is wrong, say columns: {p_\(classes.names[0]): ...} in the manifest"))
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
