// What columns of one quantity a class are called: the one place that says it, for tables of a workspace and for exports.

import Columns

/// A word before or behind the name or number of a class.
struct ClassColumnForm: Hashable, Sendable {
    /// What stands before it.
    let prefix: String
    /// What stands behind it.
    let suffix: String

    init(before prefix: String = "", behind suffix: String = "") { (self.prefix, self.suffix) = (prefix, suffix) }

    /// The column of a class.
    func column(_ name: String) -> String { prefix + name + suffix }

    /// What the class of a column is called; `nil` for a column of another form.
    func called(_ column: String) -> String? {
        let (all, before, behind) = (column.utf8, prefix.utf8, suffix.utf8)
        guard all.count > before.count + behind.count, all.starts(with: before),
            all.suffix(behind.count).elementsEqual(behind)
        else { return nil }
        return String(decoding: all.dropFirst(before.count).dropLast(behind.count), as: UTF8.self)
    }

    /// The columns of all `names`; `nil` where one of them is not among `header`.
    func columns(of names: [String], in header: Set<Name>) -> [String]? {
        let columns = names.map(column)
        return !columns.isEmpty && columns.allSatisfy { header.contains(Name($0)) } ? columns : nil
    }

    /// Columns numbered from 0, at least two, that begin with the prefix; empty where there are none.
    func numbered(in header: Set<Name>) -> [String] {
        var found: [String] = []
        while header.contains(Name(column(String(found.count)))) { found.append(column(String(found.count))) }
        return found.count > 1 ? found : []
    }
}

/// The forms.
enum ClassColumns {
    /// Words before probabilities that say by themselves what the columns are.
    static let sure = ["p_", "prob_", "proba_", "probability_", "softmax_", "logit_"].map {
        ClassColumnForm(before: $0)
    }
    /// A column that is called by the class alone.
    static let bare = ClassColumnForm()
    /// Scores of classes whose names are known. A bare name comes last: what has a word beside it is surer.
    static let scores: [ClassColumnForm] =
        sure + ["score_", "conf_", "confidence_", "output_", "pred_", "class_"].map { ClassColumnForm(before: $0) }
        + [
            "_p", "_prob", "_proba", "_probability", "_softmax", "_logit", "_score", "_conf", "_confidence", "_output",
            "_pred",
        ]
        .map { ClassColumnForm(behind: $0) } + [bare]
    /// Scores of classes by number.
    static let numbered: [ClassColumnForm] =
        (sure.map(\.prefix) + ["score_", "p", "prob", "class_", "output_", "c", ""])
        .map { ClassColumnForm(before: $0) }
    /// Labels of 0 and 1.
    static let marks: [ClassColumnForm] =
        ["", "label_", "y_", "is_", "class_", "true_", "gt_", "target_", "truth_"].map { ClassColumnForm(before: $0) }
        + ["_true", "_gt", "_label", "_target"].map { ClassColumnForm(behind: $0) }

    /// Scores and labels of the same classes in one table, by `numbers`, columns of numbers, and `flags`, those of 0 and 1: the
    /// columns of scores and their classes; `nil` where no two forms have the same.
    static func pairs(_ numbers: [String], _ flags: [String]) -> (columns: [String], names: [String])? {
        let flagged = Set(flags.map { Name($0) })
        let other = numbers.filter { !flagged.contains(Name($0)) }
        for form in scores {
            let names = other.compactMap(form.called)
            guard names.count > 1 else { continue }
            for mark in marks where mark != form {
                // A table may have other numbers and other flags beside.
                let both = names.filter { flagged.contains(Name(mark.column($0))) }
                let marked = mark == bare ? both.count : flags.compactMap(mark.called).count
                if both.count > 1, both.count == marked { return (both.map(form.column), both) }
            }
        }
        return nil
    }
}
