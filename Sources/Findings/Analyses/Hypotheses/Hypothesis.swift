// What an explanation is, how it is asked, and what decides between its four verdicts.

import Columns
import Record
import Statistics

/// The standing explanations of errors, in the order of `FactSpec.explanations`.
enum Explanation: String, CaseIterable, Sendable {
    case labels
    case trainingShare = "training_share"
    case annotation
    case capacity
    case inputQuality = "input_quality"
    case shift

    /// What it is called.
    var title: String {
        switch self {
        case .labels: "Labels"
        case .trainingShare: "Training share"
        case .annotation: "Annotation"
        case .capacity: "Capacity"
        case .inputQuality: "Input quality"
        case .shift: "Shift"
        }
    }
}

/// What the evidence says of an explanation.
enum HypothesisVerdict: String, Sendable {
    /// Its test stands in the audit's budget, and the effect is worth naming.
    case supported
    /// The interval holds no effect that is worth naming.
    case contradicted
    /// Neither.
    case inconclusive
    /// An input is missing.
    case missing

    /// How it stands in a table.
    var cell: Cell {
        switch self {
        case .supported: .state(.finding, "supported")
        case .contradicted: .state(.neutral, "contradicted")
        case .inconclusive: .state(.undecided, "inconclusive")
        case .missing: .state(.notMeasured, "not testable here")
        }
    }
}

/// The test of an explanation.
struct HypothesisTest: Sendable {
    /// What the test is called, and the id of its method.
    let words: String
    let method: String
    /// What its n counts.
    let counted: String
    /// The effect with its interval and n.
    let effect: Measure
    let p: Double
    /// The smallest effect that is worth naming; below 0 where less is what the explanation says.
    let smallest: Double
    /// Whether its interval can show that there is no effect worth naming: not where it leaves out something that hides one.
    var canContradict = true
    /// Whether all else that support takes is there.
    var isBorneOut = true
    /// The largest effect that the data leave room for, where that is not the end of the interval: of the worst of several, another
    /// one's may reach further. In the direction of `smallest`.
    var largest: Double?
    /// How many of what n counts would decide, where it is open.
    let deciding: Int?

    /// The verdict where a corrected p-value of at most `level` stands.
    func verdict(_ p: Double, at level: Double) -> HypothesisVerdict {
        let sign: Double = smallest < 0 ? -1 : 1
        let ends = [sign * effect.interval.low, sign * effect.interval.high].sorted()
        if p <= level, isBorneOut, sign * effect.value >= abs(smallest), ends[0] > 0 { return .supported }
        let isExcluded = max(ends[1], largest ?? -.infinity) < abs(smallest)
        return canContradict && isExcluded ? .contradicted : .inconclusive
    }

    /// About how many rows would decide: an interval of half the smallest effect to each side cannot hold both no effect and
    /// that one, and is as wide as one over the square root of their number. `nil` for more than a billion.
    static func deciding(_ n: Int, half: Double, smallest: Double) -> Int? {
        let factor = 2 * half / abs(smallest)
        return Int(exactly: (Double(n) * factor * factor).rounded(.up)).flatMap { $0 < 1_000_000_000 ? $0 : nil }
    }
}

/// What a test is told with.
struct HypothesisDetails: Sendable {
    var facts: [Fact] = []
    var terms: [Hypotheses.Term: String] = [:]
    var exhibits: [Exhibit] = []
    var flags: [Hypotheses.Flag] = []
}

/// What a question came to.
enum HypothesisOutcome: Sendable {
    /// What is missing, in words that complete "not testable here: ...".
    case missing(String)
    /// A test.
    case tested(HypothesisTest, HypothesisDetails)
}

/// When a question has its answer.
enum AskedHypothesis: Sendable {
    /// At once; a test is one of its own, of the family of hypotheses.
    case now(HypothesisOutcome)
    /// When it is known which slices are findings: a test below theirs, held to their level.
    case ofSlices(@Sendable ([FoundSlice]) -> HypothesisOutcome)

    /// What is missing, known at once.
    static func missing(_ reason: String) -> AskedHypothesis { .now(.missing(reason)) }

    /// A test of its own.
    static func tested(_ test: HypothesisTest, _ details: HypothesisDetails) -> AskedHypothesis {
        .now(.tested(test, details))
    }

    /// The p-value of a test of its own.
    var ownP: Double? { if case .now(.tested(let test, _)) = self { test.p } else { nil } }
}

/// A slice that is a finding.
struct FoundSlice: Sendable {
    let predicates: [Predicate]
    /// Its p-value, corrected over all slices.
    let p: Double

    /// Those among what the other analyses found.
    static func all(in sections: [Section]) -> [FoundSlice] {
        (sections.first { $0.id == "slices" }?.findings ?? []).compactMap { finding -> FoundSlice? in
            guard finding.standing == .finding, case .slice(let predicates) = finding.mode else { return nil }
            return FoundSlice(predicates: predicates, p: finding.p ?? 1)
        }
    }
}

/// An explanation that can be asked.
protocol Hypothesis: Sendable {
    /// Which it is.
    var explanation: Explanation { get }
    /// Asks it of what is counted. There is at least one row, and at least one error.
    func ask(_ examination: Examination, _ counted: CountedRows) -> AskedHypothesis
}
