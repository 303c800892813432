/// How a release gate came out.
public struct GateResult: Sendable, Codable, Hashable {
    /// How the team calls it, or `nil` to word it from the rule.
    public var name: String?
    /// Path of the fact.
    public var fact: String
    /// What it counts, for wording: the fact's own heading.
    public var atLeast: Double?
    /// Upper bound, when the rule has one.
    public var atMost: Double?
    /// The fact as measured, or `nil` when it was not.
    public var measured: Fact?
    /// Passed, failed, undecided or notMeasured.
    public var state: GateStatus
    /// Why it was not measured, or not decided.
    public var reason: String?
    /// How the members came out, where it asks of every member of a family; `measured` is then the worst of them.
    public var members: GateMembers?

    /// Path of the fact that `measured` is: the worst member's, where it asks of every member of a family.
    public var subject: String { members.map { String(fact.dropLast()) + $0.worst } ?? fact }

    /// The part of the data that `measured` is of, where it is of a class, a declared slice or a case: "class 8".
    public var part: String? {
        let parts = subject.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let member = parts[1].split(separator: "=", maxSplits: 1).map(String.init)
        guard member.count == 2,
            [FactSpec.Members.classes, .slices, .cases].contains(where: { member[0] == $0.rawValue })
        else { return nil }
        return member.joined(separator: " ")
    }

    /// Whether the measured value is beyond the bound, whatever its interval says.
    public var isMissed: Bool {
        guard let value = measured?.value else { return false }
        return atLeast.map { value < $0 } ?? false || atMost.map { value > $0 } ?? false
    }

    /// What a rule asks, not measured yet.
    public init(of rule: GateRule, measured: Fact? = nil) {
        self.init(name: rule.name, fact: rule.fact, measured: measured, state: .notMeasured)
        switch rule.bound {
        case .atLeast(let bound): atLeast = bound
        case .atMost(let bound): atMost = bound
        }
    }

    /// A result.
    public init(
        name: String?, fact: String, atLeast: Double? = nil, atMost: Double? = nil, measured: Fact?, state: GateStatus,
        reason: String? = nil
    ) {
        self.name = name
        self.fact = fact
        self.atLeast = atLeast
        self.atMost = atMost
        self.measured = measured
        self.state = state
        self.reason = reason
    }
}
