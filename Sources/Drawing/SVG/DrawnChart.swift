import Exhibits

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

    /// The ends of the axis: as given, else around `values`; shares stay within 0...1.
    func range(over values: [Double], about count: Int, padding: Double = 0) -> (Double, Double) {
        let finite = values.filter(\.isFinite)
        let least = low ?? finite.min() ?? 0
        let most = high ?? finite.max() ?? 1
        guard least.isFinite, most.isFinite else { return (0, 1) }
        let isWhole = unit == .count
        var (bottom, top) = (least, most)
        if top <= bottom {
            let half = max(unit == .proportion || unit == .points ? 0.05 : 0.5, bottom.magnitude * 0.05)
            bottom = low ?? bottom - half
            top = high ?? max(top, bottom) + half
        } else {
            let pad = (top - bottom) * padding
            if low == nil { bottom -= pad }
            if high == nil { top += pad }
        }
        if unit == .proportion {
            if low == nil { bottom = max(bottom, min(0, finite.min() ?? 0)) }
            if high == nil { top = min(top, max(1, finite.max() ?? 1)) }
        }
        let wide = Ticks.widened(bottom, top, about: count, wholeNumbers: isWhole)
        return (low ?? wide.0, high ?? wide.1)
    }
}
