// A gate is policy and no evidence: what it asks may change after an audit, and what was measured may not. An archive keeps
// what its gates asked and on how many units they were decided, so that other gates can be decided over it years later.

/// The release gates of an audit, and what is needed to decide others in their place.
public struct ReleasePolicy: Sendable, Codable, Hashable {
    /// The gates in force when it was made, in the order of misread.yml, those that were not asked of it too.
    public var gates: [GateRule]
    /// How many units it is of: rows, or what rows share.
    public var units: Int
    /// Whether gates that need a baseline were asked of it: not of the first version of a workspace.
    public var asksForBaseline: Bool
    /// The constraints in force when it was made, by which versions are weighed; `nil` for none.
    public var constraints: [Constraint]?

    /// The policy of an audit.
    public init(gates: [GateRule], units: Int, asksForBaseline: Bool, constraints: [Constraint]? = nil) {
        self.gates = gates
        self.units = units
        self.asksForBaseline = asksForBaseline
        self.constraints = constraints
    }

    /// How the gates come out over sections, failing first.
    public func decided(over sections: [Section]) -> [GateResult] {
        Gate.failingFirst(
            gates.filter { !$0.needsBaseline || asksForBaseline }.map {
                Gate.decide($0, over: sections, units: units)
            })
    }
}

extension Audit {
    /// The policy of its day. An archive that keeps none has the gates that were asked, and as many units as any of its
    /// numbers counts.
    public var policyOfItsDay: ReleasePolicy {
        policy
            ?? ReleasePolicy(
                gates: gates.compactMap { GateRule($0) },
                units: sections.flatMap(\.facts).compactMap(\.units).max() ?? dataset.n,
                asksForBaseline: baseline != nil)
    }

    /// The audit with those gates waived for which `why` has a reason: what did not pass is shown as waived, with the reason.
    public func waiving(_ why: (GateResult) -> String?) -> Audit {
        var audit = self
        for index in audit.gates.indices where audit.gates[index].state != .passed {
            guard let reason = why(audit.gates[index]) else { continue }
            audit.gates[index].state = .waived
            audit.gates[index].reason = reason
        }
        audit.gates = Gate.failingFirst(audit.gates)
        return audit
    }

    /// Gates that are set and ask nothing of it, where no other is set: those that need a baseline, of a first version.
    public var gatesNotAsked: Int { gates.isEmpty ? policyOfItsDay.gates.count : 0 }

    /// Whether its gates ask what `rules` ask of it, whatever they are called and in whatever order.
    public func isJudged(by rules: [GateRule]) -> Bool {
        let own = policyOfItsDay
        func asked(_ rules: [GateRule]) -> Set<GateRule> {
            // An archive without a policy does not say which gates it was not asked.
            let counted = policy == nil && !own.asksForBaseline ? rules.filter { !$0.needsBaseline } : rules
            return Set(
                counted.map {
                    GateRule(fact: $0.fact, bound: $0.bound, needsBaseline: policy != nil && $0.needsBaseline)
                })
        }
        return asked(own.gates) == asked(rules)
    }

    /// The audit with its gates decided again: what was measured stays, what is asked of it are `rules`. Unchanged where
    /// they are the gates of its day.
    public func judged(by rules: [GateRule]) -> Audit {
        guard !isJudged(by: rules) else { return self }
        var audit = self
        var policy = policyOfItsDay
        policy.gates = rules
        audit.policy = policy
        audit.gates = policy.decided(over: sections)
        return audit
    }
}

extension GateRule {
    /// What a result was asked; `nil` for one without a bound.
    init?(_ result: GateResult) {
        guard let bound = result.atLeast.map(Bound.atLeast) ?? result.atMost.map(Bound.atMost) else { return nil }
        self.init(name: result.name, fact: result.fact, bound: bound)
    }
}

extension GateRule: Codable {
    private enum Key: String, CodingKey {
        case name, fact, atLeast, atMost, needsBaseline
    }

    /// Reads a rule: its fact and one bound.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let bound: Bound =
            if let least = try container.decodeIfPresent(Double.self, forKey: .atLeast) {
                .atLeast(least)
            } else {
                .atMost(try container.decode(Double.self, forKey: .atMost))
            }
        self.init(
            name: try container.decodeIfPresent(String.self, forKey: .name),
            fact: try container.decode(String.self, forKey: .fact), bound: bound,
            needsBaseline: try container.decodeIfPresent(Bool.self, forKey: .needsBaseline) ?? false)
    }

    /// Writes a rule; what does not hold is left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encode(fact, forKey: .fact)
        switch bound {
        case .atLeast(let bound): try container.encode(bound, forKey: .atLeast)
        case .atMost(let bound): try container.encode(bound, forKey: .atMost)
        }
        if needsBaseline { try container.encode(true, forKey: .needsBaseline) }
    }
}
