/// Rows read = rows kept + rows refused, by reason. It stands on every audit.
public struct RowAccounting: Sendable, Hashable, Codable {
    /// Rows in the image table.
    public var itemsRead: Int
    /// Rows in the predictions.
    public var predictionsRead: Int
    /// Rows in both, which are evaluated.
    public var kept: Int
    /// Images that the predictions say nothing of; `nil` in archives older than 0.1.1.
    public var unpredicted: Int?
    /// Rows not evaluated, by reason, in a fixed order: for instance "no prediction for this image".
    public var refused: [Refusal]
    /// Whether predictions are declared to be of part of the images, so that the others are no loss; `nil` where they are not.
    public var isSubset: Bool?
    /// Images of the data set where rows are objects; `nil` where rows are images.
    public var imagesRead: Int?
    /// How many of these are evaluated.
    public var imagesKept: Int?
    /// Whether row order had to be trusted because the predictions have no ids.
    public var orderTrusted: Bool

    /// Rows refused for one reason.
    public struct Refusal: Sendable, Hashable, Codable {
        /// Why.
        public var reason: String
        /// How many.
        public var count: Int

        /// A refusal.
        public init(reason: String, count: Int) {
            self.reason = reason
            self.count = count
        }
    }

    /// An account.
    public init(
        itemsRead: Int, predictionsRead: Int, kept: Int, unpredicted: Int? = nil, refused: [Refusal] = [],
        orderTrusted: Bool = false, isSubset: Bool? = nil, imagesRead: Int? = nil, imagesKept: Int? = nil
    ) {
        self.itemsRead = itemsRead
        self.predictionsRead = predictionsRead
        self.kept = kept
        self.unpredicted = unpredicted
        self.refused = refused
        self.orderTrusted = orderTrusted
        self.isSubset = isSubset
        self.imagesRead = imagesRead
        self.imagesKept = imagesKept
    }
}

extension RowAccounting {
    /// The reason for which an image without a prediction is not evaluated.
    public static let noPrediction = "no prediction for this image"
    /// The reason for which an image without a label is not.
    public static let noLabel = "no label for this image"
    /// The reason for which an image of a split that is not audited is not.
    public static let otherSplit = "image of another split"
    /// The reason for which an image on which a detector says nothing is not, where part of the images was meant.
    public static let noDetection = "no detection in this image"

    /// Images that are not evaluated, by reason.
    public var unevaluatedImages: [Refusal] {
        if let imagesRead, let imagesKept {
            return imagesRead > imagesKept ? [Refusal(reason: Self.noDetection, count: imagesRead - imagesKept)] : []
        }
        return refused.filter { [Self.noPrediction, Self.noLabel, Self.otherSplit].contains($0.reason) }
    }
}

extension Audit {
    /// How many images are evaluated and of how many, where these are not all.
    public var coverage: (kept: Int, read: Int)? {
        let kept = accounting.imagesKept ?? (task != .detection ? accounting.kept : 0)
        let read = accounting.imagesRead ?? (task != .detection ? accounting.itemsRead : 0)
        return kept < read ? (kept, read) : nil
    }
}
