/// Quantiles with intervals from order statistics, which hold for any distribution (Hahn & Meeker, Statistical Intervals,
/// 1991, 5.2).
public enum QuantileInterval {
    /// A quantile, and the ends of its interval; `nil` where so few values have none.
    public struct Found: Sendable, Hashable {
        /// The quantile, between order statistics (type 7).
        public let value: Double
        /// Lower end.
        public let low: Double?
        /// Upper end.
        public let high: Double?
    }

    /// The `q` quantile (above 0 and below 1) of ascending values: the order statistics between which it lies with at least
    /// the chance `level`, half of what is left on each side. `nil` for no values.
    public static func ofSorted(_ values: [Double], at q: Double, level: Double = 0.95) -> Found? {
        Ranks(of: values.count, at: q, level: level)?.found { values[$0] }
    }

    /// Which order statistics a quantile and its interval are made of, counted from 0: all that has to be known of the values.
    public struct Ranks: Sendable, Hashable {
        private let below: Int
        private let above: Int
        private let share: Double
        private let low: Int?
        private let high: Int?

        /// Those of the `q` quantile (above 0 and below 1) of `count` values; `nil` for no values.
        public init?(of count: Int, at q: Double, level: Double = 0.95) {
            guard q > 0, q < 1, let ranks = Quantiles.ranks(of: count, at: q) else { return nil }
            (below, above, share) = ranks
            let tail = (1 - level) / 2
            // The value of rank r is above the quantile when fewer than r values are below: P(X <= r - 1).
            low = QuantileInterval.last(1...count) { Binomial.lowerTail($0 - 1, of: count, p: q) <= tail }
                .map { $0 - 1 }
            high = QuantileInterval.last(1...count) { Binomial.lowerTail(count - $0, of: count, p: q) >= 1 - tail }
                .map { count - $0 }
        }

        /// All of them, ascending but for repeats.
        public var all: [Int] { [low, below, above, high].compactMap { $0 } }

        /// The quantile, where `value` is the order statistic of a rank.
        public func found(_ value: (Int) -> Double) -> Found {
            Found(
                value: below == above
                    ? value(below) : Quantiles.between(value(below), value(above), share: share),
                low: low.map(value), high: high.map(value))
        }
    }

    /// The last rank for which `holds`, which holds up to some rank and not beyond; `nil` when it never does.
    private static func last(_ ranks: ClosedRange<Int>, _ holds: (Int) -> Bool) -> Int? {
        var low = ranks.lowerBound - 1
        var high = ranks.upperBound
        while low < high {
            let middle = (low + high + 1) / 2
            if holds(middle) { low = middle } else { high = middle - 1 }
        }
        return low < ranks.lowerBound ? nil : low
    }
}
