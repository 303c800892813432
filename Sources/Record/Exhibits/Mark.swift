/// What a cell or a row of a chart is marked with, always shown as icon, word and colour together.
public enum Mark: String, Sendable, Codable, CaseIterable {
    /// A gate keeps its bound.
    case passed
    /// A gate breaks its bound.
    case failed
    /// The interval spans the bound.
    case undecided
    /// A person accepted it, with an expiry.
    case waived
    /// The audit could not measure it.
    case notMeasured
    /// Stands after correction for everything tested.
    case finding
    /// Worth a look; chance is not ruled out.
    case lead
    /// Not there in the baseline.
    case new
    /// Worse than the baseline beyond chance.
    case worse
    /// Better than the baseline beyond chance.
    case better
    /// As in the baseline, as far as this n can tell.
    case persisting
    /// In the baseline and gone.
    case fixed
    /// Neither good nor bad.
    case neutral
}

extension Mark {
    /// The mark of a release gate's outcome.
    public init(_ status: GateStatus) {
        switch status {
        case .passed: self = .passed
        case .failed: self = .failed
        case .undecided: self = .undecided
        case .waived: self = .waived
        case .notMeasured: self = .notMeasured
        }
    }

    /// The mark of a paired change.
    public init(_ trend: Trend) {
        switch trend {
        case .worse: self = .worse
        case .better: self = .better
        case .undecided: self = .undecided
        }
    }

    /// The mark of what became of a failure mode.
    public init(_ life: LifeCycle) {
        switch life {
        case .new: self = .new
        case .worse: self = .worse
        case .better: self = .better
        case .persisting: self = .persisting
        case .fixed: self = .fixed
        case .neutral: self = .neutral
        case .notMeasured: self = .notMeasured
        }
    }
}
