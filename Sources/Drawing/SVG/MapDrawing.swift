// Correct predictions as small dots, incorrect ones as diamonds over them: two pictures of pixels that the page's own colours are
// painted through. Axes, outlines of groups and their names are lines and text above. Both axes have one scale, so that what looks
// far apart is.

import Foundation
import Record

struct MapDrawing {
    let chart: MapChart
    private static let width = 360.0
    private static let (left, right, top) = (48.0, 352.0, 40.0)
    private static let (leastHeight, mostHeight) = (210.0, 300.0)
    /// Pixels of a picture for one unit of the drawing.
    private static let pixels = 2.0
    /// Corners of an outline, and outlines that are drawn: more cannot be told apart.
    private static let (corners, mostOutlines) = (32, 6)

    init(_ chart: MapChart) { self.chart = chart }

    private var outlines: [MapChart.Outline] {
        chart.outlines.prefix(Self.mostOutlines).filter { outline in
            [outline.x, outline.y, outline.across, outline.slant, outline.up].allSatisfy(\.isFinite)
        }
    }

    func drawn(in frame: ChartFrame) -> DrawnChart {
        let places = chart.correct.all + chart.incorrect.all
        guard !places.isEmpty else { return DrawnChart(svg: nil, description: sentence, table: table) }
        let (x, y) = scales(places)
        let bottom = y.start
        var svg = frame.writer(width: Self.width, height: bottom + 42, description: sentence)
        axes(&svg, x, y)
        legend(&svg)
        var ink = DrawnInk()
        func draw(_ points: MapChart.Points, _ shape: [Int], _ classes: String, _ id: String) {
            guard points.count > 0 else { return }
            var picture = PointPicture(
                width: Self.whole((Self.right - Self.left) * Self.pixels),
                height: Self.whole((bottom - Self.top) * Self.pixels))
            for place in points.all {
                let at = Point(x(place.x), y(place.y))
                picture.stamp(
                    shape, x: Self.whole((at.x - Self.left) * Self.pixels),
                    y: Self.whole((at.y - Self.top) * Self.pixels))
                ink.add(line: [at])
            }
            svg.rect(
                classes, through: PNGEncoder.encode(picture), id: frame.id + id, x: Self.left, y: Self.top,
                width: Self.right - Self.left, height: bottom - Self.top)
        }
        draw(chart.correct, PointPicture.Shape.dot, "bar", "-c")
        draw(chart.incorrect, PointPicture.Shape.diamond, "bar bad", "-i")
        names(&svg, ink, x, y)
        return DrawnChart(svg: svg.finished(), description: sentence, table: table)
    }

    private static func whole(_ value: Double) -> Int { Int(exactly: value.rounded()) ?? 0 }

    /// Scales of one unit that leave room for all points and outlines.
    private func scales(_ places: [(x: Double, y: Double)]) -> (x: Scale, y: Scale) {
        var (xs, ys) = (places.map(\.x), places.map(\.y))
        for outline in outlines {
            let reach = (outline.slant * outline.slant + outline.up * outline.up).squareRoot()
            xs += [outline.x - outline.across, outline.x + outline.across]
            ys += [outline.y - reach, outline.y + reach]
        }
        func ends(_ values: [Double]) -> (middle: Double, span: Double) {
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            return ((low + high) / 2, max((high - low) * 1.04, 0.1))
        }
        let (across, along) = (ends(xs), ends(ys))
        let room = Self.right - Self.left
        let unit = min(room / across.span, Self.mostHeight / along.span)
        let height = max(Self.leastHeight, (along.span * unit).rounded())
        func scale(_ middle: Double, _ length: Double, from: Double, to: Double) -> Scale {
            Scale(middle - length / unit / 2, middle + length / unit / 2, from: from, to: to)
        }
        return (
            scale(across.middle, room, from: Self.left, to: Self.right),
            scale(along.middle, height, from: Self.top + height, to: Self.top)
        )
    }

    private func axes(_ svg: inout SVGWriter, _ x: Scale, _ y: Scale) {
        let across = Ticks(x.low, x.high, about: 6)
        let up = Ticks(y.low, y.high, about: 5)
        for tick in across.values {
            svg.line(tick == 0 ? "zero" : "grid", Point(x(tick), y.end), Point(x(tick), y.start))
            let label = NumberFormat.tick(tick, step: across.step, as: chart.x.unit)
            let last = Self.width - TextMetrics.width(label, size: 11) / 2 - 2
            svg.text("tick", label, at: Point(min(x(tick), last), y.start + 15), .middle)
        }
        for tick in up.values {
            svg.line(tick == 0 ? "zero" : "grid", Point(x.start, y(tick)), Point(x.end, y(tick)))
            svg.text(
                "tick", NumberFormat.tick(tick, step: up.step, as: chart.y.unit), at: Point(x.start - 5, y(tick) + 4),
                .end)
        }
        svg.text("axis", heading(chart.x, 0), at: Point((x.start + x.end) / 2, y.start + 34), .middle)
        svg.text("axis", heading(chart.y, 1), at: Point(12, (y.start + y.end) / 2), .middle, turned: -90)
    }

