import Columns
import Diagnostics

/// A column that gives every class one parent: superclass, category, family. How often the predicted class is at least of the
/// right parent is said beside the accuracy.
struct ClassParents {
    /// What such columns are called, by their letters.
    private static let names: Set<String> = [
        "superclass", "parent", "parentclass", "supercategory", "coarselabel", "coarse", "superlabel", "parentlabel",
    ]

    /// What is said of the first such attribute; `nil` where there is none, or a class has several parents.
    static func remark(_ evaluation: Evaluation, file: String) -> Problem? {
        for case .coded(let column) in evaluation.items.attributes where names.contains(BoxKeys.plain(column.name.text))
        {
            var parent = [Int32](repeating: -1, count: evaluation.classes.count)
            var isOfParents = true
            for row in 0..<evaluation.count {
                let (label, code) = (Int(evaluation.items.labels[row]), Int32(column.codes[row]))
                if parent[label] >= 0, parent[label] != code {
                    isOfParents = false
                    break
                }
                parent[label] = code
            }
            let known = parent.filter { $0 >= 0 }
            guard isOfParents, Set(known).count > 1, Set(known).count < known.count else { continue }
            let right = (0..<evaluation.count).count { evaluation.isCorrect($0) }
            let near = (0..<evaluation.count).count { row in
                let answer = Int(evaluation.predictions.predicted[row])
                return answer >= 0 && parent[answer] == parent[Int(evaluation.items.labels[row])]
            }
            let name = column.name.text
            return Problem(
                .note, at: Place(file: file, field: name),
                "gives each class a parent: \(near) of \(evaluation.count) predictions are right at the level of \(name), \(right) at "
                    + "that of the classes")
        }
        return nil
    }
}
