// What the telemetry of a version says of a few days, kept by the audit so that pages can set it beside what versions came to on
// their evaluation sets.

/// Days on which a version ran, and the share of its predictions that was correct there, as far as labels have come.
public struct ServedWindow: Sendable, Codable, Hashable {
    /// The first day: `2026-03-21`.
    public let from: String
    /// The last day.
    public let through: String
    /// Rows with a label.
    public let rows: Int
    /// The share of them that is correct; `nil` where they are too few to say.
    public let accuracy: Measure?
    /// Whether these are the first days, with which the others are compared.
    public let isReference: Bool

    /// A window.
    public init(from: String, through: String, rows: Int, accuracy: Measure?, isReference: Bool = false) {
        self.from = from
        self.through = through
        self.rows = rows
        self.accuracy = accuracy
        self.isReference = isReference
    }
}
