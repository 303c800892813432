import Foundation

/// The binomial distribution and its exact tests.
public enum Binomial {
    /// P(X = k) of n trials with success probability `p`.
    public static func probability(_ k: Int, of n: Int, p: Double) -> Double {
        guard k >= 0, k <= n else { return 0 }
        return SaddlePoint.binomialTerm(Double(k), of: Double(n), p: p, q: 1 - p)
    }

    /// P(X <= k).
    public static func lowerTail(_ k: Int, of n: Int, p: Double) -> Double {
        guard k >= 0 else { return 0 }
        guard k < n else { return 1 }
        if Double(k) > Double(n) * p { return 1 - upperSum(from: k + 1, of: n, p: p, q: 1 - p) }
        // Counting failures turns the lower tail into an upper one.
        return upperSum(from: n - k, of: n, p: 1 - p, q: p)
    }

    /// P(X >= k): the one-sided p-value of "more successes than p explains".
    public static func upperTail(_ k: Int, of n: Int, p: Double) -> Double {
        guard k > 0 else { return 1 }
        guard k <= n else { return 0 }
        if Double(k) <= Double(n) * p { return 1 - upperSum(from: n - k + 1, of: n, p: 1 - p, q: p) }
        return upperSum(from: k, of: n, p: p, q: 1 - p)
    }

    /// Exact two-sided test of `k` successes in `n`: the total probability of outcomes no likelier than the one seen
    /// (the definition of R's `binom.test` and scipy's `binomtest`, with their relative slack of 1e-7).
    public static func twoSided(_ k: Int, of n: Int, p: Double) -> Double? {
        guard n > 0, k >= 0, k <= n, p >= 0, p <= 1 else { return nil }
        let seen = probability(k, of: n, p: p) * (1 + 1e-7)
        let mean = Double(n) * p
        if Double(k) == mean { return 1 }
        // On the far side of the mode, the first outcome that is no likelier; probabilities fall monotonically there.
        if Double(k) < mean {
            let far = firstIndex(in: Int(mean.rounded(.up))...(n + 1)) {
                $0 > n || probability($0, of: n, p: p) <= seen
            }
            return min(1, lowerTail(k, of: n, p: p) + upperTail(far, of: n, p: p))
        }
        let far = firstIndex(in: (n - Int(mean.rounded(.down)))...(n + 1)) {
            $0 > n || probability(n - $0, of: n, p: p) <= seen
        }
        return min(1, upperTail(k, of: n, p: p) + lowerTail(n - far, of: n, p: p))
    }

    /// The smallest index that satisfies a condition which, once true, stays true; the last index must satisfy it.
    private static func firstIndex(in range: ClosedRange<Int>, where holds: (Int) -> Bool) -> Int {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The sum of terms from `k` up, `k` above the mean, so that terms fall at least geometrically in the end.
    private static func upperSum(from k: Int, of n: Int, p: Double, q: Double) -> Double {
        guard k <= n else { return 0 }
        let first = SaddlePoint.binomialTerm(Double(k), of: Double(n), p: p, q: q)
        guard first > 0, q > 0 else { return first }
        let odds = p / q
        var ratio = 1.0
        var sum = 1.0
        var j = k
        while j < n {
            ratio *= Double(n - j) / Double(j + 1) * odds
            sum += ratio
            if ratio < sum * 1e-18 { break }
            j += 1
        }
        return min(1, first * sum)
    }
}
