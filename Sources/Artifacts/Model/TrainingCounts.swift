// How many images a version was trained on.

import Foundation

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

    /// Images by the values of an attribute.
    public struct AttributeCounts: Sendable, Equatable {
        /// The attribute, as the manifest spells it. Several are counted by their combinations: `label x lighting`.
        public var name: String
        /// Images of each value, in the order written; of a combination the values in the order of the attributes, `car x night`.
        public var counts: [ClassCount]

        /// Counts.
        public init(_ name: String, _ counts: [ClassCount]) {
            self.name = name
            self.counts = counts
        }

        /// What stands between attributes, and between their values.
        public static let between = " x "

        /// The attributes: one, or those that are combined.
        public var attributes: [String] { name.components(separatedBy: Self.between) }
    }

    /// Images in all; `nil` where neither that nor the classes say.
    public var images: Int?
    /// Images of each class, in the order written; empty where that is not stated.
    public var perClass: [ClassCount]
    /// Images of each value of some attributes, in the order written; empty where that is not stated.
    public var attributes: [AttributeCounts]

    /// Counts. Images in all are those of the classes where they are not given.
    public init(images: Int? = nil, perClass: [ClassCount] = [], attributes: [AttributeCounts] = []) {
        self.images = images ?? (perClass.isEmpty ? nil : perClass.reduce(0) { $0 + $1.images })
        self.perClass = perClass
        self.attributes = attributes
    }
}
