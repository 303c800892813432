// The number of successes of unequal coins. A calibrated model that says 0.9, 0.6, 0.8 is right a random number of times
// whose distribution these three numbers fix; whether the number seen is one of its usual ones needs no large n.

import Foundation

/// The sum of independent trials, trial i succeeding with probability p_i.
public struct PoissonBinomial: Sendable {
    /// Expected number of successes.
    public let mean: Double
    /// Variance of their number.
    public let variance: Double
    private let skewness: Double
    /// Probability of each count in the window that holds all but 1e-36 of it; empty when the tails are approximated.
    private let window: [Double]
    private let first: Int
    private let trials: Int

    /// Up to this many trials the distribution is summed exactly.
    public static let exactTrials = 4_000

    /// The distribution for these probabilities, each in 0...1.
    public init(_ probabilities: some Collection<Double>) {
        var (mean, variance, third) = (ExactSum(), ExactSum(), ExactSum())
        for p in probabilities {
            mean.add(p)
            variance.add(p * (1 - p))
            third.add(p * (1 - p) * (1 - 2 * p))
        }
        self.mean = mean.value
        self.variance = variance.value
        skewness = variance.value > 0 ? third.value / (variance.value * variance.value.squareRoot()) : 0
        trials = probabilities.count
        guard trials <= Self.exactTrials else {
            (window, first) = ([], 0)
            return
        }
        // One trial at a time. Counts whose probability is below 1e-40 are let go at both ends, so the work is trials times
        // the width of the distribution.
        var current = [1.0]
        var low = 0
        for p in probabilities {
            var next = [Double](repeating: 0, count: current.count + 1)
            for (index, mass) in current.enumerated() {
                next[index] += mass * (1 - p)
                next[index + 1] += mass * p
            }
            let start = next.firstIndex { $0 > 1e-40 } ?? 0
            let end = next.lastIndex { $0 > 1e-40 } ?? next.count - 1
            low += start
            current = start == 0 && end == next.count - 1 ? next : Array(next[start...end])
        }
        window = current
        first = low
    }

    /// P(X <= k).
    public func lowerTail(_ k: Int) -> Double {
        guard k >= 0 else { return 0 }
        guard k < trials else { return 1 }
        guard window.isEmpty else { return min(1, window.prefix(max(0, k - first + 1)).reduce(0, +)) }
        return approximateLowerTail(k)
    }

    /// P(X >= k).
    public func upperTail(_ k: Int) -> Double {
        guard k > 0 else { return 1 }
        guard k <= trials else { return 0 }
        guard window.isEmpty else { return min(1, window.dropFirst(max(0, k - first)).reduce(0, +)) }
        return 1 - approximateLowerTail(k - 1)
    }

    /// Twice the smaller tail, at most 1: the two-sided p-value of `k` successes.
    public func twoSided(_ k: Int) -> Double { min(1, 2 * min(lowerTail(k), upperTail(k))) }

    /// The normal distribution with a correction for skewness (Volkova, Theory Probab. Appl. 40:791, 1996); the error is of
    /// the order of 1/n.
    private func approximateLowerTail(_ k: Int) -> Double {
        guard variance > 0 else { return Double(k) >= mean ? 1 : 0 }
        let x = (Double(k) + 0.5 - mean) / variance.squareRoot()
        let density = exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
        return min(1, max(0, Normal.cumulative(x) + skewness * (1 - x * x) * density / 6))
    }
}
