import Artifacts
import Exhibits

/// Decides a release condition by its fact's interval, not by its point.
///
/// A bound is *passed* when the whole interval keeps it, *failed* when none of the interval does, *undecided* between:
/// then this many items cannot tell. A fact without an interval (a count of regressed classes) is decided by its value.
/// A fact that was not stated is *not measured*; it never passes by default.
public enum Gate {
    /// The result of one rule over the sections of an audit.
    public static func decide(_ rule: GateRule, over sections: [Section]) -> GateResult {
        var atLeast: Double?
        var atMost: Double?
        switch rule.bound {
        case .atLeast(let bound): atLeast = bound
        case .atMost(let bound): atMost = bound
        }
        let (fact, reason) = find(rule.fact, in: sections)
        var state = State.notMeasured
        if let fact, let value = fact.value {
            state = decide(
                low: fact.interval?.low ?? value, high: fact.interval?.high ?? value, atLeast: atLeast, atMost: atMost)
        }
        return GateResult(
            name: rule.name, fact: rule.fact, atLeast: atLeast, atMost: atMost, measured: fact, state: state,
            reason: state == .notMeasured ? reason ?? fact?.undefined ?? "the fact was not stated" : nil)
    }

    private static func decide(low: Double, high: Double, atLeast: Double?, atMost: Double?) -> State {
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

    private static func find(_ path: String, in sections: [Section]) -> (Fact?, reason: String?) {
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let section = sections.first(where: { $0.id == parts[0] }) else {
            return (nil, "no section of this audit is called \(parts.first ?? path)")
        }
        switch section.status {
        case .examined: return (section.fact(parts[1]), "\(section.id) states no \(parts[1])")
        case .notMeasured(let reason): return (nil, reason)
        case .failed: return (nil, "the analysis \(section.id) broke")
        }
    }

    /// Failed, undecided, not measured, waived, passed; in the order given within each.
    public static func failingFirst(_ results: [GateResult]) -> [GateResult] {
        let order: [State] = [.failed, .undecided, .notMeasured, .waived, .passed]
        return order.flatMap { state in results.filter { $0.state == state } }
    }
}
