// Small multiples: one little reliability diagram a group, all on the same scales, so that shapes compare at a glance.
// Numbers stand at the left and lower edges only.

import Record

struct PanelDrawing {
    let chart: ReliabilityPanels
    private let panels: [ReliabilityPanels.Panel]
    private static let mostPanels = 12
    private static let columns = 3
    private static let side = 96.0
    private static let pitch = 110.0
    private static let rowPitch = 132.0
    private static let left = 33.0
    private static let top = 44.0

    init(_ chart: ReliabilityPanels) {
        self.chart = chart
        panels = chart.panels.map { panel in
            var panel = panel
            panel.bins = panel.bins.filter {
                [$0.confidence, $0.accuracy, $0.low, $0.high, $0.bandLow, $0.bandHigh].allSatisfy(\.isFinite)
            }
            return panel
        }
    }

    func drawn(in frame: ChartFrame) -> DrawnChart {
        let shown = Array(panels.prefix(Self.mostPanels))
        let rows = max(1, (shown.count + Self.columns - 1) / Self.columns)
        let isCut = panels.count > shown.count
        let height = Self.top + Double(rows) * Self.rowPitch + (isCut ? 22 : 8)
        var svg = frame.writer("chart panels", width: 360, height: height, description: sentence)
        svg.text("axis", "correct, %", at: Point(2, 12))
        if shown.isEmpty { svg.text("tick", "nothing to draw", at: Point(Self.left, Self.top)) }
        let range = range
        for (index, panel) in shown.enumerated() {
            let column = index % Self.columns
            let x0 = Self.left + Double(column) * Self.pitch
            let y0 = Self.top + Double(index / Self.columns) * Self.rowPitch
            let x = Scale(range.low, range.high, from: x0, to: x0 + Self.side)
            let y = Scale(range.low, range.high, from: y0 + Self.side, to: y0)
            draw(panel, x, y, into: &svg)
            let isLowest = index + Self.columns >= shown.count
            for tick in range.ticks.values {
                let label = NumberFormat.tick(tick, step: range.ticks.step, as: .proportion)
                if column == 0 { svg.text("tick", label, at: Point(x0 - 4, y(tick) + 4), .end) }
                // At the ends inwards, so that neighbouring panels' numbers do not touch.
                let anchor: TextAnchor = tick == range.low ? .start : tick == range.high ? .end : .middle
                if isLowest { svg.text("tick", label, at: Point(x(tick), y0 + Self.side + 14), anchor) }
            }
        }
        let foot = Self.top + Double(rows) * Self.rowPitch
        svg.text("axis", "confidence, %", at: Point(Self.left + 162, foot - 6), .middle)
        if isCut {
            let text = "first \(shown.count) of \(NumberFormat.count(panels.count)) groups; all are in the table"
            svg.text("tick", text, at: Point(Self.left + 162, foot + 12), .middle)
        }
        return DrawnChart(svg: svg.finished(), description: sentence, table: table)
    }

    private static func fails(_ state: Mark) -> Bool { state == .failed || state == .worse || state == .finding }

    /// One range for all panels: 0...1, or the occupied part when that is less than 60 % of it.
    private var range: AxisSpan {
        let values = panels.flatMap { panel in panel.bins.flatMap { [$0.confidence, $0.low, $0.high] } }
        let whole = AxisSpan(ticks: Ticks(0, 1, about: 2), low: 0, high: 1)
        guard let least = values.min(), let most = values.max(), least >= 0, most <= 1 else { return whole }
        let ticks = Ticks(around: least, most, about: 2)
        guard let low = ticks.values.first, let high = ticks.values.last, high - low < 0.6, low >= 0, high <= 1 else {
            return whole
        }
        return AxisSpan(ticks: ticks, low: low, high: high)
    }

    private func draw(_ panel: ReliabilityPanels.Panel, _ x: Scale, _ y: Scale, into svg: inout SVGWriter) {
        let isStrong = Self.fails(panel.state)
        let n = NumberFormat.count(panel.n)
        let room = Self.side + 6 - TextMetrics.width(n, size: 11) - 5
        let name = TextMetrics.fitted(panel.name, width: room, size: 11 * (isStrong ? TextMetrics.bold : 1))
        svg.text(isStrong ? "tick strong" : "tick", name, at: Point(x.start - 2, y.end - 6))
        svg.text("tick", n, at: Point(x.end + 2, y.end - 6), .end)
        svg.grid("grid", left: x.start, top: y.end, width: Self.side, height: Self.side, columns: 1, rows: 1)
        svg.line("diag", Point(x.start, y.start), Point(x.end, y.end))
        let bins = panel.bins
        guard !bins.isEmpty else {
            svg.text("tick", NumberFormat.undefined, at: Point((x.start + x.end) / 2, (y.start + y.end) / 2), .middle)
            return
        }
        let hue = isStrong ? "bad" : "now"
        if bins.count > 1 {
            let lower = bins.map { Point(x($0.confidence), y($0.bandLow)) }
            svg.polygon("band", lower + bins.reversed().map { Point(x($0.confidence), y($0.bandHigh)) })
        }
        svg.uprights("whisk \(hue)", bins.map { (x($0.confidence), y($0.low), y($0.high)) })
        let points = bins.map { Point(x($0.confidence), y($0.accuracy)) }
        if points.count > 1 { svg.polyline("line \(hue)", points) }
        // Round points for most, square ones for what is marked, small grey ones over few rows.
        let isFull = bins.map { $0.n >= ChartFrame.smallestFullN }
        svg.points("pts \(hue)", zip(points, isFull).filter(\.1).map(\.0), size: 4.4)
        svg.points("pts few", zip(points, isFull).filter { !$0.1 }.map(\.0), size: 3)
    }

    var sentence: String {
        let failing = panels.filter { Self.fails($0.state) }
        let count = panels.count == 1 ? "1 group" : "\(panels.count) groups"
        guard !panels.isEmpty else { return "Reliability: no groups to draw." }
        guard !failing.isEmpty else { return "Reliability of \(count) on equal scales; none is marked." }
        let names = failing.prefix(3).map(\.name).joined(separator: ", ")
        let more = failing.count > 3 ? " and \(failing.count - 3) more" : ""
        return "Reliability of \(count) on equal scales; marked: \(names)\(more)."
    }

    var table: Table {
        Table(
            columns: [
                Table.Column("group", "Group"), Table.Column("confidence", "Mean confidence", .number),
                Table.Column("accuracy", "Correct", .number), Table.Column("low", "95 % from", .number),
                Table.Column("high", "to", .number), Table.Column("n", "n", .number),
            ],
            rows: panels.flatMap { panel in
                panel.bins.map { bin in
                    [
                        .text(panel.name), .number(bin.confidence, .proportion), .number(bin.accuracy, .proportion),
                        .number(bin.low, .proportion), .number(bin.high, .proportion), .number(Double(bin.n), .count),
                    ]
                }
            })
    }
}
