// Columns of probabilities that are not called p_<class>: by the class alone, as pandas writes a frame with the classes for
// columns, or by a word of the trade and the class or its place in the list.

import Columns
import Diagnostics

/// Finds one column a class.
enum ProbabilityColumns {
    private static let words = ["", "prob_", "proba_", "probability_", "score_", "logit_", "p", "class_", "output_"]

    /// The columns of a header in the order of the classes, each of one form; `nil` when no form has all.
    static func find(in header: [String], of classes: ClassList) -> [String]? {
        guard classes.names.count > 1 else { return nil }
        let known = Set(header.map { Name($0) })
        let called = words.map { word in classes.names.map { word + $0.text } }
        let numbered = (["p_"] + words).map { word in classes.names.indices.map { word + String($0) } }
        return (called + numbered).first { $0.allSatisfy { known.contains(Name($0)) } }
    }
}

extension FileConventions {
    /// The same with probabilities found in columns of another form where `header` has none of ours. What was found is added
    /// to `problems`.
    func findingProbabilities(
        in header: [String], of file: String, _ classes: ClassList, _ problems: inout ProblemList
    ) -> FileConventions {
        let names = classes.names.map { "p_\($0)" }
        let isThere = names.contains { name in header.contains { Name($0) == Name(own(name)) } }
        guard !isThere, BestClasses(in: header)?.probabilities.isEmpty != false,
            let columns = ProbabilityColumns.find(in: header, of: classes)
        else { return self }
        var found = self
        for (name, column) in zip(names, columns) { found.columns[name] = column }
        let shown = columns.prefix(3).joined(separator: ", ") + (columns.count > 3 ? " ..." : "")
        problems.add(
            Problem(
                .note, at: Place(file: file), "one column a class is read as its probability: \(shown)",
                suggestion: "where that is wrong, say columns: {p_\(classes.names[0]): ...} in the manifest"))
        return found
    }
}
