import Foundation

/// Order statistics.
public enum Quantiles {
    /// The `q` quantile (0...1) of ascending values by linear interpolation between order statistics: numpy's default
    /// "linear", Hyndman & Fan's type 7. `nil` for no values.
    public static func ofSorted(_ values: [Double], at q: Double) -> Double? {
        guard let last = values.last, q >= 0, q <= 1 else { return nil }
        let position = q * Double(values.count - 1)
        let below = Int(position.rounded(.down))
        guard below + 1 < values.count else { return last }
        let share = position - Double(below)
        let low = values[below]
        let high = values[below + 1]
        // As numpy does: from the nearer end, so that share 0 and 1 return the order statistics themselves.
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
