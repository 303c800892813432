import Foundation

/// The difference of two rates measured on different items.
public enum IndependentProportions {
    /// first - second with Newcombe's hybrid score interval (Statistics in Medicine 17:873, 1998, method 10).
    /// `nil` when either has no trials.
    public static func difference(_ first: Proportion, _ second: Proportion, level: Double = 0.95) -> Estimate? {
        guard let p1 = first.value, let p2 = second.value,
            let i1 = first.wilson(level: level), let i2 = second.wilson(level: level)
        else { return nil }
        return Estimate(
            value: p1 - p2, interval: difference(p1, i1, p2, i2), method: "Newcombe hybrid score",
            n: first.n + second.n)
    }

    /// The interval of first - second made of those of the two rates, however they were made.
    public static func difference(
        _ first: Double, _ i1: ConfidenceInterval, _ second: Double, _ i2: ConfidenceInterval
    ) -> ConfidenceInterval {
        let value = first - second
        let low = value - sqrt((first - i1.low) * (first - i1.low) + (i2.high - second) * (i2.high - second))
        let high = value + sqrt((i1.high - first) * (i1.high - first) + (second - i2.low) * (second - i2.low))
        return ConfidenceInterval(low: max(-1, low), high: min(1, high), level: i1.level)
    }

    /// z of the pooled two-sample test of equal rates; `nil` when it is not defined (no trials, or a pooled rate of 0
    /// or 1, where there is nothing to tell apart).
    public static func pooledZ(_ first: Proportion, _ second: Proportion) -> Double? {
        guard let p1 = first.value, let p2 = second.value else { return nil }
        let n1 = Double(first.n)
        let n2 = Double(second.n)
        let pooled = Double(first.successes + second.successes) / (n1 + n2)
        let variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
        guard variance > 0 else { return nil }
        return (p1 - p2) / sqrt(variance)
    }
}

/// Two versions judged on the same items: how many both got right, only one did, or neither.
public struct PairedProportions: Sendable, Hashable {
    /// Right in both.
    public let both: Int
    /// Right only in the first.
    public let onlyFirst: Int
    /// Right only in the second.
    public let onlySecond: Int
    /// Right in neither.
    public let neither: Int

    /// The four counts, none negative.
    public init(both: Int, onlyFirst: Int, onlySecond: Int, neither: Int) {
        self.both = both
        self.onlyFirst = onlyFirst
        self.onlySecond = onlySecond
        self.neither = neither
    }

    /// Number of pairs.
    public var n: Int { both + onlyFirst + onlySecond + neither }

    /// The rate of the second minus the rate of the first, so that positive means the second is better, with the score
    /// interval of Newcombe (Statistics in Medicine 17:2635, 1998, method 10: Wilson limits, and the correlation
    /// continuity-corrected). `nil` without pairs.
    public func difference(level: Double = 0.95) -> Estimate? {
        guard let before = Proportion(both + onlyFirst, of: n), let after = Proportion(both + onlySecond, of: n),
            let p1 = after.value, let p2 = before.value,
            let i1 = after.wilson(level: level), let i2 = before.wilson(level: level)
        else { return nil }
        let correlation = correctedPhi
        let value = Double(onlySecond - onlyFirst) / Double(n)
        func reach(_ a: Double, _ b: Double) -> Double {
            sqrt(max(0, a * a - 2 * correlation * a * b + b * b))
        }
        let low = value - reach(p1 - i1.low, i2.high - p2)
        let high = value + reach(i1.high - p1, p2 - i2.low)
        return Estimate(
            value: value, interval: ConfidenceInterval(low: max(-1, low), high: min(1, high), level: level),
            method: "Newcombe paired score", n: n)
    }

    /// Exact two-sided McNemar test: can the pairs that changed have fallen either way with equal chance?
    public var mcNemar: Double { McNemar.exact(fixed: onlySecond, broken: onlyFirst) }

    /// How sure it is that the second is right more often: the share above one half of the posterior of how many of the pairs that
    /// changed did so for the better, from Jeffreys' prior. One half where no pair changed.
    public var chanceSecondIsHigher: Double {
        1 - IncompleteBeta.regularised(0.5, Double(onlySecond) + 0.5, Double(onlyFirst) + 0.5)
    }

    private var correctedPhi: Double {
        let a = Double(both)
        let b = Double(onlyFirst)
        let c = Double(onlySecond)
        let d = Double(neither)
        let margins = (a + b) * (c + d) * (a + c) * (b + d)
        guard margins > 0 else { return 0 }
        let determinant = a * d - b * c
        let corrected = determinant > 0 ? max(determinant - Double(n) / 2, 0) : determinant
        return corrected / sqrt(margins)
    }
}
