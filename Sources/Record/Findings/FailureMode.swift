import Columns
import Digests

/// What defines a failure mode.
public enum FailureMode: Sendable, Codable, Hashable {
    /// One class predicted as another.
    case confusion(truth: String, predicted: String)
    /// A conjunction of attribute values that fails more than each of its parts.
    case slice([Predicate])
    /// A class whose recall fell against the baseline.
    case classRegression(String)
    /// Errors at or above the confident threshold.
    case confidentErrors
    /// Labels that the model's own confident joint disputes.
    case labelSuspects
    /// Confidence that says more than is true.
    case overconfidence
    /// Confidence that says less than is true.
    case underconfidence
    /// Accuracy lost to one changed variable.
    case fragility(factor: String)
    /// Another mode, named by its kind and what defines it.
    case other(kind: String, [Predicate])

    /// The kind of a node, a runtime or a site that errs more than the others at the same mix of images.
    public static let node = "node"
    /// The kind of a label that is given where another one is.
    public static let labelPair = "false-label"
    /// The kind of more errors at the same mix since a day.
    public static let rise = "error-rise"
    /// The kind of a group of images that are alike in their embeddings.
    public static let pattern = "pattern"

    /// The readable slug and six hexadecimal digits of the canonical definition's SHA-256.
    public var stableID: String {
        let slug = Slug.of(name)
        return slug + "-" + SHA256Digest(of: canonical).hex.prefix(6)
    }

    /// What the id is derived from: kind and defining parts, length-prefixed so that no two definitions run together.
    /// The order of a slice's predicates does not matter.
    public var canonical: String {
        let parts: [String]
        switch self {
        case .confusion(let truth, let predicted): parts = ["confusion", truth, predicted]
        case .slice(let predicates): parts = ["slice"] + Self.sorted(predicates)
        case .classRegression(let cls): parts = ["class-regression", cls]
        case .confidentErrors: parts = ["confident-errors"]
        case .labelSuspects: parts = ["label-suspects"]
        case .overconfidence: parts = ["overconfidence"]
        case .underconfidence: parts = ["underconfidence"]
        case .fragility(let factor): parts = ["fragility", factor]
        case .other(let kind, let predicates): parts = [kind] + Self.sorted(predicates)
        }
        return parts.map { "\($0.utf8.count):\($0)" }.joined()
    }

    private static func sorted(_ predicates: [Predicate]) -> [String] {
        predicates.map(\.idText).sorted { Name($0) < Name($1) }
    }

    /// What it is called in a table or a link, in plain words and the data's own names.
    public var name: String {
        switch self {
        case .confusion(let truth, let predicted): "\(truth) predicted as \(predicted)"
        case .slice(let predicates): predicates.map(\.description).joined(separator: " ")
        case .classRegression(let cls): "\(cls) regressed"
        case .confidentErrors: "confident errors"
        case .labelSuspects: "label suspects"
        case .overconfidence: "overconfidence"
        case .underconfidence: "underconfidence"
        case .fragility(let factor): "not robust to \(factor)"
        case .other(let kind, let predicates):
            kind + predicates.map { " \($0)" }.joined()
        }
    }
}
