// A gate that asks of each: "every class has a recall of at least 0.8" is one gate on the family `headline/recall@class=*`.
//
// It passes when every member passes: each of them must, so looking at many makes it no easier. It fails when one member
// fails, and there looking at many does matter: of a hundred classes that all sit on the bound two or three lie below it by
// chance. A member fails the gate only by an interval stretched for as many members as there are (Bonferroni). Everything
// else is inconclusive.

import Statistics

/// How the members of a family came out against one bound.
public struct GateMembers: Sendable, Codable, Hashable {
    /// Members that pass.
    public var passed: Int
    /// Names of those that fail, the worst first.
    public var failed: [String]
    /// Names of those that are inconclusive or not measured, the worst first.
    public var open: [String]
    /// The member that is worst: the `8` of `class=8`.
    public var worst: String

    /// A count of members.
    public init(passed: Int, failed: [String], open: [String], worst: String) {
        self.passed = passed
        self.failed = failed
        self.open = open
        self.worst = worst
    }

    /// All of them.
    public var count: Int { passed + failed.count + open.count }
}

extension Gate {
    /// The family that a path asks of, when it asks of every member: `recall@class=` for `headline/recall@class=*`, and
    /// `accuracy@` for `robustness/accuracy@*`, every run.
    static func family(_ path: String) -> (section: String, prefix: String)? {
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[1].contains("@"), parts[1].hasSuffix("=*") || parts[1].hasSuffix("@*")
        else { return nil }
        return (parts[0], String(parts[1].dropLast()))
    }

    /// The facts that a path asks of which asks of every member of a family; `nil` for a path that names one fact. None where
    /// the section was not examined.
    public static func members(_ path: String, in sections: [Section]) -> [Fact]? {
        guard let family = family(path) else { return nil }
        return sections.first { $0.id == family.section && $0.status == .examined }?.facts
            .filter { $0.id.hasPrefix(family.prefix) } ?? []
    }

    /// The result of a rule that every member of a family must keep.
    static func decideEach(
        _ rule: GateRule, _ family: (section: String, prefix: String), over sections: [Section], units: Int
    ) -> GateResult {
        var result = GateResult(of: rule)
        guard let section = sections.first(where: { $0.id == family.section }), section.status == .examined else {
            result.reason = find(rule.fact, in: sections).reason
            return result
        }
        let members = members(rule.fact, in: sections) ?? []
        guard !members.isEmpty else {
            result.reason = "\(section.id) states no \(family.prefix)..."
            return result
        }
        let decided = members.map { fact -> Member in
            var one = decide(rule, fact, else: nil, units: units)
            if one.state == .failed, !isSure(one, among: members.count) { one.state = .undecided }
            return (String(fact.id.dropFirst(family.prefix.count)), fact, one)
        }
        let worstFirst = decided.enumerated().sorted { a, b in
            let (x, y) = (distance(a.element.fact, rule.bound), distance(b.element.fact, rule.bound))
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element)
        // A member that fails says why the gate does; one that is not defined is named where none fails.
        guard let worst = worstFirst.first(where: { $0.result.state == .failed }) ?? worstFirst.first else {
            return result
        }
        func names(where holds: (GateStatus) -> Bool) -> [String] {
            worstFirst.filter { holds($0.result.state) }.map(\.name)
        }
        let parts = GateMembers(
            passed: decided.count { $0.result.state == .passed }, failed: names { $0 == .failed },
            open: names { $0 != .failed && $0 != .passed }, worst: worst.name)
        result.members = parts
        result.measured = worst.fact
        result.state = parts.failed.isEmpty ? (parts.open.isEmpty ? .passed : .undecided) : .failed
        if result.state == .undecided {
            // One that is not defined is named: nothing else says which it is.
            result.reason = worst.result.reason.map { worst.fact.value == nil ? "\(worst.name): \($0)" : $0 }
        }
        return result
    }

    private typealias Member = (name: String, fact: Fact, result: GateResult)

    /// How far a member is from the bound on its good side, by the end of its interval that is nearer to the bad one; one
    /// that is not defined is the worst of all.
    private static func distance(_ fact: Fact, _ bound: GateRule.Bound) -> Double {
        guard let value = fact.value else { return -.infinity }
        switch bound {
        case .atLeast(let bound): return (fact.interval?.low ?? value) - bound
        case .atMost(let bound): return bound - (fact.interval?.high ?? value)
        }
    }

    /// Whether a member that fails by itself fails among `count`: also by its interval stretched to the level at which all
    /// of them hold together.
    private static func isSure(_ one: GateResult, among count: Int) -> Bool {
        guard let fact = one.measured, let value = fact.value, let interval = fact.interval else { return true }
        let outside = (1 - interval.level) / 2
        let stretch = Normal.quantile(1 - outside / Double(max(1, count))) / Normal.quantile(1 - outside)
        if let bound = one.atLeast { return value + (interval.high - value) * stretch < bound }
        if let bound = one.atMost { return value - (value - interval.low) * stretch > bound }
        return true
    }
}
