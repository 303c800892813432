// Lines over strengths or versions. The name stands at the line's end, pushed apart from its neighbours; series differ by
// mark and dash as well as by hue. Intervals are whiskers, side by side when several series share a position, or a band when
// there are too many points for whiskers. A value that is not defined breaks its line.

import Record

struct LineDrawing {
    let chart: LineChart
    private static let width = 360.0
    private static let top = 26.0
    private static let bottom = 216.0
    /// Series drawn; the others are in the table alone.
    private static let mostSeries = 6
    private static let mostWhiskers = 12

    /// How one series is drawn.
    private struct Style {
        let hue: String
        let mark: Int
    }

    init(_ chart: LineChart) { self.chart = chart }

    private var series: [LineChart.Series] { Array(chart.series.prefix(Self.mostSeries)) }

    func drawn(in frame: ChartFrame) -> DrawnChart {
        let series = series
        let isCut = chart.series.count > series.count
        var svg = frame.writer(
            "chart lines", width: Self.width, height: Self.bottom + 38 + (isCut ? 16 : 0), description: sentence)
        let styles = Self.styles(of: series)
        let names = series.map { TextMetrics.fitted($0.name, width: 96, size: 12 * TextMetrics.bold) }
        let gutter = (names.map { TextMetrics.width($0, size: 12 * TextMetrics.bold) }.max() ?? 0) + 18
        let points = series.map { $0.points.filter { $0.x.isFinite } }
        let xs = points.flatMap { $0.map(\.x) }
        let values = points.flatMap { $0.flatMap { [$0.y, $0.low, $0.high].compactMap { $0 } } }
        let span = chart.y.span(over: values, about: 4, padding: 0.03)
        let tickRoom =
            span.ticks.values.map { TextMetrics.width(chart.y.label($0, of: span.ticks), size: 11) }.max() ?? 0
        let left = max(32, tickRoom + 9)
        let inset = (chart.ticks == nil ? 4.0 : 10.0) + Double(series.count) * 2
        let (xLow, xHigh) = xRange(xs)
        let x = Scale(xLow, xHigh, from: left + inset, to: Self.width - max(gutter, 16) - 2)
        // The names of events take their room from the plot: the picture stays as large as it is.
        let events = EventMarks(chart.events ?? [], x, width: Self.width)
        let y = Scale(span.low, span.high, from: Self.bottom, to: Self.top + events.height)
        drawGrid(&svg, x, y, span.ticks, left: left, xs: xs)
        events.draw(in: &svg, top: Self.top, bottom: Self.bottom)
        if values.isEmpty { svg.text("tick", "nothing to draw", at: Point(left + 8, Self.top + 17)) }
        let usesBands = (points.map(\.count).max() ?? 0) > Self.mostWhiskers && series.count <= 2
        for index in series.indices where usesBands { drawBand(points[index], styles[index], x, y, into: &svg) }
        for index in series.indices {
            // The audited series last, on top.
            let shift = usesBands ? 0 : (Double(index) - Double(series.count - 1) / 2) * (series.count > 3 ? 3 : 4)
            draw(points[index], styles[index], shift: shift, whiskers: !usesBands, x, y, into: &svg)
        }
        drawNames(&svg, names, points, styles, x, y)
        if isCut {
            let text = "first \(series.count) of \(chart.series.count) series; all are in the table"
            svg.text("tick", text, at: Point(Self.width / 2, Self.bottom + 50), .middle)
        }
        return DrawnChart(svg: svg.finished(), description: sentence, table: table)
    }

    private static func styles(of series: [LineChart.Series]) -> [Style] {
        let audited = series.filter { !$0.isBaseline }.count
        var next = 0
        return series.map { line in
            if line.isBaseline { return Style(hue: "base", mark: 0) }
            next += 1
            return Style(hue: audited == 1 ? "now" : "s\(next)", mark: next)
        }
    }

    private func xRange(_ xs: [Double]) -> (Double, Double) {
        if let ticks = chart.ticks, ticks.count > 1 {
            // What happened before the first or after the last has a place, too.
            let events = (chart.events ?? []).map(\.x).filter(\.isFinite)
            return (min(0, events.min() ?? 0), max(Double(ticks.count - 1), events.max() ?? 0))
        }
        let low = chart.x.low ?? xs.min() ?? 0
        let high = chart.x.high ?? xs.max() ?? 1
        return (low, high)
    }

