import Artifacts
import Columns
import Record
import Statistics

/// What the comparison of nodes came to, as facts and words.
struct NodesFound {
    let telemetry: Telemetry
    let rows: MatchedRows
    let named: NamedLevels
    /// What is worse by as much as is worth naming.
    let worse: [PublishedLevel]
    /// Each over time; `nil` without times.
    let timelines: [LevelTimeline?]
    /// The level of corrected p-values.
    let level: Double

    /// A level as it is shown: what was worse against what was left when it was named, all else against what is left without
    /// those. Of one that only has rows in common with them nothing is left.
    func result(_ level: Int) -> LevelResult? {
        worse.first { $0.level == level }?.result ?? named.rest.results[level]
    }

    /// Levels that are compared, the worst first.
    var compared: [Int] {
        rows.comparison.levels.indices.filter { result($0)?.matched != nil }.sorted { a, b in
            let (x, y) = (result(a)?.matched?.difference ?? 0, result(b)?.matched?.difference ?? 0)
            return x != y ? x > y : a < b
        }
    }

    /// Levels that err more and, at the same mix, do not: the raw difference is significant, and the matched one is neither
    /// significant nor half as large.
    var onlyMix: [Int] {
        let all = rows.comparison.levels.indices.compactMap { level in result(level).map { (level, $0) } }
        let raw = Multiplicity.benjaminiHochberg(all.map(\.1.rawP))
        return zip(all, raw).compactMap { entry, p in
            let (level, result) = entry
            // That it is no more than its mix is no finding and draws on no budget.
            guard let matched = result.matched, let difference = result.rawDifference, difference > 0,
                p < LevelComparison.alpha, matched.adjusted > max(0, self.level),
                abs(matched.difference) < difference / 2
            else { return nil }
            return level
        }
    }

    /// Levels of which too few rows are like rows of others.
    var refused: [Int] {
        rows.comparison.levels.indices.filter { level in result(level).map { $0.matched == nil } ?? false }
    }

    private func text(_ predicates: [Predicate]) -> String { predicates.map { "\($0)" }.joined(separator: ", ") }
    private func name(_ level: Int) -> String { rows.predicate(level).map { "\($0)" } ?? "" }

    func facts(_ examination: Examination) -> [Fact] {
        let specs = Nodes.facts
        let n = telemetry.count
        let method = "matched-difference"
        func count(_ spec: FactSpec, _ value: Int) -> Fact { .count(spec, value, among: n, method: method) }
        var facts = [
            count(specs.rows, n), count(specs.images, Set(telemetry.images).count),
            count(specs.nodes, Set(telemetry.nodes.codes).count), count(specs.levels, rows.comparison.levels.count),
            count(specs.compared, compared.count), count(specs.strata, rows.cells.strata),
            .stating(
                specs.errorRate, rows.rate(of: rows.errors.indices, method: method), else: "no row", method: method),
            count(specs.worse, worse.count), count(specs.better, named.better.count),
            count(specs.onlyMix, onlyMix.count), count(specs.dated, timelines.count { $0?.change != nil }),
            worstDifference,
        ]
        let none = "no node errs significantly more"
        let first = worse.first
        facts.append(
            .stating(
                specs.worstRate, first.flatMap { rows.errorRate($0, method: method) }, else: none, method: method))
        facts.append(
            first.flatMap { $0.result.rawDifference.map { Fact(specs.worstRaw, $0, n: n, method: method) } }
                ?? Fact(specs.worstRaw, undefined: none, n: n, method: method))
        facts.append(
            .stating(
                specs.worstMatched,
                first.flatMap { $0.result.matched }.map { matched in
                    Measure(
                        matched.difference, Interval(matched.interval, method: method), n: n, unit: .points,
                        method: method)
                }, else: none, method: method))
        return facts
    }

    /// The largest matched difference of a node against all others, with an interval that holds for all nodes at once.
    private var worstDifference: Fact {
        let spec = Nodes.facts.worstDifference
        let method = "matched-difference"
        // Of all rows: what is asked of a gate is not what is left when the worst is out of service.
        let nodes = rows.comparison.levels.indices.filter { rows.predicate($0)?.attribute == telemetry.nodes.name }
            .compactMap { rows.comparison.results[$0].matched }
        guard let worst = nodes.max(by: { $0.difference < $1.difference }) else {
            return Fact(spec, undefined: "fewer than two nodes can be compared", n: telemetry.count, method: method)
        }
        let point = Normal.twoSidedPoint(level: Multiplicity.sidakLevel(0.95, of: nodes.count))
        func end(_ sign: Double) -> Double {
            let ends = nodes.map { $0.difference + sign * point * $0.standardError }
            return max(-1, min(1, ends.max() ?? 0))
        }
        return Fact(
            spec, worst.difference, n: telemetry.count,
            interval: Interval(low: end(-1), high: end(1), method: "simultaneous"), method: method)
    }

    func terms(_ latency: NodeLatency?) -> Terms {
        var terms = Terms([
            Nodes.Term.matched: rows.attributes.map { Predicate($0.name, "").subject }.joined(separator: ", ")
        ])
        terms[Nodes.Term.mix] = onlyMix.map(name).joined(separator: ", ")
        terms[Nodes.Term.refused] = refused.map(name).joined(separator: ", ")
        if let slowest = latency?.slowest { terms[Nodes.Term.slowest] = slowest }
        guard let first = worse.first else { return terms }
        terms[Nodes.Term.worst] = name(first.level)
        terms[Nodes.Term.aliases] = text(Array(rows.predicates(first.level).dropFirst()))
        if let place = first.place {
            terms[Nodes.Term.place] = place.words
        }
        if let timeline = timelines.first ?? nil {
            terms[Nodes.Term.firstDay] = Day(number: timeline.seen.lowerBound).description
            terms[Nodes.Term.lastDay] = Day(number: timeline.seen.upperBound).description
            if let change = timeline.change {
                terms[Nodes.Term.from] = Day(number: change.days.lowerBound).description
                terms[Nodes.Term.through] = Day(number: change.days.upperBound).description
            }
        }
        return terms
    }

    func flags(_ latency: NodeLatency?) -> Flags {
        let first = worse.first
        let timeline = timelines.first ?? nil
        let isOpen = timeline.flatMap { line in
            line.change.map { $0.days.upperBound == line.seen.upperBound }
        }
        let flags: [(Nodes.Flag, Bool)] = [
            (.anyWorse, first != nil), (.anyMix, !onlyMix.isEmpty), (.anyRefused, !refused.isEmpty),
            (.anyBetter, !named.better.isEmpty),
            (.hasAliases, first.map { rows.predicates($0.level).count > 1 } ?? false),
            (.hasPlace, first?.place != nil), (.hasTimes, telemetry.days != nil),
            (.isDated, timeline?.change != nil), (.isOpen, isOpen ?? false), (.hasLatency, latency != nil),
            (.replayed, rows.units != nil), (.ownPredictions, telemetry.statesPredictions),
            (.severalNodes, Set(telemetry.nodes.codes).count > 1),
        ]
        return Flags(flags.filter(\.1).map(\.0))
    }
}
