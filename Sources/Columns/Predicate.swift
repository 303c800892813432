// One condition on one attribute. Of a column of numbers it holds the edges and not only what the bucket is called, so
// that it means the same images in a version whose quantiles have moved.

/// Numbers between two edges.
public struct ValueRange: Sendable, Hashable {
    /// Which edges belong to it.
    public enum Closed: String, Sendable, Codable {
        /// The upper one, as of buckets.
        case right
        /// The lower one.
        case left
        /// Both.
        case both
        /// Neither.
        case neither
    }

    /// The lower edge; minus infinity without one.
    public let low: Double
    /// The upper edge; infinity without one.
    public let high: Double
    /// Which edges belong to it. An edge that is not there excludes nothing.
    public let closed: Closed

    /// A range. Precondition: no edge is NaN.
    public init(_ low: Double = -.infinity, _ high: Double = .infinity, closed: Closed = .right) {
        precondition(!low.isNaN && !high.isNaN, "an edge is a number")
        self.low = low
        self.high = high
        self.closed = closed
    }

    /// Whether `value` lies in it; NaN lies in none.
    public func contains(_ value: Double) -> Bool {
        if value.isNaN { return false }
        let isAbove = low == -.infinity || value > low || (value == low && (closed == .left || closed == .both))
        let isBelow = high == .infinity || value < high || (value == high && (closed == .right || closed == .both))
        return isAbove && isBelow
    }
}

extension ValueRange: Codable {
    private enum CodingKeys: String, CodingKey { case low, high, closed }

    /// An edge that is not stated is not there.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        low = try values.decodeIfPresent(Double.self, forKey: .low) ?? -.infinity
        high = try values.decodeIfPresent(Double.self, forKey: .high) ?? .infinity
        closed = try values.decode(Closed.self, forKey: .closed)
    }

    /// States the edges that are there.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        if low > -.infinity { try values.encode(low, forKey: .low) }
        if high < .infinity { try values.encode(high, forKey: .high) }
        try values.encode(closed, forKey: .closed)
    }
}

/// One condition of a slice: an attribute has a value, or lies in a range.
public struct Predicate: Sendable, Codable, Hashable {
    /// What the class is called as an attribute.
    public static let label: Name = "label"

    /// The attribute; `label` for the class.
    public let attribute: Name
    /// The category it has, or what the range is called among the buckets of its column.
    public let value: Name
    /// The numbers it is in; `nil` for a category, for what is missing, and where only the bucket's name was kept.
    public let range: ValueRange?

    /// An attribute has a value.
    public init(_ attribute: Name, _ value: Name) {
        self.init(attribute, nil, called: value)
    }

    /// An attribute is in a range.
    public init(_ attribute: Name, _ range: ValueRange?, called value: Name) {
        self.attribute = attribute
        self.value = value
        self.range = range
    }

    /// The class is one.
    public init(label: ClassName) {
        self.init(Self.label, Name(label))
    }

    /// What the id of a failure mode is derived from: never the edges, so that a mode keeps its id when quantiles move, and
    /// length-prefixed, so that no two conditions run together.
    public var idText: String { "\(attribute.text.utf8.count):\(attribute)=\(value)" }

    /// The rows of `column` that it holds for; `nil` when the column has no such value. Of numbers only a range says which,
    /// or the value "missing".
    public func rows(of column: Column) -> RowTest? {
        switch column {
        case .numeric(let column):
            if let range { return RowTest { range.contains(column[$0]) } }
            return value == CodedColumn.missing && column.missing > 0 ? RowTest { column[$0].isNaN } : nil
        case .coded(let column):
            let code =
                column.categories.indices.first { column.predicate($0) == self }
                ?? (range == nil || column.cut == nil ? column.categories.firstIndex(of: value) : nil)
            return code.map { code in RowTest { column.codes[$0] == code } }
        }
    }
}

extension Predicate: CustomStringConvertible {
    /// Attribute and value.
    public var description: String { "\(attribute) \(value)" }
}

/// Whether something holds for a row.
public struct RowTest {
    /// Whether it holds. Precondition of its call: the row exists.
    public let holds: (Int) -> Bool

    init(_ holds: @escaping (Int) -> Bool) { self.holds = holds }
}

extension Bucketing {
    /// The numbers of a bucket. The outermost have no outer edge, for values beyond belong to them too.
    public func range(of bucket: Int) -> ValueRange {
        ValueRange(
            bucket == 0 ? -.infinity : edges[bucket], bucket == count - 1 ? .infinity : edges[bucket + 1])
    }
}

extension CodedColumn {
    /// That a row has the category of a code.
    public func predicate(_ code: Int) -> Predicate { predicate(categories[code]) }

    /// That a row has a category.
    public func predicate(_ category: Name) -> Predicate {
        let bucket = cut?.labels.firstIndex { category == Name($0) }
        return Predicate(name, bucket.flatMap { cut?.range(of: $0) }, called: category)
    }
}
