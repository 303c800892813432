/// One line a thing over two or more versions: which way each went, and which changed places.
public struct SlopeChart: Sendable, Codable, Hashable {
    /// A line.
    public struct Line: Sendable, Codable, Hashable {
        /// Its name.
        public var label: String
        /// Its values; `x` is the place of the version, and a version without a value has no point or one without `y`.
        public var points: [LineChart.Point]
        /// Whether it rose (`.better`) or fell (`.worse`) since the baseline, beyond chance, as a test says: lines of other
        /// states are drawn quietly.
        public var state: Mark

        /// A line.
        public init(_ label: String, points: [LineChart.Point], state: Mark = .neutral) {
            self.label = label
            self.points = points
            self.state = state
        }
    }

    /// The value axis.
    public var axis: Axis
    /// Names of the versions, the oldest first.
    public var versions: [String]
    /// Which of them is the baseline of the last.
    public var baseline: Int
    /// Lines, the most telling first.
    public var lines: [Line]

    /// A slope chart.
    public init(axis: Axis, versions: [String], baseline: Int = 0, lines: [Line]) {
        self.axis = axis
        self.versions = versions
        self.baseline = baseline
        self.lines = lines
    }

    /// The value of a line in the baseline and in the last version, where it has both.
    public func ends(of line: Line) -> (before: Double, now: Double)? {
        func value(_ place: Int) -> Double? {
            line.points.first { $0.x == Double(place) }?.y.flatMap { $0.isFinite ? $0 : nil }
        }
        let last = versions.count - 1
        guard baseline >= 0, baseline < last, let before = value(baseline), let now = value(last) else { return nil }
        return (before, now)
    }
}
