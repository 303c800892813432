/// How a share moved on the same items, by a test that is corrected for all that are tested with it.
public enum Trend: String, Sendable, Codable, CaseIterable {
    /// Worse beyond chance.
    case worse
    /// Better beyond chance.
    case better
    /// Not told apart.
    case undecided
}

/// What became of a failure mode since the baseline.
public enum LifeCycle: String, Sendable, Codable, CaseIterable {
    /// Not there in the baseline.
    case new
    /// Worse than in the baseline, beyond chance.
    case worse
    /// Better than in the baseline, beyond chance.
    case better
    /// Still there, as in the baseline as far as this many items can tell.
    case persisting
    /// In the baseline and gone.
    case fixed
    /// No longer listed, and no change beyond chance.
    case neutral
    /// No longer listed, and no such item to measure it on.
    case notMeasured
}
