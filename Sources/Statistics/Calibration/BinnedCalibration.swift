import Foundation

/// Bins of confidence, and the calibration errors that are defined on bins.
///
/// With n_b judgements in bin b, N in all, and gap_b = mean confidence - share that came true. Empty bins are skipped.
/// Everything is `nil` for N = 0.
public struct BinnedCalibration: Sendable, Hashable {
    /// The bins by rising confidence.
    public let bins: [ConfidenceBin]
    /// ScoredPredictions in all.
    public let n: Int

    /// Bins by rising confidence.
    public init(_ bins: [ConfidenceBin]) {
        self.bins = bins
        n = bins.reduce(0) { $0 + $1.count }
    }

    private var occupied: [ConfidenceBin] { bins.filter { $0.count > 0 } }

    /// Expected calibration error: sum n_b/N |gap_b| (Naeini et al. 2015, Guo et al. 2017).
    public var ece: Double? {
        n == 0 ? nil : bins.reduce(0.0) { $0 + abs($1.confidence - Double($1.hits)) } / Double(n)
    }

    /// Mean confidence minus accuracy: positive when overconfident. No binning enters.
    public var signedGap: Double? {
        n == 0 ? nil : bins.reduce(0.0) { $0 + ($1.confidence - Double($1.hits)) } / Double(n)
    }

    /// Maximum calibration error: the largest |gap_b| over bins of at least `minimumCount` judgements. `nil` when none
    /// is that full. Without a floor the smallest bin decides.
    public func mce(minimumCount: Int = 1) -> Double? {
        bins.filter { $0.count >= max(1, minimumCount) }.map { abs($0.gap) }.max()
    }

    /// Average calibration error: the mean of |gap_b| over non-empty bins, each bin alike (netcal's ACE; Nixon's
    /// "adaptive" error is another thing).
    public var averageError: Double? {
        let occupied = occupied
        return occupied.isEmpty ? nil : occupied.reduce(0.0) { $0 + abs($1.gap) } / Double(occupied.count)
    }

    /// Root mean squared calibration error: sqrt(sum n_b/N gap_b^2) (torchmetrics 1.9.0, norm "l2").
    public var rootMeanSquare: Double? {
        n == 0 ? nil : sqrt(bins.reduce(0.0) { $0 + Double($1.count) * $1.gap * $1.gap } / Double(n))
    }

    /// Squared calibration error without the bias that noise in the bins adds: sum n_b/N [gap_b^2 - a_b(1-a_b)/(n_b-1)]
    /// (Kumar et al. 2019). It may be negative, which means "not distinguishable from 0". Bins of one judgement have no
    /// variance to subtract and count as they are.
    public var debiasedSquare: Double? {
        guard n > 0 else { return nil }
        let sum = occupied.reduce(0.0) { sum, bin in
            let share = Double(bin.hits) / Double(bin.count)
            let noise = bin.count > 1 ? share * (1 - share) / Double(bin.count - 1) : 0
            return sum + Double(bin.count) * (bin.gap * bin.gap - noise)
        }
        return sum / Double(n)
    }

    /// ECE minus its bias under normal noise: in each bin E|gap + noise| (folded normal, with variance a_b(1-a_b)/n_b)
    /// minus |gap| is subtracted. A closed form of the resampling that Kumar et al. (2019) do with draws.
    public var debiasedECE: Double? {
        guard let plain = ece else { return nil }
        let expected = occupied.reduce(0.0) { sum, bin in
            let share = Double(bin.hits) / Double(bin.count)
            return sum + Double(bin.count)
                * Normal.foldedMean(bin.gap, deviation: sqrt(share * (1 - share) / Double(bin.count)))
        }
        return 2 * plain - expected / Double(n)
    }

    /// The floor: the ECE that a perfectly calibrated model would show on average with these confidences and this n,
    /// sum n_b/N sd_b sqrt(2/pi) with sd_b^2 = sum p(1-p) / n_b^2.
    public var nullMean: Double? {
        n == 0 ? nil : bins.reduce(0.0) { $0 + sqrt($1.hitVariance) } * sqrt(2 / .pi) / Double(n)
    }

    /// The value that a perfectly calibrated model's ECE stays below with probability `level`: the mean and variance of
    /// independent half-normal bins, taken as normal.
    public func nullBound(level: Double = 0.95) -> Double? {
        guard let mean = nullMean else { return nil }
        let variance = bins.reduce(0.0) { $0 + $1.hitVariance } * (1 - 2 / .pi)
        return mean + Normal.quantile(level) * sqrt(variance) / Double(n)
    }

    /// Whether the share that came true never falls from one non-empty bin to the next.
    public var isMonotone: Bool {
        let shares = occupied.compactMap(\.accuracy)
        return zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 }
    }
}

/// ECE_sweep (Roelofs et al. 2022): the ECE at the largest number of bins up to which the bins' shares rise monotonically.
public enum SweepECE {
    /// The error and the number of bins, from a way to bin; stops at the first number of bins that is not monotone.
    /// `nil` for no judgements.
    public static func sweep(limit: Int, _ bins: (Int) -> BinnedCalibration) -> (ece: Double, bins: Int)? {
        var best: (ece: Double, bins: Int)?
        for count in 1...max(1, limit) {
            let binned = bins(count)
            guard binned.isMonotone, let ece = binned.ece else { break }
            best = (ece, count)
        }
        return best
    }
}
