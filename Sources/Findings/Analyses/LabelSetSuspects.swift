// Labels of images that may have any number of them, worth a second look by the model's own scores: one that may be missing, one that
// may be wrong. A list for review, not a verdict, as of one label an image.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Labels that a multi-label model disputes confidently.
public struct LabelSetSuspects: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let suspects = FactSpec("suspects", .count, better: .lower, role: .disputedLabels)
        let missing = FactSpec("missing", .count, better: .lower)
        let wrong = FactSpec("wrong", .count, better: .lower)
        let rate = FactSpec("rate", .proportion, better: .lower)
        let shareOfErrors = FactSpec("share_of_errors", .proportion)
        let topCount = FactSpec("top_count", .count)
        let agreement = FactSpec("agreement", .proportion, role: .labelAgreement)
        let leastAgreement = FactSpec("least_agreement", .proportion)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case topLabel = "top_label"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case any, rowsShareUnits = "rows_share_units", tooWeak = "too_weak"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case labels = "by_label", queue, examples
    }

    /// Its card.
    public let card = Card(
        id: "label-set-suspects", topic: .data, title: "Possible label errors",
        question: "Which labels does the model dispute confidently?", tasks: [.multilabel], facts: Self.facts.all,
        terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids, methods: ["label-set-errors", "wilson"])

    private static let method = "label-set-errors"

    /// It is about confidence.
    public let readsConfidence = true

    /// States which labels are disputed.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard let sets = evaluation.labelSets else { throw Missing("the evaluation has no labels") }
        guard evaluation.count > 0 else { throw Missing("no image has both labels and a prediction") }
        guard let sure = SureLabels(sets) else { throw Missing(Multilabel.noScores) }
        let agreement = sure.agreement(examination.units, method: Self.method)
        let isTooWeak = agreement.map { $0.interval.low < LabelSuspects.leastAgreement } ?? true
        let marks = sure.disputed
        let suspects = marks.filter(\.isSure)
        let isSuspect = Self.isMarked(suspects, of: evaluation.count)
        let rate = examination.units.rate(of: 0..<evaluation.count, method: Self.method) { isSuspect[$0] }
        let byLabel = Self.byLabel(suspects, sets)

        let specs = Self.facts
        let facts: [Fact] = [
            .count(specs.suspects, suspects.count, among: marks.count, method: Self.method),
            .count(specs.missing, suspects.count { $0.doubt == .missing }, among: suspects.count, method: Self.method),
            .count(specs.wrong, suspects.count { $0.doubt == .wrong }, among: suspects.count, method: Self.method),
            .stating(specs.rate, rate, else: "no images", method: Self.method),
            .stating(
                specs.shareOfErrors, Self.share(marks, examination.units), else: "no label is wrong",
                method: Self.method),
            .count(specs.topCount, byLabel.first?.count ?? 0, among: suspects.count, method: Self.method),
            .stating(specs.agreement, agreement, else: "the model is sure of no label", method: Self.method),
            Fact(specs.leastAgreement, LabelSuspects.leastAgreement, n: agreement?.n ?? 0, method: Self.method),
        ]
        var terms = Terms()
        terms[Term.topLabel] = byLabel.first.map { sets.names[$0.label].text }
        let isAny = !suspects.isEmpty && !isTooWeak
        let flags: [(Flag, Bool)] = [
            (.any, isAny), (.tooWeak, isTooWeak), (.rowsShareUnits, examination.rowsShareUnits),
        ]
        let images = evaluation.ranked(isSuspect.indices.filter { isSuspect[$0] }, by: Self.weights(suspects))
        let shown = images.prefix(ShowAtMost.gallery).map { evaluation.shown($0, wantsOverlay: false) }
        var findings: [Finding] = []
        if isAny, let rate {
            // Never more than a lead: what a model disputes is not thereby wrong.
            findings.append(
                Finding(
                    .labelSuspects, of: card.id, standing: .lead, measure: rate, errors: 0,
                    evidence: Array(shown.prefix(ShowAtMost.evidence))))
        }
        var section = Section(
            card, facts: examination.besideBaseline(facts, of: card.id, sameAs: [specs.topCount: nil]), terms: terms,
            flags: Flags(flags.filter(\.1).map(\.0)),
            exhibits: isAny
                ? [
                    Exhibit(Shown.labels, .table(Self.table(byLabel, sets))),
                    Exhibit(Shown.queue, .table(Self.queue(suspects, evaluation, sets))),
                    Exhibit(Shown.examples, .gallery(Gallery(shown, total: images.count))),
                ] : [], findings: findings)
        if !isTooWeak { section.disputedLabelSets = DisputedLabelSets(of: evaluation, marks) }
        return section
    }

    /// What is said against the labels of each image, together.
    private static func weights(_ suspects: [DisputedMark]) -> (Int) -> Double {
        let sums = suspects.reduce(into: [Int: Double]()) { $0[$1.row, default: 0] += $1.weight }
        return { sums[$0] ?? 0 }
    }

    private static func isMarked(_ marks: [DisputedMark], of rows: Int) -> [Bool] {
        marks.reduce(into: [Bool](repeating: false, count: rows)) { $0[$1.row] = true }
    }

    /// The share of the wrong labels that is disputed confidently, by unit: those of one image vary together.
    private static func share(_ marks: [DisputedMark], _ units: ResamplingUnits) -> Measure? {
        MatchedRows.rate(of: marks.indices, marks.map(\.isSure), marks.map { units.ids[$0.row] }, method: method)
    }

    private typealias LabelCount = (label: Int, missing: Int, wrong: Int, count: Int)

    /// Labels that are disputed anywhere, most disputes first.
    private static func byLabel(_ suspects: [DisputedMark], _ sets: LabelSets) -> [LabelCount] {
        var counts = sets.names.indices.map { (label: $0, missing: 0, wrong: 0, count: 0) }
        for mark in suspects {
            counts[mark.label].count += 1
            if mark.doubt == .missing { counts[mark.label].missing += 1 } else { counts[mark.label].wrong += 1 }
        }
        return counts.filter { $0.count > 0 }.sorted {
            $0.count != $1.count ? $0.count > $1.count : $0.label < $1.label
        }
    }

    private static func table(_ labels: [LabelCount], _ sets: LabelSets) -> Table {
        Table(
            columns: [
                Table.Column("label", "Label"),
                Table.Column("missing", "Perhaps missing", .number, method: method),
                Table.Column("wrong", "Perhaps wrong", .number, method: method),
                Table.Column("n", "of images with it", .number),
            ],
            rows: labels.prefix(ShowAtMost.rows).map { counted in
                let images = (0..<sets.rows).count { sets.isTrue($0, counted.label) }
                return [
                    .text(sets.names[counted.label].text), .number(Double(counted.missing), .count),
                    .number(Double(counted.wrong), .count), .number(Double(images), .count),
                ]
            })
    }

    /// The disputed labels themselves, the weightiest first.
    private static func queue(_ suspects: [DisputedMark], _ evaluation: Evaluation, _ sets: LabelSets) -> Table {
        let ranked = suspects.sorted { a, b in
            a.weight != b.weight ? a.weight > b.weight : (a.row, a.label) < (b.row, b.label)
        }
        return Table(
            columns: [
                Table.Column("item", "Image"), Table.Column("label", "Label"),
                Table.Column("doubt", "The label is perhaps"), Table.Column("score", "Score", .number),
                Table.Column("weight", "Weight", .number, method: method),
            ],
            rows: ranked.prefix(ShowAtMost.rows).map { mark in
                [
                    .text(evaluation.items.ids[mark.row].text), .text(sets.names[mark.label].text),
                    .text(mark.doubt == .missing ? "missing" : "wrong"), .number(mark.score, .score),
                    .number(mark.weight, .score),
                ]
            })
    }
}