    /// An axis with what part of the variance it has.
    private func heading(_ axis: Axis, _ place: Int) -> String {
        guard chart.explained.indices.contains(place) else { return axis.title }
        return axis.title + ", " + NumberFormat.format(chart.explained[place], as: .proportion) + " of the variance"
    }

    private func legend(_ svg: inout SVGWriter) {
        svg.circle("dot base", at: Point(Self.left + 4, 9), radius: 2)
        svg.text("tick", counted(chart.correct, 0) + " correct", at: Point(Self.left + 14, 13))
        svg.diamond("dot bad", at: Point(Self.left + 4, 25), radius: 4)
        svg.text("tick", counted(chart.incorrect, 1) + " incorrect", at: Point(Self.left + 14, 29))
    }

    private func counted(_ points: MapChart.Points, _ place: Int) -> String {
        let all = chart.all.indices.contains(place) ? chart.all[place] : points.count
        return all == points.count ? NumberFormat.count(all) : NumberFormat.share(points.count, of: all)
    }

    /// Each outline, and its name where it covers least.
    private func names(_ svg: inout SVGWriter, _ ink: DrawnInk, _ x: Scale, _ y: Scale) {
        var ink = ink
        let lines = outlines.map { outline in
            (0..<Self.corners).map { corner in
                let place = outline.place(2 * Double.pi * Double(corner) / Double(Self.corners))
                return Point(x(place.x), y(place.y))
            }
        }
        for (index, line) in lines.enumerated() {
            svg.polygon("line plain s\(index + 1)", line)
            ink.add(line: line + line.prefix(1))
        }
        for (index, line) in lines.enumerated() {
            let name = TextMetrics.fitted(outlines[index].name, width: 130, size: 12 * TextMetrics.bold)
            let ends = (
                left: line.map(\.x).min() ?? 0, right: line.map(\.x).max() ?? 0, top: line.map(\.y).min() ?? 0,
                bottom: line.map(\.y).max() ?? 0
            )
            let middle = Point((ends.left + ends.right) / 2, (ends.top + ends.bottom) / 2)
            let half = TextMetrics.width(name, size: 12 * TextMetrics.bold) / 2
            let within = min(max(middle.x, x.start + half + 1), x.end - half - 1)
            func label(_ at: Point, _ anchor: TextAnchor) -> PlacedLabel {
                PlacedLabel(name, at: at, anchor, size: 12 * TextMetrics.bold)
            }
            let candidates = [
                label(Point(within, ends.top - 5), .middle), label(Point(within, ends.bottom + 14), .middle),
                label(Point(ends.right + 5, middle.y + 4), .start), label(Point(ends.left - 5, middle.y + 4), .end),
                label(Point(within, y.end + 14), .middle), label(Point(within, y.start - 6), .middle),
            ]
            let frame = (x.start, y.end - 2, x.end, y.start + 2)
            guard let best = ink.best(of: candidates, within: frame) else { continue }
            svg.text("label s\(index + 1)", best.text, at: best.at, best.anchor)
            ink.add(best)
        }
    }

    var sentence: String {
        let both = chart.explained.reduce(0, +)
        var text =
            "\(chart.x.title) and \(chart.y.title), with \(NumberFormat.format(both, as: .proportion)) of the variance: "
            + "\(counted(chart.correct, 0)) correct as dots, \(counted(chart.incorrect, 1)) incorrect as diamonds"
        let told = outlines.map { outline in
            let at =
                "\(NumberFormat.number(outline.x, as: chart.x.unit)), \(NumberFormat.number(outline.y, as: chart.y.unit))"
            return
                "\(outline.name) at (\(at)), \(NumberFormat.count(outline.errors)) of \(NumberFormat.count(outline.n)) incorrect"
        }
        if !told.isEmpty { text += "; outlined: " + told.joined(separator: "; ") }
        return (text + ".").capitalisedSentence
    }

    /// A row a point, the incorrect ones first.
    var table: Table {
        let parts = [("incorrect", chart.incorrect), ("correct", chart.correct)]
        return Table(
            columns: [
                Table.Column("x", chart.x.title.capitalisedSentence, .number),
                Table.Column("y", chart.y.title.capitalisedSentence, .number), Table.Column("outcome", "Outcome"),
            ],
            rows: parts.flatMap { words, points in
                points.all.map { [.number($0.x, chart.x.unit), .number($0.y, chart.y.unit), .text(words)] }
            })
    }
}

extension MapChart.Outline {
    /// A place on it.
    fileprivate func place(_ angle: Double) -> (x: Double, y: Double) {
        // Written with one decimal, so that the last digit of a library's sine is never seen.
        (x + across * cos(angle), y + slant * cos(angle) + up * sin(angle))
    }
}
