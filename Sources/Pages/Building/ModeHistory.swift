import Chronicle
import Drawing
import Markup
import Record

/// The life of a failure mode on one axis: its rate in each version, with a gap where it was measured on something else, and what
/// the records say happened meanwhile, between the versions by its date.
struct ModeHistory {
    private let map: SiteMap
    private let mode: TrackedMode
    private let events: [ModeEvent]
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap, _ mode: TrackedMode) {
        (self.map, self.mode) = (map, mode)
        events = map.chronicle.events(of: mode)
    }

    /// Whether any record says that something happened.
    var hasEvents: Bool { !events.isEmpty }

    /// The chart; `nil` where the rate is known in one version alone, here and on the other data sets.
    var chart: LineChart? {
        let own = mode.moments.indices.filter { mode.moments[$0].measure != nil }
        let others = elsewhere
        guard own.count > 1 || others.contains(where: { $0.points.count > 1 }) else { return nil }
        let unit = mode.finding.measure.unit
        let breaks = own.indices.dropFirst().map { (own[$0 - 1], own[$0]) }.filter { isBroken(between: $0, and: $1) }
            .map { (Double($0) + Double($1)) / 2 }
        // A gap of its own, so that no line leads from one set of images to another.
        let points = (own.map { Self.point(Double($0), mode.moments[$0].measure) } + breaks.map { Self.point($0, nil) })
            .sorted { $0.x < $1.x }
        let name = map.dataset ?? phrases.kind(mode.finding.mode)
        return LineChart(
            x: Axis("version", .count), ticks: mode.moments.map(\.version),
            y: Axis(unit == .proportion ? "error rate" : "measured", unit, low: unit == .proportion ? 0 : nil),
            series: others + [LineChart.Series(name: name, points: points)],
            events: breaks.map { LineChart.Event(x: $0, label: phrases(.modeOtherImages), isBreak: true) }
                + events.compactMap { event in place(event.day).map { LineChart.Event(x: $0, label: event.id) } })
    }

    private static func point(_ x: Double, _ measure: Measure?) -> LineChart.Point {
        LineChart.Point(
            x: x, y: measure?.value, low: measure?.interval.low, high: measure?.interval.high, n: measure?.n ?? 0)
    }

    /// Whether two versions measured it on different sets, or at different severities of a perturbation.
    private func isBroken(between a: Int, and b: Int) -> Bool {
        let (before, after) = (mode.moments[a], mode.moments[b])
        if let was = before.finding?.severity, let now = after.finding?.severity, was != now { return true }
        guard let then = map.chronicle.audit(before.version), let now = map.chronicle.audit(after.version) else {
            return false
        }
        return !then.audit.dataset.isSameSet(as: now.audit.dataset)
    }

    /// The same mode on the other data sets of the workspace, in the versions that were evaluated there too.
    private var elsewhere: [LineChart.Series] {
        map.otherDatasets.compactMap { other in
            guard let same = other.modes.first(where: { !Set($0.ids).isDisjoint(with: mode.ids) }) else { return nil }
            let points = mode.moments.enumerated().compactMap { index, moment in
                same.moments.first { $0.version == moment.version && $0.measure != nil }
                    .map { Self.point(Double(index), $0.measure) }
            }
            return points.isEmpty ? nil : LineChart.Series(name: other.dataset, points: points)
        }
    }

    /// The place of a day among the versions: between two by how much of the time between them has passed; before the first and after
    /// the last by the mean time between versions, at most half of one away. `nil` where no version has a day.
    private func place(_ day: Day) -> Double? {
        let days = mode.moments.enumerated().compactMap { index, moment in
            Day(moment.date).map { (place: Double(index), day: $0) }
        }
        guard let first = days.first, let last = days.last else { return nil }
        if let next = days.first(where: { $0.day >= day }), let before = days.last(where: { $0.day <= day }) {
            let span = next.day.since(before.day)
            guard span > 0 else { return next.place }
            return before.place + (next.place - before.place) * Double(day.since(before.day)) / Double(span)
        }
        let gap = max(1, Double(last.day.since(first.day)) / max(1, last.place - first.place))
        return day < first.day
            ? first.place - min(0.5, Double(first.day.since(day)) / gap)
            : last.place + min(0.5, Double(day.since(last.day)) / gap)
    }

    /// What happened, by day, on a page in `folder`; nothing where the records say nothing.
    func list(on folder: String) -> HTML {
        guard !events.isEmpty else { return "" }
        let link = map.link(from: folder)
        let rows: [HTML] = events.map { event in
            var name: HTML = "\(event.id)"
            if case .page(let href, _) = link(Reference(Reference.Kind(event.kind), event.id)) {
                name = "<a href=\"\(href)\">\(event.id)</a>"
            }
            return "<li>\(event.day.description) \(name) \(words(event.what))</li>\n"
        }
        return "<ul class=\"plain\">\n\(rows.joined())</ul>\n"
    }

    private func words(_ what: ModeEvent.What) -> String {
        switch what {
        case .alarm: phrases(.modeEventAlarm)
        case .incident: phrases(.modeEventIncident)
        case .resolved: phrases(.modeEventResolved)
        case .done: phrases(.modeEventDone)
        case .claimed(let version): phrases(.modeEventClaimed, ["version": .text(version)])
        case .decided: phrases(.modeEventDecided)
        }
    }
}
