// One line a thing from version to version. From the baseline on, what fell beyond chance is thick and ends in a diamond, what
// rose is dashed and ends in a dot, both with an arrow in their bold name and the interval of their last value; all else is
// thin and grey. With two versions name and value stand at both ends, with more at the last, beside an axis. Names are pushed
// apart, never over each other.

import Record

struct SlopeDrawing {
    let chart: SlopeChart
    private static let width = 360.0
    private static let top = 24.0
    /// Lines drawn; the others are in the table alone.
    private static let mostLines = 24
    /// Between two names of a column.
    private static let gap = 13.0
    /// Between a line's end and its name: room for its mark and a leader.
    private static let margin = 18.0

    init(_ chart: SlopeChart) { self.chart = chart }

    /// A line with what its ends say.
    private struct Drawn {
        let line: SlopeChart.Line
        let points: [LineChart.Point]
        let hue: String
        let first: String
        let last: String
    }

    private var lines: [SlopeChart.Line] { Array(chart.lines.prefix(Self.mostLines)) }
    private var isPair: Bool { chart.versions.count == 2 }

    func drawn(in frame: ChartFrame) -> DrawnChart {
        let shown = lines.compactMap(drawn)
        // On top, and so last, is what changed.
        let order = shown.filter { $0.hue == "base" } + shown.filter { $0.hue != "base" }
        guard !order.isEmpty, chart.versions.count > 1 else {
            return DrawnChart(svg: nil, description: sentence, table: table)
        }
        let isCut = chart.lines.count > lines.count
        let bottom = Self.top + max(160, Double(order.count) * Self.gap + 8)
        var svg = frame.writer(
            "chart slopes", width: Self.width, height: bottom + (isCut ? 36 : 20), description: sentence)
        let values = order.flatMap { drawn in
            drawn.points.compactMap(\.y) + (drawn.hue == "base" ? [] : ends(of: drawn).map { [$0.low, $0.high] } ?? [])
        }
        let span = chart.axis.span(over: values, about: 4, padding: 0.03)
        // With names at both ends no tick is read, and so the ends need not be round.
        let (low, high) = isPair ? (values.min() ?? 0, values.max() ?? 1) : (span.low, span.high)
        let y = Scale(low, high, from: bottom - 4, to: Self.top + 6)
        let tickRoom =
            span.ticks.values.map { TextMetrics.width(chart.axis.label($0, of: span.ticks), size: 11) }.max() ?? 0
        let room = { (text: KeyPath<Drawn, String>) in
            (order.map { TextMetrics.width($0[keyPath: text], size: Self.size($0.hue)) }.max() ?? 0) + Self.margin + 6
        }
        let x = Scale(
            0, Double(chart.versions.count - 1), from: isPair ? room(\.first) : tickRoom + 12,
            to: Self.width - room(\.last))
        drawFrame(&svg, x, y, isPair ? [] : span.ticks.values, span.ticks, bottom: bottom)
        svg.polylines("line base", order.flatMap { runs(of: $0, isMarked: false).map { Self.placed($0, x, y) } })
        for drawn in order { draw(drawn, x, y, into: &svg) }
        drawNames(&svg, order, \.last, side: 1, x.end, x, y, bottom: bottom)
        if isPair { drawNames(&svg, order, \.first, side: -1, x.start, x, y, bottom: bottom) }
        if isCut {
            let text = "first \(lines.count) of \(NumberFormat.count(chart.lines.count)); all are in the table"
            svg.text("tick", text, at: Point(Self.width / 2, bottom + 30), .middle)
        }
        return DrawnChart(svg: svg.finished(), description: sentence, table: table)
    }

    /// Text size of a line's names, wider where they are bold.
    private static func size(_ hue: String) -> Double { hue == "base" ? 11 : 12 * TextMetrics.bold }

