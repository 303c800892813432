import Foundation

/// The standard normal distribution.
public enum Normal {
    /// The two-sided 95 % point.
    public static let z95 = 1.959963984540054

    /// Density at `x`.
    public static func density(_ x: Double) -> Double {
        exp(-0.5 * x * x) * 0.398942280401432677939946
    }

    /// P(Z <= x), with full relative accuracy in the lower tail.
    public static func cumulative(_ x: Double) -> Double {
        0.5 * erfc(-x * 0.707106781186547524400844)
    }

    /// P(Z >= x), with full relative accuracy in the upper tail.
    public static func upperTail(_ x: Double) -> Double {
        cumulative(-x)
    }

    /// Two-sided p-value of a z score.
    public static func twoSided(_ z: Double) -> Double {
        min(1, 2 * cumulative(-abs(z)))
    }

    /// The x with P(Z <= x) = `p`; infinite at 0 and 1, NaN outside.
    ///
    /// A rational start (Abramowitz & Stegun 26.2.23, error below 4.5e-4) is polished by Halley steps on the
    /// logarithm of the tail, which keeps relative accuracy for p down to the smallest normal number.
    public static func quantile(_ p: Double) -> Double {
        guard p > 0, p < 1 else {
            if p == 0 { return -.infinity }
            return p == 1 ? .infinity : .nan
        }
        if p == 0.5 { return 0 }
        if p > 0.5 { return -quantile(1 - p) }
        let t = sqrt(-2 * log(p))
        let top = 2.515517 + t * (0.802853 + t * 0.010328)
        let bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
        var x = top / bottom - t
        for _ in 0..<4 {
            let tail = cumulative(x)
            let slope = density(x)
            guard tail > 0, slope > 0 else { break }
            let error = (tail - p) / slope
            let step = error / (1 + 0.5 * x * error)
            x -= step
            if abs(step) <= 1e-16 * abs(x) { break }
        }
        return x
    }

    /// E|X| of a normal X.
    public static func foldedMean(_ mean: Double, deviation: Double) -> Double {
        guard deviation > 0 else { return abs(mean) }
        let z = mean / deviation
        return deviation * sqrt(2 / .pi) * exp(-0.5 * z * z) + mean * (1 - 2 * cumulative(-z))
    }

    /// The z of a two-sided interval of the given level: 1.96 for 0.95.
    public static func twoSidedPoint(level: Double) -> Double {
        level == 0.95 ? z95 : -quantile((1 - level) / 2)
    }
}
