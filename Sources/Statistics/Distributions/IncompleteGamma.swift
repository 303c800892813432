import Foundation

/// The regularised incomplete gamma function, and the chi-square distribution that is a case of it.
public enum IncompleteGamma {
    /// Q(a, x): the share of a gamma distribution of shape `a` above `x`, for a > 0 and x >= 0; NaN otherwise.
    ///
    /// The power series of P below a + 1 (DLMF 8.7.1), the continued fraction of Q beyond (DLMF 8.9.2, by Lentz's method),
    /// so that small tails keep their relative accuracy.
    public static func upper(_ a: Double, _ x: Double) -> Double {
        guard a > 0, x >= 0 else { return .nan }
        if x == 0 { return 1 }
        guard x.isFinite else { return 0 }
        let scale = exp(a * log(x) - x - Gamma.log(a))
        if x < a + 1 {
            var term = 1 / a
            var sum = term
            var n = a
            repeat {
                n += 1
                term *= x / n
                sum += term
            } while term > sum * 1e-17
            return max(0, 1 - sum * scale)
        }
        var b = x + 1 - a
        var c = 1 / 1e-300
        var d = 1 / b
        var fraction = d
        for step in 1...100_000 {
            let i = Double(step)
            let numerator = -i * (i - a)
            b += 2
            d = 1 / nonzero(numerator * d + b)
            c = nonzero(b + numerator / c)
            let factor = d * c
            fraction *= factor
            if abs(factor - 1) < 1e-16 { break }
        }
        return min(1, fraction * scale)
    }

    private static func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }

    /// P(X >= x) of a chi-square distribution with `degrees` of freedom.
    public static func chiSquareTail(_ x: Double, degrees: Int) -> Double {
        degrees > 0 ? upper(Double(degrees) / 2, x / 2) : .nan
    }
}
