// Numbers become categories before they are sliced, by one rule that is printed wherever a bucket is.
//
// The default cuts at the quintiles of the values present: five buckets, closed on the right, the lowest value in the
// first, edges that coincide dropped. That is `pandas.qcut(values, 5, duplicates="drop")` (pandas 2.2), bucket for bucket.
// Edges are kept as numbers: whoever shows them words them.

/// How a column of numbers is cut into buckets, and where the cuts are.
public struct Bucketing: Sendable, Hashable {
    /// Where edges come from.
    public enum Rule: Sendable, Hashable {
        /// This many buckets with about equally many rows each; coinciding edges are dropped, so there may be fewer.
        case quantiles(Int)
        /// Cut points somebody chose, ascending. Values up to the first are one bucket, values above the last another.
        case cuts([Double])
    }

    /// Five buckets with equally many rows.
    public static let standard = Rule.quantiles(5)

    /// Where the edges come from.
    public let rule: Rule
    /// Bucket `i` is `edges[i] < x <= edges[i + 1]`, the first also holding `edges[0]`. Empty when no value is finite.
    /// With given cuts the outermost edges are minus and plus infinity.
    public let edges: [Double]
    /// One short name a bucket, lowest first: "lowest", "low", "middle", "high", "highest" for five.
    public let labels: [String]

    /// Number of buckets, not counting the one for missing values.
    public var count: Int { labels.count }

    /// The cuts for `values` by `rule`; values that are not finite do not take part in finding quantiles.
    public init(of values: [Double], by rule: Rule = Bucketing.standard) {
        self.rule = rule
        switch rule {
        case .quantiles(let wanted):
            // Adding zero makes a negative zero positive: which of the two is first among equals depends on their order.
            edges = Self.quantileEdges(values.filter(\.isFinite).map { $0 + 0.0 }, buckets: max(1, wanted))
        case .cuts(let cuts):
            let inner = Self.withoutRepeats(cuts.filter(\.isFinite).sorted())
            edges = [-Double.infinity] + inner + [Double.infinity]
        }
        labels = Self.names(of: edges.isEmpty ? 0 : max(1, edges.count - 1))
    }

    /// The bucket of `value`, or `nil` when it is missing (NaN). Values outside the outermost edges fall in the outermost
    /// buckets, so that a bucketing found on one set can be applied to another.
    public func bucket(of value: Double) -> Int? {
        guard !value.isNaN, count > 0 else { return nil }
        var low = 0
        var high = count - 1
        while low < high {
            let middle = (low + high) / 2
            if value <= edges[middle + 1] { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// `column` as categories: one a bucket, lowest first, and "missing" last when any value is missing.
    public func categories(of column: NumericColumn) -> CodedColumn {
        let buckets = column.values.map { bucket(of: $0) ?? count }
        let anyMissing = buckets.contains(count)
        let categories = labels.map { Name($0) } + (anyMissing ? [CodedColumn.missing] : [])
        return CodedColumn(
            name: column.name, categories: categories, codes: Codes(buckets, categories: max(1, categories.count)),
            cut: self, isComputed: column.isComputed)
    }

    /// Quantiles 0, 1/b ... 1 of `values` by linear interpolation (Hyndman & Fan 1996, type 7).
    private static func quantileEdges(_ values: [Double], buckets: Int) -> [Double] {
        guard !values.isEmpty else { return [] }
        let last = values.count - 1
        let positions = (0...buckets).map { Double($0) / Double(buckets) * Double(last) }
        let ranks = positions.flatMap { [min(last, Int($0)), min(last, Int($0) + 1)] }
        let known = OrderStatistics.of(values, ranks: ranks)
        let edges = positions.enumerated().map { index, position -> Double in
            let (below, above) = (known[2 * index], known[2 * index + 1])
            return below + (above - below) * (position - Double(ranks[2 * index]))
        }
        let distinct = withoutRepeats(edges)
        return distinct.count > 1 ? distinct : [edges[0], edges[0]]
    }

    private static func withoutRepeats(_ ascending: [Double]) -> [Double] {
        var kept: [Double] = []
        for value in ascending where kept.last.map({ $0 < value }) ?? true { kept.append(value) }
        return kept
    }

    private static func names(of count: Int) -> [String] {
        switch count {
        case 0: []
        case 1: ["all"]
        case 2: ["lowest", "highest"]
        case 3: ["lowest", "middle", "highest"]
        case 4: ["lowest", "low", "high", "highest"]
        case 5: ["lowest", "low", "middle", "high", "highest"]
        default: (1...count).map { "\($0) of \(count)" }
        }
    }
}
