// A detector's average precision beside its baseline's: it is in no pair of objects, and what it gained or lost is said as
// loudly as the objects found. Both audits weigh an image alike in a replicate, so their difference has a paired interval.

import Record
import Statistics

/// Average precision and average recall now and in the baseline, on the same images.
struct PairedPrecision {
    /// AP, AP at IoU 0.5 and 0.75, AR: each with what the baseline has, where that is of the same images.
    let ofAll: [Fact]
    /// AP of each class, likewise.
    let ofClasses: [Fact]
    /// The sections that state them.
    private let whole: String
    private let classes: String
    /// What tables call them.
    private let names: [String: String]
    private let classNames: [String]

    /// The facts as the sections `whole` and `classes` state them; `names` by id, `classNames` in the order of `ofClasses`.
    init(
        _ examination: Examination, ofAll: [Fact], in whole: String, called names: [String: String],
        ofClasses: [Fact], in classes: String, called classNames: [String]
    ) {
        self.ofAll = examination.besideBaseline(ofAll, of: whole)
        self.ofClasses = examination.besideBaseline(ofClasses, of: classes)
        (self.whole, self.classes, self.names, self.classNames) = (whole, classes, names, classNames)
    }

    /// Classes that can be compared.
    private var compared: Int { ofClasses.count { $0.pairedChange != nil } }

    /// The change of average precision as a fact.
    func change(_ spec: FactSpec) -> Fact {
        let method = "average-precision"
        guard let ap = ofAll.first, let change = ap.pairedChange else {
            return Fact(
                spec, undefined: "the baseline's average precision is of other images or labels, or never varies", n: 0,
                method: method)
        }
        return Fact(spec, change)
    }

    /// Those of all images whose interval leaves no change out.
    var movedOfAll: [Movement] { ofAll.compactMap { $0.movement(at: whole + "/" + $0.id) } }

    /// The classes whose interval does, widened so that those of all classes hold at once.
    var movedOfClasses: [Movement] {
        ofClasses.compactMap { $0.movement(at: classes + "/" + $0.id, oneOf: compared) }
    }

    /// The numbers of all images.
    func table(before: String, now: String) -> Table {
        Self.table(
            ofAll.map { (names[$0.id] ?? $0.id, $0, 1) }, title: "Metric", before: before, now: now)
    }

    /// The classes, largest loss first.
    func tableOfClasses(before: String, now: String) -> Table {
        let order = ofClasses.indices.filter { ofClasses[$0].pairedChange != nil }.sorted { a, b in
            let (x, y) = (ofClasses[a].pairedChange?.value ?? 0, ofClasses[b].pairedChange?.value ?? 0)
            return x != y ? x < y : a < b
        }
        return Self.table(
            order.map { (classNames[$0], ofClasses[$0], compared) }, title: "Class", before: before, now: now)
    }

    private static func table(
        _ rows: [(name: String, fact: Fact, looks: Int)], title: String, before: String, now: String
    ) -> Table {
        Table(
            columns: [
                Table.Column("name", title), Table.Column("before", before, .number),
                Table.Column("now", now, .number), Table.Column("change", "Change", .number),
                Table.Column("interval", "95 % interval of the change", .interval, method: "image-bootstrap"),
                Table.Column("n", "Objects", .number), Table.Column("state", "State", .state),
            ],
            rows: rows.map { name, fact, looks in
                let none = Cell.none("not compared")
                let value: Cell = fact.value.map { .number($0, .proportion) } ?? .none(fact.undefined ?? "")
                guard let change = fact.pairedChange, let then = fact.baseline else {
                    return [
                        .text(name), fact.baseline.map { .number($0, .proportion) } ?? none, value, none, none,
                        .number(Double(fact.n), .count), .state(.undecided, "not compared"),
                    ]
                }
                let interval = change.interval.widened(around: change.value, oneOf: looks)
                let state: Trend = interval.low > 0 ? .better : interval.high < 0 ? .worse : .undecided
                return [
                    .text(name), .number(then, .proportion), value, .number(change.value, .points),
                    .interval(
                        low: interval.low, value: change.value, high: interval.high, unit: .points, mark: 0),
                    .number(Double(fact.n), .count),
                    .state(Mark(state), state == .undecided ? "not distinguishable" : nil),
                ]
            })
    }
}
