// One row a thing: its name and n, the value with its interval on a common axis, the baseline as a ring, and the change (or
// the value) in words at the right. What fails is a diamond with a bold name: shape and weight, not colour alone.

import Record

struct DotDrawing {
    let chart: DotChart
    private static let width = 360.0
    private static let rowHeight = 26.0
    /// Rows drawn; the others are in the table alone.
    private static let mostRows = 40

    init(_ chart: DotChart) { self.chart = chart }

    private var rows: ArraySlice<DotChart.Row> { chart.rows.prefix(Self.mostRows) }
    private var showsChange: Bool { chart.rows.contains { $0.change?.isFinite == true } }

    func drawn(in frame: ChartFrame) -> DrawnChart {
        let shown = Array(rows)
        let isStrong = shown.map { Self.fails($0.state) }
        let nWidth = shown.map { TextMetrics.width(NumberFormat.count($0.n), size: 11) }.max() ?? 0
        let names = zip(shown, isStrong).map { row, isStrong in
            TextMetrics.fitted(row.label, width: 150, size: isStrong ? 12.5 * TextMetrics.bold : 12.5)
        }
        let nameWidth = zip(names, isStrong).map { TextMetrics.width($0, size: $1 ? 12.5 * TextMetrics.bold : 12.5) }
        let left = max((nameWidth.max() ?? 0) + 6 + nWidth, 30) + 8
        let right = Self.width - (showsChange ? 54 : 50)
        let top = 26.0
        let bottom = top + Double(max(shown.count, 1)) * Self.rowHeight
        let isCut = chart.rows.count > shown.count
        var svg = frame.writer(
            "chart dots", width: Self.width, height: bottom + 36 + (isCut ? 16 : 0), description: sentence)
        let values = shown.flatMap { [$0.value, $0.low, $0.high, $0.baseline].compactMap { $0 } }
        let span = chart.axis.span(over: values, about: min(5, max(2, Int((right - left) / 50))), padding: 0.02)
        let x = Scale(span.low, span.high, from: left, to: right)
        drawGrid(&svg, x, span.ticks, top: top, bottom: bottom)
        drawKey(&svg, x)
        for (place, row) in shown.enumerated() {
            let y = top + (Double(place) + 0.5) * Self.rowHeight
            let nameEnd = left - 8 - nWidth - 6
            let isQuiet = row.n < ChartFrame.smallestFullN || row.value == nil
            let nameClass = isStrong[place] ? "rowlab strong" : isQuiet ? "rowlab few" : "rowlab"
            svg.text(nameClass, names[place], at: Point(nameEnd, y + 4), .end)
            svg.text("tick", NumberFormat.count(row.n), at: Point(left - 8, y + 4), .end)
            draw(row, isStrong: isStrong[place], at: y, x, into: &svg)
        }
        if shown.isEmpty { svg.text("tick", "nothing to compare", at: Point(left, top + 17)) }
        if isCut {
            let text = "first \(shown.count) of \(NumberFormat.count(chart.rows.count)) rows; all are in the table"
            svg.text("tick", text, at: Point(Self.width / 2, bottom + 48), .middle)
        }
        return DrawnChart(svg: svg.finished(), description: sentence, table: table)
    }

    private static func fails(_ state: Mark) -> Bool { state == .failed || state == .worse }

    private func drawGrid(_ svg: inout SVGWriter, _ x: Scale, _ ticks: Ticks, top: Double, bottom: Double) {
        for tick in ticks.values {
            let isZero = tick == 0 && x.low < 0 && x.high > 0
            svg.line(isZero ? "zero" : "grid", Point(x(tick), top), Point(x(tick), bottom))
            svg.text("tick", chart.axis.label(tick, of: ticks), at: Point(x(tick), bottom + 15), .middle)
        }
        svg.text("tick", "n", at: Point(x.start - 8, 14), .end)
        svg.text("axis", chart.axis.heading, at: Point((x.start + x.end) / 2, bottom + 32), .middle)
        let heading =
            showsChange ? "points" : NumberFormat.symbol(of: chart.axis.unit) == "%" ? "%" : ""
        if !heading.isEmpty { svg.text("tick", heading, at: Point(Self.width - 2, 14), .end) }
    }

