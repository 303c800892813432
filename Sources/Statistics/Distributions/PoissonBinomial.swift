// The number of successes of unequal coins. A calibrated model that says 0.9, 0.6, 0.8 is right a random number of times
// whose distribution these three numbers fix; whether the number seen is one of its usual ones needs no large n.

import Foundation

/// The sum of independent trials, trial i succeeding with probability p_i.
public struct PoissonBinomial: Sendable {
    /// Expected number of successes.
    public let mean: Double
    /// Variance of their number.
    public let variance: Double
    /// Probability of each count in the window that holds all but 1e-36 of it; empty when the tails are approximated.
    private let window: [Double]
    private let first: Int
    private let trials: Int

    /// Up to this many trials the distribution is summed exactly.
    public static let exactTrials = 4_000

    /// The distribution for these probabilities, each in 0...1: summed exactly up to `exactTrials` of them, by its mean and
    /// variance beyond.
    public init(_ probabilities: some Collection<Double>) {
        var (mean, variance) = (ExactSum(), ExactSum())
        for p in probabilities {
            mean.add(p)
            variance.add(p * (1 - p))
        }
        guard probabilities.count <= Self.exactTrials else {
            self.init(trials: probabilities.count, mean: mean.value, variance: variance.value)
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
        self.init(
            trials: probabilities.count, mean: mean.value, variance: variance.value, window: current, first: low)
    }

    /// The distribution of `trials` whose probabilities are not kept, by its mean and variance.
    public init(trials: Int, mean: Double, variance: Double) {
        self.init(trials: trials, mean: mean, variance: variance, window: [], first: 0)
    }

    private init(trials: Int, mean: Double, variance: Double, window: [Double], first: Int) {
        self.trials = trials
        self.mean = mean
        self.variance = variance
        self.window = window
        self.first = first
    }

    /// P(X <= k).
    public func lowerTail(_ k: Int) -> Double {
        guard k >= 0 else { return 0 }
        guard k < trials else { return 1 }
        guard window.isEmpty else { return min(1, window.prefix(max(0, k - first + 1)).reduce(0, +)) }
        return approximate(k + 1).below
    }

    /// P(X >= k).
    public func upperTail(_ k: Int) -> Double {
        guard k > 0 else { return 1 }
        guard k <= trials else { return 0 }
        guard window.isEmpty else { return min(1, window.dropFirst(max(0, k - first)).reduce(0, +)) }
        return approximate(k).from
    }

    /// Twice the smaller tail, at most 1: the two-sided p-value of `k` successes.
    public func twoSided(_ k: Int) -> Double { min(1, 2 * min(lowerTail(k), upperTail(k))) }

    /// P(X <= k) for each k from the first that has any chance; `nil` where the distribution is not exact.
    public var cumulative: (first: Int, shares: [Double])? {
        guard !window.isEmpty else { return nil }
        var shares = window
        for index in shares.indices.dropFirst() { shares[index] += shares[index - 1] }
        return (first, shares)
    }

    /// P(X < k) and P(X >= k) by the binomial distribution of the same mean and variance (Ehm, Statistics & Probability
    /// Letters 11:7, 1991), of successes or failures, whichever are fewer; its number of trials need not be whole.
    private func approximate(_ k: Int) -> (below: Double, from: Double) {
        guard variance > 0 else { return Double(k) <= mean ? (0, 1) : (1, 0) }
        let n = Double(trials)
        let failures = n - mean
        func tails(_ expected: Double, _ count: Int) -> (below: Double, from: Double) {
            guard count > 0 else { return (0, 1) }
            // No less than the mean probability, by Cauchy and Schwarz.
            let p = min(1, max(1 - variance / expected, expected / n))
            let rest = expected / p - Double(count) + 1
            guard rest > 0 else { return (1, 0) }
            let (from, below) = IncompleteBeta.both(p, 1 - p, Double(count), rest)
            return (below, from)
        }
        guard failures < mean else { return tails(mean, k) }
        // k successes or more are trials - k failures or fewer.
        let opposite = tails(failures, trials - k + 1)
        return (opposite.from, opposite.below)
    }
}
