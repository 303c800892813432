// How sure a calibration error is.
//
// A calibration error is a mean of absolute gaps. Noise in a gap of 0 raises it and noise in a large gap does not, so the
// error of n rows lies above that of infinitely many by what chance adds: all of it when the model is calibrated, nothing
// when every gap is far from 0. A percentile interval of resampled rows adds the same noise once more and leaves the truth
// out; mirrored at the value it takes off too little, for the gaps that it starts from are too large already.

/// The interval of an error that noise can only raise.
public enum ErrorInterval {
    /// Models without the fault that an error is compared with.
    public static let draws = 200

    /// The interval.
    ///
    /// The lower end is 0 where at least 2.5 % of calibrated models show as much; else the value less what chance adds and
    /// 1.96 standard deviations of the replicates. The upper end is the value and as many deviations more: chance raises
    /// the value, and what it adds is not taken off twice, for replicates of small gaps tell too much of it. It reaches `reach`
    /// at least: the largest error that is known to be possible by other means where rows are too few or too alike to show
    /// how much they vary.
    ///
    /// - Parameters:
    ///   - replicates: the error in each bootstrap replicate.
    ///   - noise: the error of each of several models that have none but by chance; `nil` for a number that is never 0 but
    ///     by chance, which then has no such lower end.
    ///   - chance: what chance is estimated to add to `value`.
    ///   - reach: what the upper end is at least.
    /// - Returns: `nil` for too few of either that are defined.
    public static func of(
        _ value: Double, replicates: [Double], noise: [Double]?, chance: Double, reach: Double = 0,
        within bounds: ClosedRange<Double> = 0...1, level: Double = 0.95
    ) -> ConfidenceInterval? {
        let replicates = replicates.filter(\.isFinite)
        let noise = noise?.filter(\.isFinite)
        guard value.isFinite, replicates.count >= PoissonBootstrap.fewest,
            noise.map({ $0.count >= PoissonBootstrap.fewest }) ?? true, let mean = ExactSum.mean(replicates)
        else { return nil }
        let squares = ExactSum.of(replicates.lazy.map { ($0 - mean) * ($0 - mean) })
        let half =
            Normal.twoSidedPoint(level: level) * (squares / Double(replicates.count - 1)).squareRoot()
        // Rounding must not decide where a model of few rows shows exactly this.
        let isShown =
            noise.map { noise in
                let asMuch = noise.count { $0 >= value * (1 - 1e-9) }
                return Double(1 + asMuch) / Double(1 + noise.count) <= (1 - level) / 2
            } ?? true
        let low = isShown ? value - max(0, chance) - half : 0
        let high = max(reach, value + half)
        return ConfidenceInterval(
            low: max(bounds.lowerBound, min(value, low)), high: min(bounds.upperBound, high), level: level)
    }
}

/// The gaps that an error adds up, cell by cell, as shares of all rows: in the whole, and in every bootstrap replicate.
public struct GapReplicates: Sendable, Equatable {
    /// The error of each replicate if no gap of the whole were real: what units alone make of it, however they depend.
    public let noise: [Double]
    private let whole: [Double]
    /// Variance over the replicates of each cell's gap.
    private let variances: [Double]

    /// The same from what was added up cell by cell.
    public init(whole: [Double], noise: [Double], variances: [Double]) {
        (self.whole, self.noise, self.variances) = (whole, noise, variances)
    }

    /// Gaps of the cells in the whole, and in each replicate; replicates without rows are left out.
    public init(whole: [Double], replicates: [[Double]]) {
        let replicates = replicates.filter { $0.allSatisfy(\.isFinite) }
        self.whole = whole
        noise = replicates.map { zip($0, whole).reduce(0.0) { $0 + abs($1.0 - $1.1) } }
        variances = whole.indices.map { cell in
            replicates.count < 2
                ? 0
                : replicates.reduce(0.0) { sum, replicate in
                    let deviation = replicate[cell] - whole[cell]
                    return sum + deviation * deviation
                } / Double(replicates.count)
        }
    }

    /// What chance adds to the sum of absolute gaps. In each cell E|gap + noise| (folded normal) less the gap, where the
    /// gap's square is the measured one less the noise's, for noise has enlarged it once. `calibrated` is the variance of
    /// each cell's gap if every confidence were true; it counts as one row beside the `counts` of the cell, for a few rows
    /// that all came true show no variance.
    public func chance(calibrated: [Double] = [], counts: [Int] = []) -> Double {
        whole.indices.reduce(0.0) { sum, cell in
            var variance = variances[cell]
            if !calibrated.isEmpty {
                let n = Double(counts[cell])
                variance = (variance * n + calibrated[cell]) / (n + 1)
            }
            let gap = max(0, whole[cell] * whole[cell] - variance).squareRoot()
            return sum + Normal.foldedMean(gap, deviation: variance.squareRoot()) - gap
        }
    }
}

extension GapReplicates {
    /// The gaps of bins of other confidences for the same rows, and the error of each replicate: confidences, outcomes and
    /// weights row by row, `whole` what they come to as they are.
    public static func binned(
        _ confidence: [Double], _ correct: [Bool], _ rule: EqualWidthBins, whole: [Double], weights: BootstrapWeights
    ) -> (gaps: GapReplicates, errors: [Double]) {
        let sums = weights.sums(confidence.indices, columns: rule.count + 1) { row, sums in
            // In whole numbers of 2^-32, so that no order of rows can show.
            let gap = Int64((confidence[row] * 0x1p32).rounded()) - (correct[row] ? 1 << 32 : 0)
            sums[rule.index(of: confidence[row])] += gap
            sums[rule.count] += 1
        }
        let totals = sums[rule.count].sums
        let byBin = sums[..<rule.count].map(\.sums)
        let shares = totals.indices.map { lane in byBin.map { Double($0[lane]) * 0x1p-32 / Double(totals[lane]) } }
        return (
            GapReplicates(whole: whole, replicates: shares), shares.map { $0.reduce(0) { $0 + abs($1) } }
        )
    }
}

extension BinnedCalibration {
    /// The gap of each bin as a share of all rows: what ECE adds up.
    public var shares: [Double] { bins.map { ($0.confidence - Double($0.hits)) / Double(n) } }

    /// The variance of each of `shares` if every confidence were true.
    public var calibratedVariances: [Double] { bins.map { $0.hitVariance / Double(n) / Double(n) } }
}
