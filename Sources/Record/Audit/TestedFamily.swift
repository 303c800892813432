/// Tests that ask the same kind of question. All families of an audit share one budget of false alarms; within a family
/// each analysis corrects in its own way.
public enum TestFamily: String, Sendable, Codable, CaseIterable {
    /// Does this slice fail more often than the rest?
    case slices
    /// Is this class predicted as that one more often than errors elsewhere explain?
    case confusions
    /// Is confidence the probability of being right?
    case calibration
    /// Did this change since the baseline?
    case comparison
    /// Does this perturbation cost accuracy?
    case robustness
    /// Does a node, a runtime or a site err more than the others at the same mix of images?
    case nodes
    /// Does the model err more on this day than in the reference at the same mix of images?
    case drift
    /// Does this group of images in the embeddings fail more often than its classes?
    case patterns
    /// Does the evidence support this explanation?
    case hypotheses
}

/// What an audit tested of one family, and at which level it stands.
public struct TestedFamily: Sendable, Codable, Hashable {
    /// The family.
    public var family: TestFamily
    /// How many tests.
    public var tests: Int
    /// Simes' p-value of "none of them has an effect".
    public var p: Double
    /// The level of corrected p-values inside the family: the budget times the share of families that stand. `nil` where
    /// the family as a whole does not stand, so that none of its tests does.
    public var level: Double?

    /// A family that was tested.
    public init(_ family: TestFamily, tests: Int, p: Double, level: Double?) {
        self.family = family
        self.tests = tests
        self.p = p
        self.level = level
    }
}
