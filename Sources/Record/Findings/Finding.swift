import Columns

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
    /// What the rate would be without this mode: that of a slice's siblings (the rest of its worst parent), the rate that
    /// chance explains.
    public var expected: Double?
    /// Adjusted p-value it stands by, when there is one.
    public var p: Double?
    /// The largest adjusted p-value that stands in its family of tests; `nil` where the family does not stand, and in audits
    /// of before there was one budget.
    public var level: Double?
    /// Rows wrong that it covers.
    public var errors: Int
    /// Which errors those are; `nil` where it covers none of the plain evaluation, and in audits of before it was kept.
    public var covers: ErrorSet?
    /// What fixing it would gain in overall accuracy (points) or in the headline metric, with an interval: for a slice, if
    /// its rate were that of its siblings.
    public var gain: Measure?
    /// What would be gained if every item of a slice were right; `nil` for other modes.
    public var gainIfAllRight: Measure?
    /// The same rate in the baseline, when it is comparable.
    public var baseline: Measure?
    /// How it stands against the baseline.
    public var trend: LifeCycle?
    /// Items that show it, most telling first; never empty.
    public var evidence: [GalleryItem]
    /// Items of the same kind that the model predicts correctly.
    public var counterExamples: [GalleryItem]
    /// Other ways to say nearly the same, folded into this one.
    public var alternatives: [FailureMode]
    /// What each condition of a slice brings to its excess over all items; `nil` for other modes.
    public var shares: [ConditionShare]?
    /// The listed slice of which this one is a part, failing more than the rest of it.
    public var within: FailureMode?
    /// The mode of the baseline that this one is under another name: its attribute was renamed, or its buckets were cut anew.
    public var formerly: FormerMode?
    /// Of a mode seen only under a perturbation: the severity that its measure and examples are of, the mildest at which it is
    /// significant; `nil` for other modes, and in audits that do not say.
    public var severity: PerturbationSeverity?
    /// On how many halves of the items it is found when each is searched alone; `nil` when none was.
    public var halvesFoundOn: Int?
    /// The measure on the half of the items that it was found on, when only one half finds it.
    public var discovery: Measure?
    /// The measure on items that had no say in finding it: those of the half that did not, both ways round when both
    /// halves find it; `nil` when neither does.
    public var confirmation: Measure?

    /// A failure mode. Precondition: `evidence` is not empty.
    public init(
        _ mode: FailureMode, of analysis: String, standing: Standing, measure: Measure, expected: Double? = nil,
        p: Double? = nil, level: Double? = nil, errors: Int, gain: Measure? = nil,
        gainIfAllRight: Measure? = nil, baseline: Measure? = nil, trend: LifeCycle? = nil,
        evidence: [GalleryItem], counterExamples: [GalleryItem] = [], alternatives: [FailureMode] = [],
        shares: [ConditionShare]? = nil, within: FailureMode? = nil, halvesFoundOn: Int? = nil,
        discovery: Measure? = nil, confirmation: Measure? = nil, severity: PerturbationSeverity? = nil
    ) {
        precondition(!evidence.isEmpty, "a finding needs evidence")
        id = mode.stableID
        self.analysis = analysis
        self.mode = mode
        self.standing = standing
        self.measure = measure
        self.expected = expected
        self.p = p
        self.level = level
        self.errors = errors
        self.gain = gain
        self.gainIfAllRight = gainIfAllRight
        self.baseline = baseline
        self.trend = trend
        self.evidence = evidence
        self.counterExamples = counterExamples
        self.alternatives = alternatives
        self.shares = shares
        self.within = within
        self.halvesFoundOn = halvesFoundOn
        self.discovery = discovery
        self.confirmation = confirmation
        self.severity = severity
    }
}

extension Finding {
    /// The baseline's rate, where it is of the very rows that the measure is of: beside a rate of other rows it would invite
    /// a comparison that does not hold.
    public var comparableBaseline: Measure? { baseline.flatMap { $0.n == measure.n ? $0 : nil } }
}

/// A failure mode of the baseline that a later one is matched with by what it holds.
public struct FormerMode: Sendable, Codable, Hashable {
    /// Its stable id.
    public var id: String
    /// What failed.
    public var mode: FailureMode
    /// Items in both over items in either (Jaccard), in 0.8...1.
    public var jaccard: Double
    /// What the items are: those of the slice, or, where the baseline's attribute is gone, the errors of the baseline.
    public var of: Basis

    /// What two modes are matched by.
    public enum Basis: String, Sendable, Codable {
        /// All items of the slices.
        case items
        /// The baseline's errors in the slices.
        case errors
    }

    /// A former mode.
    public init(_ mode: FailureMode, jaccard: Double, of basis: Basis) {
        id = mode.stableID
        self.mode = mode
        self.jaccard = jaccard
        of = basis
    }
}

/// A severity of a perturbation among those that were run.
public struct PerturbationSeverity: Sendable, Codable, Hashable {
    /// Its level, as the run is called: `0.5`.
    public var level: String
    /// Its place, the mildest first, from 1.
    public var rank: Int
    /// How many severities were run.
    public var count: Int

    /// A severity.
    public init(level: String, rank: Int, count: Int) {
        self.level = level
        self.rank = rank
        self.count = count
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

extension Mark {
    /// The mark of how far a failure mode can be trusted.
    public init(_ standing: Finding.Standing) {
        switch standing {
        case .finding: self = .finding
        case .lead: self = .lead
        }
    }
}
