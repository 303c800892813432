import Foundation

/// k successes in n trials, and the intervals people use for the rate behind them.
///
/// Every interval is `nil` for n = 0: the rate of nothing is undefined. Bounds lie in 0...1 and enclose k/n.
public struct Proportion: Sendable, Hashable {
    /// Successes, 0...n.
    public let successes: Int
    /// Trials.
    public let n: Int

    /// k of n; `nil` unless 0 <= k <= n.
    public init?(_ successes: Int, of n: Int) {
        guard n >= 0, successes >= 0, successes <= n else { return nil }
        self.successes = successes
        self.n = n
    }

    /// k/n; `nil` for n = 0.
    public var value: Double? { n == 0 ? nil : Double(successes) / Double(n) }

    /// Wilson's score interval (1927): the default for every rate in this program.
    public func wilson(level: Double = 0.95) -> ConfidenceInterval? {
        guard n > 0 else { return nil }
        return Self.wilson(successes: Double(successes), n: Double(n), level: level)
    }

    /// Wilson's interval with counts that need not be whole (weighted rows); n > 0.
    public static func wilson(successes: Double, n: Double, level: Double = 0.95) -> ConfidenceInterval {
        let z = Normal.twoSidedPoint(level: level)
        let p = successes / n
        let square = z * z
        let denominator = 1 + square / n
        let centre = (p + square / (2 * n)) / denominator
        let half = z * sqrt(p * (1 - p) / n + square / (4 * n * n)) / denominator
        // At k = 0 and k = n the formula is exactly 0 and 1; rounding must not move it.
        let low = successes <= 0 ? 0 : min(p, max(0, centre - half))
        let high = successes >= n ? 1 : max(p, min(1, centre + half))
        return ConfidenceInterval(low: low, high: high, level: level)
    }

    /// The exact interval of Clopper & Pearson (1934): never below its level, wider than needed.
    public func clopperPearson(level: Double = 0.95) -> ConfidenceInterval? {
        guard n > 0 else { return nil }
        let tail = (1 - level) / 2
        let k = Double(successes)
        let rest = Double(n - successes)
        return ConfidenceInterval(
            low: successes == 0 ? 0 : IncompleteBeta.quantile(tail, k, rest + 1),
            high: successes == n ? 1 : 1 - IncompleteBeta.quantile(tail, rest, k + 1),
            level: level)
    }

    /// The equal-tailed interval of Jeffreys' prior Beta(1/2, 1/2), with the ends set to 0 at k = 0 and 1 at k = n
    /// (Brown, Cai & DasGupta 2001).
    public func jeffreys(level: Double = 0.95) -> ConfidenceInterval? {
        guard n > 0 else { return nil }
        let tail = (1 - level) / 2
        let k = Double(successes) + 0.5
        let rest = Double(n - successes) + 0.5
        return ConfidenceInterval(
            low: successes == 0 ? 0 : IncompleteBeta.quantile(tail, k, rest),
            high: successes == n ? 1 : 1 - IncompleteBeta.quantile(tail, rest, k),
            level: level)
    }

    /// The rate with its Wilson interval; `nil` for n = 0.
    public func estimate(level: Double = 0.95) -> Estimate? {
        guard let value else { return nil }
        return Estimate(value: value, interval: wilson(level: level), method: "Wilson", n: n)
    }
}
