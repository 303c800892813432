// What the shares behind a number allow it to be.
//
// Few rows may all be right, or of one confidence: resampled, they show no variation, or less than there is. The share of
// rows that are right has an interval all the same (Wilson's), and what follows from its ends for a mean loss, or for a mean
// over classes, is possible too. An interval that holds both the resampled ends and these holds at any size.

/// Bounds of numbers from the intervals of the shares that they are made of.
public enum ShareBounds {
    /// The mean loss of rows of which a share is right: `right` is the mean loss of right ones and `wrong` of wrong ones.
    public static func loss(right: Double, wrong: Double, accuracy: ConfidenceInterval) -> ConfidenceInterval {
        let ends = [accuracy.low, accuracy.high].map { $0 * right + (1 - $0) * wrong }.sorted()
        return ConfidenceInterval(low: ends[0], high: ends[1], level: accuracy.level)
    }

    /// The variance p(1 - p) of what is right with a share p.
    public static func variance(_ share: ConfidenceInterval) -> ConfidenceInterval {
        let ends = [share.low, share.high].map { $0 * (1 - $0) }.sorted()
        return ConfidenceInterval(low: ends[0], high: share.contains(0.5) ? 0.25 : ends[1], level: share.level)
    }

    /// The mean of shares with intervals of their own: each end lies from the mean by the root of the sum of the squared
    /// distances of the shares from theirs (the variance recovered from the limits: Zou & Donner, Statistics in Medicine
    /// 27:1693, 2008). `spread` is how many times farther where the shares depend on each other. `nil` for none.
    public static func mean(
        _ shares: [(value: Double, interval: ConfidenceInterval)], spread: Double = 1, level: Double = 0.95
    ) -> ConfidenceInterval? {
        guard let mean = ExactSum.mean(shares.map(\.value)) else { return nil }
        func reach(_ end: (ConfidenceInterval) -> Double) -> Double {
            let squares = shares.map { share in
                let distance = share.value - end(share.interval)
                return distance * distance
            }
            return spread * ExactSum.of(squares).squareRoot() / Double(shares.count)
        }
        return ConfidenceInterval(low: max(0, mean - reach(\.low)), high: min(1, mean + reach(\.high)), level: level)
    }
}

extension ConfidenceInterval {
    /// The narrowest interval that holds this and another.
    public func hull(_ other: ConfidenceInterval?) -> ConfidenceInterval {
        guard let other else { return self }
        return ConfidenceInterval(low: min(low, other.low), high: max(high, other.high), level: level)
    }
}
