/// A failure mode that another data set's audit of the same version lists, measured on this one: a mode that stands out on one set of
/// images may be of those images, and only other images can tell.
///
/// The audit keeps what was measured; how it stands once all data sets are read together is judged where they are.
public struct ModeElsewhere: Sendable, Codable, Hashable {
    /// The mode's stable id.
    public var id: String
    /// What fails.
    public var mode: FailureMode
    /// The data set that lists it.
    public var dataset: String
    /// How much more often it errs there than the rest, as a difference of rates: from images that had no say in finding it where
    /// some are kept, so that it is not as large as the search made it look.
    public var effect: Double
    /// The interval of that, as of two independent rates.
    public var effectInterval: Interval
    /// Its rate here; `nil` where nothing here is of it.
    public var measure: Measure?
    /// The same rate of the rest of this data set.
    public var rest: Measure?
    /// Its rate less that of the rest; `nil` where either is.
    public var change: Measure?
    /// One-sided p-value of no more errors than the rest; `nil` where there is nothing to test.
    public var p: Double?
    /// The attribute that this data set lacks, where that is why nothing is of it.
    public var lacking: String?

    /// A mode that another data set lists.
    public init(
        _ mode: FailureMode, listedOn dataset: String, effect: Double, effectInterval: Interval,
        measure: Measure? = nil, rest: Measure? = nil,
        change: Measure? = nil, p: Double? = nil, lacking: String? = nil
    ) {
        id = mode.stableID
        self.mode = mode
        self.dataset = dataset
        self.effect = effect
        self.effectInterval = effectInterval
        self.measure = measure
        self.rest = rest
        self.change = change
        self.p = p
        self.lacking = lacking
    }
}

/// An audit on another data set whose failure modes were looked for here. When it is replaced, what was measured is of modes that may be
/// no more, at effects that were others.
public struct ListingAudit: Sendable, Codable, Hashable {
    /// Its data set.
    public var dataset: String
    /// What it listed and on which outcomes: ``Audit/listing(_:)``.
    public var digest: String

    /// An audit on a data set.
    public init(dataset: String, digest: String) {
        self.dataset = dataset
        self.digest = digest
    }
}