    private func drawn(_ line: SlopeChart.Line) -> Drawn? {
        let points = line.points.filter { $0.y?.isFinite == true && $0.x >= 0 && $0.x < Double(chart.versions.count) }
        guard let first = points.first?.y, let last = points.last?.y else { return nil }
        let (hue, arrow) = Self.style(line.state)
        let name = TextMetrics.fitted(line.label, width: isPair ? 66 : 84, size: Self.size(hue))
        let value = { NumberFormat.number($0, as: chart.axis.unit) }
        return Drawn(
            line: line, points: points, hue: hue, first: "\(name) · \(value(first))",
            last: "\(value(last)) \(arrow)\(name)")
    }

    private static func style(_ state: Mark) -> (hue: String, arrow: String) {
        switch state {
        case .worse, .failed: ("bad", "▼ ")
        case .better: ("now", "▲ ")
        default: ("base", "· ")
        }
    }

    /// The interval of the last value.
    private func ends(of drawn: Drawn) -> (low: Double, high: Double)? {
        guard let last = drawn.points.last, let low = last.low, let high = last.high, low.isFinite, high.isFinite
        else { return nil }
        return (low, high)
    }

    /// A rule for each version under its name, and the ticks of the axis where there are any.
    private func drawFrame(
        _ svg: inout SVGWriter, _ x: Scale, _ y: Scale, _ values: [Double], _ ticks: Ticks, bottom: Double
    ) {
        for tick in values {
            svg.line("grid", Point(x.start, y(tick)), Point(x.end, y(tick)))
            svg.text("tick", chart.axis.label(tick, of: ticks), at: Point(x.start - 6, y(tick) + 4), .end)
        }
        svg.text("axis", chart.axis.heading, at: Point((x.start + x.end) / 2, bottom + 14), .middle)
        let count = chart.versions.count
        let step = (x.end - x.start) / Double(count - 1)
        // The names of a pair stand over their columns of names, so that long ones do not meet.
        let names = chart.versions.enumerated().map { place, name in
            let room = !isPair ? max(48, step - 6) : place == 0 ? x.start - 2 : Self.width - x.end - 2
            return TextMetrics.fitted(name, width: room, size: 11)
        }
        let half = names.map { TextMetrics.width($0, size: 11) / 2 }
        let limit = x.end - half[count - 1] - 6
        var free = 0.0
        for (place, name) in names.enumerated() {
            let at = x(Double(place))
            svg.line(place == chart.baseline && !isPair ? "zero" : "grid", Point(at, Self.top - 4), Point(at, bottom))
            if isPair {
                svg.text("tick", name, at: Point(at, 13), place == 0 ? .end : .start)
            } else if place == count - 1 || (at - half[place] >= free && at + half[place] <= limit) {
                let middle = min(max(at, half[place] + 2), Self.width - half[place] - 2)
                svg.text("tick", name, at: Point(middle, 13), .middle)
                free = at + half[place] + 6
            }
        }
    }

    /// The stretches of a line before the baseline, which are quiet, or those from there on, as far as a line is marked.
    private func runs(of drawn: Drawn, isMarked: Bool) -> [[LineChart.Point]] {
        let baseline = drawn.hue == "base" ? Double(chart.versions.count) : Double(chart.baseline)
        var runs: [[LineChart.Point]] = []
        for (a, b) in zip(drawn.points, drawn.points.dropFirst()) where (a.x >= baseline) == isMarked {
            // A version without a value breaks the line.
            guard b.x < a.x + 1.5 else { continue }
            if runs.last?.last?.x == a.x { runs[runs.count - 1].append(b) } else { runs.append([a, b]) }
        }
        return runs
    }

    private static func placed(_ points: [LineChart.Point], _ x: Scale, _ y: Scale) -> [Point] {
        points.map { Point(x($0.x), y($0.y ?? 0)) }
    }

    private func draw(_ drawn: Drawn, _ x: Scale, _ y: Scale, into svg: inout SVGWriter) {
        guard let last = drawn.points.last else { return }
        let end = Point(x(last.x), y(last.y ?? 0))
        if drawn.hue != "base", let ends = ends(of: drawn) {
            svg.line("whisk \(drawn.hue)", Point(end.x, y(ends.low)), Point(end.x, y(ends.high)))
        }
        for run in runs(of: drawn, isMarked: true) { svg.polyline("line \(drawn.hue)", Self.placed(run, x, y)) }
        switch drawn.hue {
        case "bad": svg.diamond("dot bad", at: end, radius: 5)
        case "now": svg.circle("dot now", at: end, radius: 4)
        default: if drawn.points.count == 1 { svg.circle("dot base", at: end, radius: 2.5) }
        }
    }

