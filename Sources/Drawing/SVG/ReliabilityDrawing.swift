// Reliability diagram (DeGroot and Fienberg 1983; consistency band as in Brocker and Smith 2007): the share correct against
// the confidence stated, on equal scales so that the diagonal is what a calibrated model shows. Below, on the same
// horizontal axis, how many answers were right (upwards) and wrong (downwards) at each confidence: a point without rows
// under it says little.

import Record

struct ReliabilityDrawing {
    let chart: ReliabilityChart
    private let bins: [ReliabilityChart.Bin]
    private let masses: [ReliabilityChart.Mass]
    private let baseline: [(confidence: Double, accuracy: Double)]

    private static let width = 360.0
    private static let left = 47.0
    private static let side = 300.0
    private static let top = 24.0

    init(_ chart: ReliabilityChart) {
        self.chart = chart
        bins = chart.bins.filter {
            [$0.confidence, $0.accuracy, $0.low, $0.high, $0.bandLow, $0.bandHigh].allSatisfy(\.isFinite)
        }
        masses = chart.histogram.filter { $0.low.isFinite && $0.high.isFinite && $0.correct >= 0 && $0.wrong >= 0 }
        baseline = (chart.baseline ?? []).compactMap { point in
            guard point.count == 2, point[0].isFinite, point[1].isFinite else { return nil }
            return (point[0], point[1])
        }
    }

    func drawn(in frame: ChartFrame) -> DrawnChart {
        let bottom = Self.top + Self.side
        let hasMass = masses.contains { $0.correct + $0.wrong > 0 }
        let ticksAt = hasMass ? bottom + 78 : bottom + 16
        var svg = frame.writer("chart reliability", width: Self.width, height: ticksAt + 24, description: sentence)
        let (low, high) = range
        let x = Scale(low, high, from: Self.left, to: Self.left + Self.side)
        let y = Scale(low, high, from: bottom, to: Self.top)
        drawGrid(&svg, x, y, ticksAt: ticksAt)
        var ink = DrawnInk()
        drawBand(&svg, x, y)
        svg.line("diag", Point(x.start, y.start), Point(x.end, y.end))
        ink.add(line: [Point(x.start, y.start), Point(x.end, y.end)])
        let basePoints = baseline.map { Point(x($0.confidence), y($0.accuracy)) }
        if basePoints.count > 1 { svg.polyline("line base", basePoints) }
        ink.add(line: basePoints)
        drawPoints(&svg, x, y, &ink)
        drawLabels(&svg, x, y, &ink)
        if hasMass { drawHistogram(&svg, x, top: bottom + 6, bottom: ticksAt - 14) }
        return DrawnChart(svg: svg.finished(), description: sentence, table: table)
    }

    /// The whole of 0...1, or the occupied part when that is less than 60 % of it.
    private var range: (Double, Double) {
        var values: [Double] = []
        for bin in bins { values += [bin.confidence, bin.accuracy, bin.low, bin.high, bin.bandLow, bin.bandHigh] }
        for mass in masses where mass.correct + mass.wrong > 0 { values += [mass.low, mass.high] }
        for point in baseline { values += [point.confidence, point.accuracy] }
        guard let least = values.min(), let most = values.max(), least >= 0, most <= 1 else { return (0, 1) }
        let ticks = Ticks(around: least, most, about: 4).values
        guard let low = ticks.first, let high = ticks.last, high - low < 0.6 else { return (0, 1) }
        // Histogram bins may be coarser than the points: never narrower than a tenth.
        return high - low >= 0.1 ? (low, high) : (max(0, high - 0.1), max(0.1, high))
    }

    private func drawGrid(_ svg: inout SVGWriter, _ x: Scale, _ y: Scale, ticksAt: Double) {
        let ticks = Ticks(x.low, x.high, about: 4)
        for tick in ticks.values {
            let label = NumberFormat.tick(tick, step: ticks.step, as: .proportion)
            svg.line("grid", Point(x(tick), y.start), Point(x(tick), y.end))
            svg.line("grid", Point(x.start, y(tick)), Point(x.end, y(tick)))
            svg.text("tick", label, at: Point(x(tick), ticksAt), .middle)
            svg.text("tick", label, at: Point(x.start - 6, y(tick) + 4), .end)
        }
        svg.text("axis", "correct, %", at: Point(2, 12))
        svg.text("axis", "confidence, %", at: Point((x.start + x.end) / 2, ticksAt + 18), .middle)
    }

