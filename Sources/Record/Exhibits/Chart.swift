// Charts as data: series, intervals and axes, no coordinates and no colours. Drawing turns them into SVG.
// A chart carries no prose: its title and caption are in the template that shows it.

/// A chart.
public enum Chart: Sendable, Codable, Hashable {
    /// Stated confidence against share correct.
    case reliability(ReliabilityChart)
    /// One row a thing, a value with its interval, optionally the baseline's value.
    case dots(DotChart)
    /// Lines over an ordered axis, with intervals.
    case lines(LineChart)
    /// Counts by bin, optionally stacked.
    case bars(BarChart)
    /// Cells over two category axes: a confusion matrix, a slice cube.
    case matrix(MatrixChart)
    /// A reliability diagram for each of several groups.
    case panels(ReliabilityPanels)
    /// What takes time, on an axis of days.
    case spans(SpanChart)
    /// One line a thing over two or more versions.
    case slopes(SlopeChart)
    /// Rows as points of a plane, groups of them outlined.
    case map(MapChart)
    /// How a number came from one value to another, part by part.
    case waterfall(WaterfallChart)
}

/// An axis.
public struct Axis: Sendable, Codable, Hashable {
    /// What it measures, in a few words.
    public var title: String
    /// How its numbers are shown.
    public var unit: Quantity
    /// Lower end; the data's when `nil`.
    public var low: Double?
    /// Upper end; the data's when `nil`.
    public var high: Double?

    /// An axis.
    public init(_ title: String, _ unit: Quantity, low: Double? = nil, high: Double? = nil) {
        self.title = title
        self.unit = unit
        self.low = low
        self.high = high
    }
}

/// Reliability diagram: equal-mass points with intervals, the consistency band round the diagonal, the confidence
/// histogram split into right and wrong below.
public struct ReliabilityChart: Sendable, Codable, Hashable {
    /// One bin.
    public struct Bin: Sendable, Codable, Hashable {
        /// Mean confidence.
        public var confidence: Double
        /// Share correct.
        public var accuracy: Double
        /// Interval of the share correct.
        public var low: Double
        /// Interval of the share correct.
        public var high: Double
        /// Consistency band: where a calibrated model's share would lie.
        public var bandLow: Double
        /// Consistency band.
        public var bandHigh: Double
        /// Rows.
        public var n: Int

        /// A bin.
        public init(
            confidence: Double, accuracy: Double, low: Double, high: Double, bandLow: Double, bandHigh: Double, n: Int
        ) {
            self.confidence = confidence
            self.accuracy = accuracy
            self.low = low
            self.high = high
            self.bandLow = bandLow
            self.bandHigh = bandHigh
            self.n = n
        }
    }

    /// A confidence-histogram bin.
    public struct Mass: Sendable, Codable, Hashable {
        /// Lower edge.
        public var low: Double
        /// Upper edge.
        public var high: Double
        /// Rows right.
        public var correct: Int
        /// Rows wrong.
        public var wrong: Int

        /// A bin.
        public init(low: Double, high: Double, correct: Int, wrong: Int) {
            self.low = low
            self.high = high
            self.correct = correct
            self.wrong = wrong
        }
    }

    /// Name of the version drawn.
    public var name: String
    /// Bins by rising confidence.
    public var bins: [Bin]
    /// Histogram of confidence.
    public var histogram: [Mass]
    /// Baseline's (confidence, accuracy) points, when known.
    public var baseline: [[Double]]?
    /// Name of the baseline.
    public var baselineName: String?
    /// What the share correct is called where it is not accuracy: a detector's is precision.
    public var share: String?

    /// A reliability diagram.
    public init(
        name: String, bins: [Bin], histogram: [Mass], baseline: [[Double]]? = nil, baselineName: String? = nil,
        share: String? = nil
    ) {
        self.name = name
        self.bins = bins
        self.histogram = histogram
        self.baseline = baseline
        self.baselineName = baselineName
        self.share = share
    }
}

/// Rows with a value and an interval each, on one axis.
public struct DotChart: Sendable, Codable, Hashable {
    /// A row.
    public struct Row: Sendable, Codable, Hashable {
        /// Its name.
        public var label: String
        /// The value, or `nil` when it is not defined.
        public var value: Double?
        /// Lower end of the interval.
        public var low: Double?
        /// Upper end of the interval.
        public var high: Double?
        /// The baseline's value.
        public var baseline: Double?
        /// Change to print at the right, in points.
        public var change: Double?
        /// What it counts over.
        public var n: Int
        /// Whether this row is the finding: drawn in the failing colour when `.failed` or `.worse`.
        public var state: Mark

        /// A row.
        public init(
            _ label: String, value: Double?, low: Double? = nil, high: Double? = nil, baseline: Double? = nil,
            change: Double? = nil, n: Int, state: Mark = .neutral
        ) {
            self.label = label
            self.value = value
            self.low = low
            self.high = high
            self.baseline = baseline
            self.change = change
            self.n = n
            self.state = state
        }
    }

    /// The value axis.
    public var axis: Axis
    /// Rows, top to bottom.
    public var rows: [Row]
    /// Name of what is drawn.
    public var name: String
    /// Name of the baseline.
    public var baselineName: String?

