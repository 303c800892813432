// Labels worth a second look, by the model's own confidence. A list for review, not a verdict: a model that is sure and
// wrong disputes good labels.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Labels that confident learning disputes.
public struct LabelSuspects: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let suspects = FactSpec("suspects", .count, better: .lower, role: .disputedLabels)
        let rate = FactSpec("rate", .proportion, better: .lower)
        let errorsAmongSuspects = FactSpec("errors_among_suspects", .count, better: .lower)
        let shareOfErrors = FactSpec("share_of_errors", .proportion)
        let topCount = FactSpec("top_count", .count)
        let agreement = FactSpec("agreement", .proportion, role: .labelAgreement)
        let leastAgreement = FactSpec("least_agreement", .proportion)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case topLabel = "top_label", topSuggested = "top_suggested"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case any, repeatedPair = "repeated_pair", rowsShareUnits = "rows_share_units", tooWeak = "too_weak"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case pairs, queue, examples
    }

    /// Its card.
    public let card = Card(
        id: "label-suspects", topic: .data, title: "Possible label errors",
        question: "Which labels does the model dispute confidently?",
        facts: Self.facts.all,
        terms: Term.ids, flags: Flag.ids,
        exhibits: Shown.ids, methods: ["confident-learning", "wilson"])

    /// Where the model is sure of a class, it has to be the label at least this often, with all of the interval: if more than one
    /// label in five were disputed, most disputes would be the model's errors, for label errors of more than a fifth are rare.
    static let leastAgreement = 0.8

    /// It is about confidence.
    public let readsConfidence = true

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] { plan.hasProbabilities ? [OwnProbabilities()] : [] }

    /// The joint, once it is known how sure is sure.
    public func requests(_ plan: Plan, after book: Book) -> [any TallyRequest] {
        plan.hasProbabilities ? [Self.joint(book)] : []
    }

    /// The request for what is disputed, once it is known how sure is sure.
    static func joint(_ book: Book) -> ConfidentJoint {
        ConfidentJoint(thresholds: book[OwnProbabilities()].means, limit: ShowAtMost.gallery)
    }

    /// States which labels are disputed.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard evaluation.predictions.probabilities != nil else {
            throw Missing("the evaluation has no class probabilities")
        }
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        let method = "confident-learning"
        let request = Self.joint(examination.book)
        let joint = examination.book[request]
        let (isSuspect, isWrong) = (ConfidentJointTally.isSuspect, ConfidentJointTally.isWrong)
        let agreement = Measure.rate(joint.agreed, of: joint.sure, method: method)
        let isTooWeak = agreement.map { $0.interval.low < Self.leastAgreement } ?? true
        let suspects = joint.rows.rows(isSuspect)
        let wrong = joint.rows.rows { isSuspect($0) && isWrong($0) }
        let shown = joint.suspects.map { evaluation.shown($0.exemplar) }
        let pairs = pairs(joint, evaluation.classes)
        let rate = joint.rows.rate(where: isSuspect, method: method)

        let facts: [Fact] = [
            .count(LabelSuspects.facts.suspects, suspects, among: evaluation.count, method: method),
            .stating(LabelSuspects.facts.rate, rate, else: "no rows", method: method),
            .count(LabelSuspects.facts.errorsAmongSuspects, wrong, among: suspects, method: method),
            joint.rows.rate(
                LabelSuspects.facts.shareOfErrors, of: isWrong, where: isSuspect, undefined: "no errors",
                method: method),
            .count(LabelSuspects.facts.topCount, pairs.first?.count ?? 0, among: suspects, method: method),
            .stating(
                LabelSuspects.facts.agreement, agreement, else: "the model is sure of no class on any row",
                method: method),
            Fact(LabelSuspects.facts.leastAgreement, Self.leastAgreement, n: joint.sure, method: method),
        ]
        var terms = Terms()
        if let top = pairs.first {
            terms = Terms([
                LabelSuspects.Term.topLabel: evaluation.classes[top.label].text,
                LabelSuspects.Term.topSuggested: evaluation.classes[top.suggested].text,
            ])
        }
        var flags = Flags()
        if isTooWeak { flags.insert(LabelSuspects.Flag.tooWeak) }
        if suspects > 0, !isTooWeak { flags.insert(LabelSuspects.Flag.any) }
        if let top = pairs.first, top.count > 1 { flags.insert(LabelSuspects.Flag.repeatedPair) }

        if examination.rowsShareUnits { flags.insert(LabelSuspects.Flag.rowsShareUnits) }
        var findings: [Finding] = []
        if let measure = rate, suspects > 0, !isTooWeak {
            // Never more than a lead: what a model disputes is not thereby wrong.
            findings.append(
                Finding(
                    .labelSuspects, of: card.id, standing: .lead, measure: measure, errors: 0,
                    evidence: Array(shown.prefix(ShowAtMost.evidence))))
        }
        var section = Section(
            card, facts: examination.besideBaseline(facts, of: card.id, sameAs: [LabelSuspects.facts.topCount: nil]),
            terms: terms,
            flags: flags,
            exhibits: isTooWeak
                ? []
                : [
                    Exhibit(LabelSuspects.Shown.pairs, .table(table(pairs, request.thresholds, evaluation.classes))),
                    Exhibit(LabelSuspects.Shown.queue, .table(queue(joint, evaluation.classes))),
                    Exhibit(LabelSuspects.Shown.examples, .gallery(Gallery(shown, total: suspects))),
                ], findings: findings)
        if !isTooWeak { section.disputed = DisputedLabels(of: evaluation, request) }
        return section
    }

    private typealias Pair = (label: Int, suggested: Int, count: Int)

    /// Disputed pairs of classes, most items first, then by class codes.
    private func pairs(_ joint: ConfidentJointTally, _ classes: [ClassName]) -> [Pair] {
        var pairs: [Pair] = []
        joint.counts.forEach { cell, count in
            let (label, suggested) = cell.quotientAndRemainder(dividingBy: classes.count)
            if label != suggested { pairs.append((label, suggested, count)) }
        }
        return pairs.sorted {
            $0.count != $1.count ? $0.count > $1.count : ($0.label, $0.suggested) < ($1.label, $1.suggested)
        }
    }

    private func table(_ pairs: [Pair], _ thresholds: [Double?], _ classes: [ClassName]) -> Table {
        Table(
            columns: [
                Table.Column("label", "Label"), Table.Column("suggested", "Suggested"),
                Table.Column("count", "Images", .number),
                Table.Column("threshold", "Sure from", .number, method: "confident-learning"),
            ],
            rows: pairs.prefix(ShowAtMost.rows).map { pair in
                [
                    .text(classes[pair.label].text), .text(classes[pair.suggested].text),
                    .number(Double(pair.count), .count),
                    thresholds[pair.suggested].map { .number($0, .proportion) } ?? .none("no image of the class"),
                ]
            })
    }

    private func queue(_ joint: ConfidentJointTally, _ classes: [ClassName]) -> Table {
        Table(
            columns: [
                Table.Column("item", "Image"), Table.Column("label", "Label"),
                Table.Column("suggested", "Suggested"),
                Table.Column("p_label", "Probability of the label", .number),
                Table.Column("p_suggested", "Probability of the suggestion", .number),
                Table.Column("margin", "Margin", .number, method: "confident-learning"),
            ],
            rows: joint.suspects.prefix(ShowAtMost.rows).map { suspect in
                [
                    .text(suspect.exemplar.id.text), .text(classes[Int(suspect.exemplar.label)].text),
                    .text(classes[Int(suspect.suggested)].text), .number(suspect.labelled, .proportion),
                    .number(suspect.suggestion, .proportion),
                    .number(suspect.margin, .points),
                ]
            })
    }
}
