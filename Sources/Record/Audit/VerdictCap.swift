// What caps a verdict: things that an audit found and that no gate has to ask about. A version with one of them is at best
// inconclusive, until a gate asks of that very thing and passes.

/// A reason for which a version is not ready although every gate passes.
public enum VerdictCap: Sendable, Hashable {
    /// The input is doubted: what each doubt is.
    case input([String])
    /// The baseline is doubted, so that nothing is compared with it: which it is, and what each doubt is.
    case baseline(String, [String])
    /// Nothing is found at all: a detector's average precision is exactly 0.
    case nothingFound
    /// The predictions are of part of the images.
    case coverage(missing: Int, of: Int)
    /// Images with objects on which a detector says nothing at all, too many or too regular to be chance.
    case noDetections(images: Int, of: Int)
    /// The whole is worse than the baseline, beyond chance.
    case regression
    /// A detector's average precision is lower than the baseline's, beyond chance.
    case precisionRegression
    /// A detector has more false positives than the baseline, beyond chance.
    case moreFalsePositives
    /// Classes that are worse than in the baseline, beyond chance after correction.
    case classRegressions([String])
    /// Classes as which more images of others are predicted than in the baseline, beyond chance after correction, where no
    /// class and not the whole is worse: else it is those errors again.
    case classFalsePositives([String])
    /// Classes of which nothing is right: the interval of their recall touches 0.
    case classesAtZero([String])
}

extension Audit {
    /// What caps the verdict, gravest first; `facts` are what the cards declare.
    public func caps(_ facts: FactIndex) -> [VerdictCap] {
        var caps: [VerdictCap] = []
        if let doubts, !doubts.isEmpty { caps.append(.input(doubts)) }
        if let name = doubtsOfBaseline.first?.baseline { caps.append(.baseline(name, doubtsOfBaseline.map(\.text))) }
        let findsNothing = findsNothing(facts)
        if findsNothing { caps.append(.nothingFound) }
        let missing = accounting.unpredicted ?? (task == .detection ? 0 : accounting.itemsRead - accounting.kept)
        let isDeclared = accounting.isSubset == true
        if missing > 0, !isDeclared, !isLimited(.imagesWithoutPrediction, .above, facts) {
            caps.append(.coverage(missing: missing, of: accounting.itemsRead))
        }
        if let (section, bare) = facts.stated(.imagesWithoutDetections, in: self), section.holds(.looksCut),
            !isLimited(.imagesWithoutDetections, .above, facts), let images = bare.value
        {
            caps.append(.noDetections(images: Int(images), of: bare.n))
        }
        let atZero = facts.members(.classRate, in: self).filter { member in
            member.fact.value != nil && member.fact.interval.map { $0.low <= 0 } == true
        }.map(\.name)
        // Where nothing is found, no class is, and that is said.
        if !atZero.isEmpty, !findsNothing { caps.append(.classesAtZero(atZero)) }
        let compared = facts.sections(.change, in: self)
        if compared.contains(where: { $0.holds(.worse) }), !isLimited(.change, .below, facts) {
            caps.append(.regression)
        }
        if task == .detection, let change = facts.fact(.whole, in: self)?.change, change.high < 0,
            !isLimited(.precisionChange, .below, facts)
        {
            caps.append(.precisionRegression)
        }
        if movements(better: false).contains(where: { $0.subject == .falsePositives }),
            !isLimited(.falsePositivesChange, .above, facts)
        {
            caps.append(.moreFalsePositives)
        }
        let isHeard = compared.contains { $0.holds(.worse) } || !Self.regressedClasses(compared).isEmpty
        let swallowing = movements(better: false).compactMap { moved in
            if case .falsePositivesOf(let name) = moved.subject { name } else { nil }
        }
        if !isHeard, !swallowing.isEmpty, !isLimited(.classFalsePositivesWorse, .above, facts) {
            caps.append(.classFalsePositives(swallowing))
        }
        let regressed = isLimited(.classesWorse, .above, facts) ? [] : Self.regressedClasses(compared)
        if !regressed.isEmpty { caps.append(.classRegressions(regressed)) }
        return caps
    }

    /// Whether a detector finds no object at any score: nothing was detected, or what was detected joins nothing. No bound that
    /// a team sets can make that acceptable.
    public func findsNothing(_ facts: FactIndex) -> Bool {
        task == .detection && facts.fact(.whole, in: self)?.value == 0
    }

    private enum Bad { case above, below }

    /// Whether a gate limits a fact on its bad side and passes or is waived: the team has said how much of it is acceptable.
    private func isLimited(_ role: FactRole, _ bad: Bad, _ facts: FactIndex) -> Bool {
        gates.contains { gate in
            facts.has(role, gate.fact) && (gate.state == .passed || gate.state == .waived)
                && (bad == .above ? gate.atMost : gate.atLeast) != nil
        }
    }

    private static func regressedClasses(_ sections: [Section]) -> [String] {
        sections.flatMap(\.findings).compactMap { finding in
            if case .classRegression(let name) = finding.mode, finding.standing == .finding { name } else { nil }
        }
    }
}