    private func drawBand(_ svg: inout SVGWriter, _ x: Scale, _ y: Scale) {
        if bins.count == 1, let bin = bins.first {
            let at = x(bin.confidence)
            svg.rect("band", x: at - 8, y: y(bin.bandHigh), width: 16, height: y(bin.bandLow) - y(bin.bandHigh))
            return
        }
        let lower = bins.map { Point(x($0.confidence), y($0.bandLow)) }
        let upper = bins.map { Point(x($0.confidence), y($0.bandHigh)) }
        guard lower.count > 1 else { return }
        svg.polygon("band", lower + upper.reversed())
        svg.polyline("bandedge", lower)
        svg.polyline("bandedge", upper)
    }

    private func drawPoints(_ svg: inout SVGWriter, _ x: Scale, _ y: Scale, _ ink: inout DrawnInk) {
        let points = bins.map { Point(x($0.confidence), y($0.accuracy)) }
        for bin in bins {
            let few = bin.n < ChartFrame.smallestFullN ? " few" : ""
            let ends = [Point(x(bin.confidence), y(bin.low)), Point(x(bin.confidence), y(bin.high))]
            svg.line("whisk now" + few, ends[0], ends[1])
            ink.add(line: ends)
        }
        if points.count > 1 { svg.polyline("line now", points) }
        ink.add(line: points)
        for (bin, point) in zip(bins, points) {
            let isFew = bin.n < ChartFrame.smallestFullN
            svg.circle(isFew ? "ring now" : "dot now", at: point, radius: isFew ? 3 : 4)
        }
    }

    /// Names beside their lines, where they cover least: each on the side away from the other line.
    private func drawLabels(_ svg: inout SVGWriter, _ x: Scale, _ y: Scale, _ ink: inout DrawnInk) {
        let frame = (left: x.start, top: y.end - 4, right: x.end + 10, bottom: y.start)
        let own = bins.map { Point(x($0.confidence), y($0.accuracy)) }
        let other = baseline.map { Point(x($0.confidence), y($0.accuracy)) }
        let isAbove = Self.gap(of: bins.map { ($0.confidence, $0.accuracy) }) >= Self.gap(of: baseline)
        let ownPlaces = Self.places(for: Self.short(chart.name), beside: own, above: isAbove)
        if let label = ink.best(of: ownPlaces, within: frame) {
            svg.text("label now", label.text, at: label.at, label.anchor)
            ink.add(label)
        }
        if let name = chart.baselineName, !other.isEmpty {
            let places = Self.places(for: Self.short(name), beside: other, above: !isAbove)
            if let label = ink.best(of: places, within: frame) {
                svg.text("label base", label.text, at: label.at, label.anchor)
                ink.add(label)
            }
        }
        ink.add(line: bins.map { Point(x($0.confidence), y($0.bandLow)) })
        ink.add(line: bins.map { Point(x($0.confidence), y($0.bandHigh)) })
        let diagonal = stride(from: 0.94, through: 0.06, by: -0.04).flatMap { t -> [PlacedLabel] in
            let p = Point(x.start + (x.end - x.start) * t, y.start + (y.end - y.start) * t)
            return [
                PlacedLabel("calibrated", at: Point(p.x + 6, p.y + 14), size: 11),
                PlacedLabel("calibrated", at: Point(p.x - 6, p.y - 6), .end, size: 11),
            ]
        }
        if let label = ink.best(of: diagonal, within: frame) {
            svg.text("tick", label.text, at: label.at, label.anchor)
        }
        if bins.isEmpty { svg.text("tick", "nothing to draw", at: Point(x.start + 8, y.end + 17)) }
    }

    /// How far a line lies above the diagonal, on average.
    private static func gap(of points: [(confidence: Double, accuracy: Double)]) -> Double {
        guard !points.isEmpty else { return 0 }
        return points.reduce(0) { $0 + $1.accuracy - $1.confidence } / Double(points.count)
    }

