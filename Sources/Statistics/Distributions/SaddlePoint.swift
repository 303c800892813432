// The binomial term without cancellation.
//
// log C(n, x) + x log p + (n - x) log q loses about log10(n) digits, because three large numbers cancel. C. Loader, "Fast
// and accurate computation of binomial probabilities" (2000), writes the same term as a sum of small numbers: the errors
// of Stirling's formula and two deviances, each computed directly. The result is good to about 1e-15 for any n.

import Foundation

/// Loader's pieces; shared by the binomial, beta and hypergeometric.
enum SaddlePoint {
    /// log(n!) - log(sqrt(2 pi n) (n/e)^n) for n = 0...15, from 50-digit arithmetic.
    private static let smallErrors: [Double] = [
        0.0, 0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.020790672103765093,
        0.016644691189821193, 0.013876128823070748, 0.01189670994589177, 0.010411265261972096, 0.009255462182712733,
        0.00833056343336287, 0.007573675487951841, 0.00694284010720953, 0.006408994188004207, 0.0059513701127588475,
        0.005554733551962801,
    ]

    /// The error of Stirling's formula for n!, n >= 0, n need not be whole.
    static func stirlingError(_ n: Double) -> Double {
        if n < 16 {
            if n == n.rounded(.down), n >= 0 { return smallErrors[Int(n)] }
            return Gamma.log(n + 1) - (n + 0.5) * Foundation.log(n) + n - 0.918938533204672741780330
        }
        let square = n * n
        let inner =
            1.0 / 1260 - (1.0 / 1680 - (1.0 / 1188 - (691.0 / 360360 - 1.0 / 156 / square) / square) / square) / square
        return (1.0 / 12 - (1.0 / 360 - inner / square) / square) / n
    }

    /// x log(x / mean) + mean - x, without cancellation near x = mean.
    static func deviance(_ x: Double, _ mean: Double) -> Double {
        guard x > 0 else { return mean }
        if abs(x - mean) < 0.1 * (x + mean) {
            let v = (x - mean) / (x + mean)
            var sum = (x - mean) * v
            var term = 2 * x * v
            let square = v * v
            for j in 1..<1000 {
                term *= square
                let next = sum + term / Double(2 * j + 1)
                if next == sum { return next }
                sum = next
            }
        }
        return x * Foundation.log(x / mean) + mean - x
    }

    /// C(n, x) p^x q^(n-x) for real 0 <= x <= n, where q = 1 - p.
    static func binomialTerm(_ x: Double, of n: Double, p: Double, q: Double) -> Double {
        if p <= 0 { return x == 0 ? 1 : 0 }
        if q <= 0 { return x == n ? 1 : 0 }
        if x == 0 {
            if n == 0 { return 1 }
            return exp(p < 0.1 ? -deviance(n, n * q) - n * p : n * Foundation.log(q))
        }
        if x == n {
            return exp(q < 0.1 ? -deviance(n, n * p) - n * q : n * Foundation.log(p))
        }
        if x < 0 || x > n { return 0 }
        let exponent =
            stirlingError(n) - stirlingError(x) - stirlingError(n - x)
            - deviance(x, n * p) - deviance(n - x, n * q)
        return exp(exponent) * sqrt(n / (2 * .pi * x * (n - x)))
    }
}
