// What each class keeps where its answers have to be right: recall at a fixed precision, and the threshold that gives it.

import Artifacts
import Record
import Statistics
import Tallies

/// Recall of each class at a fixed precision, one class against the rest.
public struct ClassThresholds: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let recall90 = FactSpec(
            "recall_at_precision90", "recall at a precision of 90 %", .proportion, better: .higher, each: .classes)
        let recall95 = FactSpec(
            "recall_at_precision95", "recall at a precision of 95 %", .proportion, better: .higher, each: .classes)
        let recall99 = FactSpec(
            "recall_at_precision99", "recall at a precision of 99 %", .proportion, better: .higher, each: .classes)
        let worst = FactSpec("worst_recall_at_precision95", .proportion, better: .higher)
        let classes = FactSpec("classes", .count)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case worst
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case rowsShareUnits = "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case classes
    }

    /// Its card.
    public let card = Card(
        id: "class-thresholds", topic: .confidence, title: "Class thresholds",
        question: "What recall does each class keep at a fixed precision, and from which threshold on?",
        facts: Self.facts.all,
        terms: Term.ids,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: ["class-thresholds", "precision-search", "simultaneous", "wilson"])

    private static let targets: [(spec: FactSpec, precision: Double)] = [
        (facts.recall90, 0.90), (facts.recall95, 0.95), (facts.recall99, 0.99),
    ]

    /// It is about confidence.
    public let readsConfidence = true

    /// The book is enough.
    public let rowNeed = RowNeed.nothing

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] { plan.hasProbabilities ? [ClassScoreCells()] : [] }

    /// States what each class keeps.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard evaluation.predictions.hasProbabilities else {
            throw Missing("the evaluation has no class probabilities")
        }
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        let cells = examination.book[ClassScoreCells()]
        let isShared = examination.units.areShared
        let points = evaluation.classes.indices.map { cls in
            let falling = cells.falling(cls)
            return Self.targets.map {
                PrecisionTarget(falling, precision: $0.precision, areIndependent: !isShared)
            }
        }
        let facts = zip(evaluation.classes, points).flatMap { name, point in
            Self.targets.indices.map { target in
                point[target].fact(Self.targets[target].spec.ofClass(name.text))
            }
        }
        let order = points.indices.filter { points[$0][1].positives > 0 }.sorted { a, b in
            let (x, y) = (points[a][1].recall, points[b][1].recall)
            return x != y ? x < y : a < b
        }
        guard let worst = order.first else { throw Missing("no class has an image") }
        var stated = facts
        stated.append(
            PrecisionTarget(
                cells.falling(worst), precision: Self.targets[1].precision, areIndependent: !isShared,
                oneOf: order.count
            ).fact(Self.facts.worst))
        stated.append(
            .count(
                Self.facts.classes, order.count, among: evaluation.classes.count, method: "class-thresholds"))
        return Section(
            card,
            facts: examination.besideBaseline(
                stated, of: card.id,
                sameAs: [Self.facts.worst: Self.facts.recall95.ofClass(evaluation.classes[worst].text).id]),
            terms: Terms([ClassThresholds.Term.worst: evaluation.classes[worst].text]),
            flags: Flags(isShared ? [ClassThresholds.Flag.rowsShareUnits] : []),
            exhibits: [
                Exhibit(ClassThresholds.Shown.classes, .table(Self.table(order, evaluation, points)))
            ])
    }

    private static func table(
        _ order: [Int], _ evaluation: Evaluation, _ points: [[PrecisionTarget]]
    ) -> Table {
        var columns = [Table.Column("class", "Class"), Table.Column("n", "Images", .number)]
        for target in targets {
            let percent = Int((target.precision * 100).rounded())
            columns += [
                Table.Column("recall_\(percent)", "Recall at \(percent)\u{A0}%", .number, method: "class-thresholds"),
                Table.Column("interval_\(percent)", "95 % interval", .interval, method: "class-thresholds"),
            ]
        }
        columns.append(Table.Column("threshold_95", "Threshold for 95\u{A0}%", .number))
        return Table(
            columns: columns,
            rows: order.map { cls in
                let point = points[cls]
                var row: [Cell] = [.text(evaluation.classes[cls].text), .number(Double(point[1].positives), .count)]
                for target in targets.indices {
                    let fact = point[target].fact(targets[target].spec)
                    row.append(.number(point[target].recall, .proportion))
                    row.append(
                        fact.interval.map {
                            .interval(
                                low: $0.low, value: point[target].recall, high: $0.high, unit: .proportion, mark: nil)
                        } ?? .none("rows share units"))
                }
                return row + [point[1].threshold.map { .number($0, .score) } ?? .none("none reaches it")]
            })
    }
}
