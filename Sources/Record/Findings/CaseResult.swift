// How a case of a suite came out, as an audit states it. What was expected stands beside it, for an expectation may change from
// one version to the next.

import Columns

/// A case of a suite with its verdict.
public struct CaseResult: Sendable, Codable, Hashable {
    /// How the team calls it.
    public let name: String
    /// What holds for its images.
    public let predicates: [Predicate]
    /// What is expected, as it is written: `accuracy >= 0.9`.
    public let expectation: String
    /// How it came out; never waived.
    public let state: GateStatus
    /// The share correct of its images; `nil` where there is none.
    public let rate: Measure?
    /// Its change against the baseline on the same images, where that is what is asked.
    public let change: Measure?
    /// About how many images, or units where they share some, would decide it; `nil` where it is decided, or no number would.
    public let deciding: Int?
    /// Why it is not measured.
    public let reason: String?

    /// A result.
    public init(
        name: String, predicates: [Predicate], expectation: String, state: GateStatus, rate: Measure? = nil,
        change: Measure? = nil, deciding: Int? = nil, reason: String? = nil
    ) {
        self.name = name
        self.predicates = predicates
        self.expectation = expectation
        self.state = state
        self.rate = rate
        self.change = change
        self.deciding = deciding
        self.reason = reason
    }

    /// Whether another asks the same of the same images.
    public func asksTheSame(as other: CaseResult) -> Bool {
        Set(predicates) == Set(other.predicates) && expectation == other.expectation
    }
}
