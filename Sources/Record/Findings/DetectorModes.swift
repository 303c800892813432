// What a detector's types of error are called as failure modes. A mode of a type is named by the type alone, so that it is the same
// in every version, whatever else is found beside it.

extension FailureMode {
    /// The right place and the wrong class.
    public static let classificationErrors = "classification-errors"
    /// The right class in a box that is not good enough.
    public static let localisationErrors = "localisation-errors"
    /// The wrong class in a box that is not good enough.
    public static let bothErrors = "class-and-box-errors"
    /// A second detection of an object that is found already.
    public static let duplicates = "duplicate-detections"
    /// A detection where nothing is.
    public static let backgroundErrors = "background-errors"
    /// An object that nothing finds.
    public static let missedObjects = "missed-objects"
    /// Scores that say more than is true.
    public static let overconfidentScores = "overconfident-scores"
    /// Scores that say less than is true.
    public static let underconfidentScores = "underconfident-scores"

    /// Whether it is one type of a detector's errors, whatever the class: it is counted by image, and its gain is of average
    /// precision, so that it has no price in errors.
    public var isErrorType: Bool {
        guard case .other(let kind, let predicates) = self, predicates.isEmpty else { return false }
        return [
            Self.classificationErrors, Self.localisationErrors, Self.bothErrors, Self.duplicates, Self.backgroundErrors,
            Self.missedObjects,
        ].contains(kind)
    }

    /// Whether it is that a detector's scores are no probabilities of finding an object.
    public var isOfScores: Bool {
        self == .other(kind: Self.overconfidentScores, []) || self == .other(kind: Self.underconfidentScores, [])
    }
}
