// Whether a model is calibrated at all is a question that its own confidences answer without any approximation: if each
// is the chance of being right, the number of hits is a sum of coins whose chances are known. Two statistics are tested,
// the number of hits of all rows and the calibration error of the bins, since too much confidence in one range and too
// little in another leave the first alone.

/// p-values of "every confidence is the probability of being right", for rows that do not share units.
public struct CalibrationTest: Sendable {
    /// Two-sided p-value of the number of hits: exact up to `PoissonBinomial.exactTrials` rows.
    public let overall: Double
    /// p-value of an expected calibration error at least as large: the share of `draws` from that model, the data among
    /// them, so that it is valid at any n (Barnard, J. R. Stat. Soc. B 25:294, 1963).
    public let binned: Double

    /// Random draws of the hits of each bin.
    public static let draws = 9_999
    /// A bin of more rows than this is drawn as if all its confidences were their mean, which varies no less.
    private static let exactRows = 1_000

    /// Tests judgements in bins of confidence.
    public init(_ histogram: ScoreHistogram, _ rule: EqualWidthBins) {
        overall = Self.hits(histogram.scoreLevels[...], exactly: PoissonBinomial.exactTrials).twoSided(histogram.hits)
        var random = SeededGenerator(seed: UInt64(truncatingIfNeeded: histogram.n))
        var seen = 0.0
        var sums = [Double](repeating: 0, count: Self.draws)
        var rest = histogram.scoreLevels[...]
        while let first = rest.first {
            let bin = rule.index(of: first.score)
            let levels = rest.prefix { rule.index(of: $0.score) == bin }
            rest = rest.dropFirst(levels.count)
            let expected = Self.hits(levels, exactly: Self.exactRows)
            seen += abs(Double(levels.reduce(0) { $0 + $1.hits }) - expected.mean)
            for (index, hits) in Self.drawn(expected, of: levels.reduce(0) { $0 + $1.count }, &random).enumerated() {
                sums[index] += abs(hits - expected.mean)
            }
        }
        // Sums of the same counts may differ in their last digits.
        let bar = seen - 1e-9 * max(1, seen)
        binned = Double(1 + sums.count { $0 >= bar }) / Double(1 + Self.draws)
    }

    /// Random numbers of hits of so many rows.
    private static func drawn(_ expected: PoissonBinomial, of trials: Int, _ random: inout SeededGenerator) -> [Double]
    {
        guard let (first, shares) = expected.cumulative else {
            let chance = trials == 0 ? 0 : expected.mean / Double(trials)
            return (0..<draws).map { _ in Double(random.binomial(trials, chance: chance)) }
        }
        return (0..<draws).map { _ in
            let u = random.unit()
            var (low, high) = (0, shares.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if u < shares[middle] { high = middle } else { low = middle + 1 }
            }
            return Double(first + low)
        }
    }

    /// How many of some rows would be hits.
    package static func hits(_ levels: ArraySlice<ScoreHistogram.ScoreLevel>, exactly most: Int) -> PoissonBinomial {
        let sums = levels.reduce(into: ConfidenceBin()) { $0.add($1) }
        guard sums.count <= most else {
            return PoissonBinomial(trials: sums.count, mean: sums.confidence, variance: sums.hitVariance)
        }
        return PoissonBinomial(levels.flatMap { repeatElement($0.score, count: $0.count) })
    }
}
