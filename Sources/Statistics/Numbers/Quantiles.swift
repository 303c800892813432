import Foundation

/// Order statistics.
public enum Quantiles {
    /// The `q` quantile (0...1) of ascending values by linear interpolation between order statistics: numpy's default
    /// "linear", Hyndman & Fan's type 7. `nil` for no values.
    public static func ofSorted(_ values: [Double], at q: Double) -> Double? {
        guard q >= 0, q <= 1, let ranks = ranks(of: values.count, at: q) else { return nil }
        return ranks.below == ranks.above
            ? values[ranks.below] : between(values[ranks.below], values[ranks.above], share: ranks.share)
    }

    /// The order statistics, from 0, between which the quantile of `count` values lies, and how far on the way it does; `nil` for no
    /// values.
    static func ranks(of count: Int, at q: Double) -> (below: Int, above: Int, share: Double)? {
        guard count > 0 else { return nil }
        let position = q * Double(count - 1)
        let below = Int(position.rounded(.down))
        guard below + 1 < count else { return (count - 1, count - 1, 0) }
        return (below, below + 1, position - Double(below))
    }

    /// As numpy does: from the nearer end, so that share 0 and 1 return the order statistics themselves.
    static func between(_ low: Double, _ high: Double, share: Double) -> Double {
        let step = high - low
        return share >= 0.5 ? high - step * (1 - share) : low + step * share
    }

    /// The `q` quantile of values in any order; NaN are left out. `nil` when none is left.
    public static func of(_ values: [Double], at q: Double) -> Double? {
        ofSorted(values.filter { !$0.isNaN }.sorted(), at: q)
    }

    /// The middle value.
    public static func median(_ values: [Double]) -> Double? { of(values, at: 0.5) }
}
