import Artifacts
import Columns
import Record

/// What moved in the false positives of classes, and a table of those that moved most.
struct FalsePositiveChanges {
    private struct Change {
        let cls: Int
        let ofClass: ClassFalsePositives.OfClass
        let state: Trend
    }

    /// Those that stand, and the next by p up to a table's rows.
    private let changes: [Change]
    private let level: Double

    /// `smallest`: the least change of precision that is named, 0...1.
    init(_ pairs: ComparedPairs, smallest: Double) {
        let level = pairs.falsePositiveLevel
        var changes: [Change] = []
        for cls in pairs.falsePositives.order {
            let ofClass = pairs.falsePositives[cls]
            // Ascending by p, so that no later one stands either.
            if ofClass.adjusted > level, changes.count >= ShowAtMost.rows { break }
            changes.append(Change(cls: cls, ofClass: ofClass, state: ofClass.state(level, smallest: smallest)))
        }
        self.changes = changes
        self.level = level
    }

    /// Classes in a state.
    func count(_ state: Trend) -> Int { changes.count { $0.state == state } }

    /// Those that are worse or better.
    func moved(_ evaluation: Evaluation, method: String) -> [Movement] {
        changes.filter { $0.state != .undecided }.compactMap { change in
            change.ofClass.counts.movementOfShare(
                of: .falsePositivesOf(evaluation.classes[change.cls].text), p: change.ofClass.adjusted, method: method)
        }
    }

    /// Classes, worse ones first, then by p.
    func table(_ classes: [ClassName]) -> Table {
        let rows = changes.filter { $0.state == .worse } + changes.filter { $0.state != .worse }
        return Table(
            columns: [
                Table.Column("class", "Class"), Table.Column("state", "State", .state),
                Table.Column("before", "False positives in the baseline", .number),
                Table.Column("now", "False positives now", .number),
                Table.Column("n", "Images of other classes", .number),
                Table.Column("change", "Change of their share", .number),
                Table.Column("interval", "95 % interval", .interval, method: "newcombe-paired"),
                Table.Column("precision_before", "Precision in the baseline", .number),
                Table.Column("precision_now", "Precision now", .number),
                Table.Column("p", "p, corrected", .number, method: "holm"),
            ],
            rows: rows.prefix(ShowAtMost.rows).map { change in
                let ofClass = change.ofClass
                let share = ofClass.counts.change(method: "paired-change")?.scaled(
                    by: -1, unit: .points, method: "paired-change")
                func precision(_ value: Double?) -> Cell {
                    value.map { .number($0, .proportion) } ?? .none("nothing predicted as it")
                }
                return [
                    .text(classes[change.cls].text),
                    .state(Mark(change.state), change.state == .undecided ? "not distinguishable" : nil),
                    .number(Double(ofClass.before), .count), .number(Double(ofClass.now), .count),
                    .number(Double(ofClass.counts.n), .count),
                    share.map { .number($0.value, .points) } ?? .none("no image in both"),
                    share.map { .interval(of: $0, mark: 0) } ?? .none("no image in both"),
                    precision(ofClass.precisionBefore), precision(ofClass.precisionNow),
                    .number(ofClass.adjusted, .pValue),
                ]
            }
        ).held(to: level)
    }
}
