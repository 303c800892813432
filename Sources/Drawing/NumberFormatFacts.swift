import Record

extension NumberFormat {
    /// A fact's value with its unit, or `not defined: no ground truth of this class`.
    public static func format(fact: Fact) -> String {
        guard let value = fact.value else { return undefined(fact.undefined) }
        return format(value, as: fact.unit)
    }

    /// A fact's value and unit apart; the reason stands in the number's place when it is not defined.
    public static func parts(fact: Fact) -> Parts {
        guard let value = fact.value else { return Parts(number: undefined(fact.undefined), unit: "") }
        return parts(value, as: fact.unit)
    }

    /// A fact as a reader should weigh it: `84.4 % [81.6, 86.9], n 713`.
    public static func statement(of fact: Fact) -> String {
        fact.value == nil ? format(fact: fact) : stated(fact) + ", " + n(fact.n)
    }

    /// The same without n: `84.4 % [81.6, 86.9]`, or the value alone where it has no interval.
    public static func stated(_ fact: Fact) -> String {
        guard fact.value != nil, let interval = fact.interval else { return format(fact: fact) }
        return format(fact: fact) + " " + self.interval(interval, as: fact.unit)
    }

    /// A measure as a reader should weigh it: `17.3 % [11.8, 24.6], n 133`.
    public static func statement(of measure: Measure) -> String {
        format(measure.value, as: measure.unit) + " " + interval(measure.interval, as: measure.unit) + ", "
            + n(measure.n)
    }

    /// What changed against the baseline: `−1.4 points` for shares, `+0.202` for other numbers; `nil` when either side is
    /// not defined.
    public static func change(of fact: Fact) -> String? {
        guard let value = fact.value, let baseline = fact.baseline else { return nil }
        let difference = value - baseline
        return fact.unit == .proportion ? format(difference, as: .points) : signed(difference, as: fact.unit)
    }

    /// The level that p-values are compared with, three digits of it as p-values are written: `.05`, `.00208`.
    public static func level(_ value: Double) -> String {
        let digits = DecimalDigits(value)
        var text = digits.text(decimals: min(9, max(2, 3 - digits.point)))
        while text.hasSuffix("0") { text.removeLast() }
        return text.hasPrefix("0.") ? String(text.dropFirst()) : text
    }

    /// The interval of a change, signed, a share's in points: `[−3.4, +0.6]`.
    public static func change(_ interval: Interval, of unit: Quantity) -> String {
        if unit == .proportion || unit == .points { return self.interval(interval, as: .points) }
        func end(_ value: Double) -> String { signed(value, as: unit) }
        return "[" + end(interval.low) + ",\u{A0}" + end(interval.high) + "]"
    }

    /// How far a value is from a bound, without a sign; between two shares it is points.
    public static func distance(_ difference: Double, as unit: Quantity) -> String {
        let isShare = unit == .proportion || unit == .points
        return format(abs(difference), as: isShare ? .points : unit).replacing("+", with: "")
    }

    /// `not defined: ` and the reason.
    public static func undefined(_ reason: String?) -> String {
        guard let reason, !reason.isEmpty else { return undefined }
        return undefined + ": " + reason
    }

    /// The shortest text that reads back to the same double, for CSV and JSON; `nil` when the number is not finite.
    public static func exact(_ value: Double) -> String? {
        guard value.isFinite else { return nil }
        if value == value.rounded(), value.magnitude < 1e15 { return value == 0 ? "0" : String(Int(value)) }
        return value.description
    }
}
