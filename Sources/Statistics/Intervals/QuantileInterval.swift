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
        guard q > 0, q < 1, let value = Quantiles.ofSorted(values, at: q) else { return nil }
        let n = values.count
        let tail = (1 - level) / 2
        // The value of rank r is above the quantile when fewer than r values are below: P(X <= r - 1).
        let low = Self.last(1...n) { Binomial.lowerTail($0 - 1, of: n, p: q) <= tail }
        let high = Self.last(1...n) { Binomial.lowerTail(n - $0, of: n, p: q) >= 1 - tail }.map { n - $0 + 1 }
        return Found(value: value, low: low.map { values[$0 - 1] }, high: high.map { values[$0 - 1] })
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
