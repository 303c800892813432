import Drawing
import Record

/// The rate of each class over versions that were evaluated on the same items, as a slope chart: what their archives state,
/// marked by what the newest one's comparison with its baseline tested.
struct ClassSlopes {
    let chart: SlopeChart
    /// What it shows of each class, as the beginning of a sentence: "Recall".
    let fact: String
    /// Whether the baseline of the newest is among the versions, so that what changed is known.
    let isTested: Bool

    /// Of these versions, the oldest first; `nil` where fewer than two state a rate of any class.
    init?(_ audits: [Audit], _ facts: FactIndex) {
        guard let newest = audits.last, audits.count > 1,
            let entry = facts.entries.first(where: { entry in
                entry.spec.role == .classRate
                    && newest.section(entry.section)?.facts.contains(where: entry.spec.has) == true
            })
        else { return nil }
        let rates = audits.map { audit in
            Dictionary(
                facts.members(.classRate, in: audit).map { ($0.name, $0.fact) }, uniquingKeysWith: { first, _ in first }
            )
        }
        let baseline = audits.dropLast().lastIndex { $0.version.name == newest.baseline?.version }
        let states = baseline == nil ? [:] : Self.states(newest, facts)
        let lines = facts.members(.classRate, in: newest).compactMap { name, _ -> SlopeChart.Line? in
            let points = rates.enumerated().compactMap { place, rates -> LineChart.Point? in
                guard let fact = rates[name], let value = fact.value else { return nil }
                return LineChart.Point(
                    x: Double(place), y: value, low: fact.interval?.low, high: fact.interval?.high, n: fact.n)
            }
            return points.isEmpty ? nil : SlopeChart.Line(name, points: points, state: states[name] ?? .neutral)
        }
        guard lines.contains(where: { $0.points.count > 1 }) else { return nil }
        let heading = facts.heading(entry.path)
        var chart = SlopeChart(
            axis: Axis(heading.prefix(1).lowercased() + heading.dropFirst(), entry.spec.unit),
            versions: audits.map(\.version.name), baseline: baseline ?? 0, lines: [])
        chart.lines = Self.mostTellingFirst(lines, chart)
        self.chart = chart
        fact = heading
        isTested = !states.isEmpty
    }

    /// What the comparison of an audit with its baseline says of each class.
    private static func states(_ audit: Audit, _ facts: FactIndex) -> [String: Mark] {
        for section in facts.sections(.change, in: audit) {
            for exhibit in section.exhibits {
                guard case .table(let table) = exhibit.content,
                    ["class", "label", "group"].contains(table.columns.first?.key),
                    ["classes", "labels"].contains(exhibit.id),
                    let place = table.columns.firstIndex(where: { $0.kind == .state })
                else { continue }
                let states = table.rows.compactMap { row -> (String, Mark)? in
                    guard case .text(let name)? = row.first, case .state(let state, _) = row[place] else { return nil }
                    return (name, state)
                }
                return Dictionary(states, uniquingKeysWith: { first, _ in first })
                    .mapValues { [.worse, .better].contains($0) ? $0 : .neutral }
            }
        }
        return [:]
    }

    /// Worse, better, the others; within each the largest change first, then by name.
    private static func mostTellingFirst(_ lines: [SlopeChart.Line], _ chart: SlopeChart) -> [SlopeChart.Line] {
        func rank(_ line: SlopeChart.Line) -> (Int, Double, String) {
            let change = chart.ends(of: line).map { abs($0.now - $0.before) } ?? -1
            return (line.state == .worse ? 0 : line.state == .better ? 1 : 2, -change, line.label)
        }
        return lines.map { (rank($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
