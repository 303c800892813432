/// The images of a multi-label model that have a wrong label, in the order of the archived outcomes that are wrong, with the labels
/// that it disputes confidently: what a list for labelling is made from when the artifacts are gone.
public struct DisputedLabelSets: Sendable, Codable, Hashable {
    /// What may be wrong with a label of an image.
    public enum Doubt: String, Sendable, Codable, CaseIterable {
        /// It is not on the image, and the model is sure that it is true of it.
        case missing
        /// It is on the image, and the model is sure that it is not true of it.
        case wrong
    }

    /// An image.
    public struct Image: Sendable, Codable, Hashable {
        /// Its id.
        public var name: String
        /// Its file, relative to the workspace; `nil` where there is none.
        public var file: String?
        /// What is said, and not confidently, against labels of it: the weights together.
        public var weight: Double

        /// An image.
        public init(name: String, file: String?, weight: Double) {
            self.name = name
            self.file = file
            self.weight = weight
        }
    }

    /// A label that the model disputes confidently.
    public struct Dispute: Sendable, Codable, Hashable {
        /// The image, by its place in the list.
        public var image: Int
        /// The label, by its place among the labels.
        public var label: Int
        /// What may be wrong.
        public var doubt: Doubt
        /// The score that the model gives the label there, 0...1.
        public var score: Double
        /// The share of the images with the label that score no higher, or, of a label that is on the image, of those without it
        /// that score no lower, 0...1.
        public var weight: Double

        /// A dispute.
        public init(image: Int, label: Int, doubt: Doubt, score: Double, weight: Double) {
            self.image = image
            self.label = label
            self.doubt = doubt
            self.score = score
            self.weight = weight
        }
    }

    /// The images with a wrong label.
    public var images: [Image]
    /// The confident disputes, by image, then by label.
    public var disputes: [Dispute]

    /// A list.
    public init(images: [Image], disputes: [Dispute]) {
        self.images = images
        self.disputes = disputes
    }

    /// Reads a list whose places are places of its images.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        images = try values.decode([Image].self, forKey: .images)
        disputes = try values.decode([Dispute].self, forKey: .disputes)
        guard disputes.allSatisfy({ images.indices.contains($0.image) && $0.label >= 0 }) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "a place outside of \(images.count) images, or of the labels"))
        }
    }
}
