// Bars from zero, always: a bar's length is its value. Upright when every name fits below its bar, lying down when names are
// long, upright with names left out when there are too many bars for either. Parts are stacked and named above the picture;
// the part that counts errors is at the foot, where lengths compare best, in the failing colour and hatched.

import Record

struct BarDrawing {
    let chart: BarChart
    private static let width = 360.0
    private static let mostBars = 120

    private enum Layout {
        case upright, lying
    }

    init(_ chart: BarChart) { self.chart = chart }

    private var bars: [BarChart.Bar] { Array(chart.bars.prefix(Self.mostBars)) }

    /// Parts in the order they are stacked: those that count errors first.
    private var order: [Int] {
        let indices = Array(chart.parts.indices)
        return indices.filter { chart.failing.contains(chart.parts[$0]) }
            + indices.filter { !chart.failing.contains(chart.parts[$0]) }
    }

    private func value(_ bar: BarChart.Bar, _ part: Int) -> Double {
        bar.values.indices.contains(part) && bar.values[part].isFinite ? bar.values[part] : 0
    }

    private func total(_ bar: BarChart.Bar) -> Double { chart.parts.indices.reduce(0) { $0 + max(0, value(bar, $1)) } }

    private func partClass(_ part: Int) -> String {
        if chart.failing.contains(chart.parts[part]) { return "bar bad" }
        let place = order.filter { !chart.failing.contains(chart.parts[$0]) }.firstIndex(of: part) ?? 0
        return "bar p\(min(place, 3))"
    }

    private var span: AxisSpan {
        let lows = bars.flatMap { bar in chart.parts.indices.map { value(bar, $0) } }
        let least = min(0, lows.min() ?? 0)
        let most = max(bars.map(total).max() ?? 0, 0)
        // An axis of bars starts at zero whatever was asked for.
        let axis = Axis(
            chart.y.title, chart.y.unit, low: least == 0 ? 0 : nil, high: most == 0 && least < 0 ? 0 : chart.y.high)
        return axis.span(over: most > least ? [least, most] : [], about: 4)
    }

    func drawn(in frame: ChartFrame) -> DrawnChart {
        let slot = 310.0 / Double(max(bars.count, 1))
        let widest = bars.map { TextMetrics.width($0.label, size: 11) }.max() ?? 0
        let layout: Layout = widest <= slot - 3 || bars.count > 24 ? .upright : .lying
        let keyLines = chart.parts.count > 1 ? 1.0 : 0
        let svg =
            layout == .upright
            ? upright(frame, top: 26 + keyLines * 18) : lying(frame, top: 10 + keyLines * 18)
        return DrawnChart(svg: svg.finished(), description: sentence, table: table)
    }

    private func upright(_ frame: ChartFrame, top: Double) -> SVGWriter {
        let bottom = top + 160
        var svg = frame.writer("chart bars", width: Self.width, height: bottom + 40, description: sentence)
        let span = span
        let y = Scale(span.low, span.high, from: bottom, to: top)
        let labels = span.ticks.values.map { chart.y.label($0, of: span.ticks) }
        let left = max(30, (labels.map { TextMetrics.width($0, size: 11) }.max() ?? 0) + 8)
        let right = Self.width - 8
        for (tick, label) in zip(span.ticks.values, labels) {
            svg.line("grid", Point(left, y(tick)), Point(right, y(tick)))
            svg.text("tick", label, at: Point(left - 5, y(tick) + 4), .end)
        }
        svg.text("axis", chart.y.heading, at: Point(2, 12))
        let hatch = drawKey(frame, &svg, y: top - 14)
        let slot = (right - left - 2) / Double(max(bars.count, 1))
        let thickness = min(max(slot - max(1, slot * 0.16), 0.8), 44)
        var free = 0.0
        for (place, bar) in bars.enumerated() {
            let middle = left + 1 + (Double(place) + 0.5) * slot
            for (part, from, to) in spans(bar) {
                let height = max(y(from) - y(to), to > from ? 0.8 : 0)
                let at = Point(middle - thickness / 2, y(from) - height)
                svg.rect(partClass(part), x: at.x, y: at.y, width: thickness, height: height)
                guard let hatch, chart.failing.contains(chart.parts[part]) else { continue }
                svg.rect(pattern: hatch, x: at.x, y: at.y, width: thickness, height: height)
            }
            let label = TextMetrics.fitted(bar.label, width: 80, size: 11)
            let half = TextMetrics.width(label, size: 11) / 2
            guard middle - half >= free, middle + half <= Self.width else { continue }
            svg.text("tick", label, at: Point(middle, bottom + 15), .middle)
            free = middle + half + 4
        }
        svg.line("zero", Point(left, y(0)), Point(right, y(0)))
        svg.text("axis", chart.x, at: Point((left + right) / 2, bottom + 34), .middle)
        return svg
    }

