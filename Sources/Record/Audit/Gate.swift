import Statistics

/// Decides a release gate by its fact's interval, not by its point.
///
/// A bound is *passed* when the whole interval keeps it, *failed* when none of the interval does, *inconclusive* between:
/// then this many items cannot tell. So it is, whatever the interval says, on fewer than `fewestUnits` units, and where a
/// number that could have come out otherwise has no interval, or one without width. A count or a p-value is decided by its
/// value. A fact that was not stated is *not measured*; it never passes by default. One with an interval and no value was measured and
/// is open: *inconclusive*.
public enum Gate {
    /// Fewest units that decide anything: rows, or what rows share (patients, images). Below it a bootstrap draws nearly
    /// the same few units again and again, and its interval is narrower than what is known.
    public static let fewestUnits = UnitBootstrap.fewestUnits

    /// The result of one rule over the sections of an audit of `units` units.
    public static func decide(_ rule: GateRule, over sections: [Section], units: Int) -> GateResult {
        if let family = family(rule.fact) { return decideEach(rule, family, over: sections, units: units) }
        let (fact, reason) = find(rule.fact, in: sections)
        return decide(rule, fact, else: reason, units: units)
    }

    /// The result of a rule on a fact, which may not be stated: `reason` says why.
    static func decide(_ rule: GateRule, _ fact: Fact?, else reason: String?, units: Int) -> GateResult {
        var result = GateResult(of: rule, measured: fact)
        guard let fact, let value = fact.value else {
            result.reason = reason ?? fact?.undefined ?? "the fact was not stated"
            // An interval without a value: it was measured, and what it is lies open within that.
            if fact?.interval != nil { result.state = .undecided }
            return result
        }
        if let why = undecidable(fact, units: units) {
            result.state = .undecided
            result.reason = why
        } else {
            result.state = decide(
                low: fact.interval?.low ?? value, high: fact.interval?.high ?? value, atLeast: result.atLeast,
                atMost: result.atMost)
        }
        return result
    }

    /// Why a fact decides nothing whatever its interval says; `nil` when it does.
    private static func undecidable(_ fact: Fact, units: Int) -> String? {
        let isExact = fact.unit == .count || fact.unit == .pValue
        // A number of things is as sure as the audit is large, unless it says what it rests on; of nothing it is no news.
        if isExact, fact.n == 0 { return "nothing was counted" }
        let count = fact.units ?? (fact.unit == .count ? units : fact.n)
        if count < fewestUnits { return "\(count) \(count == 1 ? "unit is" : "units are")\(tooFew)" }
        if isExact { return nil }
        guard let interval = fact.interval else { return "it has no interval to decide by" }
        guard interval.high - interval.low > 1e-9 * max(abs(interval.low), abs(interval.high)) else {
            return "its interval has no width to decide by"
        }
        return nil
    }

    /// How a reason ends that names fewer units than decide anything.
    private static let tooFew = " too few to decide; \(fewestUnits) are needed"

    /// How many units there are, where a gate's reason is that they are too few: pages say what they are.
    package static func tooFewUnits(in reason: String) -> Int? {
        reason.hasSuffix(tooFew) ? Int(reason.prefix { $0.isNumber }) : nil
    }

    private static func decide(low: Double, high: Double, atLeast: Double?, atMost: Double?) -> GateStatus {
        if let atLeast {
            if low >= atLeast { return .passed }
            return high < atLeast ? .failed : .undecided
        }
        if let atMost {
            if high <= atMost { return .passed }
            return low > atMost ? .failed : .undecided
        }
        return .notMeasured
    }

    static func find(_ path: String, in sections: [Section]) -> (Fact?, reason: String?) {
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let section = sections.first(where: { $0.id == parts[0] }) else {
            return (nil, "no section of this audit is called \(parts.first ?? path)")
        }
        switch section.status {
        case .examined:
            let fact = section.fact(parts[1])
            return (fact, fact == nil ? "\(section.id) states no \(parts[1])" : nil)
        case .notMeasured(let reason): return (nil, reason)
        case .failed: return (nil, "the analysis \(section.id) failed")
        }
    }

    /// Failed, inconclusive, not measured, waived, passed; in the order given within each.
    public static func failingFirst(_ results: [GateResult]) -> [GateResult] {
        GateStatus.failingFirst.flatMap { state in results.filter { $0.state == state } }
    }
}
