import Foundation

/// The error rate of one level less that of all others at the same mix: Mantel and Haenszel's weights (Journal of the
/// National Cancer Institute 22:719, 1959) on the risk difference, with the variance of Greenland and Robins (Biometrics
/// 41:55, 1985), and the test of Cochran (1954), Mantel and Haenszel without continuity correction.
///
/// Strata in which a side is absent tell nothing and are left out. Rows are independent; for rows that share units see
/// ``UnitScores``.
public struct MantelHaenszel: Sendable, Hashable {
    /// The matched difference of rates; above 0 where the level errs more.
    public let difference: Double
    /// Its standard error; 0 where no stratum varies.
    public let standardError: Double
    /// What the standard error would be if the level erred as the others do in every stratum: it does not vanish with few rows.
    public let nullError: Double
    /// The statistic, chi-squared with one degree of freedom where there is no difference.
    public let statistic: Double
    /// Rows of the level in strata that others share.
    public let sharedRows: Int

    /// The comparison over `strata`; `nil` where no stratum has both sides.
    public init?(_ strata: some Sequence<Stratum>) {
        var difference = 0.0
        var weights = 0.0
        var variance = 0.0
        var excess = 0.0
        var spread = 0.0
        var shared = 0
        for stratum in strata where stratum.isShared {
            let n1 = Double(stratum.rows)
            let n0 = Double(stratum.otherRows)
            let n = n1 + n0
            let a = Double(stratum.errors)
            let c = Double(stratum.otherErrors)
            shared += stratum.rows
            difference += (a * n0 - c * n1) / n
            weights += stratum.weight
            variance += (a * (n1 - a) * n0 * n0 * n0 + c * (n0 - c) * n1 * n1 * n1) / (n1 * n0 * n * n)
            excess += stratum.excess
            if n > 1 { spread += n1 * n0 * (a + c) * (n - a - c) / (n * n * (n - 1)) }
        }
        guard weights > 0 else { return nil }
        self.difference = difference / weights
        standardError = sqrt(variance) / weights
        nullError = sqrt(spread) / weights
        statistic = spread > 0 ? excess * excess / spread : 0
        sharedRows = shared
    }

    /// Two-sided p-value of the test.
    public var p: Double { Normal.twoSided(sqrt(statistic)) }
}
