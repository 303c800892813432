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
}
