import Foundation

/// The gamma function's logarithm.
public enum Gamma {
    /// log of gamma(x) for x > 0; infinite at 0, NaN below.
    ///
    /// Stirling's series from x = 16 on; smaller arguments are shifted up by the recurrence. Absolute error below 2e-15
    /// times max(1, |result|).
    public static func log(_ x: Double) -> Double {
        guard x > 0 else { return x == 0 ? .infinity : .nan }
        if x == 1 || x == 2 { return 0 }
        guard x.isFinite else { return x }
        var shifted = x
        var product = 1.0
        while shifted < 16 {
            product *= shifted
            shifted += 1
        }
        // log gamma(z) = (z - 1/2) log z - z + log(2 pi)/2 + the error of Stirling's formula for (z - 1)! times z.
        let square = shifted * shifted
        let tail = 1.0 / 1680 - (1.0 / 1188 - (691.0 / 360360 - 1.0 / 156 / square) / square) / square
        let error = (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - tail / square) / square) / square) / shifted
        let large = (shifted - 0.5) * Foundation.log(shifted) - shifted + 0.918938533204672741780330 + error
        return product == 1 ? large : large - Foundation.log(product)
    }

    /// log(n!) for n >= 0.
    public static func logFactorial(_ n: Int) -> Double {
        log(Double(n) + 1)
    }

    /// log of the number of ways to choose `k` of `n`; minus infinity when there is none.
    public static func logChoose(_ n: Int, _ k: Int) -> Double {
        guard k >= 0, k <= n else { return -.infinity }
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
    }
}
