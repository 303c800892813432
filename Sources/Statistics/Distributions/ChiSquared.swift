import Foundation

/// The chi-squared distribution.
public enum ChiSquared {
    /// P(X >= `x`) with `degrees` of freedom (need not be whole); 1 for x of at most 0, NaN for no degrees.
    ///
    /// The regularised incomplete gamma function: its series below the mean, Legendre's continued fraction beyond
    /// (Abramowitz & Stegun 6.5.29 and 6.5.31, by Lentz's method), each to a relative 1e-15.
    public static func upperTail(_ x: Double, degrees: Double) -> Double {
        guard degrees > 0, !x.isNaN else { return .nan }
        guard x > 0 else { return 1 }
        guard x.isFinite else { return 0 }
        let a = degrees / 2
        let y = x / 2
        let front = exp(a * log(y) - y - Gamma.log(a))
        return y < a + 1 ? max(0, 1 - front * series(a, y)) : min(1, front * fraction(a, y))
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var term = 1 / a
        var sum = term
        var k = a
        while term > sum * 1e-16 {
            k += 1
            term *= x / k
            sum += term
        }
        return sum
    }

    private static func fraction(_ a: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var value = d
        for i in 1...100_000 {
            let k = Double(i)
            let numerator = -k * (k - a)
            b += 2
            d = numerator * d + b
            if abs(d) < tiny { d = tiny }
            c = b + numerator / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            value *= d * c
            if abs(d * c - 1) < 1e-15 { break }
        }
        return value
    }
}
