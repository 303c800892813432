import Columns

/// The images whose embeddings are nearest to those of the images that have a page, kept by place in lists: the same few are near
/// to many.
public struct ImageNeighbours: Sendable, Codable, Hashable {
    /// Most of one image.
    public static let most = 5

    /// An image near to another.
    public struct Image: Sendable, Hashable {
        /// Its id.
        public let item: String
        /// Its label.
        public let label: String
        /// What was predicted of it.
        public let predicted: String
        /// Cosine of the angle between both embeddings.
        public let cosine: Double
        /// Whether the prediction is its label.
        public var isCorrect: Bool { label == predicted }

        /// An image.
        public init(item: String, label: String, predicted: String, cosine: Double) {
            self.item = item
            self.label = label
            self.predicted = predicted
            self.cosine = cosine
        }
    }

    /// Images that were compared with each.
    public var compared: Int
    /// Every class that is named.
    public var texts: [String]
    /// Id of each image that is near to one.
    public var items: [String]
    /// Its label, by its place in `texts`.
    public var labels: [Int]
    /// What was predicted of it, by its place in `texts`.
    public var predicted: [Int]
    /// Of each image that has a page those near to it, by their places in `items`, the nearest first.
    public var nearest: [[Int]]
    /// The cosines, in ten-thousandths.
    public var cosines: [[Int]]

    /// The images near to each of some.
    public init(_ lists: [[Image]], compared: Int) {
        var texts = Places()
        var items = Places()
        var (labels, predicted) = ([Int](), [Int]())
        nearest = lists.map { list in
            list.map { image in
                let place = items.place(of: image.item)
                if place == labels.count {
                    labels.append(texts.place(of: image.label))
                    predicted.append(texts.place(of: image.predicted))
                }
                return place
            }
        }
        cosines = lists.map { list in
            list.map { Int(exactly: (min(max($0.cosine, -1), 1) * 10_000).rounded()) ?? 0 }
        }
        self.compared = compared
        self.texts = texts.all
        self.items = items.all
        self.labels = labels
        self.predicted = predicted
    }

    private struct Places {
        var all: [String] = []
        private var known: [Name: Int] = [:]

        mutating func place(of text: String) -> Int {
            if let place = known[Name(text)] { return place }
            known[Name(text)] = all.count
            all.append(text)
            return all.count - 1
        }
    }

    /// The images near to the one at `place`, the nearest first.
    public func images(near place: Int) -> [Image] {
        guard nearest.indices.contains(place) else { return [] }
        return zip(nearest[place], cosines[place]).map { item, cosine in
            Image(
                item: items[item], label: texts[labels[item]], predicted: texts[predicted[item]],
                cosine: Double(cosine) / 10_000)
        }
    }

    /// Whether there is a list for each of `count` images and every place is one: what a file may get wrong.
    func isWhole(for count: Int) -> Bool {
        nearest.count == count && cosines.map(\.count) == nearest.map(\.count) && labels.count == items.count
            && predicted.count == items.count && (labels + predicted).allSatisfy(texts.indices.contains)
            && nearest.allSatisfy { $0.allSatisfy(items.indices.contains) }
    }
}
