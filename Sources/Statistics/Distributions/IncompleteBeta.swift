import Foundation

/// The regularised incomplete beta function I_x(a, b): the distribution function of Beta(a, b), and through it of the
/// binomial, Student's t and F.
///
/// Lentz's continued fraction (DLMF 8.17.22) with the prefactor in saddle-point form, so that large a and b lose nothing.
public enum IncompleteBeta {
    /// I_x(a, b) for a, b > 0 and x in 0...1; NaN outside.
    public static func regularised(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard a > 0, b > 0, x >= 0, x <= 1 else { return .nan }
        return both(x, 1 - x, a, b).lower
    }

    /// I_x(a, b) and its complement, each with full relative accuracy when it is the small one. `y` is 1 - x.
    static func both(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
        if x <= 0 { return (0, 1) }
        if y <= 0 { return (1, 0) }
        // x^a y^b / B(a, b), as a binomial term of a "successes" in a + b.
        let prefactor = SaddlePoint.binomialTerm(a, of: a + b, p: x, q: y) * a * b / (a + b)
        if x * (a + b + 2) < a + 1 {
            let lower = min(1, prefactor * continuedFraction(x, a, b) / a)
            return (lower, 1 - lower)
        }
        let upper = min(1, prefactor * continuedFraction(y, b, a) / b)
        return (1 - upper, upper)
    }

    /// The x with I_x(a, b) = `p`: the quantile of Beta(a, b).
    public static func quantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
        guard a > 0, b > 0, p >= 0, p <= 1 else { return .nan }
        if p == 0 { return 0 }
        if p == 1 { return 1 }
        // Newton steps kept inside a bracket; a step that leaves it is replaced by a bisection.
        var low = 0.0
        var high = 1.0
        var x = a / (a + b)
        for _ in 0..<400 {
            let error = regularised(x, a, b) - p
            if error == 0 { return x }
            if error > 0 { high = x } else { low = x }
            let density = SaddlePoint.binomialTerm(a, of: a + b, p: x, q: 1 - x) * a * b / (a + b) / (x * (1 - x))
            var next = x - error / density
            if !(next > low && next < high) { next = low + (high - low) / 2 }
            if abs(next - x) <= 1e-16 * x || next == low || next == high { return next }
            x = next
        }
        return x
    }

    private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        if abs(d) < tiny { d = tiny }
        d = 1 / d
        var value = d
        // Convergence takes O(sqrt(max(a, b))) terms.
        let limit = 300 + Int(min(20 * sqrt(max(a, b)), 5e6))
        for m in 1...limit {
            let i = Double(m)
            let even = i * (b - i) * x / ((a + 2 * i - 1) * (a + 2 * i))
            d = 1 + even * d
            if abs(d) < tiny { d = tiny }
            c = 1 + even / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            value *= d * c
            let odd = -(a + i) * (a + b + i) * x / ((a + 2 * i) * (a + 2 * i + 1))
            d = 1 + odd * d
            if abs(d) < tiny { d = tiny }
            c = 1 + odd / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let change = d * c
            value *= change
            if abs(change - 1) < 1e-16 { break }
        }
        return value
    }
}
