/// A straight line from data to drawing units.
struct Scale: Hashable {
    /// Lower end of the data range.
    let low: Double
    /// Upper end of the data range, above `low`.
    let high: Double
    /// Where `low` is drawn.
    let start: Double
    /// Where `high` is drawn.
    let end: Double

    /// A scale; a range without width is widened by half a unit on both sides.
    init(_ low: Double, _ high: Double, from start: Double, to end: Double) {
        let isProper = low.isFinite && high.isFinite && high > low && (high - low).isFinite
        let middle = low.isFinite ? low : 0
        let half = max(0.5, middle.magnitude * 1e-6)
        self.low = isProper ? low : middle - half
        self.high = isProper ? high : middle + half
        self.start = start
        self.end = end
    }

    /// Where a value is drawn; values outside the range are drawn at its end.
    func callAsFunction(_ value: Double) -> Double {
        let part = (min(max(value, low), high) - low) / (high - low)
        return start + part * (end - start)
    }

    /// Whether the value lies within the range.
    func contains(_ value: Double) -> Bool { value >= low && value <= high }
}

/// Round positions on an axis: multiples of 1, 2 or 5 times a power of ten (and 2.5, where quarters read well).
struct Ticks: Hashable {
    /// Positions, rising.
    let values: [Double]
    /// Distance between neighbours.
    let step: Double

    /// About `count` ticks that lie within a range, or its multiples of `step` when one is given.
    init(_ low: Double, _ high: Double, about count: Int, step given: Double? = nil, wholeNumbers: Bool = false) {
        guard low.isFinite, high.isFinite, high > low, (high - low).isFinite else {
            values = low.isFinite ? [low] : []
            step = 1
            return
        }
        let step = given ?? Self.step(for: high - low, about: count, wholeNumbers: wholeNumbers)
        let slack = 1e-9 * (high - low)
        let first = ((low - slack) / step).rounded(.up)
        let last = ((high + slack) / step).rounded(.down)
        self.step = step
        guard first <= last, last - first < 1000, first.magnitude < 1e15 else {
            values = [low, high]
            return
        }
        values = (0...Int(last - first)).map { Self.multiple(first + Double($0), of: step) }
    }

    /// Ticks from the last below a range to the first above it: the range widened to round ends.
    init(around low: Double, _ high: Double, about count: Int, wholeNumbers: Bool = false) {
        guard low.isFinite, high.isFinite, high > low, (high - low).isFinite else {
            self.init(low, high, about: count, wholeNumbers: wholeNumbers)
            return
        }
        let step = Self.step(for: high - low, about: count, wholeNumbers: wholeNumbers)
        let first = Self.multiple((low / step + 1e-9).rounded(.down), of: step)
        let last = Self.multiple((high / step - 1e-9).rounded(.up), of: step)
        self.init(first, last, about: count, step: step)
    }

    private static func step(for span: Double, about count: Int, wholeNumbers: Bool) -> Double {
        let rough = span / Double(max(count, 1))
        var power = 1.0
        while power * 10 <= rough, power < 1e300 { power *= 10 }
        while power > rough, power > 1e-300 { power /= 10 }
        let candidates = [1, 2, 2.5, 5, 10].map { $0 * power }
        let allowed = wholeNumbers ? candidates.filter { $0 >= 1 && $0 == $0.rounded() } : candidates
        // The nearest by quotient, so that neither too many nor too few are drawn.
        let best = allowed.min { max($0 / rough, rough / $0) < max($1 / rough, rough / $1) }
        return best ?? 1
    }

    /// `count * step` without the noise of a step such as 0.1.
    private static func multiple(_ count: Double, of step: Double) -> Double {
        if step >= 1 || step == 0 { return count * step }
        let perUnit = 1 / step
        let rounded = perUnit.rounded()
        return abs(perUnit - rounded) < 1e-9 * perUnit ? count / rounded : count * step
    }
}
