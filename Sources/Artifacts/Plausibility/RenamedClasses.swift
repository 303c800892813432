import Columns
import Diagnostics

/// Classes that predictions call by a name that no label has: `feline` for `cat`. Such a class is never predicted by its own name, and
/// what would be its recall is that of a word.
///
/// A model of more classes than the images have names others too. That one of them takes the place of a class, which is itself never
/// predicted, is no matter of how good a model is.
struct RenamedClasses {
    /// A class of the labels, what it is called in the predictions, and how many rows say so.
    struct Pair {
        let label: Int
        let answer: Int
        let count: Int
    }

    /// The classes, in their order.
    let pairs: [Pair]
    private let rows: [Int]
    /// Classes that others are predicted as, and that labels name too.
    private let areLabels: Set<Int>
    private let accuracy: (now: Double, then: Double)

    /// What a model calls an image of which it says nothing: no other name of a class.
    private static let abstentions: Set<String> = [
        "unknown", "unsure", "reject", "rejected", "abstain", "none", "other", "others", "background", "ood", "nothing",
        "na",
        "invalid", "uncertain",
    ]

    /// Fewest rows of a class that have to be predicted as the other where the names have nothing in common.
    static let fewestRows = 5

    /// `nil` where no class is called otherwise. Of a class that is never predicted half of the rows, and at least five, have to be
    /// predicted as a class that no label is, and that mostly there; where the two are spelled alike, one row is enough. That one class
    /// alone is called so is no more than a wrong model where nothing else is right.
    ///
    /// A class that is never predicted, and that is another label with two letters exchanged, as which half of its rows and at least
    /// five are predicted, is that label misspelt. Other names that are alike are often two: `typical` and `atypical`.
    init?(labels: [Int32], answers given: [Int32], classes: [ClassName]) {
        var (rows, answered) = ([Int](repeating: 0, count: classes.count), [Int](repeating: 0, count: classes.count))
        var counts: [Int: Int] = [:]
        var right = 0
        for (label, answer) in zip(labels, given) where label >= 0 {
            rows[Int(label)] += 1
            guard answer >= 0, Int(answer) < classes.count else { continue }
            answered[Int(answer)] += 1
            if answer == label { right += 1 }
            counts[Int(label) * classes.count + Int(answer), default: 0] += 1
        }
        let n = rows.reduce(0, +)
        let silent = classes.indices.filter { rows[$0] > 0 && answered[$0] == 0 }
        guard n > 0, !silent.isEmpty else { return nil }
        // Cells that are counted, and no pairs of classes: of these there may be a hundred million.
        let all = counts.map { cell in
            Pair(label: cell.key / classes.count, answer: cell.key % classes.count, count: cell.value)
        }
        let cells = all.filter { rows[$0.answer] == 0 }
        let misspelt = all.filter { pair in
            rows[pair.answer] > 0 && answered[pair.label] == 0 && pair.count * 2 >= rows[pair.label]
                && pair.count >= Self.fewestRows
                && ClassLikeness.haveTurnedLetters(classes[pair.label].text, classes[pair.answer].text)
        }
        let given = Dictionary(grouping: cells, by: \.label)
        var pairs: [Pair] = []
        for label in silent {
            let found = (given[label] ?? []).filter { pair in
                guard pair.count * 2 > answered[pair.answer],
                    !Self.abstentions.contains(BoxKeys.plain(classes[pair.answer].text))
                else { return false }
                let isMost =
                    n >= ClassPermutation.fewestRows && pair.count >= Self.fewestRows && pair.count * 2 >= rows[label]
                return isMost || ClassLikeness.areAlike(classes[label].text, classes[pair.answer].text)
            }
            // A class that is not listed twice is another's no more: more than half of its rows are this one's.
            if let pair = found.max(by: { ($0.count, $1.answer) < ($1.count, $0.answer) })
                ?? misspelt.filter({ $0.label == label }).max(by: { ($0.count, $1.answer) < ($1.count, $0.answer) })
            {
                pairs.append(pair)
            }
        }
        areLabels = Set(pairs.map(\.answer).filter { rows[$0] > 0 })
        guard pairs.count > 1 || (pairs.count == 1 && right > 0) else { return nil }
        self.pairs = pairs
        self.rows = rows
        let then = right + pairs.reduce(0) { $0 + $1.count }
        accuracy = (Double(right) / Double(n), Double(then) / Double(n))
    }

    /// Whether all of some classes that are answered as others are so for their names.
    func explains(_ moved: [Int]) -> Bool { Set(moved).isSubset(of: pairs.map(\.label)) }

    /// The doubt, in words.
    func doubt(_ names: [ClassName], _ file: String) -> InputDoubt {
        let shown = pairs.prefix(3).map { pair in
            "\(names[pair.label]) is never predicted, and \(names[pair.answer])\(areLabels.contains(pair.answer) ? "" : ", which is no label,") "
                + "in \(pair.count) of its \(rows[pair.label]) rows"
        }
        return InputDoubt(
            .classNames, at: Place(file: file),
            shown.joined(separator: "; ") + (pairs.count > 3 ? "; and \(pairs.count - 3) more" : "")
                + ": as one class each, the accuracy would be \([InputDoubt].short(accuracy.then)) in place of "
                + "\([InputDoubt].short(accuracy.now))",
            suggestion: "are these two names of one class? write them alike;")
    }
}