    private func lying(_ frame: ChartFrame, top: Double) -> SVGWriter {
        let row = 24.0
        let bottom = top + 14 + Double(bars.count) * row
        var svg = frame.writer("chart bars", width: Self.width, height: bottom + 36, description: sentence)
        let names = bars.map { TextMetrics.fitted($0.label, width: 132, size: 12.5) }
        let left = min(max(names.map { TextMetrics.width($0, size: 12.5) }.max() ?? 0, 20), 134) + 8
        let totals = bars.map { NumberFormat.number(total($0), as: chart.y.unit) }
        let room = (totals.map { TextMetrics.width($0, size: 12) }.max() ?? 0) + 8
        let span = span
        let x = Scale(span.low, span.high, from: left, to: Self.width - room)
        svg.text("axis", chart.x, at: Point(2, top + 4))
        let hatch = drawKey(frame, &svg, y: 12)
        for tick in span.ticks.values {
            svg.line("grid", Point(x(tick), top + 12), Point(x(tick), bottom))
            svg.text("tick", chart.y.label(tick, of: span.ticks), at: Point(x(tick), bottom + 15), .middle)
        }
        for (place, bar) in bars.enumerated() {
            let middle = top + 14 + (Double(place) + 0.5) * row
            svg.text("rowlab", names[place], at: Point(left - 8, middle + 4), .end)
            for (part, from, to) in spans(bar) {
                let width = max(x(to) - x(from), to > from ? 0.8 : 0)
                svg.rect(partClass(part), x: x(from), y: middle - 8, width: width, height: 16)
                guard let hatch, chart.failing.contains(chart.parts[part]) else { continue }
                svg.rect(pattern: hatch, x: x(from), y: middle - 8, width: width, height: 16)
            }
            svg.text("rowval", totals[place], at: Point(x(max(total(bar), 0)) + 5, middle + 4))
        }
        svg.line("zero", Point(x(0), top + 12), Point(x(0), bottom))
        svg.text("axis", chart.y.heading, at: Point((x.start + x.end) / 2, bottom + 32), .middle)
        return svg
    }

    /// The stretches of a bar on the value axis, foot first; a value below zero hangs from zero by itself.
    private func spans(_ bar: BarChart.Bar) -> [(part: Int, from: Double, to: Double)] {
        var foot = 0.0
        return order.compactMap { part in
            let value = value(bar, part)
            if value < 0 { return (part, value, 0) }
            guard value > 0 else { return nil }
            defer { foot += value }
            return (part, foot, foot + value)
        }
    }

    /// The parts' names beside their look; returns the id of the hatching over what counts errors.
    private func drawKey(_ frame: ChartFrame, _ svg: inout SVGWriter, y: Double) -> String? {
        guard chart.parts.count > 1 else { return nil }
        let hatch = chart.parts.contains { chart.failing.contains($0) } ? frame.id + "-bad" : nil
        if let hatch { svg.hatchPattern(id: hatch, "hatch over") }
        let room = (Self.width - 8) / Double(chart.parts.count) - 24
        var x = 44.0
        if chart.parts.count > 3 { x = 4 }
        for part in order {
            let name = TextMetrics.fitted(chart.parts[part], width: room, size: 11)
            svg.rect(partClass(part), x: x, y: y - 8, width: 10, height: 10)
            if let hatch, chart.failing.contains(chart.parts[part]) {
                svg.rect(pattern: hatch, x: x, y: y - 8, width: 10, height: 10)
            }
            svg.text("tick", name, at: Point(x + 14, y + 1))
            x += 14 + TextMetrics.width(name, size: 11) + 12
        }
        return hatch
    }

    var sentence: String {
        let unit = chart.y.unit
        guard let most = chart.bars.max(by: { total($0) < total($1) }) else {
            return "\(chart.x): no bars to draw.".capitalisedSentence
        }
        let sum = chart.bars.reduce(0) { $0 + total($1) }
        var text = "\(chart.y.title) by \(chart.x), \(chart.bars.count) bars"
        if unit == .count { text += ", \(NumberFormat.format(sum, as: .count)) in all" }
        text += "; the highest is \(most.label) with \(NumberFormat.format(total(most), as: unit))"
        for part in order where chart.failing.contains(chart.parts[part]) {
            let failing = chart.bars.reduce(0) { $0 + max(0, value($1, part)) }
            if unit == .count { text += "; \(chart.parts[part]): \(NumberFormat.format(failing, as: .count))" }
        }
        return (text + ".").capitalisedSentence
    }

    var table: Table {
        var columns = [Table.Column("bar", chart.x)]
        for (index, part) in chart.parts.enumerated() {
            columns.append(Table.Column("part_\(index + 1)", part, .number))
        }
        return Table(
            columns: columns,
            rows: chart.bars.map { bar in
                [.text(bar.label)]
                    + chart.parts.indices.map { part -> Cell in
                        .optional(bar.values.indices.contains(part) ? bar.values[part] : nil, chart.y.unit)
                    }
            })
    }
}
