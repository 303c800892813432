// Which stage of the way a node loses its images at: each stage of the reference node is put into it by itself, so that one
// variable is moved. That is cause, where taps are association.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// What the stages of the reference node recover.
public struct Stages: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let nodes = FactSpec("nodes", .count)
        let runs = FactSpec("runs", .count)
        let withGap = FactSpec("with_gap", .count)
        let images = FactSpec("images", .count)
        let gap = FactSpec("gap", .points, better: .higher)
        let recovered = FactSpec("recovered", .proportion)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case reference, node, stage
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyGap = "any_gap", hasShapley = "has_shapley", hasSteps = "has_steps"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case recovered, steps, stages
    }

    /// Its card.
    public let card = Card(
        id: "stages", topic: .causes, title: "Stages",
        question: "At which stage does a node lose what the reference node predicts correctly?",
        facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: ["stage-swaps", "mcnemar-exact", "poisson-bootstrap", "newcombe-paired"])

    /// A node with its swap runs.
    private struct Attributed {
        let node: String
        let found: StageAttribution
        /// Its accuracy less that of the reference.
        let gap: Measure?

        /// The recovery of one stage that is largest.
        var best: StageAttribution.Recovery? {
            found.recoveries.filter { $0.share != nil }.max { ($0.share ?? 0) < ($1.share ?? 0) }
        }
    }

    /// States what each stage recovers.
    public func examine(_ examination: Examination) throws -> Section {
        guard let telemetry = examination.evaluation.telemetry else { throw Missing("no telemetry") }
        guard !telemetry.swaps.isEmpty else { throw Missing("no swap runs") }
        let runs = try NodeRuns(telemetry, examination)
        var order: [String] = []
        for swap in telemetry.swaps where !order.contains(swap.node) { order.append(swap.node) }
        let all = order.compactMap { attributed($0, telemetry, runs, examination, oneOf: order.count) }
        guard !all.isEmpty else { throw Missing("no swap run has an image in common with its node and the reference") }
        let ranked = all.sorted { a, b in
            let (x, y) = (a.gap?.value ?? 0, b.gap?.value ?? 0)
            return x != y ? x < y : Name(a.node) < Name(b.node)
        }
        let worst = ranked.first { $0.found.hasGap }
        let best = worst?.best
        let method = "stage-swaps"
        let n = all.map(\.found.images).max() ?? 0
        func count(_ spec: FactSpec, _ value: Int) -> Fact { .count(spec, value, among: n, method: method) }
        var facts = [
            count(Self.facts.nodes, all.count), count(Self.facts.runs, telemetry.swaps.count),
            count(Self.facts.withGap, all.count { $0.found.hasGap }), count(Self.facts.images, n),
            .stating(Self.facts.gap, worst?.gap, else: "no node has a gap", method: method),
        ]
        facts.append(
            best.flatMap { best in
                best.share.map {
                    Fact(
                        Self.facts.recovered, $0, n: n,
                        interval: best.interval.map { Interval($0, method: "poisson-bootstrap") }, method: method)
                }
            } ?? Fact(Self.facts.recovered, undefined: "no node has a gap", n: n, method: method))
        var terms = Terms([Term.reference: runs.names[runs.reference]])
        if let worst, let best {
            terms[Term.node] = worst.node
            terms[Term.stage] = best.stages.joined(separator: " and ")
        }
        var flags = Flags()
        if worst != nil, best != nil { flags.insert(Flag.anyGap) }
        if all.contains(where: { $0.found.shapley != nil }) { flags.insert(Flag.hasShapley) }
        var exhibits = [Exhibit(Shown.stages, .table(Self.table(ranked)))]
        if let worst {
            exhibits.insert(Exhibit(Shown.recovered, .chart(.dots(Self.chart(worst)))), at: 0)
            if let steps = worst.found.waterfall(node: worst.node, reference: runs.names[runs.reference]) {
                exhibits.append(Exhibit(Shown.steps, .chart(.waterfall(steps))))
                flags.insert(Flag.hasSteps)
            }
        }
        return Section(card, facts: facts, terms: terms, flags: flags, exhibits: exhibits)
    }

    /// A node on the images that it, the reference and all its swap runs have.
    private func attributed(
        _ node: String, _ telemetry: Telemetry, _ runs: NodeRuns, _ examination: Examination, oneOf looks: Int
    ) -> Attributed? {
        guard let place = runs.place(node), place != runs.reference else { return nil }
        let evaluation = examination.evaluation
        let swaps = telemetry.swaps.filter { $0.node == node }
        let (reference, own) = (runs.tables[runs.reference], runs.tables[place])
        var correct = [[Bool]](repeating: [], count: 2 + swaps.count)
        for (row, image) in runs.images[place].enumerated() {
            guard let other = reference.index.row(of: evaluation.items.ids[image]),
                swaps.allSatisfy({ $0.predicted[image] >= 0 })
            else { continue }
            let truth = Name(evaluation.classes[Int(evaluation.items.labels[image])])
            correct[0].append(reference.predicted[other] == truth)
            correct[1].append(own.predicted[row] == truth)
            for (index, swap) in swaps.enumerated() {
                correct[2 + index].append(swap.predicted[image] == evaluation.items.labels[image])
            }
        }
        guard !correct[0].isEmpty else { return nil }
        let found = StageAttribution(
            images: correct[0].count, reference: .images(correct[0]), node: .images(correct[1]),
            swaps: zip(swaps, correct.dropFirst(2)).map {
                StageAttribution.Swap(stages: $0.stages, judged: .images($1))
            }, oneOf: looks)
        var counts = PairCounts()
        for (a, b) in zip(correct[0], correct[1]) { counts.add(before: a, now: b) }
        return Attributed(node: node, found: found, gap: counts.change(method: "stage-swaps"))
    }

    /// The share that each stage recovers of one node.
    private static func chart(_ node: Attributed) -> DotChart {
        DotChart(
            axis: Axis("Share of the gap recovered", .proportion, low: 0, high: 1),
            rows: node.found.recoveries.map { recovery in
                DotChart.Row(
                    recovery.stages.joined(separator: " + "), value: recovery.share, low: recovery.interval?.low,
                    high: recovery.interval?.high, n: node.found.images,
                    state: (recovery.interval?.low ?? 0) > 0 ? .worse : .neutral)
            }, name: node.node)
    }

    /// A row a swap run, the node with the largest gap first.
    private static func table(_ nodes: [Attributed]) -> Table {
        let hasShapley = nodes.contains { $0.found.shapley != nil }
        var columns = [
            Table.Column("node", "Node"), Table.Column("stage", "Stages of the reference"),
            Table.Column("n", "Images", .number), Table.Column("gap", "Gap", .number),
            Table.Column("p", "p of the gap", .number, method: "mcnemar-exact"),
            Table.Column("correct", "Correct with them", .number),
            Table.Column("recovered", "Share recovered", .number, method: "stage-swaps"),
            Table.Column("interval", "95 % interval", .interval, method: "poisson-bootstrap"),
        ]
        if hasShapley { columns.append(Table.Column("shapley", "Shapley value", .number, method: "stage-swaps")) }
        return Table(
            columns: columns,
            rows: nodes.flatMap { node in
                node.found.recoveries.enumerated().map { index, recovery -> [Cell] in
                    let none = "no significant gap to attribute"
                    var cells: [Cell] = [
                        .text(node.node), .text(recovery.stages.joined(separator: " + ")),
                        .number(Double(node.found.images), .count),
                        node.gap.map { .number($0.value, .points) } ?? .none("no images"),
                        .number(node.found.p, .pValue), .number(Double(recovery.correct), .count),
                        recovery.share.map { .number($0, .proportion) } ?? .none(none),
                        recovery.share.flatMap { share in
                            recovery.interval.map {
                                .interval(low: $0.low, value: share, high: $0.high, unit: .proportion, mark: 1)
                            }
                        } ?? .none(none),
                    ]
                    if hasShapley {
                        let value = node.found.shapley.flatMap { index < $0.count ? $0[index] : nil }
                        cells.append(value.map { .number($0, .points) } ?? .none("not every group was run"))
                    }
                    return cells
                }
            })
    }
}
