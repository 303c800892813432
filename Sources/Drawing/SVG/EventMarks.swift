// What happened along a horizontal axis: a line from top to bottom with its name above the plot. Names that would touch stand in
// rows below each other; one that finds no room in any row is told by the chart's sentence, and its line is drawn.

import Record

struct EventMarks {
    /// A line, its name by its middle, and the row of the name; `nil` where no row has room for it.
    private struct Placed {
        let at: Double
        let isBreak: Bool
        let label: String
        let middle: Double
        let row: Int?
    }

    private let placed: [Placed]
    private static let rowHeight = 13.0
    private static let mostRows = 3
    private static let size = 11.0

    /// Events on an axis in a picture of a width; those that are nowhere are left out.
    init(_ events: [LineChart.Event], _ x: Scale, width: Double) {
        var free = [Double](repeating: -.infinity, count: Self.mostRows)
        placed = events.filter(\.x.isFinite).sorted { $0.x < $1.x }.map { event in
            let at = min(max(x(event.x), x.start), x.end)
            let label = TextMetrics.fitted(event.label, width: 110, size: Self.size)
            let half = TextMetrics.width(label, size: Self.size) / 2
            let middle = min(max(at, half + 2), width - half - 2)
            let row = label.isEmpty ? nil : free.firstIndex { $0 <= middle - half }
            if let row { free[row] = middle + half + 6 }
            return Placed(at: at, isBreak: event.isBreak, label: label, middle: middle, row: row)
        }
    }

    /// The room that names take above the plot.
    var height: Double { Double(placed.compactMap(\.row).max().map { $0 + 1 } ?? 0) * Self.rowHeight }

    /// Draws the lines, and the names between `top` and the plot.
    func draw(in svg: inout SVGWriter, top: Double, bottom: Double) {
        for one in placed {
            let from = top + Double((one.row ?? 0) + 1) * Self.rowHeight - 3
            svg.line(one.isBreak ? "diag" : "leader", Point(one.at, from), Point(one.at, bottom))
            guard let row = one.row else { continue }
            svg.text(
                "tick", one.label, at: Point(one.middle, top + Double(row + 1) * Self.rowHeight - 5), .middle)
        }
    }
}
