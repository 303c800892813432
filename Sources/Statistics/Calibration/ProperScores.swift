import Foundation

extension ScoreHistogram {
    /// Brier score: the mean of (confidence - outcome)^2. `nil` for no judgements.
    public var brier: Double? {
        n == 0
            ? nil
            : scoreLevels.reduce(0.0) { sum, scoreLevel in
                let miss = 1 - scoreLevel.score
                return sum + Double(scoreLevel.hits) * miss * miss + Double(scoreLevel.count - scoreLevel.hits)
                    * scoreLevel.score * scoreLevel.score
            } / Double(n)
    }

    /// Log loss, natural logarithm, probabilities as stored: infinite when something happened that was given
    /// probability 0. `nil` for no judgements.
    public var logLoss: Double? {
        n == 0
            ? nil
            : scoreLevels.reduce(0.0) { sum, scoreLevel in
                let misses = scoreLevel.count - scoreLevel.hits
                return sum - (scoreLevel.hits == 0 ? 0 : Double(scoreLevel.hits) * log(scoreLevel.score))
                    - (misses == 0 ? 0 : Double(misses) * log1p(-scoreLevel.score))
            } / Double(n)
    }
}

/// Murphy's decomposition of the Brier score over bins (1973), with the two terms inside the bins that make it add up
/// exactly (Stephenson et al. 2008): Brier = reliability - resolution + uncertainty + variance - 2 covariance.
public struct MurphyDecomposition: Sendable, Hashable {
    /// Sum n_b/N gap_b^2: the cost of miscalibration.
    public let reliability: Double
    /// Sum n_b/N (share_b - base rate)^2: what telling cases apart earns.
    public let resolution: Double
    /// Base rate times its complement: what the best constant would cost.
    public let uncertainty: Double
    /// Variance of confidence inside bins.
    public let withinVariance: Double
    /// Covariance of confidence and outcome inside bins.
    public let withinCovariance: Double

    /// The decomposition over given bins; `nil` for no judgements.
    public init?(_ binned: BinnedCalibration) {
        guard binned.n > 0 else { return nil }
        let total = Double(binned.n)
        let base = Double(binned.bins.reduce(0) { $0 + $1.hits }) / total
        var reliability = 0.0
        var resolution = 0.0
        var variance = 0.0
        var covariance = 0.0
        for bin in binned.bins where bin.count > 0 {
            let n = Double(bin.count)
            let share = Double(bin.hits) / n
            let mean = bin.confidence / n
            reliability += n * bin.gap * bin.gap
            resolution += n * (share - base) * (share - base)
            variance += bin.squares - n * mean * mean
            covariance += bin.hitConfidence - Double(bin.hits) * mean
        }
        self.reliability = reliability / total
        self.resolution = resolution / total
        uncertainty = base * (1 - base)
        withinVariance = variance / total
        withinCovariance = covariance / total
    }
}