    /// Places for a name: to the upper left of its points or to their lower right first, newest points first.
    private static func places(for text: String, beside points: [Point], above: Bool) -> [PlacedLabel] {
        let upper = points.reversed().flatMap { p in
            [
                PlacedLabel(text, at: Point(p.x - 8, p.y - 8), .end),
                PlacedLabel(text, at: Point(p.x - 10, p.y + 4), .end),
            ]
        }
        let lower = points.reversed().flatMap { p in
            [PlacedLabel(text, at: Point(p.x + 8, p.y + 17)), PlacedLabel(text, at: Point(p.x + 10, p.y + 5))]
        }
        return above ? upper + lower : lower + upper
    }

    /// Correct predictions above a common line, wrong ones below it, on one scale.
    private func drawHistogram(_ svg: inout SVGWriter, _ x: Scale, top: Double, bottom: Double) {
        let right = Double(masses.map(\.correct).max() ?? 0)
        let wrong = Double(masses.map(\.wrong).max() ?? 0)
        // A side never gets so little room that its name does not fit beside it.
        let room = bottom - top
        let share = min(max(wrong / (right + wrong), 0.26), 0.74)
        let axis = bottom - room * share
        let unit = min(right > 0 ? (axis - top) / right : .infinity, wrong > 0 ? (bottom - axis) / wrong : .infinity)
        for mass in masses {
            let from = x(mass.low)
            let width = max(x(mass.high) - from - 1, 0.8)
            if mass.correct > 0 {
                let height = max(Double(mass.correct) * unit, 0.8)
                svg.rect("bar", x: from + 0.5, y: axis - height, width: width, height: height)
            }
            if mass.wrong > 0 {
                let height = max(Double(mass.wrong) * unit, 0.8)
                svg.rect("bar bad", x: from + 0.5, y: axis, width: width, height: height)
            }
        }
        svg.line("zero", Point(x.start, axis), Point(x.end, axis))
        svg.text("tick", "correct", at: Point(x.start - 6, axis - 4), .end)
        svg.text("tick bad", "error", at: Point(x.start - 6, axis + 11), .end)
    }

    private static func short(_ name: String) -> String {
        TextMetrics.fitted(name, width: 110, size: 12 * TextMetrics.bold)
    }

    var sentence: String {
        let n = bins.reduce(0) { $0 + $1.n }
        guard n > 0 else { return "\(chart.name): no rows to draw." }
        let confidence = bins.reduce(0.0) { $0 + $1.confidence * Double($1.n) } / Double(n)
        let accuracy = bins.reduce(0.0) { $0 + $1.accuracy * Double($1.n) } / Double(n)
        let outside = bins.filter { $0.accuracy < $0.bandLow || $0.accuracy > $0.bandHigh }.count
        let above = bins.filter { $0.accuracy > $0.confidence }.count
        let place =
            bins.count == 1
            ? "the one bin lies \(outside == 0 ? "within" : "outside") the range a calibrated model would show."
            : "\(NumberFormat.share(above, of: bins.count)) bins lie above the diagonal, "
                + "\(outside) outside the range a calibrated model would show."
        return "\(chart.name): mean confidence \(NumberFormat.format(confidence, as: .proportion)), "
            + "\(chart.share ?? "accuracy") \(NumberFormat.format(accuracy, as: .proportion)), \(NumberFormat.n(n)); "
            + place
    }

    var table: Table {
        Table(
            columns: [
                Table.Column("confidence", "Mean confidence", .number),
                Table.Column("accuracy", (chart.share ?? "accuracy").capitalisedSentence, .number),
                Table.Column("low", "95 % from", .number), Table.Column("high", "to", .number),
                Table.Column("band_low", "Calibrated from", .number), Table.Column("band_high", "to", .number),
                Table.Column("n", "n", .number),
            ],
            rows: bins.map { bin in
                [bin.confidence, bin.accuracy, bin.low, bin.high, bin.bandLow, bin.bandHigh].map {
                    .number($0, .proportion)
                } + [.number(Double(bin.n), .count)]
            })
    }
}
