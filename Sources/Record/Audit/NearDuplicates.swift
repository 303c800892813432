/// Images that are nearly the same to the network, among those of an evaluation and between them and other data sets.
public struct NearDuplicates: Sendable, Codable, Hashable {
    /// Groups that are listed at most, and images of one.
    public static let (mostGroups, mostImages) = (200, 8)

    /// An image of a group.
    public struct Image: Sendable, Codable, Hashable {
        /// Its id.
        public var item: String
        /// Its label.
        public var label: String
        /// The data set that it is of; `nil` for the one that is evaluated.
        public var dataset: String?

        /// An image.
        public init(item: String, label: String, dataset: String?) {
            self.item = item
            self.label = label
            self.dataset = dataset
        }
    }

    /// Images that are nearly the same.
    public struct Group: Sendable, Codable, Hashable {
        /// Some of them, those of the evaluation first.
        public var images: [Image]
        /// How many of the evaluation there are.
        public var own: Int
        /// How many of other data sets.
        public var others: Int
        /// The largest distance that joined two, as a share of the median distance.
        public var distance: Double

        /// A group.
        public init(images: [Image], own: Int, others: Int, distance: Double) {
            self.images = images
            self.own = own
            self.others = others
            self.distance = distance
        }

        /// Whether images of it have different labels.
        public var hasSeveralLabels: Bool { Set(images.map(\.label)).count > 1 }
    }

    /// Another data set that was searched.
    public struct Other: Sendable, Codable, Hashable {
        /// What it is called.
        public var dataset: String
        /// Its images.
        public var images: Int
        /// Images of the evaluation that are nearly the same as one of it.
        public var shared: Int

        /// A data set.
        public init(dataset: String, images: Int, shared: Int) {
            self.dataset = dataset
            self.images = images
            self.shared = shared
        }
    }

    /// Images of the evaluation that were compared.
    public var compared: Int
    /// Share of the median distance up to which two are nearly the same.
    public var share: Double
    /// Images of the evaluation that are nearly the same as another of it.
    public var repeated: Int
    /// Groups there are, with an image of the evaluation.
    public var total: Int
    /// Groups whose images have different labels.
    public var differing: Int
    /// Groups, those with images of other data sets first, then the largest.
    public var groups: [Group]
    /// Other data sets, in their order.
    public var others: [Other]

    /// What was found.
    public init(compared: Int, share: Double, repeated: Int, differing: Int, groups: [Group], others: [Other]) {
        self.compared = compared
        self.share = share
        self.repeated = repeated
        self.differing = differing
        total = groups.count
        self.groups = Array(
            groups.enumerated().sorted { a, b in
                let (x, y) = (a.element, b.element)
                if (x.others > 0) != (y.others > 0) { return x.others > 0 }
                return x.own + x.others != y.own + y.others ? x.own + x.others > y.own + y.others : a.offset < b.offset
            }.map(\.element).prefix(Self.mostGroups))
        self.others = others
    }
}
