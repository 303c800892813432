// How many images a version was trained on.

/// `training:` of version.yml.
public struct TrainingCounts: Sendable, Equatable {
    /// Images of one class.
    public struct ClassCount: Sendable, Equatable {
        /// The class, as the manifest spells it.
        public var name: String
        /// Images of it.
        public var images: Int

        /// A count.
        public init(_ name: String, _ images: Int) {
            self.name = name
            self.images = images
        }
    }

    /// Images in all; `nil` where neither that nor the classes say.
    public var images: Int?
    /// Images of each class, in the order written; empty where that is not stated.
    public var perClass: [ClassCount]

    /// Counts. Images in all are those of the classes where they are not given.
    public init(images: Int? = nil, perClass: [ClassCount] = []) {
        self.images = images ?? (perClass.isEmpty ? nil : perClass.reduce(0) { $0 + $1.images })
        self.perClass = perClass
    }
}