    private func drawGrid(
        _ svg: inout SVGWriter, _ x: Scale, _ y: Scale, _ ticks: Ticks, left: Double, xs: [Double]
    ) {
        for tick in ticks.values {
            let isZero = tick == 0
            svg.line(isZero ? "zero" : "grid", Point(left, y(tick)), Point(x.end + 6, y(tick)))
            svg.text("tick", chart.y.label(tick, of: ticks), at: Point(left - 6, y(tick) + 4), .end)
        }
        svg.text("axis", chart.y.heading, at: Point(2, 12))
        svg.text("axis", chart.x.heading, at: Point((x.start + x.end) / 2, Self.bottom + 34), .middle)
        // Ticks at the measured strengths, those that would touch the one before left out; the last is always there.
        var marks: [(at: Double, label: String)]
        if let names = chart.ticks {
            marks = names.enumerated().map {
                (x(Double($0.offset)), TextMetrics.fitted($0.element, width: 70, size: 11))
            }
        } else {
            let distinct = Array(Set(xs)).sorted()
            if distinct.count <= 9 {
                marks = distinct.map { (x($0), Self.strength($0, chart.x.unit)) }
            } else {
                let nice = Ticks(x.low, x.high, about: 5)
                marks = nice.values.map { (x($0), NumberFormat.tick($0, step: nice.step, as: chart.x.unit)) }
            }
        }
        var free = -Double.infinity
        let last = marks.last
        for mark in marks {
            let half = TextMetrics.width(mark.label, size: 11) / 2
            let isLast = mark.at == last?.at
            let limit = last.map { $0.at - TextMetrics.width($0.label, size: 11) / 2 - 5 } ?? .infinity
            svg.line("notch", Point(mark.at, y.start), Point(mark.at, y.start + 4))
            guard mark.at - half >= free, isLast || mark.at + half <= limit else { continue }
            // A wide last label stays within the picture.
            svg.text("tick", mark.label, at: Point(min(mark.at, Self.width - half - 2), y.start + 17), .middle)
            free = mark.at + half + 5
        }
    }

    private func drawBand(
        _ points: [LineChart.Point], _ style: Style, _ x: Scale, _ y: Scale, into svg: inout SVGWriter
    ) {
        for run in Self.runs(points) {
            let ends = run.compactMap { point -> (Point, Point)? in
                guard let low = point.low, let high = point.high, low.isFinite, high.isFinite else { return nil }
                return (Point(x(point.x), y(low)), Point(x(point.x), y(high)))
            }
            if ends.count > 1 { svg.polygon("band \(style.hue)", ends.map(\.0) + ends.map(\.1).reversed()) }
        }
    }

    private func draw(
        _ points: [LineChart.Point], _ style: Style, shift: Double, whiskers: Bool, _ x: Scale, _ y: Scale,
        into svg: inout SVGWriter
    ) {
        func place(_ point: LineChart.Point, _ value: Double) -> Point {
            Point(x(point.x) + (whiskers ? shift : 0), y(value))
        }
        for run in Self.runs(points) {
            if whiskers {
                for point in run {
                    guard let low = point.low, let high = point.high, low.isFinite, high.isFinite else { continue }
                    let few = point.n < ChartFrame.smallestFullN ? " few" : ""
                    let faint = series.count > 3 ? " faint" : ""
                    svg.line("whisk \(style.hue)\(few)\(faint)", place(point, low), place(point, high))
                }
            }
            let line = run.compactMap { point in point.y.map { place(point, $0) } }
            let isMarked = points.count <= 30
            if line.count > 1 { svg.polyline("line \(style.hue)\(isMarked ? "" : " plain")", line) }
            for (point, at) in zip(run, line) where isMarked || run.count == 1 {
                let isFew = point.n < ChartFrame.smallestFullN
                Self.mark(style, at: at, radius: isFew ? 3 : 4, isHollow: isFew, into: &svg)
            }
        }
    }

