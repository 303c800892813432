// Right answers that the model did not believe.

import Artifacts
import Record
import Statistics
import Tallies

/// Right answers with confidence below one half: the model gave more to the other classes together than to its answer.
public struct LowConfidenceCorrect: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let threshold = FactSpec("threshold", .proportion)
        let unsure = FactSpec("low_confidence", .count)
        let right = FactSpec("correct", .count)
        let rate = FactSpec("rate", .proportion)
        let stated = FactSpec("stated", .proportion)
        let shareOfRight = FactSpec("share_of_correct", .proportion)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case any, anyUnsure = "any_low_confidence", saysTooLittle = "underconfident", rowsShareUnits =
            "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case examples
    }

    /// Its card.
    public let card = Card(
        id: "low-confidence-correct", title: "Right but unsure",
        question: "How often is it right when it gives its answer less than one half?",
        facts: Self.facts.all,
        flags: Flag.ids, exhibits: Shown.ids,
        methods: ["low-confidence-correct", "wilson"])

    /// Confidence below which an answer counts as unsure.
    static let threshold = 0.5

    /// States how many answers it was unsure of and how many of those are right.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard evaluation.count > 0 else { throw Missing("no item has both a label and a prediction") }
        let confidence = evaluation.predictions.confidence
        let unsure = (0..<evaluation.count).filter { confidence[$0] < Self.threshold }
        let right = evaluation.ranked(unsure.filter { evaluation.isCorrect($0) }) { -confidence[$0] }
        let method = "low-confidence-correct"
        let stated = ExactSum.mean(unsure.map { confidence[$0] })
        let rate = examination.units.rate(of: unsure, method: method, where: evaluation.isCorrect)
        let none = "every answer has a confidence of one half or more"
        let correct = (0..<evaluation.count).filter { evaluation.isCorrect($0) }

        let facts: [Fact] = [
            Fact(LowConfidenceCorrect.facts.threshold, Self.threshold, n: evaluation.count, method: method),
            .count(LowConfidenceCorrect.facts.unsure, unsure.count, among: evaluation.count, method: method),
            .count(LowConfidenceCorrect.facts.right, right.count, among: unsure.count, method: method),
            .stating(LowConfidenceCorrect.facts.rate, rate, else: none, method: method),
            stated.map { Fact(LowConfidenceCorrect.facts.stated, $0, n: unsure.count, method: method) }
                ?? Fact(LowConfidenceCorrect.facts.stated, undefined: none, n: 0, method: method),
            examination.units.rate(
                LowConfidenceCorrect.facts.shareOfRight, of: correct, undefined: "no right answer", method: method,
                where: { confidence[$0] < Self.threshold }),
        ]
        var flags = Flags()
        if !right.isEmpty { flags.insert(LowConfidenceCorrect.Flag.any) }
        if !unsure.isEmpty { flags.insert(LowConfidenceCorrect.Flag.anyUnsure) }
        if let rate, let stated, rate.interval.low > stated { flags.insert(LowConfidenceCorrect.Flag.saysTooLittle) }
        if examination.rowsShareUnits { flags.insert(LowConfidenceCorrect.Flag.rowsShareUnits) }
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), flags: flags,
            exhibits: [Exhibit(LowConfidenceCorrect.Shown.examples, .gallery(Gallery(right, of: evaluation)))])
    }
}
