// What an analysis has tested, before it is known which of it stands.
//
// An audit asks many questions and may answer wrongly in one audit of twenty, not in one answer of twenty. So each analysis
// hands over the p-values of everything it looked at, and how it would word its section at a given level; the auditor
// divides the budget over all of them, and only then is anything called a finding.

import Record
import Statistics

/// An analysis that tests.
public protocol TestingAnalysis: Analysis {
    /// What it tested, and the section that it makes of it. Throws as `examine` does.
    func draft(_ examination: Examination) throws -> Draft
}

extension TestingAnalysis {
    /// States what the artifacts say with a budget of its own, as if nothing else had been tested.
    public func examine(_ examination: Examination) throws -> Section {
        let draft = try draft(examination)
        return try draft.section(TestLevels(draft.tests))
    }
}

/// p-values of tests that ask the same kind of question.
public struct FamilyTests: Sendable {
    let family: TestFamily
    let pValues: [Double]
    /// How many were tested, when `pValues` are only a part of them.
    let looks: Int

    init(_ family: TestFamily, _ pValues: [Double], looks: Int? = nil) {
        self.family = family
        self.pValues = pValues
        self.looks = max(looks ?? 0, pValues.count)
    }
}

/// A section that waits for the levels at which its tests stand.
public struct Draft: Sendable {
    let tests: [FamilyTests]
    let section: @Sendable (TestLevels) throws -> Section

    init(_ tests: [FamilyTests], _ section: @escaping @Sendable (TestLevels) throws -> Section) {
        self.tests = tests
        self.section = section
    }
}

/// At which level corrected p-values stand, by family, after one budget was divided over all that was tested.
public struct TestLevels: Sendable {
    /// The share of audits without an effect that may flag anything.
    public static let budget = 0.05

    /// A corrected p-value up to which what does not stand is a lead.
    static let ofLeads = 0.2

    /// What was tested, in the order of the families; those without a test are left out.
    public let tested: [TestedFamily]

    /// Divides the budget over `tests`.
    public init(_ tests: [FamilyTests]) {
        let families = TestFamily.allCases.map { family in tests.filter { $0.family == family } }
        let simes = families.map { parts in
            ErrorBudget.simes(parts.flatMap(\.pValues), looks: parts.reduce(0) { $0 + $1.looks })
        }
        let budget = ErrorBudget(simes, weights: TestFamily.allCases.map(Self.weight), level: Self.budget)
        tested = TestFamily.allCases.indices.compactMap { index in
            simes[index].map { p in
                TestedFamily(
                    TestFamily.allCases[index], tests: families[index].reduce(0) { $0 + $1.looks }, p: p,
                    level: budget.stands[index] ? budget.levels[index] : nil)
            }
        }
    }

    /// Where errors gather is what an audit is read for, and is looked for in the most places: as much as all other
    /// families together.
    private static func weight(_ family: TestFamily) -> Double {
        family == .slices ? Double(TestFamily.allCases.count - 1) : 1
    }

    /// The level of a family's corrected p-values. None is below 0, where the family does not stand; of a family that
    /// nothing was tested of, the whole budget.
    subscript(family: TestFamily) -> Double {
        tested.first { $0.family == family }.map { $0.level ?? -1 } ?? Self.budget
    }
}
