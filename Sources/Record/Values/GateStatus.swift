/// How a release gate came out.
public enum GateStatus: String, Sendable, Codable, CaseIterable {
    /// All of the interval keeps the bound.
    case passed
    /// None of it does.
    case failed
    /// The interval spans the bound, or this many units decide nothing.
    case undecided = "inconclusive"
    /// A person accepted it, with an expiry.
    case waived
    /// The audit could not measure it.
    case notMeasured

    /// Reads it; `undecided` is what `inconclusive` was called.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let status = name == "undecided" ? .undecided : GateStatus(rawValue: name) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no gate status is called \(name)")
        }
        self = status
    }

    /// The gravest first.
    public static let failingFirst: [GateStatus] = [.failed, .undecided, .notMeasured, .waived, .passed]
}
