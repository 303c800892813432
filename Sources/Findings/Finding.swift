import Digests
import Exhibits

/// A failure mode: what fails, how much, how sure, what fixing it would gain, and the items that show it.
///
/// One cannot be made without a measure (which has n, interval and method) and evidence.
public struct Finding: Sendable, Codable, Hashable {
    /// How far it can be trusted.
    public enum Standing: String, Sendable, Codable {
        /// Holds after correction for everything that was tested.
        case finding
        /// Worth a look; chance is not ruled out.
        case lead
    }

    /// Stable id: a readable slug and six hexadecimal digits of the definition's digest. The same on every machine and
    /// in every version; never a rank.
    public var id: String
    /// Id of the analysis that found it.
    public var analysis: String
    /// What fails.
    public var mode: FailureMode
    /// How far it can be trusted.
    public var standing: Standing
    /// The rate or amount that makes it a failure.
    public var measure: Measure
    /// What the rate would be without this mode: the worst parent's rate, the rate chance explains.
    public var expected: Double?
    /// Adjusted p-value it stands by, when there is one.
    public var p: Double?
    /// Rows wrong that it covers.
    public var errors: Int
    /// What fixing it would gain in overall accuracy (points) or in the headline metric, with an interval.
    public var gain: Measure?
    /// The same rate in the baseline, when it is comparable.
    public var baseline: Measure?
    /// How it stands against the baseline.
    public var trend: State?
    /// Items that show it, most telling first; never empty.
    public var evidence: [GalleryItem]
    /// Items of the same kind that the model reads right.
    public var counterExamples: [GalleryItem]
    /// Other ways to say nearly the same, folded into this one.
    public var alternatives: [FailureMode]
    /// What each condition of a slice brings to its excess over all items; `nil` for other modes.
    public var shares: [ConditionShare]?
    /// The measure on the half of the items that it was found on, when it was found on that half alone.
    public var discovery: Measure?
    /// The same on the half that had no say in finding it.
    public var confirmation: Measure?

    /// A failure mode. Precondition: `evidence` is not empty.
    public init(
        _ mode: FailureMode, of analysis: String, standing: Standing, measure: Measure, expected: Double? = nil,
        p: Double? = nil, errors: Int, gain: Measure? = nil, baseline: Measure? = nil, trend: State? = nil,
        evidence: [GalleryItem], counterExamples: [GalleryItem] = [], alternatives: [FailureMode] = [],
        shares: [ConditionShare]? = nil, discovery: Measure? = nil, confirmation: Measure? = nil
    ) {
        precondition(!evidence.isEmpty, "a finding needs evidence")
        id = mode.stableID
        self.analysis = analysis
        self.mode = mode
        self.standing = standing
        self.measure = measure
        self.expected = expected
        self.p = p
        self.errors = errors
        self.gain = gain
        self.baseline = baseline
        self.trend = trend
        self.evidence = evidence
        self.counterExamples = counterExamples
        self.alternatives = alternatives
        self.shares = shares
        self.discovery = discovery
        self.confirmation = confirmation
    }
}

/// What one condition of a slice brings.
public struct ConditionShare: Sendable, Codable, Hashable {
    /// The condition.
    public var predicate: Predicate
    /// Its Shapley value in the slice's rate less that of all items, in points.
    public var points: Double
    /// The rate of all items for which it holds.
    public var alone: Measure

    /// A share.
    public init(_ predicate: Predicate, points: Double, alone: Measure) {
        self.predicate = predicate
        self.points = points
        self.alone = alone
    }
}

/// What defines a failure mode.
public enum FailureMode: Sendable, Codable, Hashable {
    /// One class read as another.
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
        predicates.map { "\($0.attribute.utf8.count):\($0.attribute)=\($0.value)" }.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
    }

    /// What it is called in a table or a link, in plain words and the data's own names.
    public var name: String {
        switch self {
        case .confusion(let truth, let predicted): "\(truth) read as \(predicted)"
        case .slice(let predicates): predicates.map { "\($0.attribute) \($0.value)" }.joined(separator: " ")
        case .classRegression(let cls): "\(cls) regressed"
        case .confidentErrors: "confident errors"
        case .labelSuspects: "label suspects"
        case .overconfidence: "overconfidence"
        case .underconfidence: "underconfidence"
        case .fragility(let factor): "fragile to \(factor)"
        case .other(let kind, let predicates):
            kind + predicates.map { " \($0.attribute) \($0.value)" }.joined()
        }
    }
}

/// A readable, stable name for a file or a link.
public enum Slug {
    /// Lowercase ASCII letters and digits of `text` with single hyphens between, at most 48 characters; `x` when
    /// nothing is left. It is not unique by itself: a digest follows it wherever that matters.
    public static func of(_ text: String) -> String {
        var slug: [UInt8] = []
        for byte in text.utf8 where slug.count < 48 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): slug.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): slug.append(byte + 32)
            default: if let last = slug.last, last != UInt8(ascii: "-") { slug.append(UInt8(ascii: "-")) }
            }
        }
        while slug.last == UInt8(ascii: "-") { slug.removeLast() }
        return slug.isEmpty ? "x" : String(decoding: slug, as: UTF8.self)
    }
}
