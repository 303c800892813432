// How a condition is said to people, in one place for findings, terms and pages.

import Columns

extension Predicate {
    /// What it is about: the attribute, or "class".
    public var subject: String { attribute == Self.label ? "class" : attribute.text }

    /// "brightness low"; of the class "class 8".
    public var words: String { "\(subject) \(value)" }

    /// How a slice is called: "class 8, sharpness lowest", by names from the data in the order given.
    public static func words(_ predicates: [Predicate]) -> String { predicates.map(\.words).joined(separator: ", ") }
}
