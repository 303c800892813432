/// How a number came from one value to another, part by part: each part begins where the one before it ended, and the last ends at
/// the other value.
public struct WaterfallChart: Sendable, Codable, Hashable {
    /// One of the two values.
    public struct Level: Sendable, Codable, Hashable {
        /// Its name.
        public var label: String
        /// The value.
        public var value: Double

        /// A value.
        public init(_ label: String, _ value: Double) {
            self.label = label
            self.value = value
        }
    }

    /// A part.
    public struct Step: Sendable, Codable, Hashable {
        /// Its name.
        public var label: String
        /// What it adds, in the unit of the axis.
        public var change: Double
        /// Lower end of the interval of what it adds.
        public var low: Double?
        /// Upper end of the interval.
        public var high: Double?
        /// Whether it is the finding: drawn in the failing colour when `.failed` or `.worse`.
        public var state: Mark

        /// A part.
        public init(
            _ label: String, _ change: Double, low: Double? = nil, high: Double? = nil, state: Mark = .neutral
        ) {
            self.label = label
            self.change = change
            self.low = low
            self.high = high
            self.state = state
        }
    }

    /// The value axis.
    public var axis: Axis
    /// Where it begins.
    public var start: Level
    /// The parts, which add up to the difference of the values.
    public var steps: [Step]
    /// Where it ends.
    public var end: Level

    /// A waterfall chart.
    public init(axis: Axis, start: Level, steps: [Step], end: Level) {
        self.axis = axis
        self.start = start
        self.steps = steps
        self.end = end
    }

    /// Where each part begins and ends.
    public var levels: [(from: Double, to: Double)] {
        var at = start.value
        return steps.map { step in
            defer { at += step.change }
            return (at, at + step.change)
        }
    }
}
