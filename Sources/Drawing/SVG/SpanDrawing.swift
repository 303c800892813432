// A bar from a row's start to its end, a diamond for a moment, a ring for the day by which it has to be over, one line through
// all rows for today. What is late is a bar of its own colour with a bold name.

import Record

struct SpanDrawing {
    let chart: SpanChart
    private static let width = 360.0
    private static let rowHeight = 26.0
    /// Rows drawn; the others are in the table alone.
    private static let mostRows = 40

    init(_ chart: SpanChart) { self.chart = chart }

    private static func fails(_ mark: Mark) -> Bool { mark == .failed || mark == .worse }

    func drawn(in frame: ChartFrame) -> DrawnChart {
        let shown = Array(chart.rows.prefix(Self.mostRows))
        let names = shown.map { TextMetrics.fitted($0.label, width: 104, size: 12) }
        let left = (names.map { TextMetrics.width($0, size: 12 * TextMetrics.bold) }.max() ?? 30) + 8
        let notes = shown.map { TextMetrics.fitted($0.note, width: 70, size: 11) }
        let right = Self.width - (notes.map { TextMetrics.width($0, size: 11) }.max() ?? 0) - 12
        let top = 22.0
        let bottom = top + Double(max(shown.count, 1)) * Self.rowHeight
        var svg = frame.writer("chart spans", width: Self.width, height: bottom + 22, description: sentence)
        let days =
            shown.flatMap { [$0.start, $0.end] + ($0.due.map { [$0] } ?? []) } + (chart.today.map { [$0] } ?? [])
        let (first, last) = (days.min() ?? 0, days.max() ?? 1)
        let pad = max((last - first) * 0.03, chart.hasHours ? 0.01 : 0.5)
        let x = Scale(first - pad, last + pad, from: left, to: right)
        for tick in Self.ticks(x.low, x.high, most: max(2, Int((right - left) / 62))) {
            svg.line("grid", Point(x(tick), top), Point(x(tick), bottom))
            svg.text("tick", label(tick, over: x.high - x.low), at: Point(x(tick), bottom + 15), .middle)
        }
        for (place, row) in shown.enumerated() {
            let y = top + (Double(place) + 0.5) * Self.rowHeight
            let isLate = Self.fails(row.mark)
            svg.text(isLate ? "rowlab strong" : "rowlab", names[place], at: Point(left - 8, y + 4), .end)
            let (from, to) = (x(min(row.start, row.end)), x(max(row.start, row.end)))
            if to - from < 1 {
                svg.diamond(isLate ? "dot bad" : "dot now", at: Point(from, y), radius: 5)
            } else {
                svg.rect(
                    isLate ? "bar bad" : row.mark == .passed ? "bar p2" : row.mark == .finding ? "bar p1" : "bar",
                    x: from,
                    y: y - 6, width: to - from, height: 12, corner: 2)
            }
            if let due = row.due { svg.circle("ring base", at: Point(x(due), y), radius: 4.5) }
            svg.text("tick", notes[place], at: Point(Self.width - 2, y + 4), .end)
        }
        if let today = chart.today {
            svg.line("zero", Point(x(today), top - 4), Point(x(today), bottom))
            if let name = chart.todayName {
                let half = TextMetrics.width(name, size: 11) / 2
                let middle = min(max(x(today), half + 2), Self.width - half - 2)
                svg.text("tick", name, at: Point(middle, 13), .middle)
            }
        }
        return DrawnChart(svg: shown.isEmpty ? nil : svg.finished(), description: sentence, table: table)
    }

    /// Days on which there is a tick: at most so many, at steps that calendars have.
    private static func ticks(_ low: Double, _ high: Double, most: Int) -> [Double] {
        let steps = [1.0 / 24, 1.0 / 12, 0.25, 0.5, 1, 2, 7, 14, 28, 56, 91, 182, 364, 728]
        let step = steps.first { (high - low) / $0 <= Double(most) } ?? (high - low) / Double(most)
        var ticks: [Double] = []
        var tick = (low / step).rounded(.up) * step
        while tick <= high, ticks.count < 12 {
            ticks.append(tick)
            tick += step
        }
        return ticks
    }

    /// Day and month, with the hour where the axis spans few days.
    private func label(_ tick: Double, over span: Double) -> String {
        let day = Day(number: Int(tick.rounded(.down)))
        let text = day.description
        guard chart.hasHours, span < 3 else { return span > 400 ? String(text.prefix(7)) : String(text.suffix(5)) }
        return Self.clock(tick)
    }

    private static func clock(_ moment: Double) -> String {
        let minutes = Int(((moment - moment.rounded(.down)) * 1440).rounded())
        let (hour, minute) = (minutes / 60 % 24, minutes % 60)
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }

    private func words(_ moment: Double) -> String {
        let day = Day(number: Int(moment.rounded(.down))).description
        return chart.hasHours ? day + " " + Self.clock(moment) + " UTC" : day
    }

    var sentence: String {
        guard let first = chart.rows.map(\.start).min(), let last = chart.rows.map(\.end).max() else {
            return "\(chart.title): nothing to show.".capitalisedSentence
        }
        let late = chart.rows.filter { Self.fails($0.mark) }
        var text =
            "\(chart.title), \(chart.rows.count == 1 ? "1 row" : "\(chart.rows.count) rows"), from \(words(first)) to \(words(last))"
        if !late.isEmpty {
            text += "; late: \(late.prefix(3).map(\.label).joined(separator: ", "))"
            if late.count > 3 { text += " and \(late.count - 3) more" }
        }
        return (text + ".").capitalisedSentence
    }

    var table: Table {
        let hasDue = chart.rows.contains { $0.due != nil }
        var columns = [Table.Column("name", "Row"), Table.Column("from", "From"), Table.Column("to", "To")]
        if hasDue { columns.append(Table.Column("due", "Due")) }
        columns.append(Table.Column("note", "Note"))
        return Table(
            columns: columns,
            rows: chart.rows.map { row in
                var cells: [Cell] = [.text(row.label), .text(words(row.start)), .text(words(row.end))]
                if hasDue { cells.append(row.due.map { .text(words($0)) } ?? .none("no date")) }
                return cells + [.text(row.note)]
            })
    }
}
