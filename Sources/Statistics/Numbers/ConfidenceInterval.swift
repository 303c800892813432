/// A range that covers the true value in the stated share of repetitions.
public struct ConfidenceInterval: Sendable, Hashable {
    /// Lower end.
    public let low: Double
    /// Upper end.
    public let high: Double
    /// Nominal coverage, above 0 and below 1: 0.95 for a 95 % interval.
    public let level: Double

    /// An interval. `low` is at most `high`.
    public init(low: Double, high: Double, level: Double = 0.95) {
        self.low = low
        self.high = high
        self.level = level
    }

    /// Whether `value` is inside, ends included.
    public func contains(_ value: Double) -> Bool { low <= value && value <= high }

    /// The same, stretched to hold `value`.
    public func holding(_ value: Double) -> ConfidenceInterval {
        ConfidenceInterval(low: min(low, value), high: max(high, value), level: level)
    }

    /// `high` - `low`.
    public var width: Double { high - low }
}

/// A number that knows how sure it is: the value, its interval, what the interval was made with, and from how many.
public struct Estimate: Sendable, Hashable {
    /// The point estimate.
    public let value: Double
    /// Its interval; `nil` where the method defines none (the reason belongs beside it).
    public let interval: ConfidenceInterval?
    /// The interval's method as a person would cite it, such as "Wilson" or "Poisson bootstrap, B = 200".
    public let method: String
    /// How many independent units went in.
    public let n: Int

    /// An estimate.
    public init(value: Double, interval: ConfidenceInterval?, method: String, n: Int) {
        self.value = value
        self.interval = interval
        self.method = method
        self.n = n
    }
}
