/// A failure mode that an earlier version listed and this one does not, measured again: what became of it.
///
/// It is kept in the audit, and followed on from there, so that a mode's line goes on after it has left the lists.
public struct FollowedMode: Sendable, Codable, Hashable {
    /// The mode's stable id.
    public var id: String
    /// What failed.
    public var mode: FailureMode
    /// The version that listed it last.
    public var listedIn: String
    /// The mode of the baseline that this one is, under another name of an attribute.
    public var formerly: FormerMode?
    /// The rate now; `nil` when this version has no such item.
    public var measure: Measure?
    /// Items wrong now.
    public var errors: Int
    /// The baseline's rate, on the items that both were evaluated on.
    public var baseline: Measure?
    /// McNemar's p-value on those items, corrected for all modes that are followed.
    public var p: Double
    /// Fixed, better, worse, or neutral for no change beyond chance; `notMeasured` without items.
    public var state: LifeCycle

    /// A mode that is followed.
    public init(
        _ mode: FailureMode, listedIn: String, measure: Measure?, errors: Int, baseline: Measure?, p: Double,
        state: LifeCycle, formerly: FormerMode? = nil
    ) {
        self.formerly = formerly
        id = mode.stableID
        self.mode = mode
        self.listedIn = listedIn
        self.measure = measure
        self.errors = errors
        self.baseline = baseline
        self.p = p
        self.state = state
    }
}
