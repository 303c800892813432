import Artifacts
import Statistics

/// Intervals of bins of confidence whose rows may share units.
struct BinIntervals {
    private let evaluation: Evaluation
    private let units: ResamplingUnits
    /// Rows by rising confidence; empty where every row is a unit of its own.
    private let order: [Int]

    init(_ evaluation: Evaluation, _ units: ResamplingUnits) {
        self.evaluation = evaluation
        self.units = units
        let confidence = evaluation.predictions.confidence
        order = units.areShared ? (0..<evaluation.count).sorted { confidence[$0] < confidence[$1] } : []
    }

    /// A bin with the interval of its share right, and the band in which that share lies if every confidence is true.
    struct Shown {
        let bin: ConfidenceBin
        let interval: ConfidenceInterval
        let band: ConfidenceInterval
    }

    /// `bins`, which part all rows by rising confidence; `nil` for an empty one. Rows of a bin count as the independent
    /// rows that they are worth: both intervals are wider by the root of n over that number.
    func shown(_ bins: [ConfidenceBin]) -> [Shown?] {
        var start = 0
        return bins.map { bin in
            defer { start += bin.count }
            guard let interval = bin.wilson(), let band = bin.consistency(), let mean = bin.meanConfidence else {
                return nil
            }
            guard units.areShared else { return Shown(bin: bin, interval: interval, band: band) }
            let share = units.proportion(of: order[start..<start + bin.count], where: evaluation.isCorrect)
            guard let wide = share.wilson() else { return nil }
            let half = (band.high - mean) * (Double(bin.count) / share.effectiveSize()).squareRoot()
            return Shown(
                bin: bin, interval: wide, band: ConfidenceInterval(low: mean - half, high: mean + half))
        }
    }
}
