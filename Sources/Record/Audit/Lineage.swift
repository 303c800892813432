/// What a model was made from and what it runs on, as the manifest of its version states it under `lineage:`.
public struct Lineage: Sendable, Codable, Hashable {
    /// What a manifest may name, each before what is made with it.
    public enum Part: String, Sendable, Codable, Hashable, CaseIterable {
        /// The images that it was trained on.
        case dataset
        /// Their labels.
        case labels
        /// What is done to an image before the network sees it, in training as when it predicts.
        case preprocessing
        /// The training code.
        case code
        /// How it was trained: the settings, the seed.
        case training
        /// What runs it.
        case runtime
    }

    /// What is stated of a part.
    public struct Entry: Sendable, Codable, Hashable {
        /// What it is about.
        public var part: Part
        /// What people call it.
        public var name: String
        /// A hash of its content in lowercase hexadecimal digits, in whatever scheme; `nil` where none is given.
        public var hash: String?

        /// What is stated of a part.
        public init(_ part: Part, name: String, hash: String? = nil) {
            self.part = part
            self.name = name
            self.hash = hash
        }
    }

    /// What is stated, in the order of ``Part``; what is not stated is left out.
    public var entries: [Entry]
    /// The weights that training started from: a version of this workspace, or what others call theirs. `nil` where that is
    /// not said.
    public var derivedFrom: String?

    /// A lineage.
    public init(_ entries: [Entry], derivedFrom: String? = nil) {
        self.entries = entries
        self.derivedFrom = derivedFrom
    }

    /// What is stated of a part.
    public func entry(_ part: Part) -> Entry? { entries.first { $0.part == part } }
}