    /// A column of names beside the first or the last version, with a leader where one had to move.
    private func drawNames(
        _ svg: inout SVGWriter, _ order: [Drawn], _ text: KeyPath<Drawn, String>, side: Double, _ column: Double,
        _ x: Scale, _ y: Scale, bottom: Double
    ) {
        let ends = order.map { drawn -> Point in
            let end = side > 0 ? drawn.points.last : drawn.points.first
            return Point(x(end?.x ?? 0), y(end?.y ?? 0))
        }
        let places = LabelColumn.separated(ends.map(\.y), gap: Self.gap, top: Self.top + 6, bottom: bottom - 4)
        var leaders: [[Point]] = []
        for (index, drawn) in order.enumerated() {
            let at = Point(column + side * Self.margin, places[index] + 4)
            if abs(places[index] - ends[index].y) > 3 || abs(ends[index].x - column) > 1 {
                let from = Point(ends[index].x + side * 6, ends[index].y)
                leaders.append([from, Point(at.x - side * 3, places[index])])
            }
            svg.text(
                drawn.hue == "base" ? "tick" : "label \(drawn.hue)", drawn[keyPath: text], at: at,
                side > 0 ? .start : .end)
        }
        svg.polylines("leader", leaders)
    }

    var sentence: String {
        let compared = chart.lines.compactMap { line in chart.ends(of: line).map { (line: line, ends: $0) } }
        guard let now = chart.versions.last, !compared.isEmpty else {
            return "\(chart.axis.title): nothing to compare.".capitalisedSentence
        }
        func named(_ word: String, _ states: [Mark]) -> String? {
            let lines = compared.filter { states.contains($0.line.state) }
            guard !lines.isEmpty else { return nil }
            let words = lines.prefix(3).map { line, ends in
                let values = [ends.before, ends.now].map { NumberFormat.format($0, as: chart.axis.unit) }
                return "\(line.label) from \(values[0]) to \(values[1])"
            }
            let others = lines.count > 3 ? " and \(lines.count - 3) more" : ""
            return "\(word): " + words.joined(separator: ", ") + others
        }
        let told = [named("worse", [.worse, .failed]), named("better", [.better])].compactMap(\.self)
        let count = chart.lines.count == 1 ? "1 line" : "\(chart.lines.count) lines"
        let end = told.isEmpty ? "none marked as worse or better" : told.joined(separator: "; ")
        let heading = "\(chart.axis.title) from \(chart.versions[chart.baseline]) to \(now)"
        return "\(heading), \(count); \(end).".capitalisedSentence
    }

    var table: Table {
        let unit = chart.axis.unit
        let unitOfChange: Quantity = unit == .proportion ? .points : unit
        let columns =
            [Table.Column("name", "Row")]
            + chart.versions.enumerated().map { Table.Column("version_\($0.offset + 1)", $0.element, .number) } + [
                Table.Column("low", "95 % from", .number), Table.Column("high", "to", .number),
                Table.Column("change", "Change", .number), Table.Column("n", "n", .number),
                Table.Column("state", "State", .state),
            ]
        return Table(
            columns: columns,
            rows: chart.lines.map { line in
                let byPlace = Dictionary(line.points.map { ($0.x, $0) }, uniquingKeysWith: { first, _ in first })
                let last = line.points.last { $0.y != nil }
                return [.text(line.label)]
                    + chart.versions.indices.map { .optional(byPlace[Double($0)]?.y, unit) }
                    + [
                        .optional(last?.low, unit), .optional(last?.high, unit),
                        .optional(chart.ends(of: line).map { $0.now - $0.before }, unitOfChange),
                        .number(Double(last?.n ?? 0), .count),
                        line.state == .neutral ? .text("") : .state(line.state, nil),
                    ]
            })
    }
}
