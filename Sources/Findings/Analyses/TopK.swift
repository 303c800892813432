// How often the label is among the first choices: what a product that shows a short list can promise.

import Artifacts
import Record
import Tallies

/// Top-k accuracy for k of 1, 2 and 5.
public struct TopK: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let top1 = FactSpec("top1", "top-1 accuracy", .proportion, better: .higher)
        let top2 = FactSpec("top2", "top-2 accuracy", .proportion, better: .higher)
        let top5 = FactSpec("top5", "top-5 accuracy", .proportion, better: .higher, tile: Tile(13, "Top-5 accuracy"))
        let items = FactSpec("items", .count)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case hasBaseline = "has_baseline", hasTop5 = "has_top5", rowsShareUnits = "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case accuracy
    }

    /// Its card.
    public let card = Card(
        id: "top-k", topic: .confidence, title: "Top-k accuracy",
        question: "How often is the label among the k most probable classes?",
        facts: Self.facts.all, flags: Flag.ids, exhibits: Shown.ids, methods: ["top-k-accuracy", "wilson"])

    /// It is about confidence.
    public let readsConfidence = true

    /// The book is enough.
    public let rowNeed = RowNeed.nothing

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] {
        plan.hasProbabilities || plan.evaluation.predictions.listed != nil ? [LabelRanks()] : []
    }

    /// States the shares.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        let listed = evaluation.predictions.listed ?? evaluation.classes.count
        guard evaluation.predictions.hasProbabilities || evaluation.predictions.listed != nil else {
            throw Missing("the evaluation has neither class probabilities nor lists of the best classes")
        }
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        let ranks = examination.book[LabelRanks()]
        let choices = [(Self.facts.top1, 1), (Self.facts.top2, 2), (Self.facts.top5, 5)]
        var facts = choices.map { spec, k in
            k > 1 && k >= evaluation.classes.count
                ? Fact(
                    spec, undefined: "there are only \(evaluation.classes.count) classes", n: evaluation.count,
                    method: "top-k-accuracy")
                : k > listed
                    ? Fact(
                        spec, undefined: "the lists name \(listed) classes a row", n: evaluation.count,
                        method: "top-k-accuracy")
                    : Self.share(spec, of: ranks, within: k)
        }
        facts.append(
            .count(Self.facts.items, evaluation.count, among: evaluation.count, method: "top-k-accuracy"))
        facts = examination.besideBaseline(facts, of: card.id)
        var flags = Flags()
        if examination.comparableBaseline != nil { flags.insert(Flag.hasBaseline) }
        if facts[2].value != nil { flags.insert(Flag.hasTop5) }
        if examination.rowsShareUnits { flags.insert(Flag.rowsShareUnits) }
        let rows = zip(choices, facts).map { choice, fact in
            DotChart.Row(
                "top-\(choice.1)", value: fact.value, low: fact.interval?.low, high: fact.interval?.high,
                baseline: fact.baseline, change: fact.value.flatMap { now in fact.baseline.map { now - $0 } },
                n: fact.n)
        }
        let chart = DotChart(
            axis: Axis("Top-k accuracy", .proportion, high: 1), rows: rows, name: evaluation.manifest.version,
            baselineName: examination.comparableBaseline?.version.name)
        return Section(
            card, facts: facts, flags: flags, exhibits: [Exhibit(Shown.accuracy, .chart(.dots(chart)))])
    }

    /// The share of rows whose label ranks within `k`, with replicates for the change against a baseline.
    private static func share(_ spec: FactSpec, of ranks: LabelRankTally, within k: Int) -> Fact {
        var fact = ranks.rows.rate(spec, where: { $0 < k }, undefined: "no rows", method: "top-k-accuracy")
        let replicates = ranks.replicates(within: k)
        if replicates.allSatisfy(\.isFinite) { fact.replicates = replicates }
        return fact
    }
}
