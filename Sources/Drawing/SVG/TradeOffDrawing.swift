// Versions as points: what they cost to the right, how good they are upwards. Whiskers are intervals of the quality. A filled dot
// is not beaten in everything by any other, a ring is; a cross stands in it where a constraint is not kept.

import Record

/// A trade-off as SVG.
public struct TradeOffDrawing {
    /// A version.
    public struct Version: Sendable {
        /// Its name.
        public let name: String
        /// What it costs, in the unit of its axis.
        public let cost: Double
        /// How good it is, in the unit of its axis.
        public let quality: Double
        /// The interval of how good it is.
        public let interval: Interval?
        /// Whether no other version is as good in everything and better in something.
        public let isNonDominated: Bool
        /// Whether it keeps the constraints.
        public let isWithin: Bool

        /// A version.
        public init(
            name: String, cost: Double, quality: Double, interval: Interval?, isNonDominated: Bool, isWithin: Bool
        ) {
            self.name = name
            self.cost = cost
            self.quality = quality
            self.interval = interval
            self.isNonDominated = isNonDominated
            self.isWithin = isWithin
        }
    }

    private static let width = 360.0
    private static let height = 250.0
    private static let frame = (left: 52.0, top: 12.0, right: 348.0, bottom: 206.0)

    /// The drawing; `id` must be unique on its page, `bound` is the constraint on the cost, and `description` says in words what
    /// it shows.
    public static func svg(
        _ versions: [Version], cost: Axis, quality: Axis, bound: Double?, id: String, title: String, description: String
    ) -> String {
        var svg = SVGWriter(
            classes: "chart tradeoff", width: width, height: height, id: id, title: title, description: description)
        let ends = versions.flatMap { [$0.quality, $0.interval?.low ?? $0.quality, $0.interval?.high ?? $0.quality] }
        let costs = versions.map(\.cost) + (bound.map { [$0] } ?? [])
        let across = Ticks(around: min(0, costs.min() ?? 0), (costs.max() ?? 1) * 1.04, about: 4)
        let up = Ticks(around: ends.min() ?? 0, ends.max() ?? 1, about: 4)
        let x = Scale(across.values.first ?? 0, across.values.last ?? 1, from: frame.left, to: frame.right)
        let y = Scale(up.values.first ?? 0, up.values.last ?? 1, from: frame.bottom, to: frame.top)
        for tick in up.values {
            svg.line("grid", Point(frame.left, y(tick)), Point(frame.right, y(tick)))
            svg.text(
                "tick", NumberFormat.tick(tick, step: up.step, as: quality.unit),
                at: Point(frame.left - 6, y(tick) + 4), .end)
        }
        for tick in across.values {
            svg.text(
                "tick", NumberFormat.tick(tick, step: across.step, as: cost.unit),
                at: Point(x(tick), frame.bottom + 16), .middle)
        }
        svg.line("zero", Point(frame.left, frame.bottom), Point(frame.right, frame.bottom))
        svg.text("axis", cost.title, at: Point((frame.left + frame.right) / 2, height - 8), .middle)
        svg.text("axis", quality.title, at: Point(12, (frame.top + frame.bottom) / 2), .middle, turned: -90)
        if let bound { svg.line("diag", Point(x(bound), frame.top), Point(x(bound), frame.bottom)) }
        var ink = DrawnInk()
        for version in versions {
            let place = Point(x(version.cost), y(version.quality))
            if let interval = version.interval {
                let whisker = [Point(place.x, y(interval.low)), Point(place.x, y(interval.high))]
                svg.line("whisk", whisker[0], whisker[1])
                ink.add(line: whisker)
            }
            svg.circle(version.isNonDominated ? "dot now" : "ring base", at: place, radius: 5)
            if !version.isWithin {
                svg.line("whisk", Point(place.x - 8, place.y - 8), Point(place.x + 8, place.y + 8))
                svg.line("whisk", Point(place.x - 8, place.y + 8), Point(place.x + 8, place.y - 8))
            }
            ink.add(line: [Point(place.x - 6, place.y), Point(place.x + 6, place.y)])
        }
        for version in versions {
            let place = Point(x(version.cost), y(version.quality))
            let name = TextMetrics.fitted(version.name, width: 90, size: 12)
            let candidates = [
                PlacedLabel(name, at: Point(place.x + 11, place.y + 4)),
                PlacedLabel(name, at: Point(place.x - 11, place.y + 4), .end),
                PlacedLabel(name, at: Point(place.x + 9, place.y - 10)),
                PlacedLabel(name, at: Point(place.x + 9, place.y + 18)),
                PlacedLabel(name, at: Point(place.x - 9, place.y - 10), .end),
                PlacedLabel(name, at: Point(place.x - 9, place.y + 18), .end),
            ]
            guard
                let best = ink.best(
                    of: candidates, within: (frame.left, 0, width, height - 22))
            else { continue }
            svg.text(version.isNonDominated ? "strong" : "rowlab", best.text, at: best.at, best.anchor)
            ink.add(best)
        }
        return svg.finished()
    }
}
