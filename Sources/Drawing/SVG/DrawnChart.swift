import Record

/// A chart as a page needs it: the picture, the sentence that stands for it, and its numbers.
public struct DrawnChart: Sendable, Hashable {
    /// An inline `<svg>` element, or `nil` when there are too many cells to read: show `table` instead.
    public let svg: String?
    /// What the chart shows, in one sentence; also read out in place of the picture.
    public let description: String
    /// The numbers of the chart, for the table beside it and for CSV.
    public let table: Table
    /// Whether it needs more than a column's width, and so a region of its own that scrolls on a narrow screen.
    public let isWide: Bool

    init(svg: String?, description: String, table: Table, isWide: Bool = false) {
        self.svg = svg
        self.description = description
        self.table = table
        self.isWide = isWide
    }
}

extension Chart {
    /// The chart as inline SVG. `id` must be unique on its page and is the prefix of every id in the picture; `title` is
    /// the finding it shows (its caption), read out first.
    public func drawn(id: String, title: String) -> DrawnChart {
        let frame = ChartFrame(id: id, title: title)
        return switch self {
        case .reliability(let chart): ReliabilityDrawing(chart).drawn(in: frame)
        case .dots(let chart): DotDrawing(chart).drawn(in: frame)
        case .lines(let chart): LineDrawing(chart).drawn(in: frame)
        case .bars(let chart): BarDrawing(chart).drawn(in: frame)
        case .matrix(let chart): MatrixDrawing(chart).drawn(in: frame)
        case .panels(let chart): PanelDrawing(chart).drawn(in: frame)
        case .spans(let chart): SpanDrawing(chart).drawn(in: frame)
        case .slopes(let chart): SlopeDrawing(chart).drawn(in: frame)
        case .map(let chart): MapDrawing(chart).drawn(in: frame)
        case .waterfall(let chart): WaterfallDrawing(chart).drawn(in: frame)
        }
    }

    /// What the chart shows, in one sentence.
    public var summary: String {
        switch self {
        case .reliability(let chart): ReliabilityDrawing(chart).sentence
        case .dots(let chart): DotDrawing(chart).sentence
        case .lines(let chart): LineDrawing(chart).sentence
        case .bars(let chart): BarDrawing(chart).sentence
        case .matrix(let chart): MatrixDrawing(chart).sentence
        case .panels(let chart): PanelDrawing(chart).sentence
        case .spans(let chart): SpanDrawing(chart).sentence
        case .slopes(let chart): SlopeDrawing(chart).sentence
        case .map(let chart): MapDrawing(chart).sentence
        case .waterfall(let chart): WaterfallDrawing(chart).sentence
        }
    }
}

/// What a page says about a chart it places.
struct ChartFrame {
    /// Prefix of the ids in the drawing.
    let id: String
    /// The finding that it shows.
    let title: String

    /// Rows that a rate needs before it is drawn in full strength; below, it is small and dashed.
    static let smallestFullN = 20

    /// An empty drawing of this frame.
    func writer(
        _ classes: String = "chart", width: Double, height: Double, description: String
    ) -> SVGWriter {
        SVGWriter(classes: classes, width: width, height: height, id: id, title: title, description: description)
    }
}

extension Axis {
    /// The title with its unit: `recall, %`.
    var heading: String {
        let symbol = NumberFormat.symbol(of: unit)
        return symbol.isEmpty || title.hasSuffix(symbol) ? title : title + ", " + symbol
    }

    /// The ends of the axis and its ticks: the ends as given, else round ones around `values`; shares stay within 0...1.
    func span(over values: [Double], about count: Int, padding: Double = 0) -> AxisSpan {
        let finite = values.filter(\.isFinite)
        let isShare = unit == .proportion
        // Nothing to draw has nothing to leave room for.
        let padding = finite.isEmpty ? 0 : padding
        var bottom = low ?? finite.min() ?? 0
        var top = high ?? finite.max() ?? max(1, bottom + 1)
        guard bottom.isFinite, top.isFinite else { return AxisSpan(ticks: Ticks(0, 1, about: count), low: 0, high: 1) }
        if top <= bottom {
            let half = max(isShare || unit == .points ? 0.05 : 0.5, bottom.magnitude * 0.05)
            bottom = low ?? bottom - half
            top = max(high ?? top, bottom) + half
        } else {
            let pad = (top - bottom) * padding
            bottom -= low == nil ? pad : 0
            top += high == nil ? pad : 0
        }
        if isShare || unit == .count, low == nil { bottom = max(bottom, min(0, finite.min() ?? 0)) }
        if isShare, high == nil { top = min(top, max(1, finite.max() ?? 1)) }
        let around = Ticks(around: bottom, top, about: count, wholeNumbers: unit == .count)
        let ends = (low ?? around.values.first ?? bottom, high ?? around.values.last ?? top)
        guard ends.1 > ends.0 else { return AxisSpan(ticks: around, low: bottom, high: top) }
        return AxisSpan(ticks: Ticks(ends.0, ends.1, about: count, step: around.step), low: ends.0, high: ends.1)
    }

    /// The text at a tick.
    func label(_ tick: Double, of ticks: Ticks) -> String { NumberFormat.tick(tick, step: ticks.step, as: unit) }
}

/// An axis laid out: its ends and its ticks.
struct AxisSpan {
    let ticks: Ticks
    let low: Double
    let high: Double
}

extension String {
    /// With a capital first letter when the first word is all lower case: "recall of v3" but "mAP by version".
    var capitalisedSentence: String {
        guard let first = first, first.isLowercase, !prefix(while: { $0 != " " }).contains(where: \.isUppercase) else {
            return self
        }
        return first.uppercased() + dropFirst()
    }
}