    /// A mark that tells its series without colour.
    private static func mark(
        _ style: Style, at p: Point, radius r: Double, isHollow: Bool, into svg: inout SVGWriter
    ) {
        let classes = (isHollow || style.mark == 0 ? "ring " : "dot ") + style.hue
        switch style.mark {
        case 2: svg.rect(classes, x: p.x - r * 0.88, y: p.y - r * 0.88, width: r * 1.76, height: r * 1.76)
        case 3:
            svg.polygon(
                classes, [Point(p.x, p.y - r * 1.2), Point(p.x + r * 1.1, p.y + r), Point(p.x - r * 1.1, p.y + r)])
        case 4: svg.diamond(classes, at: p, radius: r * 1.2)
        case 5:
            svg.polygon(
                classes, [Point(p.x, p.y + r * 1.2), Point(p.x - r * 1.1, p.y - r), Point(p.x + r * 1.1, p.y - r)])
        case 6: svg.rect(classes, x: p.x - r * 0.5, y: p.y - r * 1.2, width: r, height: r * 2.4)
        default: svg.circle(classes, at: p, radius: r)
        }
    }

    private func drawNames(
        _ svg: inout SVGWriter, _ names: [String], _ points: [[LineChart.Point]], _ styles: [Style], _ x: Scale,
        _ y: Scale
    ) {
        let ends = points.map { line in line.last { $0.y?.isFinite == true } }
        let drawn = names.indices.filter { ends[$0] != nil }
        let wished = drawn.map { y(ends[$0]?.y ?? 0) }
        let places = LabelColumn.separated(wished, gap: 14, top: Self.top, bottom: Self.bottom - 2)
        for (place, index) in drawn.enumerated() {
            let from = Point(x(ends[index]?.x ?? x.high) + 7, wished[place])
            // A lone line that ends early has its name at its end, the others in a column.
            let column = drawn.count == 1 && from.x < x.end - 20 ? from.x + 2 : x.end + 14
            let at = Point(column, places[place] + 4)
            if abs(places[place] - wished[place]) > 5 || from.x < column - 18 {
                svg.line("leader", from, Point(at.x - 3, places[place]))
            }
            svg.text("label \(styles[index].hue)", names[index], at: at)
        }
    }

    /// A strength as it was set: all its digits when they are few.
    private static func strength(_ value: Double, _ unit: Quantity) -> String {
        let exact = NumberFormat.tick(value, step: value, as: unit)
        return exact.count <= 6 ? exact : NumberFormat.number(value, as: unit)
    }

    /// Stretches of defined values.
    private static func runs(_ points: [LineChart.Point]) -> [[LineChart.Point]] {
        var runs: [[LineChart.Point]] = [[]]
        for point in points {
            if point.y?.isFinite == true {
                runs[runs.count - 1].append(point)
            } else if runs.last?.isEmpty == false {
                runs.append([])
            }
        }
        return runs.filter { !$0.isEmpty }
    }

    private func position(_ point: LineChart.Point) -> String {
        if let ticks = chart.ticks, let index = Int(exactly: point.x), ticks.indices.contains(index) {
            return ticks[index]
        }
        return Self.strength(point.x, chart.x.unit)
    }

    var sentence: String {
        let parts = series.map { line -> String in
            let defined = line.points.filter { $0.y?.isFinite == true }
            guard let first = defined.first, let a = first.y, let last = defined.last, let b = last.y else {
                return "\(line.name) is nowhere defined"
            }
            let start = "\(line.name) \(NumberFormat.format(a, as: chart.y.unit)) at \(position(first))"
            return defined.count == 1
                ? start : start + ", \(NumberFormat.format(b, as: chart.y.unit)) at \(position(last))"
        }
        let heading = "\(chart.y.title) by \(chart.x.title)"
        let lines = parts.isEmpty ? "nothing to draw" : parts.joined(separator: "; ")
        let events = (chart.events ?? []).map(\.label)
        let marked = events.isEmpty ? "" : "; marked: " + events.joined(separator: ", ")
        return "\(heading): \(lines)\(marked).".capitalisedSentence
    }

    var table: Table {
        Table(
            columns: [
                Table.Column("series", "Series"),
                Table.Column("x", chart.x.title, chart.ticks == nil ? .number : .text),
                Table.Column("value", chart.y.title, .number), Table.Column("low", "95 % from", .number),
                Table.Column("high", "to", .number), Table.Column("n", "n", .number),
            ],
            rows: chart.series.flatMap { line in
                line.points.map { point in
                    [
                        .text(line.name),
                        chart.ticks == nil ? .optional(point.x, chart.x.unit) : .text(position(point)),
                        .optional(point.y, chart.y.unit), .optional(point.low, chart.y.unit),
                        .optional(point.high, chart.y.unit), .number(Double(point.n), .count),
                    ]
                }
            })
    }
}
