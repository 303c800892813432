/// What a version costs, as its manifest states it: a number that no analysis measures, such as the size of the model.
public struct StatedMeasure: Sendable, Codable, Hashable {
    /// Its name, `[a-z][a-z0-9_]*`, with its unit at the end: `model_size_mb`.
    public var name: String
    /// Its value, finite.
    public var value: Double

    /// A measure.
    public init(_ name: String, _ value: Double) {
        self.name = name
        self.value = value
    }
}

/// What a version has to keep to be used at all: a bound of what it costs. Unlike a gate it weighs versions against each other
/// and fails none.
public struct Constraint: Sendable, Codable, Hashable {
    /// On which side of the bound a version has to lie.
    public enum Sense: String, Sendable, Codable, CaseIterable {
        /// At most the bound; less is better.
        case atMost = "<="
        /// At least the bound; more is better.
        case atLeast = ">="
    }

    /// The numbers that telemetry gives, by the ids of their facts, in ms.
    public static let latencies = ["latency_median_ms", "latency_p95_ms", "latency_p99_ms"]

    /// A measure of the manifests, or one of ``latencies``.
    public var measure: String
    /// On which side it has to lie.
    public var sense: Sense
    /// The bound, finite, in the unit of the measure.
    public var bound: Double

    /// A constraint.
    public init(_ measure: String, _ sense: Sense, _ bound: Double) {
        self.measure = measure
        self.sense = sense
        self.bound = bound
    }

    /// Whether a value keeps it: by its whole interval where it has one, as a gate is decided, else by the value.
    public func state(of value: Double?, _ interval: Interval?) -> GateStatus {
        guard let value, value.isFinite else { return .notMeasured }
        let (low, high) = (interval?.low ?? value, interval?.high ?? value)
        switch sense {
        case .atMost: return high <= bound ? .passed : low > bound ? .failed : .undecided
        case .atLeast: return low >= bound ? .passed : high < bound ? .failed : .undecided
        }
    }
}
