// A version beside its baseline, item by item. What the archive keeps of a baseline is joined by the 64-bit hash of ids,
// an evaluation that is at hand by their bytes; class codes by the bytes of the class's name either way. What cannot be
// paired is counted, never guessed.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The items that both a version and its baseline were evaluated on.
public struct Pairing: Sendable {
    /// Rows of the evaluation that the baseline has with the same label. With an archive they are by rising id hash: an
    /// order that does not depend on the order of rows in any file.
    public let rows: [Int]
    /// What the baseline answered on each of `rows`, as `Outcome` codes it among this evaluation's classes;
    /// `Outcome.unlisted` for a class that is not in its list.
    public let before: [Int32]
    /// Row of the earlier evaluation for each of `rows`; empty when the archive is all that is left of it.
    let earlier: [Int]
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
    /// Items that both have with the same label.
    public let count: Int

    /// The pairing of an evaluation with what the archive keeps of its baseline.
    public init(of evaluation: Evaluation, with baseline: BaselineRecord) {
        let now = OutcomeTable.rowsByHash(of: evaluation)
        let then = baseline.outcomes
        let codes = ClassCodes(evaluation.classes)
        let oldClasses = baseline.audit.dataset.classes.map { ClassName($0) }
        let translated = oldClasses.map { codes.code(of: $0) ?? Outcome.unlisted }
        func code(_ old: Int32) -> Int32 { old < 0 ? old : translated[Int(old)] }
        func label(_ there: Int) -> Int32 {
            let old = Int(then.labels[there])
            return old < translated.count ? translated[old] : Outcome.unlisted
        }

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
                if label(there) == evaluation.items.labels[row] {
                    rows.append(row)
                    before.append(code(then.answer(there, classes: translated.count)))
                } else {
                    relabelled.append(row)
                }
                met += 1
                here += 1
                there += 1
            }
        }
        self.rows = rows
        count = rows.count
        self.before = before
        earlier = []
        self.relabelled = relabelled
        onlyNow = now.count - met
        onlyThen = then.count - met
        (addedClasses, droppedClasses) = Self.differing(
            evaluation.listed, baseline.audit.dataset.names.map { ClassName($0) })
    }

    /// The pairing of two evaluations that are both at hand, in the order of the rows of `evaluation`.
    init(of evaluation: Evaluation, with earlier: Evaluation) {
        let codes = ClassCodes(evaluation.classes)
        let translated = earlier.classes.map { codes.code(of: $0) ?? Outcome.unlisted }
        func code(_ old: Int32) -> Int32 { old < 0 ? old : translated[Int(old)] }
        let others = Self.rows(of: evaluation.items.ids, in: earlier.items.ids)
        var rows: [Int] = []
        var before: [Int32] = []
        var there: [Int] = []
        var relabelled: [Int] = []
        for (row, other) in others.enumerated() where other >= 0 {
            guard translated[Int(earlier.items.labels[other])] == evaluation.items.labels[row] else {
                relabelled.append(row)
                continue
            }
            rows.append(row)
            before.append(code(earlier.predictions.predicted[other]))
            there.append(other)
        }
        self.rows = rows
        count = rows.count
        self.before = before
        self.earlier = there
        self.relabelled = relabelled
        let met = rows.count + relabelled.count
        onlyNow = evaluation.count - met
        onlyThen = earlier.count - met
        (addedClasses, droppedClasses) = Self.differing(evaluation.listed, earlier.listed)
    }

    /// The pairing of rows that were counted elsewhere with the baseline's answers beside them. Labels are those of the rows, and
    /// images that the baseline alone has are known by their number.
    init(of tallied: TalliedRows, with baseline: BaselineRecord) {
        let evaluation = tallied.evaluation
        let paired = tallied.before.indices.filter { tallied.before[$0] != nil }
        rows = paired
        before = paired.map { tallied.before[$0] ?? Outcome.unlisted }
        count = tallied.paired
        (earlier, relabelled) = ([], [])
        onlyNow = evaluation.count - tallied.paired
        onlyThen = max(0, baseline.audit.dataset.n - tallied.paired)
        (addedClasses, droppedClasses) = Self.differing(
            evaluation.listed, baseline.audit.dataset.names.map { ClassName($0) })
    }

    /// What only the first list has, and only the second.
    private static func differing(
        _ now: [ClassName], _ before: [ClassName]
    ) -> (added: [ClassName], dropped: [ClassName]) {
        let (codes, old) = (ClassCodes(now), ClassCodes(before))
        return (now.filter { old.code(of: $0) == nil }, before.filter { codes.code(of: $0) == nil })
    }

    /// For each id its row among `others`, -1 where it is not; ids are unique. Mostly both are in one order, and nothing
    /// is looked up.
    private static func rows(of ids: ItemIDs, in others: ItemIDs) -> [Int] {
        ids == others ? Array(ids.indices) : IDIndex(others).rows(of: ids)
    }

    /// Whether both list the same classes, in whatever order.
    public var hasSameClasses: Bool { addedClasses.isEmpty && droppedClasses.isEmpty }

    /// Whether both were evaluated on the same items with the same labels and classes, so that any two numbers of theirs
    /// may stand side by side.
    public var isSameSet: Bool { onlyNow == 0 && onlyThen == 0 && relabelled.isEmpty && hasSameClasses }
}

extension Evaluation {
    /// What misread.yml lists: the labels of a multi-label model, whose classes are the sets that occur, else the classes.
    fileprivate var listed: [ClassName] { labelSets?.names ?? classes }
}
