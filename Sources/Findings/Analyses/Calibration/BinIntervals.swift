import Statistics
import Tallies

/// Intervals of bins of confidence whose rows may share units.
struct BinIntervals {
    private let byUnit: UnitConfidenceTally

    init(_ byUnit: UnitConfidenceTally) { self.byUnit = byUnit }

    /// A bin with the interval of its share right, and the band in which that share lies if every confidence is true.
    struct Shown {
        let bin: ConfidenceBin
        let interval: ConfidenceInterval
        let band: ConfidenceInterval
    }

    /// `bins`, which part all rows by rising confidence; `nil` for an empty one. Rows of a bin count as the independent
    /// rows that they are worth: both intervals are wider by the root of n over that number.
    func shown(_ bins: [ConfidenceBin]) -> [Shown?] {
        let shares = byUnit.areShared ? byUnit.proportions(ofBins: bins.map(\.count)) : []
        return bins.enumerated().map { index, bin in
            guard let interval = bin.wilson(), let band = bin.consistency(), let mean = bin.meanConfidence else {
                return nil
            }
            guard byUnit.areShared else { return Shown(bin: bin, interval: interval, band: band) }
            let share = shares[index]
            guard let wide = share.wilson() else { return nil }
            let half = (band.high - mean) * (Double(bin.count) / share.effectiveSize()).squareRoot()
            return Shown(
                bin: bin, interval: wide, band: ConfidenceInterval(low: mean - half, high: mean + half))
        }
    }

    /// The interval of the largest gap over the bins of at least `fullBin` rows, which part all rows as in `shown`; `nil`
    /// without any. Its lower end is the largest gap that Wilson's intervals leave in a bin, at the level at which all of them
    /// hold at once (Sidak 1967); the upper one the largest gap that a bin's own interval allows, for the bin with the
    /// largest true gap is one of them.
    func largestGap(_ bins: [ConfidenceBin], fullBin: Int, level: Double = 0.95) -> ConfidenceInterval? {
        let full = bins.indices.filter { bins[$0].count >= fullBin }
        guard !full.isEmpty else { return nil }
        let shares = byUnit.areShared ? byUnit.proportions(ofBins: bins.map(\.count)) : []
        func interval(_ bin: Int, _ level: Double) -> ConfidenceInterval? {
            byUnit.areShared ? shares[bin].wilson(level: level) : bins[bin].wilson(level: level)
        }
        let all = Multiplicity.sidakLevel(level, of: full.count)
        var (low, high) = (0.0, 0.0)
        for bin in full {
            guard let mean = bins[bin].meanConfidence, let own = interval(bin, level), let joint = interval(bin, all)
            else { continue }
            low = max(low, joint.low - mean, mean - joint.high)
            high = max(high, own.high - mean, mean - own.low)
        }
        return ConfidenceInterval(low: low, high: high, level: level)
    }
}
