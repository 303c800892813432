// Marks small enough to stand in a table row or beside a sentence. They stretch to the room they get, so they hold no text;
// what they show is their label.

import Record

/// Marks in a row of text.
public enum InlineMark {
    /// The common scale of the intervals in one column of a table: their ends and marks, shares from 0 on.
    public static func range(of cells: [Cell]) -> ClosedRange<Double> {
        var low = Double.infinity
        var high = -Double.infinity
        for case .interval(let from, let value, let to, let unit, let mark) in cells {
            for end in [from, value, to, mark ?? value] where end.isFinite {
                low = min(low, end)
                high = max(high, end)
            }
            if unit == .proportion || unit == .count { low = min(low, 0) }
        }
        guard low.isFinite, high.isFinite, low < high else { return low.isFinite ? (low - 0.5)...(low + 0.5) : 0...1 }
        return low...high
    }

    /// An interval as a line, its value as a short stroke, and a reference as a thin line across the row. `nil` for a cell
    /// of another kind. Give every row of a column the same `range`.
    public static func interval(_ cell: Cell, over range: ClosedRange<Double>) -> String? {
        guard case .interval(let low, let value, let high, let unit, let mark) = cell else { return nil }
        var label = NumberFormat.format(value, as: unit) + " " + NumberFormat.range(low, high, as: unit)
        if let mark { label += "; reference " + NumberFormat.format(mark, as: unit) }
        var svg = SVGWriter(mark: "interval", width: 100, height: 20, label: label)
        // Strokes keep their width when the mark stretches; two units at the ends keep them whole.
        let x = Scale(range.lowerBound, range.upperBound, from: 2, to: 98)
        if range.lowerBound < 0, range.upperBound > 0 { svg.line("zero", Point(x(0), 1), Point(x(0), 19)) }
        svg.line("whisk", Point(x(low), 10), Point(x(high), 10))
        if let mark { svg.line("parent", Point(x(mark), 2), Point(x(mark), 18)) }
        svg.line("pt", Point(x(value), 5), Point(x(value), 15))
        return svg.finished()
    }

    /// A share of a whole, 0...1, as a bar in a track.
    public static func share(_ part: Double, label: String? = nil) -> String {
        let text = label ?? NumberFormat.format(part, as: .proportion)
        var svg = SVGWriter(mark: "share", width: 100, height: 6, label: text)
        let filled = part.isFinite ? min(max(part, 0), 1) * 100 : 0
        svg.rect("track", x: 0, y: 0, width: 100, height: 6)
        // What is not nothing is seen.
        svg.rect("fill", x: 0, y: 0, width: filled > 0 ? max(filled, 1) : 0, height: 6)
        return svg.finished()
    }

    /// Values over versions, oldest first, as a line with a dot at the newest; `nil` is a version without a value. From
    /// zero when `unit` is a share or a count, so that steepness means something.
    public static func sparkline(_ values: [Double?], as unit: Quantity, names: [String] = []) -> String {
        let drawn = values.map { value in value.flatMap { $0.isFinite ? $0 : nil } }
        let words = drawn.enumerated().map { index, value in
            let name = names.indices.contains(index) ? names[index] + " " : ""
            return name + (value.map { NumberFormat.format($0, as: unit) } ?? NumberFormat.undefined)
        }
        var svg = SVGWriter(classes: "spark", width: 84, height: 22, label: words.joined(separator: ", "))
        let known = drawn.compactMap { $0 }
        guard let least = known.min(), let most = known.max() else { return svg.finished() }
        let low = unit == .proportion || unit == .count ? min(0, least) : least
        let x = Scale(0, Double(max(values.count - 1, 1)), from: 4, to: 80)
        // One level throughout lies in the middle, and at the foot when it is zero.
        let y =
            most > low ? Scale(low, most, from: 18, to: 4) : Scale(low - 1, low + 1, from: low == 0 ? 32 : 18, to: 4)
        svg.line("track", Point(2, 19.5), Point(82, 19.5))
        var run: [Point] = []
        for (index, value) in drawn.enumerated() {
            if let value {
                run.append(Point(values.count == 1 ? 80 : x(Double(index)), y(value)))
            } else {
                Self.draw(run, into: &svg)
                run = []
            }
        }
        Self.draw(run, into: &svg)
        if let last = run.last { svg.circle("dot now", at: last, radius: 3) }
        return svg.finished()
    }

    private static func draw(_ run: [Point], into svg: inout SVGWriter) {
        if run.count > 1 { svg.polyline("line now", run) }
        if run.count == 1, let only = run.first { svg.circle("dot few", at: only, radius: 2) }
    }
}
