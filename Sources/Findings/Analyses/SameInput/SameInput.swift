// The same images on two nodes: whose predictions differ from the reference node's, whether that costs anything, and at which
// stage the runs part.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Nodes compared with the reference node, image by image.
public struct SameInput: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let nodes = FactSpec("nodes", .count)
        let compared = FactSpec("compared", .count)
        let images = FactSpec("images", .count)
        let same = FactSpec("same", .count)
        let different = FactSpec("different", .count)
        let worse = FactSpec(
            "worse", "the number of nodes that are worse than the reference node on the same images", .count,
            better: .lower)
        let better = FactSpec("better", .count)
        let mostFlips = FactSpec("most_flips", .proportion, better: .lower)
        let worstChange = FactSpec(
            "worst_change", "the change of accuracy of the node that loses most against the reference node", .points,
            better: .higher)
        let stages = FactSpec("stages", .count)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case reference, worst, flipped, first = "first_stage"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyWorse = "any_worse", anyFlips = "any_flips", hasTaps = "has_taps", rowsShareUnits = "rows_share_units"
        case hasFirst = "has_first", anyDifferent = "any_different"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case pairs, stages, examples
    }

    /// Its card.
    public let card = Card(
        id: "same-input", topic: .causes, title: "Same input on two nodes",
        question: "Do nodes predict the same on the same images, and where do they part?",
        facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: [
            "paired-change", "newcombe-paired", "mcnemar-exact", "benjamini-hochberg", "taps", "simultaneous",
            "cluster-robust", "wilson", "error-budget",
        ])

    /// States what differs from the reference node.
    public func draft(_ examination: Examination) throws -> Draft {
        guard let telemetry = examination.evaluation.telemetry else { throw Missing("no telemetry") }
        let runs = try NodeRuns(telemetry, examination)
        var pairs = runs.names.indices.filter { $0 != runs.reference }.compactMap { NodePair($0, runs, examination) }
        guard !pairs.isEmpty else {
            throw Missing(
                "no node has \(NodePair.leastImages) images in common with \(runs.names[runs.reference]), the reference node"
            )
        }
        let adjusted = Multiplicity.benjaminiHochberg(pairs.map(\.counts.p))
        for (place, p) in adjusted.enumerated() { pairs[place].adjusted = p }
        let tested = pairs
        return Draft([FamilyTests(.nodes, tested.map(\.counts.p), of: .pairs)]) { levels in
            section(examination, telemetry, runs, tested, at: levels[.nodes, .pairs])
        }
    }

    private func section(
        _ examination: Examination, _ telemetry: Telemetry, _ runs: NodeRuns, _ pairs: [NodePair], at level: Double
    ) -> Section {
        let exhibits = SameInputExhibits(
            evaluation: examination.evaluation, telemetry: telemetry, runs: runs, pairs: pairs, level: level)
        let specs = Self.facts
        let n = examination.evaluation.count
        let method = "paired-change"
        func count(_ spec: FactSpec, _ value: Int) -> Fact { .count(spec, value, among: n, method: method) }
        func verdicts(_ verdict: PairedRuns.Verdict) -> Int { pairs.count { $0.verdict(at: level) == verdict } }
        let worst = exhibits.ranked.first
        let loss = worst.flatMap { $0.counts.change(oneOf: pairs.count, method: method) }
        let flips = pairs.map(\.found).max { $0.flipped * $1.images < $1.flipped * $0.images }
        let facts = [
            count(specs.nodes, runs.names.count), count(specs.compared, pairs.count),
            count(specs.images, pairs.map(\.found.images).max() ?? 0), count(specs.same, verdicts(.same)),
            count(specs.different, verdicts(.different)), count(specs.worse, verdicts(.worse)),
            count(specs.better, verdicts(.better)),
            .stating(
                specs.mostFlips,
                flips.flatMap { .rate($0.flipped, of: $0.images, oneOf: pairs.count, method: method) },
                else: "no images in common", method: method),
            .stating(specs.worstChange, loss, else: "no images in common", method: method),
            count(specs.stages, telemetry.stages.count),
        ]
        var terms = Terms([Term.reference: runs.names[runs.reference]])
        let isWorse = worst?.verdict(at: level) == .worse
        if let worst, isWorse { terms[Term.worst] = worst.node }
        let shown = isWorse ? worst : exhibits.mostFlipped
        if let shown { terms[Term.flipped] = shown.node }
        let first = shown.flatMap { exhibits.firstStage($0) }
        if let first { terms[Term.first] = first }
        let flags: [(Flag, Bool)] = [
            (.anyWorse, isWorse), (.anyFlips, pairs.contains { $0.found.flipped > 0 }),
            (.hasTaps, !telemetry.stages.isEmpty), (.rowsShareUnits, examination.rowsShareUnits),
            (.hasFirst, first != nil), (.anyDifferent, verdicts(.different) > 0),
        ]
        var figures = [Exhibit(Shown.pairs, .table(exhibits.pairsTable))]
        if !telemetry.stages.isEmpty { figures.append(Exhibit(Shown.stages, .table(exhibits.stagesTable))) }
        if let shown, shown.found.flipped > 0 {
            figures.append(Exhibit(Shown.examples, .gallery(exhibits.gallery(shown))))
        }
        return Section(
            card, facts: facts, terms: terms, flags: Flags(flags.filter(\.1).map(\.0)), exhibits: figures)
    }
}
