import Columns

/// Something a page can show, named inside its section; templates place it with `![caption](exhibit:id)`.
public struct Exhibit: Sendable, Codable, Hashable {
    /// What there is to show.
    public enum Content: Sendable, Codable, Hashable {
        /// Rows and columns.
        case table(Table)
        /// A chart.
        case chart(Chart)
        /// Pictures of items.
        case gallery(Gallery)
    }

    /// Name inside its section, `[a-z0-9_]+`.
    public var id: String
    /// What there is to show.
    public var content: Content

    /// An exhibit.
    public init(_ key: some CardKey, _ content: Content) {
        id = key.rawValue
        self.content = content
    }
}

/// Items shown with their pictures, most telling first.
public struct Gallery: Sendable, Codable, Hashable {
    /// The items.
    public var items: [GalleryItem]
    /// How many there are in all when not all are shown.
    public var total: Int

    /// A gallery; `total` is the number of items unless more exist than are shown.
    public init(_ items: [GalleryItem], total: Int? = nil) {
        self.items = items
        self.total = total ?? items.count
    }
}

/// One item of a gallery: what it is, what the model said, and which pictures the archive keeps of it.
public struct GalleryItem: Sendable, Codable, Hashable {
    /// Image id.
    public var item: String
    /// Ground truth.
    public var label: String
    /// What the model said; an outcome without a class in brackets.
    public var predicted: String
    /// The words of the outcome, where no class was given.
    public var outcome: String?
    /// Its confidence, 0...1; 0 where `score` says what there is.
    public var confidence: Double
    /// Its score, when scores are not in 0...1 and so are no probabilities.
    public var score: Double?
    /// Whether nothing is known of its confidence: hard labels have none. `nil` in archives older than 0.2.
    public var isUnscored: Bool?
    /// What the baseline said, when that is the point.
    public var baselinePredicted: String?
    /// The words of the baseline's outcome, where it gave no class.
    public var baselineOutcome: String?
    /// Attribute values worth showing as chips.
    public var chips: [Predicate]
    /// Whether the saliency overlay is wanted beside the photo, when a map exists.
    public var wantsOverlay: Bool

    /// An item.
    public init(
        item: String, label: String, answer: Answer, confidence: Double, score: Double? = nil, isUnscored: Bool? = nil,
        before: Answer? = nil, chips: [Predicate] = [], wantsOverlay: Bool = true
    ) {
        self.item = item
        self.label = label
        predicted = answer.text
        outcome = answer.outcome
        self.confidence = confidence
        self.score = score
        self.isUnscored = isUnscored
        baselinePredicted = before?.text
        baselineOutcome = before?.outcome
        self.chips = chips
        self.wantsOverlay = wantsOverlay
    }
}
