// Errors whose truth was the second choice.

import Artifacts
import Record
import Statistics
import Tallies

/// Incorrect predictions where the label has the second highest probability.
public struct NearMisses: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let errors = FactSpec("errors", "the number of errors", .count, better: .lower)
        let nearMisses = FactSpec("near_misses", .count, better: .lower)
        let shareOfErrors = FactSpec("share_of_errors", .proportion)
        let top2Accuracy = FactSpec("top2_accuracy", .proportion, better: .higher)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case any, anyError = "any_error", rowsShareUnits = "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case rankOfLabel = "rank_of_label", examples
    }

    /// Its card.
    public let card = Card(
        id: "near-misses", topic: .failures, title: "Near misses",
        question: "How often is the label the second most probable class of an error?",
        facts: Self.facts.all,
        flags: Flag.ids,
        exhibits: Shown.ids, methods: ["near-miss", "wilson"])

    /// Ranks that are counted one by one; lower ranks are counted together.
    static let ranks = 5

    private static let examples = Exemplars(.secondChoice, .narrowest, limit: ShowAtMost.gallery)

    /// It is about confidence.
    public let readsConfidence = true

    /// The book is enough.
    public let rowNeed = RowNeed.nothing

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] {
        plan.hasProbabilities ? [LabelRanks(), Self.examples] : []
    }

    /// States how often the label comes second.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard evaluation.predictions.hasProbabilities else {
            throw Missing("the evaluation has no class probabilities")
        }
        guard evaluation.classes.count > 2 else {
            throw Missing("with two classes the label of an error is always second")
        }
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }

        // The narrowest first: the label's probability comes closest to the answer's.
        let examples = examination.book[Self.examples]
        let ranks = examination.book[LabelRanks()].rows
        let wrong = ranks.rows { $0 > 0 }
        let near = ranks.totals[1]
        let facts: [Fact] = [
            .count(NearMisses.facts.errors, wrong, among: evaluation.count, method: "accuracy"),
            .count(NearMisses.facts.nearMisses, near, among: wrong, method: "near-miss"),
            ranks.rate(
                NearMisses.facts.shareOfErrors, of: { $0 > 0 }, where: { $0 == 1 }, undefined: "no errors",
                method: "near-miss"),
            ranks.rate(
                NearMisses.facts.top2Accuracy, where: { $0 < 2 }, undefined: "no rows", method: "near-miss"),
        ]
        let last = min(Self.ranks, evaluation.classes.count)
        var bars = (2...last).map { step in BarChart.Bar("\(step)", [Double(ranks.totals[step - 1])]) }
        if evaluation.classes.count > last {
            bars.append(BarChart.Bar("lower", [Double(ranks.rows { $0 >= last })]))
        }
        let chart = BarChart(
            x: "Rank of the label among the probabilities", y: Axis("Errors", .count, low: 0), parts: ["errors"],
            bars: bars)
        var flags = Flags()
        if near > 0 { flags.insert(NearMisses.Flag.any) }
        if wrong > 0 { flags.insert(NearMisses.Flag.anyError) }
        if examination.rowsShareUnits { flags.insert(NearMisses.Flag.rowsShareUnits) }
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), flags: flags,
            exhibits: [
                Exhibit(NearMisses.Shown.rankOfLabel, .chart(.bars(chart))),
                Exhibit(NearMisses.Shown.examples, .gallery(Gallery(examples, of: evaluation))),
            ])
    }
}
