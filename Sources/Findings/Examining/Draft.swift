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

/// Tests of a family that are corrected together. Most families are one part; what is compared with the baseline has several,
/// each corrected in its own way, and they share the one level of the family.
enum TestPart: Int, CaseIterable, Sendable {
    /// The family as it is.
    case all
    /// Everything that both versions were evaluated on.
    case whole
    /// A detector's false positives.
    case falsePositives
    /// The types of a detector's errors.
    case errorTypes
    /// Classes.
    case classes
    /// The false positives of each class.
    case classFalsePositives
    /// Values of attributes, and declared slices.
    case slices
    /// Runs under a perturbation.
    case runs
    /// Failure modes that the baseline listed, or followed.
    case listed
    /// Confused pairs that the baseline did not list.
    case unlistedConfusions
    /// Nodes against the reference node on the same images.
    case pairs
}

/// p-values of tests that ask the same kind of question.
public struct FamilyTests: Sendable {
    let family: TestFamily
    let part: TestPart
    let pValues: [Double]
    /// What each was of, so that it can be found again: `FailureMode.stableID`. Empty where nobody asks.
    let ids: [String]
    /// How many were tested, when `pValues` are only a part of them.
    let looks: Int

    /// Precondition: one id for each p-value, or none at all.
    init(
        _ family: TestFamily, _ pValues: [Double], ids: [String] = [], of part: TestPart = .all, looks: Int? = nil
    ) {
        precondition(ids.isEmpty || ids.count == pValues.count, "every test of a list has an id, or none has")
        self.ids = ids
        self.family = family
        self.part = part
        self.pValues = pValues
        self.looks = max(looks ?? 0, pValues.count)
    }
}

/// A section that waits for the levels at which its tests stand.
public struct Draft: Sendable {
    let tests: [FamilyTests]
    /// Whether it is worded once the sections of the other analyses are.
    let readsOthers: Bool
    private let word: @Sendable (TestLevels, [Section]) throws -> Section

    init(_ tests: [FamilyTests], _ section: @escaping @Sendable (TestLevels) throws -> Section) {
        self.tests = tests
        readsOthers = false
        word = { levels, _ in try section(levels) }
    }

    /// A section that reads what the other analyses found, so that nothing is tested twice.
    init(
        _ tests: [FamilyTests], afterOthers section: @escaping @Sendable (TestLevels, [Section]) throws -> Section
    ) {
        self.tests = tests
        readsOthers = true
        word = section
    }

    /// The section; `others` are those of the analyses that read no others.
    func section(_ levels: TestLevels, others: [Section] = []) throws -> Section { try word(levels, others) }
}

/// At which level corrected p-values stand, by family, after one budget was divided over all that was tested.
public struct TestLevels: Sendable {
    /// The share of audits without an effect that may flag anything.
    public static let budget = 0.05

    /// A corrected p-value up to which what does not stand is a lead.
    static let ofLeads = 0.2

    /// What was tested, in the order of the families; those without a test are left out.
    public let tested: [TestedFamily]

    /// The parts of each family, in the order of the families.
    private let parts: [[Part]]

    /// What was tested together.
    private struct Part {
        let part: TestPart
        let pValues: [Double]
        /// Of those that have one, the place in `pValues`.
        let places: [String: Int]
        let looks: Int
        /// `nil` where it does not stand.
        var level: Double?

        var simes: Double? { ErrorBudget.simes(pValues.sorted(), looks: looks) }

        init(_ part: TestPart, _ tests: [FamilyTests]) {
            self.part = part
            pValues = tests.flatMap(\.pValues)
            looks = tests.reduce(0) { $0 + $1.looks }
            var places: [String: Int] = [:]
            var start = 0
            for list in tests {
                for (index, id) in list.ids.enumerated() where places[id] == nil { places[id] = start + index }
                start += list.pValues.count
            }
            self.places = places
        }
    }

    /// Divides the budget over `tests`: over families, and the level of a family that stands over its parts in the same way.
    public init(_ tests: [FamilyTests]) {
        var parts = TestFamily.allCases.map { family in
            TestPart.allCases.compactMap { part -> Part? in
                let same = tests.filter { $0.family == family && $0.part == part }
                let tested = Part(part, same)
                return tested.looks == 0 ? nil : tested
            }
        }
        let simes = parts.map { ErrorBudget.simes($0.compactMap(\.simes)) }
        let budget = ErrorBudget(simes, weights: TestFamily.allCases.map(Self.weight), level: Self.budget)
        for family in parts.indices where budget.stands[family] {
            let within = ErrorBudget(parts[family].map(\.simes), level: budget.levels[family])
            for index in parts[family].indices where within.stands[index] {
                parts[family][index].level = within.levels[index]
            }
        }
        self.parts = parts
        tested = TestFamily.allCases.indices.compactMap { index in
            simes[index].map { p in
                TestedFamily(
                    TestFamily.allCases[index], tests: parts[index].reduce(0) { $0 + $1.looks }, p: p,
                    level: budget.stands[index] ? budget.levels[index] : nil)
            }
        }
    }

    /// Where errors gather is what an audit is read for, and is looked for in the most places: twice as much as the four other
    /// families that every classifier is tested for together. Not more when further inputs are given, whose families are
    /// added: what is a finding without them stays one as far as it can.
    private static func weight(_ family: TestFamily) -> Double { family == .slices ? 8 : 1 }

    private func tests(_ family: TestFamily, _ part: TestPart) -> Part? {
        zip(TestFamily.allCases, parts).first { $0.0 == family }?.1.first { $0.part == part }
    }

    /// The level of the corrected p-values of a part of a family. None is below 0, where the family or the part does not
    /// stand; of what nothing was tested of, the whole budget.
    subscript(family: TestFamily, part: TestPart = .all) -> Double {
        tests(family, part).map { $0.level ?? -1 } ?? Self.budget
    }

    /// The p-value of the test of a part that has this id, corrected by Benjamini and Hochberg over all of the part; 1 for one
    /// that was not handed over.
    func adjusted(_ id: String, _ family: TestFamily, _ part: TestPart) -> Double {
        guard let tests = tests(family, part), let place = tests.places[id] else { return 1 }
        return Multiplicity.benjaminiHochberg(tests.pValues, looks: tests.looks)[place]
    }
}
