// A release gate in one line, as records state one: `FACT [@KEY=VALUE] OP NUMBER`, also `change(FACT) OP NUMBER` of the paired
// change, and `every class:`, `under FACTOR=LEVEL:`, `on SLICE:` before a fact that is one of a family. The long form of
// misread.yml means the same.

/// A gate in one line.
public struct GateExpression: Sendable, Hashable {
    /// The path of the fact.
    public let fact: String
    /// Whether the change of the fact against the baseline is meant.
    public let isChange: Bool
    /// The bounds: one, or both where the value has to be just that.
    public let bounds: [GateRule.Bound]
    /// The line.
    public let text: String

    /// What is wrong with a line.
    public enum Fault: Error, Sendable, Equatable {
        /// No `>=`, `<=` or `=`.
        case noOperator
        /// What stands after it is no number.
        case notANumber(String)
        /// What stands before it is no path of a fact.
        case notAFact(String)

        /// In words.
        public func words(of text: String) -> String {
            switch self {
            case .noOperator: "\"\(text)\" is not a gate in one line: a fact, then >=, <= or =, then a number"
            case .notANumber(let number): "\"\(text)\" is not a gate in one line: \"\(number)\" is not a number"
            case .notAFact(let fact): "\"\(text)\" is not a gate in one line: \"\(fact)\" is not the path of a fact"
            }
        }
    }

    /// Reads a line.
    public init(_ line: String) throws(Fault) {
        text = line
        let signs = [">=", "≥", "<=", "≤", "="]
        guard let sign = signs.first(where: { line.contains($0) }),
            let place = line.firstRange(of: sign, last: sign == "=")
        else { throw .noOperator }
        let after = line[place.upperBound...].trimmed
        guard let number = Double(after), number.isFinite else { throw .notANumber(after) }
        bounds =
            switch sign {
            case ">=", "≥": [.atLeast(number)]
            case "<=", "≤": [.atMost(number)]
            default: [.atLeast(number), .atMost(number)]
            }
        var path = line[..<place.lowerBound].trimmed
        isChange = path.hasPrefix("change(") && path.hasSuffix(")")
        if isChange { path = path.dropFirst(7).dropLast().trimmed }
        var member = ""
        if let colon = path.firstIndex(of: ":") {
            let scope = path[..<colon].trimmed
            path = path[path.index(after: colon)...].trimmed
            if scope == "every class" {
                member = "@class=*"
            } else if scope.hasPrefix("under ") {
                member = "@" + scope.dropFirst(6).trimmed
            } else if scope.hasPrefix("on ") {
                member = "@slice=" + scope.dropFirst(3).trimmed
            } else {
                throw .notAFact(line[..<place.lowerBound].trimmed)
            }
        }
        guard path.split(separator: "/", omittingEmptySubsequences: false).count >= 2, !path.hasPrefix("/") else {
            throw .notAFact(path)
        }
        fact = path.replacing(" @", with: "@") + member
    }

    /// How an audit comes out: what the whole interval says, as of any gate. `facts` are what the cards declare.
    public func decided(in audit: Audit, _ facts: FactIndex) -> GateResult {
        let results = bounds.map { bound -> GateResult in
            let rule = GateRule(name: text, fact: fact, bound: bound)
            let units = audit.policyOfItsDay.units
            guard isChange else { return Gate.decide(rule, over: audit.sections, units: units) }
            let change = audit.change(at: fact, facts)
            return Gate.decide(
                rule, change.map { $0.fact(fact) }, else: "the change of \(fact) is not paired with a baseline",
                units: units)
        }
        for status in GateStatus.failingFirst {
            if let result = results.first(where: { $0.state == status }) { return result }
        }
        return GateResult(of: GateRule(name: text, fact: fact, bound: .atLeast(0)))
    }
}

/// How a fact changed against the baseline, paired.
public struct PairedChange: Sendable, Hashable {
    /// The fact in the baseline.
    public let before: Double
    /// Now.
    public let now: Double
    /// Now less before, on what was evaluated in both.
    public let value: Double
    /// Its interval.
    public let interval: Interval
    /// How many it counts over.
    public let n: Int
    /// What the fact is.
    public let unit: Quantity

    /// As a fact, for a gate to decide on.
    func fact(_ id: String) -> Fact {
        Fact(
            FactSpec(id, unit == .proportion ? .points : unit), value, n: n, interval: interval,
            method: interval.method)
    }
}

extension Audit {
    /// The paired change of the fact at a path; `nil` where the archive pairs none.
    public func change(at path: String, _ facts: FactIndex) -> PairedChange? {
        guard let fact = fact(at: path), let now = fact.value else { return nil }
        if let moved = memberChange(at: path, facts) {
            return PairedChange(
                before: now - moved.value, now: now, value: moved.value, interval: moved.interval, n: fact.n,
                unit: fact.unit)
        }
        guard let before = fact.baseline, let interval = facts.changeInterval(path, fact, in: self) else { return nil }
        return PairedChange(
            before: before, now: now, value: now - before, interval: interval, n: fact.n, unit: fact.unit)
    }

    /// The change of the rate of a class or under a perturbation, which the comparison tests one by one.
    private func memberChange(at path: String, _ facts: FactIndex) -> (value: Double, interval: Interval)? {
        guard let (spec, member) = facts.spec(path), let member else { return nil }
        let role: FactRole
        switch spec.role {
        case .classRate: role = .classChange
        case .runRate: role = .runChange
        default: return nil
        }
        for entry in facts.entries where entry.spec.role == role {
            guard let change = section(entry.section)?.fact(entry.spec.id + "@" + member), let value = change.value,
                let interval = change.interval
            else { continue }
            return (value, interval)
        }
        return nil
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}

extension String {
    fileprivate var trimmed: String { self[...].trimmed }

    /// Where a text stands, the last time where that is asked for.
    fileprivate func firstRange(of text: String, last: Bool) -> Range<String.Index>? {
        last ? ranges(of: text).last : firstRange(of: text)
    }
}
