// Terms, flags and exhibits have ids that templates and the archive know. An analysis declares them as the cases of an enum,
// which its card lists and its section is made with, so that a misspelt one does not compile.

/// Ids that a card declares.
public protocol CardKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

extension CardKey {
    /// All of them, in the order of declaration.
    public static var ids: [String] { allCases.map(\.rawValue) }
}

/// The flags that hold in a section.
public struct Flags: Sendable, Hashable {
    /// Their ids.
    public private(set) var ids: Set<String> = []

    /// No flag.
    public init() {}

    /// Some flags.
    public init(_ keys: some Sequence<some CardKey>) {
        ids = Set(keys.map(\.rawValue))
    }

    /// Lets a flag hold.
    public mutating func insert(_ key: some CardKey) { ids.insert(key.rawValue) }
}

/// Names from the data, each under its id.
public struct Terms: Sendable, Hashable {
    /// Names by id.
    public private(set) var texts: [String: String] = [:]

    /// No name.
    public init() {}

    /// Names by key.
    public init<Key: CardKey>(_ texts: [Key: String]) {
        for (key, text) in texts { self.texts[key.rawValue] = text }
    }

    /// The name under a key.
    public subscript(_ key: some CardKey) -> String? {
        get { texts[key.rawValue] }
        set { texts[key.rawValue] = newValue }
    }
}