    /// A dot chart.
    public init(axis: Axis, rows: [Row], name: String, baselineName: String? = nil) {
        self.axis = axis
        self.rows = rows
        self.name = name
        self.baselineName = baselineName
    }
}

/// Lines over an ordered axis: error against strength, a metric over versions.
public struct LineChart: Sendable, Codable, Hashable {
    /// A point.
    public struct Point: Sendable, Codable, Hashable {
        /// Position: a strength, or the index of a tick.
        public var x: Double
        /// Value, or `nil` for a gap.
        public var y: Double?
        /// Lower end of the interval.
        public var low: Double?
        /// Upper end of the interval.
        public var high: Double?
        /// What it counts over.
        public var n: Int

        /// A point.
        public init(x: Double, y: Double?, low: Double? = nil, high: Double? = nil, n: Int) {
            self.x = x
            self.y = y
            self.low = low
            self.high = high
            self.n = n
        }
    }

    /// A line.
    public struct Series: Sendable, Codable, Hashable {
        /// Its name, drawn at its end.
        public var name: String
        /// Its points by rising x.
        public var points: [Point]
        /// Whether it is the baseline (grey) or what is audited (accent).
        public var isBaseline: Bool

        /// A line.
        public init(name: String, points: [Point], isBaseline: Bool = false) {
            self.name = name
            self.points = points
            self.isBaseline = isBaseline
        }
    }

    /// Something that happened at a position, drawn from top to bottom.
    public struct Event: Sendable, Codable, Hashable {
        /// Position; between two categories it lies between their places.
        public var x: Double
        /// What it is called above the chart.
        public var label: String
        /// Whether what is measured is another from here on, rather than that something was done about it.
        public var isBreak: Bool

        /// An event.
        public init(x: Double, label: String, isBreak: Bool = false) {
            self.x = x
            self.label = label
            self.isBreak = isBreak
        }
    }

    /// Horizontal axis.
    public var x: Axis
    /// Names of the horizontal positions 0, 1, 2, ... when they are categories; numbers are drawn otherwise.
    public var ticks: [String]?
    /// Vertical axis.
    public var y: Axis
    /// Lines, at most six.
    public var series: [Series]
    /// What happened meanwhile; `nil` where nothing is shown.
    public var events: [Event]?

    /// A line chart.
    public init(x: Axis, ticks: [String]? = nil, y: Axis, series: [Series], events: [Event] = []) {
        self.events = events.isEmpty ? nil : events
        self.x = x
        self.ticks = ticks
        self.y = y
        self.series = series
    }
}

/// Bars over bins or categories, stacked when there is more than one part.
public struct BarChart: Sendable, Codable, Hashable {
    /// A bar.
    public struct Bar: Sendable, Codable, Hashable {
        /// Its name.
        public var label: String
        /// One value a part, bottom to top.
        public var values: [Double]

        /// A bar.
        public init(_ label: String, _ values: [Double]) {
            self.label = label
            self.values = values
        }
    }

    /// Horizontal axis title.
    public var x: String
    /// Vertical axis.
    public var y: Axis
    /// Names of the parts; the part that counts errors is drawn in the failing colour when its name is in `failing`.
    public var parts: [String]
    /// Parts that count errors.
    public var failing: [String]
    /// Bars, left to right.
    public var bars: [Bar]

    /// A bar chart.
    public init(x: String, y: Axis, parts: [String], failing: [String] = [], bars: [Bar]) {
        self.x = x
        self.y = y
        self.parts = parts
        self.failing = failing
        self.bars = bars
    }
}

/// Cells over two category axes, one hue, the number in the cell when there is room.
public struct MatrixChart: Sendable, Codable, Hashable {
    /// A cell.
    public struct Value: Sendable, Codable, Hashable {
        /// What is coloured; `nil` when there is nothing to show.
        public var value: Double?
        /// What it counts over.
        public var n: Int

        /// A cell.
        public init(_ value: Double?, n: Int) {
            self.value = value
            self.n = n
        }
    }

    /// Vertical axis title.
    public var rowTitle: String
    /// Horizontal axis title.
    public var columnTitle: String
    /// Names of the rows.
    public var rows: [String]
    /// Names of the columns.
    public var columns: [String]
    /// How values are shown.
    public var unit: Quantity
    /// `rows.count * columns.count` cells, row by row.
    public var cells: [Value]
    /// Whether the diagonal is what is wanted and so left uncoloured.
    public var quietDiagonal: Bool
    /// Cells counting over fewer rows than this are hatched.
    public var minimumN: Int
    /// From which magnitude on a cell carries full colour, where the scale is not that of the largest cell: one that is far off
    /// would leave all others pale.
    public var fullFrom: Double?

    /// A matrix. Precondition: `cells.count == rows.count * columns.count`.
    public init(
        rowTitle: String, columnTitle: String, rows: [String], columns: [String], unit: Quantity, cells: [Value],
        quietDiagonal: Bool = false, minimumN: Int = 0, fullFrom: Double? = nil
    ) {
        precondition(cells.count == rows.count * columns.count, "cells do not fit the axes")
        self.rowTitle = rowTitle
        self.columnTitle = columnTitle
        self.rows = rows
        self.columns = columns
        self.unit = unit
        self.cells = cells
        self.quietDiagonal = quietDiagonal
        self.minimumN = minimumN
        self.fullFrom = fullFrom
    }
}
