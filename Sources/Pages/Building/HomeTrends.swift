import Archive
import Diagnostics
import Drawing
import Markup
import Record

/// Headline numbers over the versions, with their intervals: a small chart each, on one scale where several data sets stand side
/// by side. A line ends where the evaluation set changes, for a step there may be one of the images.
struct HomeTrends {
    let facts: FactIndex
    /// Most positions that have a name on the axis.
    private static let mostTicks = 8

    /// The headline numbers that two or more of the audits state, in their order.
    func paths(_ audits: [ArchivedAudit]) -> [String] {
        facts.tiles.filter { $0.spec.tile?.isListed == true }.map(\.path).filter { path in
            audits.count { $0.audit.fact(at: path)?.value != nil } > 1
        }
    }

    /// The chart of a number; `low` and `high` are the ends of the axis, the data's where `nil`.
    func chart(_ path: String, _ audits: [ArchivedAudit], low: Double? = nil, high: Double? = nil) -> Chart {
        var series: [[LineChart.Point]] = []
        for (place, archived) in audits.enumerated() {
            let isSame = place > 0 && archived.audit.dataset.isSameSet(as: audits[place - 1].audit.dataset)
            if !isSame { series.append([]) }
            let fact = archived.audit.fact(at: path)
            series[series.count - 1].append(
                LineChart.Point(
                    x: Double(place), y: fact?.value, low: fact?.interval?.low, high: fact?.interval?.high,
                    n: fact?.n ?? 0))
        }
        let every = max(1, (audits.count + Self.mostTicks - 1) / Self.mostTicks)
        let ticks = audits.enumerated().map { place, archived in
            // Counted from the newest, which always has its name.
            (audits.count - 1 - place) % every == 0 ? archived.audit.version.name : ""
        }
        let unit = facts.spec(path)?.spec.unit ?? .raw
        // More sets than lines can be told apart: the newest keep theirs.
        return .lines(
            LineChart(
                x: Axis("version", .count), ticks: ticks, y: Axis(facts.subject(path), unit, low: low, high: high),
                series: series.suffix(6).map { LineChart.Series(name: "", points: $0) }))
    }

    /// The least and the most of a number and its intervals over audits; `nil` where none states it.
    static func range(_ path: String, _ audits: [ArchivedAudit]) -> ClosedRange<Double>? {
        let ends = audits.compactMap { $0.audit.fact(at: path) }.flatMap { fact in
            [fact.value, fact.interval?.low, fact.interval?.high].compactMap(\.self)
        }
        guard let low = ends.min(), let high = ends.max() else { return nil }
        return low...high
    }

    /// The charts of at most `most` numbers, side by side.
    func html(_ audits: [ArchivedAudit], most: Int, caption: (String) -> String) -> HTML {
        let figures: [HTML] = paths(audits).prefix(most).map { path in
            figure(chart(path, audits), id: Slug.of(path), caption: caption(path))
        }
        return figures.isEmpty ? "" : "<div class=\"side\">\n\(figures.joined())</div>\n"
    }

    /// A number on several data sets, on one scale.
    func html(
        _ path: String, over parts: [(name: String, audits: [ArchivedAudit])], caption: (String) -> String
    ) -> HTML {
        let range = Self.range(path, parts.flatMap(\.audits))
        let figures: [HTML] = parts.filter { $0.audits.count > 1 }.map { part in
            figure(
                chart(path, part.audits, low: range?.lowerBound, high: range?.upperBound),
                id: Slug.of(path) + "-" + Slug.of(part.name), caption: caption(part.name))
        }
        return figures.isEmpty ? "" : "<div class=\"side\">\n\(figures.joined())</div>\n"
    }

    private func figure(_ chart: Chart, id: String, caption: String) -> HTML {
        guard let svg = chart.drawn(id: "trend-" + id, title: caption).svg.map(TerminalText.visible) else { return "" }
        return "<figure class=\"fig\">\(HTML(trusted: svg))<figcaption>\(caption)</figcaption></figure>\n"
    }

    /// The numbers of the charts: a row a version, oldest first, and below it one for each window of what it was served, of which
    /// only the number for the whole is known.
    func table(_ audits: [ArchivedAudit]) -> Table {
        let isServed = audits.contains { !$0.audit.servedWindows.isEmpty }
        let whole = isServed ? audits.lazy.compactMap { facts.stated(.whole, in: $0.audit) }.first : nil
        let wholePath = whole.map { $0.section.id + "/" + $0.fact.id }
        var paths = paths(audits)
        // One version has no trend and its windows have.
        if let wholePath, !paths.contains(wholePath) { paths.insert(wholePath, at: 0) }
        return Table(
            columns: [
                Table.Column("version", "Version"), Table.Column("date", "Date"),
                Table.Column("evaluation_set", "Evaluation set"),
            ]
                + paths.flatMap { path in
                    let key = path.replacing("/", with: "_").replacing("-", with: "_")
                    return [
                        Table.Column(key, facts.heading(path), .number), Table.Column(key + "_low", "From", .number),
                        Table.Column(key + "_high", "To", .number), Table.Column(key + "_n", "n", .number),
                    ]
                }
                + (isServed
                    ? [Table.Column("window_from", "Window from"), Table.Column("window_through", "Window through")]
                    : []),
            rows: audits.flatMap { archived -> [[Cell]] in
                let audit = archived.audit
                let own: [Cell] = [
                    .text(audit.version.name), .text(audit.version.date),
                    .text(String(audit.dataset.digest.prefix(12))),
                ]
                let numbers = paths.flatMap { path -> [Cell] in
                    let fact = audit.fact(at: path)
                    return Self.cells(fact?.value, fact?.interval, n: fact?.n ?? 0, fact?.unit ?? .raw)
                }
                let noWindow: [Cell] = isServed ? [.none(""), .none("")] : []
                return [own + numbers + noWindow]
                    + audit.servedWindows.map { Self.row($0, of: audit, paths, wholePath) }
            })
    }

    private static func row(
        _ window: ServedWindow, of audit: Audit, _ paths: [String], _ whole: String?
    ) -> [Cell] {
        let numbers = paths.flatMap { path -> [Cell] in
            path == whole
                ? cells(window.accuracy?.value, window.accuracy?.interval, n: window.rows, .proportion)
                : [Cell](repeating: .none(""), count: 4)
        }
        return [.text(audit.version.name), .text(window.through), .none("")] + numbers
            + [.text(window.from), .text(window.through)]
    }

    /// A number with its interval and what it counts over.
    private static func cells(_ value: Double?, _ interval: Interval?, n: Int, _ unit: Quantity) -> [Cell] {
        [
            value.map { .number($0, unit) } ?? .none(""), interval.map { .number($0.low, unit) } ?? .none(""),
            interval.map { .number($0.high, unit) } ?? .none(""), .number(Double(n), .count),
        ]
    }
}
