extension GateResult {
    /// About how many rows (or units, where rows share some) would decide an inconclusive gate, if the value stays what it
    /// is: an interval is as wide as one over the square root of their number. `nil` for a gate that is decided, a value on
    /// the bound, and one without an interval.
    public var sizeThatDecides: Int? {
        guard state == .undecided, let fact = measured, let value = fact.value, let interval = fact.interval,
            let bound = atLeast ?? atMost
        else { return nil }
        let margin = value - bound
        let reach = margin > 0 ? value - interval.low : interval.high - value
        return Gate.sizeThatDecides(fact.units ?? fact.n, margin: margin, reach: reach)
    }
}

extension Gate {
    /// About how many units decide what `units` do not, where an interval that reaches so far from the value has to shrink to the
    /// margin that the value has to the bound; `nil` for a value on the bound, and for more than anyone has.
    public static func sizeThatDecides(_ units: Int, margin: Double, reach: Double) -> Int? {
        let size = Double(units) * (reach / margin) * (reach / margin)
        guard reach > 0, size.isFinite, size < 1e9 else { return nil }
        return max(fewestUnits, Int(size.rounded(.up)))
    }
}
