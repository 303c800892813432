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
        orderTrusted: Bool = false, isSubset: Bool? = nil
    ) {
        self.itemsRead = itemsRead
        self.predictionsRead = predictionsRead
        self.kept = kept
        self.unpredicted = unpredicted
        self.refused = refused
        self.orderTrusted = orderTrusted
        self.isSubset = isSubset
    }
}
