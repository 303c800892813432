/// What kind of model is audited.
public enum TaskKind: String, Sendable, Codable, CaseIterable {
    /// One class an image.
    case classification
    /// Boxes with a class and a score.
    case detection
}
