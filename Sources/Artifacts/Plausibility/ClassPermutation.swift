import Columns
import Statistics

/// A relabelling of the classes under which a model would be right where it is wrong: each class is answered as one other.
struct ClassPermutation {
    /// Which class each one is mostly answered as; -1 for one that does not occur.
    let answers: [Int]
    /// Share of rows answered as their class.
    let accuracy: Double
    /// Share of rows answered as the class that `answers` says.
    let relabelled: Double
    /// Classes answered as another, in their order.
    let moved: [Int]

    /// Fewest rows that are judged.
    static let fewestRows = 20
    /// Share of a class's rows that have to be answered as the one other class.
    static let share = 0.4
    /// Level of the test that classes are answered as the others more than as themselves.
    static let level = 1e-4

    /// The relabelling that labels and answers of rows suggest, one of `looks` sets of them that are tried; `nil` where they suggest
    /// none. Answers below 0 are passed over.
    init?(labels: [Int32], answers given: [Int32], classes: Int, oneOf looks: Int = 1) {
        var counts: [Int: Int] = [:]
        var rows = [Int](repeating: 0, count: classes)
        var right = 0
        for (label, answer) in zip(labels, given) where label >= 0 {
            rows[Int(label)] += 1
            if answer == label { right += 1 }
            if answer >= 0, Int(answer) < classes { counts[Int(label) * classes + Int(answer), default: 0] += 1 }
        }
        let n = rows.reduce(0, +)
        guard n >= Self.fewestRows, classes > 1 else { return nil }
        // The largest cells first, each class once on either side.
        let cells = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        var answers = [Int](repeating: -1, count: classes)
        var taken = [Bool](repeating: false, count: classes)
        var moved: [Int] = []
        var hits = 0
        // Of the classes that moved: rows answered as the other class, and as themselves.
        var (asOther, asSelf) = (0, 0)
        for (cell, count) in cells {
            let (label, answer) = (cell / classes, cell % classes)
            guard answers[label] < 0, !taken[answer] else { continue }
            answers[label] = answer
            taken[answer] = true
            hits += count
            let own = counts[label * classes + label, default: 0]
            let isMost = Double(count) >= Self.share * Double(rows[label]) && own * 2 <= count
            if answer != label, isMost, rows[label] >= 3 {
                moved.append(label)
                asOther += count
                asSelf += own
            }
        }
        self.answers = answers
        accuracy = Double(right) / Double(n)
        relabelled = Double(hits) / Double(n)
        self.moved = moved.sorted()
        let isClosed = Set(moved) == Set(moved.map { answers[$0] })
        // Of many classes in few rows some relabelling always explains a part of the errors.
        let isWhole = relabelled >= 0.4 && relabelled - accuracy >= max(0.2, 0.4 * (1 - accuracy))
        // A model may take one class for another; that it takes the other for the one as well, and both more than twice as
        // often as it is right, is a matter of names. Of the many pairs there are, Bonferroni's correction.
        let p = McNemar.exact(fixed: asOther, broken: asSelf) * Double(classes) * Double(looks)
        guard moved.count > 1, isClosed || isWhole, p < Self.level else { return nil }
    }

    /// "10 is answered as 2, 11 as 3 ...".
    func words(_ names: [ClassName]) -> String {
        let shown = moved.prefix(4).enumerated().map { place, cls in
            "\(names[cls]) \(place == 0 ? "is answered as" : "as") \(names[answers[cls]])"
        }
        return shown.joined(separator: ", ") + (moved.count > 4 ? " ..." : "")
    }

    /// What made it, where it can be told.
    func cause(_ names: [ClassName]) -> Cause? {
        let known = answers.indices.filter { answers[$0] >= 0 }
        guard known.count > 1 else { return nil }
        let sorted = names.indices.sorted { names[$0].text.utf8.lexicographicallyPrecedes(names[$1].text.utf8) }
        var place = [Int](repeating: 0, count: names.count)
        for (position, cls) in sorted.enumerated() { place[cls] = position }
        if known.allSatisfy({ answers[$0] == place[$0] }) { return .textOrder }
        if moved.allSatisfy({ answers[$0] == $0 - 1 }) { return .oneLower }
        if moved.allSatisfy({ answers[$0] == $0 + 1 }) { return .oneHigher }
        return nil
    }

    /// What permutes classes.
    enum Cause: Sendable {
        /// The columns are in the text order of the names.
        case textOrder
        /// Class numbers are one lower than those of the list.
        case oneLower
        /// They are one higher.
        case oneHigher
    }
}
