// A number as it is kept: full precision, with what a reader needs to weigh it. Nothing here rounds or words anything.

/// What a number is, so that the one formatter knows how to show it.
public enum Quantity: String, Sendable, Codable, CaseIterable {
    /// A share, 0...1, shown in percent.
    case proportion
    /// A difference of shares, -1...1, shown in points.
    case points
    /// A whole number of things.
    case count
    /// A number without a unit: an ECE, an F1, a log loss.
    case score
    /// A p-value, 0...1.
    case pValue
    /// A quotient: temperature, times as often.
    case ratio
    /// A measurement in the attribute's own unit.
    case raw
}

/// An interval around an estimate.
public struct Interval: Sendable, Codable, Hashable {
    /// Lower end.
    public var low: Double
    /// Upper end.
    public var high: Double
    /// Coverage it was made for, usually 0.95.
    public var level: Double
    /// Method id, as in `method:` links: `wilson`, `bootstrap`.
    public var method: String

    /// An interval.
    public init(low: Double, high: Double, level: Double = 0.95, method: String) {
        self.low = low
        self.high = high
        self.level = level
        self.method = method
    }
}

/// An estimate that can carry a finding: value, interval, n and method, all of them, always.
public struct Measure: Sendable, Codable, Hashable {
    /// The estimate.
    public var value: Double
    /// Its interval.
    public var interval: Interval
    /// What it counts over.
    public var n: Int
    /// How many units those belong to, where some share one or it was counted by units; else `nil`.
    public var units: Int?
    /// What kind of number it is.
    public var unit: Quantity
    /// Method id of the estimate.
    public var method: String

    /// An estimate.
    public init(
        _ value: Double, _ interval: Interval, n: Int, units: Int? = nil, unit: Quantity, method: String
    ) {
        self.value = value
        self.interval = interval
        self.n = n
        self.units = units
        self.unit = unit
        self.method = method
    }
}

/// A number that a section states, or the reason it cannot.
public struct Fact: Sendable, Codable, Hashable {
    /// Stable name inside its section, `[a-z0-9_]+`, with `@key=value` for one of a family: `recall@class=8`.
    /// Templates use the plain ones.
    public var id: String
    /// The number; `nil` when it is not defined.
    public var value: Double?
    /// Why it is not defined, completing "not defined: ...".
    public var undefined: String?
    /// What kind of number it is.
    public var unit: Quantity
    /// What it counts over.
    public var n: Int
    /// How many units those belong to (images of a detector's objects, the patients of `unit: patient`), where some share
    /// one or it was counted by units; else `nil`.
    public var units: Int?
    /// Its interval, when one can be given.
    public var interval: Interval?
    /// Method id.
    public var method: String
    /// What a model without the fault would show at this n, when that is not zero.
    public var floor: Double?
    /// The same fact of the baseline, when there is one that is comparable.
    public var baseline: Double?
    /// Interval of the change since the baseline, paired item by item.
    public var change: Interval?
    /// The bootstrap replicates behind the interval, kept so that a later version's change can be given an interval. A
    /// replicate weighs each item by a hash of its id, so the same replicate of two versions that were evaluated on the
    /// same items weighs them alike, and the difference of the two is a replicate of the paired change.
    public var replicates: [Double]? {
        get { kept?.values }
        set { kept = newValue.map { Replicates($0) } }
    }
    private var kept: Replicates?

    private enum CodingKeys: String, CodingKey {
        case id, value, undefined, unit, n, units, interval, method, floor, baseline, change
        case kept = "replicates"
    }

    /// A defined fact.
    public init(
        _ spec: FactSpec, _ value: Double, n: Int, interval: Interval? = nil, method: String, floor: Double? = nil,
        baseline: Double? = nil, replicates: [Double] = []
    ) {
        id = spec.id
        self.value = value
        unit = spec.unit
        self.n = n
        self.interval = interval
        self.method = method
        self.floor = floor
        self.baseline = baseline
        // A replicate that is not defined has no place in an archive, and without it the rest would be a biased choice.
        if !replicates.isEmpty, replicates.allSatisfy(\.isFinite) { kept = Replicates(replicates) }
    }

    /// A fact that is not defined, and why.
    public init(_ spec: FactSpec, undefined reason: String, n: Int, method: String) {
        id = spec.id
        undefined = reason
        unit = spec.unit
        self.n = n
        self.method = method
    }

    /// A fact that these rows do not decide, and why: it lies within `interval`, and no value in it is nearer than another.
    public init(_ spec: FactSpec, open reason: String, within interval: Interval, n: Int, method: String) {
        self.init(spec, undefined: reason, n: n, method: method)
        self.interval = interval
    }

    /// A fact stating a measure of the fact's unit.
    public init(_ spec: FactSpec, _ measure: Measure, floor: Double? = nil, baseline: Double? = nil) {
        self.init(
            spec, measure.value, n: measure.n, interval: measure.interval, method: measure.method, floor: floor,
            baseline: baseline)
        units = measure.units
    }
}

extension Sequence<Fact> {
    /// The fact of that spec, when it is among them.
    public func first(_ spec: FactSpec) -> Fact? { first { $0.id == spec.id } }
}
