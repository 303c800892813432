// Errors whose truth was the second choice.

import Artifacts
import Record
import Statistics
import Tallies

/// Wrong answers where the label has the second highest probability.
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
        id: "near-misses", title: "Near misses",
        question: "How often is the label the second most probable class of an error?",
        facts: Self.facts.all,
        flags: Flag.ids,
        exhibits: Shown.ids, methods: ["near-miss", "wilson"])

    /// Ranks that are counted one by one; lower ranks are counted together.
    static let ranks = 5

    /// States how often the label comes second.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard let probabilities = evaluation.predictions.probabilities else {
            throw Missing("the evaluation has no class probabilities")
        }
        guard evaluation.classes.count > 2 else {
            throw Missing("with two classes the label of an error is always second")
        }
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }

        let wrong = evaluation.wrongRows
        let rank = wrong.map { Self.rank(probabilities, $0, label: Int(evaluation.items.labels[$0])) }
        let near = zip(wrong, rank).filter { $1 == 2 }.map(\.0)
        // The narrowest first: the label's probability comes closest to the answer's.
        let ranked = evaluation.ranked(near) { row in
            probabilities[row, Int(evaluation.items.labels[row])]
                - probabilities[row, Int(evaluation.predictions.predicted[row])]
        }
        let units = examination.units
        let isNear = Set(near)
        let facts: [Fact] = [
            .count(NearMisses.facts.errors, wrong.count, among: evaluation.count, method: "accuracy"),
            .count(NearMisses.facts.nearMisses, near.count, among: wrong.count, method: "near-miss"),
            units.rate(
                NearMisses.facts.shareOfErrors, of: wrong, undefined: "no errors", method: "near-miss",
                where: isNear.contains),
            units.rate(
                NearMisses.facts.top2Accuracy, of: 0..<evaluation.count, undefined: "no rows", method: "near-miss",
                where: { evaluation.isCorrect($0) || isNear.contains($0) }),
        ]
        let last = min(Self.ranks, evaluation.classes.count)
        var bars = (2...last).map { step in BarChart.Bar("\(step)", [Double(rank.count { $0 == step })]) }
        if evaluation.classes.count > last {
            bars.append(BarChart.Bar("lower", [Double(rank.count { $0 > last })]))
        }
        let chart = BarChart(
            x: "Rank of the label among the probabilities", y: Axis("Errors", .count, low: 0), parts: ["errors"],
            bars: bars)
        var flags = Flags()
        if !near.isEmpty { flags.insert(NearMisses.Flag.any) }
        if !wrong.isEmpty { flags.insert(NearMisses.Flag.anyError) }
        if examination.rowsShareUnits { flags.insert(NearMisses.Flag.rowsShareUnits) }
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), flags: flags,
            exhibits: [
                Exhibit(NearMisses.Shown.rankOfLabel, .chart(.bars(chart))),
                Exhibit(NearMisses.Shown.examples, .gallery(Gallery(ranked, of: evaluation))),
            ])
    }

    /// 1 plus the number of other classes at least as probable as the label: ties count against the model. An item read
    /// wrong is never rank 1.
    static func rank(_ probabilities: ProbabilityMatrix, _ row: Int, label: Int) -> Int {
        let own = probabilities[row, label]
        let ahead = (0..<probabilities.classes).count { $0 != label && probabilities[row, $0] >= own }
        return max(2, ahead + 1)
    }
}
