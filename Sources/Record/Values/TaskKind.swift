/// What kind of model is audited.
public enum TaskKind: String, Sendable, Codable, CaseIterable {
    /// One class an image.
    case classification
    /// Any number of labels an image, each said or not by itself.
    case multilabel
    /// Boxes with a class and a score.
    case detection
}
