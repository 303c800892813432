// Whether a detector's scores are true: over all of them, and bin by bin, since too high a score in one range and too low a
// one in another leave the sum alone.

import Artifacts
import Record
import Statistics
import Tallies

/// p-values of "every score is the probability of a true positive". Detections of an image vary together, so each is that
/// of independent detections or that of the sums of images (of units, where images share some), whichever is larger.
struct DetectionGaps {
    /// Two-sided p-value of the number of true positives.
    let overall: Double
    /// That of the bin that is most surprising, corrected for all bins that hold detections (Bonferroni).
    let binned: Double

    /// Tests the detections of `book`, whose histogram is `histogram`, in bins of `rule`.
    init(_ histogram: ScoreHistogram, _ rule: EqualWidthBins, _ book: DetectionBook) {
        let ids = book.evaluation.unitIDs
        var all: [UInt64: ExactSum] = [:]
        var byBin: [Int: [UInt64: ExactSum]] = [:]
        for detection in book.detections {
            let excess = detection.score - (detection.object == nil ? 0 : 1)
            let unit = ids[detection.image]
            all[unit, default: ExactSum()].add(excess)
            byBin[rule.index(of: detection.score), default: [:]][unit, default: ExactSum()].add(excess)
        }
        overall = Self.p(histogram.scoreLevels, all)
        let smallest = byBin.map { bin, sums in
            Self.p(histogram.scoreLevels.filter { rule.index(of: $0.score) == bin }, sums)
        }.min()
        binned = min(1, Double(byBin.count) * (smallest ?? 1))
    }

    /// The p-values tested.
    var pValues: [Double] { [overall, binned] }

    /// The same corrected for each other by Holm.
    var adjusted: (overall: Double, binned: Double) {
        let adjusted = Multiplicity.holm(pValues)
        return (adjusted[0], adjusted[1])
    }

    private static func p(_ levels: [ScoreHistogram.ScoreLevel], _ sums: [UInt64: ExactSum]) -> Double {
        let alone = CalibrationTest.hits(levels[...], exactly: PoissonBinomial.exactTrials)
            .twoSided(levels.reduce(0) { $0 + $1.hits })
        return max(alone, UnitConfidenceTally.gapP(sums.sorted { $0.key < $1.key }.map(\.value.value)))
    }
}
