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
        let size = Double(fact.units ?? fact.n) * (reach / margin) * (reach / margin)
        guard reach > 0, size.isFinite, size < 1e9 else { return nil }
        return max(Gate.fewestUnits, Int(size.rounded(.up)))
    }
}
