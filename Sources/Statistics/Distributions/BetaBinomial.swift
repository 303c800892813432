import Foundation

/// The beta-binomial distribution: k successes in n trials whose probability is itself known only as Beta(a, b), which is
/// what s successes in m earlier trials leave of a uniform prior when a = s + 1 and b = m - s + 1.
public enum BetaBinomial {
    /// P(X = k).
    public static func probability(_ k: Int, of n: Int, a: Double, b: Double) -> Double {
        guard k >= 0, k <= n, a > 0, b > 0 else { return 0 }
        return exp(
            Gamma.logChoose(n, k) + logBeta(Double(k) + a, Double(n - k) + b) - logBeta(a, b))
    }

    /// P(X >= k), summed term by term from the far end, where terms are smallest.
    public static func upperTail(_ k: Int, of n: Int, a: Double, b: Double) -> Double {
        guard k > 0 else { return 1 }
        guard k <= n else { return 0 }
        return min(1, stride(from: n, through: k, by: -1).reduce(0.0) { $0 + probability($1, of: n, a: a, b: b) })
    }

    private static func logBeta(_ a: Double, _ b: Double) -> Double {
        Gamma.log(a) + Gamma.log(b) - Gamma.log(a + b)
    }
}
