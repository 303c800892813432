// The images, objects and detections that an audit keeps by name: every mistake, and what its pages show besides. They are kept by
// column and by the place of each text in one list, since a hundred thousand errors say the same few words.

import Columns

/// What an audit keeps of single rows.
public struct ExampleTable: Sendable, Codable, Hashable {
    /// Schema of its file.
    public static let schema = "misread-examples/1"
    /// Most errors that are kept.
    public static let mostErrors = 50_000
    /// Classes whose probabilities are kept of one that is published.
    public static let mostRanked = 5

    /// An attribute of every row.
    public struct Attribute: Sendable, Codable, Hashable {
        /// What it is called.
        public var name: String
        /// The value of each row, by its place in `texts`; below 0 where it is not known.
        public var values: [Int]
    }

    /// The most probable classes of a row, the first first.
    public struct Ranking: Sendable, Codable, Hashable {
        /// Classes by their places in `texts`.
        public var classes: [Int]
        /// Probability of each.
        public var probabilities: [Double]
    }

    /// Schema it was written in.
    public var schema: String
    /// Errors there are, kept or not.
    public var total: Int
    /// How many of the rows, from the first, are wrong rows of the archived outcomes, in their order: that of an `ErrorSet`.
    public var errors: Int
    /// How many after them are detections where nothing is.
    public var spurious: Int
    /// Every text that rows have.
    public var texts: [String]
    /// Id of each row.
    public var items: [String]
    /// The label, by its place in `texts`.
    public var labels: [Int]
    /// What was predicted, by its place in `texts`.
    public var predicted: [Int]
    /// The words of an outcome without a class, by their place in `texts`; below 0 for none.
    public var outcomes: [Int]
    /// Confidence or score of each; `nil` where predictions have none.
    public var confidence: [Double]?
    /// Whether confidences are probabilities.
    public var areProbabilities: Bool
    /// What the baseline predicted, by its place in `texts`; below 0 where it did not.
    public var before: [Int]
    /// Attributes that may be shown.
    public var attributes: [Attribute]
    /// Rows that have a page and a picture, the most telling first.
    public var published: [Int]
    /// The most probable classes of each of `published`; empty without probabilities.
    public var rankings: [Ranking]
    /// The images near to each of `published`; `nil` without embeddings.
    public var neighbours: ImageNeighbours?

    /// A table of rows: the first `errors` are those of the archived outcomes that are wrong, the next `spurious` false detections.
    public init(
        _ rows: [Row], total: Int, errors: Int, spurious: Int, hasConfidence: Bool, areProbabilities: Bool,
        attributes names: [String], published: [Int], rankings: [[(name: String, probability: Double)]]
    ) {
        var texts = Texts()
        func place(_ text: String?) -> Int { text.map { texts.place(of: $0) } ?? -1 }
        schema = Self.schema
        self.total = total
        self.errors = errors
        self.spurious = spurious
        items = rows.map(\.item)
        labels = rows.map { place($0.label) }
        predicted = rows.map { place($0.answer.text) }
        outcomes = rows.map { place($0.answer.outcome) }
        confidence = hasConfidence ? rows.map(\.confidence) : nil
        self.areProbabilities = areProbabilities
        before = rows.map { place($0.before) }
        attributes = names.enumerated().map { index, name in
            Attribute(name: name, values: rows.map { place($0.values[index]) })
        }
        self.published = published
        self.rankings = rankings.map { ranking in
            Ranking(classes: ranking.map { place($0.name) }, probabilities: ranking.map(\.probability))
        }
        self.texts = texts.all
    }

    /// A row before it is kept.
    public struct Row: Sendable {
        let item: String
        let label: String
        let answer: Answer
        let confidence: Double
        let before: String?
        let values: [String?]

        /// A row; `values` are those of the table's attributes.
        public init(
            _ item: String, label: String, answer: Answer, confidence: Double, before: String?, values: [String?]
        ) {
            self.item = item
            self.label = label
            self.answer = answer
            self.confidence = confidence
            self.before = before
            self.values = values
        }
    }

    private struct Texts {
        var all: [String] = []
        private var places: [Name: Int] = [:]

        mutating func place(of text: String) -> Int {
            if let known = places[Name(text)] { return known }
            places[Name(text)] = all.count
            all.append(text)
            return all.count - 1
        }
    }

    /// Rows.
    public var count: Int { items.count }

    /// Whether every column has a value for each row and every place is one of `texts`: what a file may get wrong.
    public var isWhole: Bool {
        let columns = [labels, predicted, outcomes, before] + attributes.map(\.values)
        let known = texts.indices
        return errors >= 0 && errors <= count && spurious >= 0 && spurious <= count - errors
            && total >= errors + spurious && Set(items.map { Name($0) }).count == count
            && Set(published).count == published.count
            && columns.allSatisfy { $0.count == count && $0.allSatisfy { $0 < known.upperBound } }
            && (labels + predicted).allSatisfy(known.contains)
            && (confidence.map { $0.count == count } ?? true) && published.allSatisfy(items.indices.contains)
            && (rankings.isEmpty || rankings.count == published.count)
            && (neighbours?.isWhole(for: published.count) ?? true)
            && rankings.allSatisfy {
                $0.classes.count == $0.probabilities.count && $0.classes.allSatisfy(known.contains)
            }
    }

    private func text(_ place: Int) -> String? { place >= 0 ? texts[place] : nil }

    /// The attribute values of a row, those that are known.
    public func values(_ row: Int) -> [Predicate] {
        attributes.compactMap { attribute in
            text(attribute.values[row]).map { Predicate(Name(attribute.name), Name($0)) }
        }
    }

    /// A row as galleries show it.
    public func item(_ row: Int) -> GalleryItem {
        let words = text(outcomes[row])
        let score = confidence?[row] ?? 0
        var item = GalleryItem(
            item: items[row], label: texts[labels[row]], answer: .named(texts[predicted[row]]),
            confidence: areProbabilities ? score : 0, score: areProbabilities ? nil : score,
            isUnscored: confidence == nil ? true : nil, chips: Array(values(row).prefix(4)))
        item.outcome = words
        item.baselinePredicted = text(before[row])
        return item
    }

    /// The most probable classes of a published row, the first first; none where they are not kept.
    public func ranking(_ row: Int) -> [(name: String, probability: Double)] {
        guard !rankings.isEmpty, let place = published.firstIndex(of: row) else { return [] }
        return zip(rankings[place].classes, rankings[place].probabilities).map { (texts[$0], $1) }
    }

    /// The images whose embeddings are nearest to that of a published row; none where they are not kept.
    public func nearest(to row: Int) -> [ImageNeighbours.Image] {
        guard let neighbours, let place = published.firstIndex(of: row) else { return [] }
        return neighbours.images(near: place)
    }
}
