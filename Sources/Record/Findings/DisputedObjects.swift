/// What may be wrong with the label of an object.
public enum LabelDoubt: String, Sendable, Codable, CaseIterable {
    /// The model is sure of an object where none is labelled.
    case missing
    /// The model is sure of another class, in the same place.
    case wrongClass = "wrong_class"
    /// The model is sure of the class, and the labelled box is elsewhere.
    case badLocation = "bad_location"
}

/// The images on which a detector and the labels disagree, with the detections that dispute a label confidently: what a list for
/// labelling is made from when the artifacts are gone.
public struct DisputedObjects: Sendable, Codable, Hashable {
    /// An image.
    public struct Image: Sendable, Codable, Hashable {
        /// Its id.
        public var name: String
        /// Its file, relative to the workspace; `nil` where there is none.
        public var file: String?
        /// Its width in pixels; `nil` where the data set does not say.
        public var width: Double?
        /// Its height; likewise.
        public var height: Double?
        /// What its detections that dispute a label, and are not sure of it, weigh together.
        public var weight: Double

        /// An image.
        public init(name: String, file: String?, width: Double?, height: Double?, weight: Double) {
            self.name = name
            self.file = file
            self.width = width
            self.height = height
            self.weight = weight
        }
    }

    /// A label that a detection disputes.
    public struct Labelled: Sendable, Codable, Hashable {
        /// The id of the annotation; `nil` where it has none.
        public var annotation: String?
        /// Its class, by code.
        public var label: Int
        /// Left, top, width and height in pixels.
        public var box: [Double]
        /// IoU with the detection.
        public var iou: Double

        /// A label.
        public init(annotation: String?, label: Int, box: [Double], iou: Double) {
            self.annotation = annotation
            self.label = label
            self.box = box
            self.iou = iou
        }
    }

    /// A detection that disputes a label confidently.
    public struct Dispute: Sendable, Codable, Hashable {
        /// Its image, by its place in the list.
        public var image: Int
        /// What may be wrong.
        public var doubt: LabelDoubt
        /// The class that was detected, by code.
        public var predicted: Int
        /// Left, top, width and height in pixels.
        public var box: [Double]
        /// Its score.
        public var score: Double
        /// The share of the true positives of its class that score no higher, 0...1.
        public var weight: Double
        /// What is labelled there; `nil` where nothing is.
        public var labelled: Labelled?

        /// A dispute.
        public init(
            image: Int, doubt: LabelDoubt, predicted: Int, box: [Double], score: Double, weight: Double,
            labelled: Labelled?
        ) {
            self.image = image
            self.doubt = doubt
            self.predicted = predicted
            self.box = box
            self.score = score
            self.weight = weight
            self.labelled = labelled
        }
    }

    /// The images on which an object is not found as labelled, or a detection disputes a label.
    public var images: [Image]
    /// The image of each object that is not found as labelled, by its place, in the order of the archived outcomes that are wrong.
    public var errors: [Int]
    /// The confident disputes, highest score first.
    public var disputes: [Dispute]

    /// A list.
    public init(images: [Image], errors: [Int], disputes: [Dispute]) {
        self.images = images
        self.errors = errors
        self.disputes = disputes
    }

    /// Reads a list whose places are places of its images, and whose boxes are boxes.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        images = try values.decode([Image].self, forKey: .images)
        errors = try values.decode([Int].self, forKey: .errors)
        disputes = try values.decode([Dispute].self, forKey: .disputes)
        let boxes = disputes.map(\.box) + disputes.compactMap(\.labelled?.box)
        guard (errors + disputes.map(\.image)).allSatisfy(images.indices.contains),
            boxes.allSatisfy({ $0.count == 4 })
        else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "a place outside of \(images.count) images, or a box that is not four numbers"))
        }
    }
}
