/// What the archive keeps of the baseline.
public struct BaselineRecord: Sendable {
    /// Its audit.
    public let audit: Audit
    /// Its outcome on each item.
    public let outcomes: OutcomeTable

    /// A baseline.
    public init(audit: Audit, outcomes: OutcomeTable) {
        self.audit = audit
        self.outcomes = outcomes
    }
}
