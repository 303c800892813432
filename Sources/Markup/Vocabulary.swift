/// Every name a template may use, known before anything is measured. A template that uses another is refused.
public struct Vocabulary: Sendable, Hashable {
    /// Dotted names that stand for text: `fact.accuracy.interval`.
    public var values: Set<String>
    /// Dotted names that hold or do not: `flag.worse`.
    public var flags: Set<String>
    /// Lists and the names each of their items knows besides those outside.
    public var lists: [String: Vocabulary]
    /// Ids of the exhibits its page can show, or `nil` when the page decides when it is made.
    public var exhibits: Set<String>?

    /// A vocabulary.
    public init(
        values: Set<String> = [], flags: Set<String> = [], lists: [String: Vocabulary] = [:],
        exhibits: Set<String>? = nil
    ) {
        self.values = values
        self.flags = flags
        self.lists = lists
        self.exhibits = exhibits
    }

    /// Names in a fixed order, for finding the nearest one.
    var allNames: [String] { (Array(values) + Array(flags) + Array(lists.keys)).sorted() }
}

/// What the names of a vocabulary stand for on one page.
public struct Scope: Sendable {
    /// Text by dotted name, not yet escaped.
    public var values: [String: String]
    /// Flags by dotted name.
    public var flags: [String: Bool]
    /// Lists by name.
    public var lists: [String: [Scope]]

    /// A scope.
    public init(values: [String: String] = [:], flags: [String: Bool] = [:], lists: [String: [Scope]] = [:]) {
        self.values = values
        self.flags = flags
        self.lists = lists
    }
}
