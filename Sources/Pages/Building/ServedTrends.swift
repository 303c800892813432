// How often a version is correct where it runs, window by window, beside what it came to on its evaluation set: a small chart a
// version on the front page. The numbers of all windows are rows of trends.csv.

import Archive
import Drawing
import Markup
import Record

/// Windows of served predictions beside the versions' own numbers.
struct ServedTrends {
    /// Most versions that are drawn: the newest.
    static let most = 4

    /// A version whose telemetry has windows with labels.
    private struct Version {
        let name: String
        /// What its windows are of.
        let section: Section
        let windows: [ServedWindow]
        /// What it came to on the evaluation set, and where that is stated.
        let path: String
        let evaluated: Fact

        /// Every number that its chart shows.
        var ends: [Double] {
            let all = windows.compactMap(\.accuracy).flatMap { [$0.value, $0.interval.low, $0.interval.high] }
            return all + [evaluated.value, evaluated.interval?.low, evaluated.interval?.high].compactMap(\.self)
        }
    }

    private let map: SiteMap
    private let versions: [Version]
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap) {
        self.map = map
        versions = map.chronicle.audits.compactMap { archived in
            let audit = archived.audit
            guard let section = audit.sections.first(where: { $0.windows != nil }), let windows = section.windows,
                windows.contains(where: { $0.accuracy != nil }),
                let (stating, fact) = map.facts.stated(.whole, in: audit)
            else { return nil }
            return Version(
                name: audit.version.name, section: section, windows: windows, path: stating.id + "/" + fact.id,
                evaluated: fact)
        }
    }

    /// Whether no version has windows.
    var isEmpty: Bool { versions.isEmpty }

    /// A chart for each of the newest versions with windows, on one scale, its numbers folded below.
    var html: HTML {
        let shown = versions.suffix(Self.most)
        let ends = shown.flatMap(\.ends)
        let figures: [HTML] = shown.map { version in
            let fact = map.facts.heading(version.path)
            let words = phrases(.homeServed, ["version": .text(version.name), "fact": .text(fact)])
            let page = SitePath.section(version.section.id, of: version.name) + "index.html"
            let caption: HTML = "\(words) · <a href=\"\(page)\">\(version.section.title)</a>"
            return ExhibitHTML.chart(
                .lines(chart(version, low: ends.min(), high: ends.max())), id: "served-" + Slug.of(version.name),
                request: ExhibitRequest(id: "served", caption: caption.text, plainCaption: words, title: ""),
                csv: "trends.csv", link: map.link(from: ""))
        }
        return figures.isEmpty ? "" : "<div class=\"side\">\n\(figures.joined())</div>\n"
    }

    /// Each window stands at its last day; the evaluation set is a line across, for it has no days.
    private func chart(_ version: Version, low: Double?, high: Double?) -> LineChart {
        let first = version.windows.compactMap { Day($0.from) }.min()
        func place(_ day: String) -> Double? {
            guard let first, let day = Day(day) else { return nil }
            return Double(day.since(first) + 1)
        }
        let points = version.windows.compactMap { window in
            place(window.through).map { x in
                LineChart.Point(
                    x: x, y: window.accuracy?.value, low: window.accuracy?.interval.low,
                    high: window.accuracy?.interval.high, n: window.rows)
            }
        }
        let fact = version.evaluated
        let across = [1, points.map(\.x).max() ?? 1].map { x in
            LineChart.Point(
                x: x, y: fact.value, low: fact.interval?.low, high: fact.interval?.high, n: fact.n)
        }
        return LineChart(
            x: Axis(phrases(.homeServedDay, ["day": .text(first?.description ?? "")]), .count),
            y: Axis(map.facts.subject(version.path), fact.unit, low: low, high: high),
            series: [
                LineChart.Series(name: phrases(.homeServedLine), points: points),
                LineChart.Series(name: phrases(.homeServedEvaluated), points: across, isBaseline: true),
            ])
    }
}

extension Audit {
    /// The windows of its telemetry; none where it has none, and in archives that do not keep them.
    var servedWindows: [ServedWindow] { sections.lazy.compactMap(\.windows).first ?? [] }
}
