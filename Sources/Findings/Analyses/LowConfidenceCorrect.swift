// Correct predictions that the model did not believe.

import Artifacts
import Record
import Statistics
import Tallies

/// Correct predictions with confidence below one half: the model gave more to the other classes together than to its answer.
public struct LowConfidenceCorrect: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let threshold = FactSpec("threshold", .proportion)
        let lowConfidence = FactSpec("low_confidence", .count)
        let right = FactSpec("correct", .count)
        let rate = FactSpec("rate", .proportion)
        let stated = FactSpec("stated", .proportion)
        let shareOfCorrect = FactSpec("share_of_correct", .proportion)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case any, anyLowConfidence = "any_low_confidence", isUnderconfident = "underconfident", rowsShareUnits =
            "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case examples
    }

    /// Its card.
    public let card = Card(
        id: "low-confidence-correct", topic: .confidence, title: "Low-confidence correct",
        question: "How often are predictions with a confidence below one half correct?",
        facts: Self.facts.all,
        flags: Flag.ids, exhibits: Shown.ids,
        methods: ["low-confidence-correct", "wilson"])

    /// Confidence below which an answer counts as unsure.
    static let threshold = 0.5

    private static let examples = Exemplars(
        .rightBelow(threshold), .leastConfident, limit: ShowAtMost.gallery)

    /// It is about confidence.
    public let readsConfidence = true

    /// The book is enough.
    public let rowNeed = RowNeed.nothing

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] {
        [ThresholdOutcomes(from: Self.threshold), Self.examples]
    }

    /// States how many answers it was unsure of and how many of those are right.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        guard evaluation.predictions.hasConfidence else { throw Missing(.noConfidence) }
        let outcomes = examination.book[ThresholdOutcomes(from: Self.threshold)]
        let isRight = ThresholdOutcomeTally.isRight
        let isBelowThreshold = { (cell: Int) in !ThresholdOutcomeTally.isAboveThreshold(cell) }
        let lowConfidence = outcomes.belowThreshold
        let right = examination.book[Self.examples]
        let method = "low-confidence-correct"
        let stated = outcomes.meanBelowThreshold
        let rate = outcomes.rows.rate(of: isBelowThreshold, where: isRight, method: method)
        let none = "every prediction has a confidence of one half or more"

        let facts: [Fact] = [
            Fact(LowConfidenceCorrect.facts.threshold, Self.threshold, n: evaluation.count, method: method),
            .count(LowConfidenceCorrect.facts.lowConfidence, lowConfidence, among: evaluation.count, method: method),
            .count(LowConfidenceCorrect.facts.right, right.total, among: lowConfidence, method: method),
            .stating(LowConfidenceCorrect.facts.rate, rate, else: none, method: method),
            stated.map { Fact(LowConfidenceCorrect.facts.stated, $0, n: lowConfidence, method: method) }
                ?? Fact(LowConfidenceCorrect.facts.stated, undefined: none, n: 0, method: method),
            outcomes.rows.rate(
                LowConfidenceCorrect.facts.shareOfCorrect, of: isRight, where: isBelowThreshold,
                undefined: "no correct prediction",
                method: method),
        ]
        var flags = Flags()
        if right.total > 0 { flags.insert(LowConfidenceCorrect.Flag.any) }
        if lowConfidence > 0 { flags.insert(LowConfidenceCorrect.Flag.anyLowConfidence) }
        if let rate, let stated, rate.interval.low > stated { flags.insert(LowConfidenceCorrect.Flag.isUnderconfident) }
        if examination.rowsShareUnits { flags.insert(LowConfidenceCorrect.Flag.rowsShareUnits) }
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), flags: flags,
            exhibits: [Exhibit(LowConfidenceCorrect.Shown.examples, .gallery(Gallery(right, of: evaluation)))])
    }
}
