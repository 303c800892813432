/// How a release condition came out.
public enum GateStatus: String, Sendable, Codable, CaseIterable {
    /// All of the interval keeps the bound.
    case passed
    /// None of it does.
    case failed
    /// The interval spans the bound, or this many units decide nothing.
    case undecided
    /// A person accepted it, with an expiry.
    case waived
    /// The audit could not measure it.
    case notMeasured

    /// The gravest first.
    public static let failingFirst: [GateStatus] = [.failed, .undecided, .notMeasured, .waived, .passed]
}
