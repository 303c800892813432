// Where a version runs: which node, runtime or site errs more than the others at the same mix of images, since when, and how
// long each takes.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Nodes compared at the same mix of images.
public struct Nodes: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let rows = FactSpec("rows", .count)
        let images = FactSpec("images", .count)
        let nodes = FactSpec("nodes", .count)
        let levels = FactSpec("levels", .count)
        let compared = FactSpec("compared", .count)
        let strata = FactSpec("strata", .count)
        let errorRate = FactSpec("error_rate", "the error rate of telemetry", .proportion, better: .lower)
        let worse = FactSpec("worse", "the number of nodes that err more at the same mix", .count, better: .lower)
        let better = FactSpec("better", .count)
        let onlyMix = FactSpec("only_mix", .count)
        let dated = FactSpec("dated", .count)
        let worstDifference = FactSpec(
            "worst_difference", "the largest matched difference of error of a node", .points, better: .lower)
        let worstRate = FactSpec("worst_rate", .proportion, better: .lower)
        let worstRaw = FactSpec("worst_raw", .points, better: .lower)
        let worstMatched = FactSpec("worst_matched", .points, better: .lower)
        let latencyMedian = FactSpec("latency_median_ms", "the median latency in ms", .raw, better: .lower)
        let latency95 = FactSpec("latency_p95_ms", "the 95th percentile of latency in ms", .raw, better: .lower)
        let latency99 = FactSpec("latency_p99_ms", "the 99th percentile of latency in ms", .raw, better: .lower)
        let slowest99 = FactSpec(
            "slowest_p99_ms", "the 99th percentile of latency of the slowest node in ms", .raw, better: .lower)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case worst, aliases, place, mix, matched, refused, slowest, firstDay = "first_day", lastDay = "last_day"
        case from, through
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyWorse = "any_worse", anyMix = "any_mix", anyRefused = "any_refused", anyBetter = "any_better"
        case hasAliases = "has_aliases", hasPlace = "has_place", hasTimes = "has_times", isDated = "is_dated"
        case isOpen = "is_open", hasLatency = "has_latency", replayed, severalNodes = "several_nodes"
        case ownPredictions = "own_predictions"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case matched, levels, timeline, latency, examples
    }

    /// Its card.
    public let card = Card(
        id: "nodes", topic: .causes, title: "Nodes",
        question: "Does one node, runtime or site err more than the others at the same mix of images?",
        facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: [
            "matched-difference", "change-window", "order-statistics", "cluster-robust", "wilson", "simultaneous",
            "benjamini-hochberg", "error-budget",
        ])

    /// States which levels err more.
    public func draft(_ examination: Examination) throws -> Draft {
        guard let telemetry = examination.evaluation.telemetry else { throw Missing("no telemetry") }
        let rows = try MatchedRows(telemetry, examination)
        let tests = rows.comparison.results.compactMap { $0.matched?.p }
        return Draft([FamilyTests(.nodes, tests)]) { levels in
            section(examination, telemetry, rows, at: levels[.nodes])
        }
    }

    private func section(
        _ examination: Examination, _ telemetry: Telemetry, _ rows: MatchedRows, at level: Double
    ) -> Section {
        let named = rows.comparison.named(at: level)
        let smallest = examination.settings.smallestEffect
        let worse = named.published.filter { $0.result.matched.map { $0.difference >= smallest } ?? false }
        let timelines = worse.map { published in
            telemetry.days.flatMap { LevelTimeline(published, rows, days: $0) }
        }
        let found = NodesFound(
            telemetry: telemetry, rows: rows, named: named, worse: worse, timelines: timelines, level: level)
        let latency = NodeLatency(telemetry)
        let findings = worse.compactMap { finding($0, rows, telemetry, examination) }
        let exhibits = NodesExhibits(found: found, latency: latency)
        var shown = [
            Exhibit(Shown.matched, .chart(.dots(exhibits.matched))), Exhibit(Shown.levels, .table(exhibits.levels)),
        ]
        if let timeline = exhibits.timeline { shown.append(Exhibit(Shown.timeline, .chart(.lines(timeline)))) }
        if let latency { shown.append(Exhibit(Shown.latency, .table(latency.table))) }
        if let first = findings.first { shown.append(Exhibit(Shown.examples, .gallery(Gallery(first.evidence)))) }
        return Section(
            card, facts: found.facts(examination) + NodeLatency.facts(latency), terms: found.terms(latency),
            flags: found.flags(latency), exhibits: shown, findings: findings)
    }

    /// A level that errs more, shown by images that it misclassifies and the others mostly do not. It covers no error of the
    /// version's own run, so `errors` is 0.
    private func finding(
        _ published: PublishedLevel, _ rows: MatchedRows, _ telemetry: Telemetry, _ examination: Examination
    ) -> Finding? {
        guard let matched = published.result.matched, let predicate = rows.predicate(published.level),
            let rate = rows.errorRate(published, method: "matched-difference")
        else { return nil }
        let shown = NodeExamples(rows, telemetry, published, examination.evaluation)
        guard !shown.wrong.isEmpty else { return nil }
        return Finding(
            .other(kind: FailureMode.node, [predicate]), of: card.id, standing: .finding, measure: rate,
            expected: max(0, rate.value - matched.difference), p: matched.adjusted, errors: 0, evidence: shown.wrong,
            counterExamples: shown.right)
    }
}
