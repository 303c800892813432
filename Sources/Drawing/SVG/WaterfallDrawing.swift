// Both values as dots, the parts between them as bars that begin where the one above ended, joined by a line; what each adds stands
// in words at the right, with its sign. The interval is that of the part, drawn about its end. The finding has a bold name and a
// diamond at its end: weight and shape, not colour alone.

import Record

struct WaterfallDrawing {
    let chart: WaterfallChart
    private static let width = 360.0
    private static let rowHeight = 26.0

    init(_ chart: WaterfallChart) { self.chart = chart }

    private static func fails(_ mark: Mark) -> Bool { mark == .failed || mark == .worse }

    /// Changes of shares are points.
    private var changeUnit: Quantity { chart.axis.unit == .proportion ? .points : chart.axis.unit }

    func drawn(in frame: ChartFrame) -> DrawnChart {
        let levels = chart.levels
        guard (levels.map(\.to) + [chart.start.value, chart.end.value]).allSatisfy(\.isFinite) else {
            return DrawnChart(svg: nil, description: sentence, table: table)
        }
        let strong = [false] + chart.steps.map { Self.fails($0.state) } + [false]
        let names = zip([chart.start.label] + chart.steps.map(\.label) + [chart.end.label], strong).map {
            name, isStrong in
            TextMetrics.fitted(name, width: 132, size: isStrong ? 12.5 * TextMetrics.bold : 12.5)
        }
        let widths = zip(names, strong).map { TextMetrics.width($0, size: $1 ? 12.5 * TextMetrics.bold : 12.5) }
        let left = max(widths.max() ?? 0, 30) + 10
        let right = Self.width - 54
        let top = 22.0
        let bottom = top + Double(names.count) * Self.rowHeight
        var svg = frame.writer("chart dots", width: Self.width, height: bottom + 36, description: sentence)
        let ends = zip(chart.steps, levels).flatMap { step, level in
            [level.to] + [step.low, step.high].compactMap { $0 }.filter(\.isFinite).map { level.from + $0 }
        }
        let span = chart.axis.span(
            over: [chart.start.value, chart.end.value] + ends, about: min(5, max(2, Int((right - left) / 50))),
            padding: 0.02)
        let x = Scale(span.low, span.high, from: left, to: right)
        for tick in span.ticks.values {
            svg.line("grid", Point(x(tick), top), Point(x(tick), bottom))
            svg.text("tick", chart.axis.label(tick, of: span.ticks), at: Point(x(tick), bottom + 15), .middle)
        }
        svg.text("axis", chart.axis.heading, at: Point((x.start + x.end) / 2, bottom + 32), .middle)
        let symbol = NumberFormat.symbol(of: chart.axis.unit)
        if !symbol.isEmpty { svg.text("tick", symbol, at: Point(Self.width - 2, 14), .end) }
        func middle(_ row: Int) -> Double { top + (Double(row) + 0.5) * Self.rowHeight }
        // From the end of each row to the beginning of the next.
        let joints = [chart.start.value] + levels.map(\.to)
        svg.polylines(
            "leader",
            joints.enumerated().map { row, value in [Point(x(value), middle(row)), Point(x(value), middle(row + 1))] })
        for (row, name) in names.enumerated() {
            svg.text(strong[row] ? "rowlab strong" : "rowlab", name, at: Point(left - 10, middle(row) + 4), .end)
        }
        for (place, (step, level)) in zip(chart.steps, levels).enumerated() {
            draw(step, level, at: middle(place + 1), x, into: &svg)
        }
        for (row, level) in [(0, chart.start), (names.count - 1, chart.end)] {
            svg.circle(row == 0 ? "ring base" : "dot now", at: Point(x(level.value), middle(row)), radius: 4.5)
            let text = NumberFormat.number(level.value, as: chart.axis.unit)
            svg.text("rowval", text, at: Point(Self.width - 2, middle(row) + 4), .end)
        }
        return DrawnChart(svg: svg.finished(), description: sentence, table: table)
    }

    private func draw(
        _ step: WaterfallChart.Step, _ level: (from: Double, to: Double), at y: Double, _ x: Scale,
        into svg: inout SVGWriter
    ) {
        let isStrong = Self.fails(step.state)
        let (from, to) = (x(min(level.from, level.to)), x(max(level.from, level.to)))
        svg.rect(isStrong ? "bar bad" : "bar p2", x: from, y: y - 6, width: max(1, to - from), height: 12, corner: 2)
        if let low = step.low, let high = step.high, low.isFinite, high.isFinite {
            svg.line(
                isStrong ? "whisk bad" : "whisk", Point(x(level.from + low), y), Point(x(level.from + high), y))
        }
        if isStrong { svg.diamond("dot bad", at: Point(x(level.to), y), radius: 5) }
        let text = NumberFormat.number(step.change, as: changeUnit)
        svg.text(isStrong ? "rowval bad" : "rowval", text, at: Point(Self.width - 2, y + 4), .end)
    }

    var sentence: String {
        let unit = chart.axis.unit
        func value(_ level: WaterfallChart.Level) -> String {
            "\(NumberFormat.format(level.value, as: unit)) (\(level.label))"
        }
        let ends = "\(chart.axis.title) from \(value(chart.start)) to \(value(chart.end))"
        guard !chart.steps.isEmpty else { return (ends + ".").capitalisedSentence }
        let steps = chart.steps.map { "\($0.label) \(NumberFormat.format($0.change, as: changeUnit))" }
        return (ends + ": " + steps.joined(separator: ", ") + ".").capitalisedSentence
    }

    var table: Table {
        let unit = chart.axis.unit
        func level(_ level: WaterfallChart.Level) -> [Cell] {
            [.text(level.label), .none(""), .none(""), .none(""), .number(level.value, unit)]
        }
        return Table(
            columns: [
                Table.Column("name", "Part"), Table.Column("change", "Change", .number),
                Table.Column("low", "95 % from", .number), Table.Column("high", "to", .number),
                Table.Column("level", chart.axis.title, .number),
            ],
            rows: [level(chart.start)]
                + zip(chart.steps, chart.levels).map { step, level in
                    [
                        .text(step.label), .number(step.change, changeUnit), .optional(step.low, changeUnit),
                        .optional(step.high, changeUnit), .number(level.to, unit),
                    ]
                } + [level(chart.end)])
    }
}
