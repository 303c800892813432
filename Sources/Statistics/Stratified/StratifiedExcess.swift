import Foundation

/// Whether a group of rows has more errors than the same number of rows of each class would have by chance: an exact test
/// given how many rows of each class, and how many errors, there are (Birch, Journal of the Royal Statistical Society B
/// 27:111, 1965).
public enum StratifiedExcess {
    /// Errors of a group up to which chances are added up exactly; beyond, the normal approximation.
    private static let mostExact = 4_000

    /// The chance of at least as many errors in the group, whose rows of a class are those of a stratum. 1 for a group without rows.
    public static func upperTail(_ strata: [Stratum]) -> Double {
        let seen = strata.reduce(0) { $0 + $1.errors }
        let most = strata.reduce(0) { $0 + min($1.rows, $1.allErrors) }
        guard most > 0, seen > 0 else { return 1 }
        guard most <= mostExact else { return normalTail(strata, seen) }
        var chances = [1.0]
        for stratum in strata where stratum.rows > 0 {
            let top = min(stratum.rows, stratum.allErrors)
            let own = (0...top).map {
                Hypergeometric.probability(
                    $0, sample: stratum.rows, marked: stratum.allErrors, population: stratum.allRows)
            }
            var next = [Double](repeating: 0, count: chances.count + top)
            for (i, a) in chances.enumerated() {
                for (j, b) in own.enumerated() { next[i + j] += a * b }
            }
            chances = next
        }
        guard seen < chances.count else { return 0 }
        return min(1, chances[seen...].reversed().reduce(0, +))
    }

    private static func normalTail(_ strata: [Stratum], _ seen: Int) -> Double {
        var (mean, variance) = (0.0, 0.0)
        for stratum in strata where stratum.allRows > 1 {
            let n = Double(stratum.allRows)
            let (k, m) = (Double(stratum.rows), Double(stratum.allErrors))
            mean += k * m / n
            variance += k * m / n * (n - m) / n * (n - k) / (n - 1)
        }
        return variance > 0 ? Normal.upperTail((Double(seen) - 0.5 - mean) / variance.squareRoot()) : 1
    }
}