    /// Which mark is which, once, above the rows.
    private func drawKey(_ svg: inout SVGWriter, _ x: Scale) {
        guard chart.rows.contains(where: { $0.baseline != nil }), let name = chart.baselineName else { return }
        let room = (x.end - x.start) / 2 - 18
        let own = TextMetrics.fitted(chart.name, width: room, size: 11)
        svg.circle("dot now", at: Point(x.start + 5, 10), radius: 4)
        svg.text("tick", own, at: Point(x.start + 13, 14))
        let next = x.start + 13 + TextMetrics.width(own, size: 11) + 14
        svg.circle("ring base", at: Point(next + 5, 10), radius: 4)
        svg.text("tick", TextMetrics.fitted(name, width: room, size: 11), at: Point(next + 13, 14))
    }

    private func draw(
        _ row: DotChart.Row, isStrong: Bool, at y: Double, _ x: Scale, into svg: inout SVGWriter
    ) {
        let isFew = row.n < ChartFrame.smallestFullN
        if let baseline = row.baseline, baseline.isFinite {
            svg.circle("ring base", at: Point(x(baseline), y), radius: 4.5)
        }
        guard let value = row.value, value.isFinite else {
            svg.text("tick", NumberFormat.undefined, at: Point(x.start + 4, y + 4))
            return
        }
        if let low = row.low, let high = row.high, low.isFinite, high.isFinite {
            svg.line("whisk" + (isFew ? " few" : ""), Point(x(low), y), Point(x(high), y))
        }
        let point = Point(x(value), y)
        if isStrong {
            svg.diamond("dot bad", at: point, radius: 5.5)
        } else {
            svg.circle(isFew ? "dot few" : "dot now", at: point, radius: isFew ? 3 : 4.5)
        }
        let text: String
        if showsChange {
            text = row.change.map { NumberFormat.number($0, as: .points) } ?? "–"
        } else {
            text = NumberFormat.number(value, as: chart.axis.unit)
        }
        svg.text("rowval" + (isStrong ? " bad" : isFew ? " few" : ""), text, at: Point(Self.width - 2, y + 4), .end)
    }

    var sentence: String {
        let defined = chart.rows.compactMap { row in row.value.flatMap { $0.isFinite ? (row.label, $0) : nil } }
        guard let least = defined.min(by: { $0.1 < $1.1 }), let most = defined.max(by: { $0.1 < $1.1 }) else {
            return "\(chart.axis.title): no row has a defined value.".capitalisedSentence
        }
        let unit = chart.axis.unit
        var text = "\(chart.axis.title) of \(chart.name), \(defined.count == 1 ? "1 row" : "\(defined.count) rows"): "
        text +=
            least.1 == most.1 && defined.count > 1
            ? "all \(NumberFormat.format(least.1, as: unit))"
            : defined.count == 1
                ? "\(least.0) \(NumberFormat.format(least.1, as: unit))"
                : "from \(least.0) \(NumberFormat.format(least.1, as: unit)) "
                    + "to \(most.0) \(NumberFormat.format(most.1, as: unit))"
        let failing = chart.rows.filter { Self.fails($0.state) }
        if !failing.isEmpty {
            let names = failing.prefix(3).map(\.label).joined(separator: ", ")
            text += "; marked: \(names)" + (failing.count > 3 ? " and \(failing.count - 3) more" : "")
        }
        let missing = chart.rows.count - defined.count
        return (text + (missing > 0 ? "; \(missing) not defined." : ".")).capitalisedSentence
    }

    var table: Table {
        let unit = chart.axis.unit
        let hasBaseline = chart.rows.contains { $0.baseline != nil }
        var columns = [
            Table.Column("name", "Row"), Table.Column("value", chart.name, .number),
            Table.Column("low", "95 % from", .number), Table.Column("high", "to", .number),
        ]
        if hasBaseline { columns.append(Table.Column("baseline", chart.baselineName ?? "Baseline", .number)) }
        if showsChange { columns.append(Table.Column("change", "Change", .number)) }
        columns.append(Table.Column("n", "n", .number))
        return Table(
            columns: columns,
            rows: chart.rows.map { row in
                var cells: [Cell] = [
                    .text(row.label), .optional(row.value, unit), .optional(row.low, unit), .optional(row.high, unit),
                ]
                if hasBaseline { cells.append(.optional(row.baseline, unit)) }
                if showsChange { cells.append(.optional(row.change, .points)) }
                return cells + [.number(Double(row.n), .count)]
            })
    }
}

extension Cell {
    /// A number, or that it is not defined.
    static func optional(_ value: Double?, _ unit: Quantity) -> Cell {
        guard let value, value.isFinite else { return .none(NumberFormat.undefined) }
        return .number(value, unit)
    }
}
