/// What the archive keeps of the baseline.
public struct BaselineRecord: Sendable {
    /// Its audit.
    public let audit: Audit
    /// Its outcome on each item.
    public let outcomes: OutcomeTable
    /// Its outcomes under each perturbation, on the same items.
    public let runs: [RunOutcomes]

    /// A baseline.
    public init(audit: Audit, outcomes: OutcomeTable, runs: [RunOutcomes] = []) {
        self.audit = audit
        self.outcomes = outcomes
        self.runs = runs
    }
}
