// A version beside its baseline, item by item, from the archive alone: ids are joined by their 64-bit hash, class codes
// by the bytes of the class's name. What cannot be paired is counted, never guessed.

import Artifacts
import Columns
import Record
import Statistics

/// The items that both a version and its baseline were evaluated on.
public struct Pairing: Sendable {
    /// Rows of the evaluation that the baseline has with the same label, by rising id hash: an order that does not depend
    /// on the order of rows in any file.
    public let rows: [Int]
    /// What the baseline said on each of `rows`, in this evaluation's class codes; -1 for a class that is not in its list.
    public let before: [Int32]
    /// Rows of the evaluation whose label is another in the baseline; they are not compared.
    public let relabelled: [Int]
    /// Items evaluated now and not then.
    public let onlyNow: Int
    /// Items evaluated then and not now.
    public let onlyThen: Int
    /// Classes that are in this evaluation's list and not in the baseline's.
    public let addedClasses: [ClassName]
    /// Classes that are in the baseline's list and not in this evaluation's.
    public let droppedClasses: [ClassName]

    /// The pairing of an evaluation with what the archive keeps of its baseline.
    public init(of evaluation: Evaluation, with baseline: BaselineRecord) {
        let now = OutcomeTable.rowsByHash(of: evaluation)
        let then = baseline.outcomes
        let codes = ClassCodes(evaluation.classes)
        let oldClasses = baseline.audit.dataset.classes.map { ClassName($0) }
        let translated = oldClasses.map { codes.code(of: $0) ?? -1 }
        func code(_ old: UInt16) -> Int32 { Int(old) < translated.count ? translated[Int(old)] : -1 }

        var rows: [Int] = []
        var before: [Int32] = []
        var relabelled: [Int] = []
        var here = 0
        var there = 0
        var met = 0
        while here < now.count, there < then.count {
            if now[here].hash < then.ids[there] {
                here += 1
            } else if now[here].hash > then.ids[there] {
                there += 1
            } else {
                let row = now[here].row
                if code(then.labels[there]) == evaluation.items.labels[row] {
                    rows.append(row)
                    before.append(code(then.predicted[there]))
                } else {
                    relabelled.append(row)
                }
                met += 1
                here += 1
                there += 1
            }
        }
        self.rows = rows
        self.before = before
        self.relabelled = relabelled
        onlyNow = now.count - met
        onlyThen = then.count - met
        let old = ClassCodes(oldClasses)
        addedClasses = evaluation.classes.filter { old.code(of: $0) == nil }
        droppedClasses = oldClasses.filter { codes.code(of: $0) == nil }
    }

    /// Items that both have with the same label.
    public var count: Int { rows.count }

    /// Whether both list the same classes, in whatever order.
    public var hasSameClasses: Bool { addedClasses.isEmpty && droppedClasses.isEmpty }

    /// Whether both were evaluated on the same items with the same labels and classes, so that any two numbers of theirs
    /// may stand side by side.
    public var isSameSet: Bool { onlyNow == 0 && onlyThen == 0 && relabelled.isEmpty && hasSameClasses }
}
