// How sure the calibration errors are: each beside what calibrated models with these confidences show.

import Record
import Statistics
import Tallies

/// The errors of models whose confidences are true.
struct CalibratedErrors {
    /// The histogram that they are drawn from: that of all rows, with confidences within 1/512 together where there are more.
    let drawnFrom: ScoreHistogram
    let ece: [Double]
    let equalMass: [Double]
    let smooth: [Double]
    let miscalibration: [Double]

    private static let cells = 512

    static func histogram(_ scoreHistogram: ScoreHistogram) -> ScoreHistogram {
        scoreHistogram.scoreLevels.count > cells ? scoreHistogram.coarsened(cells: cells) : scoreHistogram
    }

    init(_ scoreHistogram: ScoreHistogram, edges: [Double], sigma: Double) {
        drawnFrom = Self.histogram(scoreHistogram)
        let drawn = drawnFrom.mapCalibrated { draw in
            (
                draw.bins(HistogramMetrics.rule).ece ?? .nan, draw.bins(between: edges).ece ?? .nan,
                SmoothCalibration.error(of: draw, sigma: sigma) ?? .nan,
                CORPDecomposition(draw)?.miscalibration ?? .nan
            )
        }
        ece = drawn.map(\.0)
        equalMass = drawn.map(\.1)
        smooth = drawn.map(\.2)
        miscalibration = drawn.map(\.3)
    }
}

/// The intervals of the errors of one histogram.
struct ErrorIntervals {
    let ece: ConfidenceInterval?
    let equalMass: ConfidenceInterval?
    let smooth: ConfidenceInterval?
    let miscalibration: ConfidenceInterval?
    let discrimination: ConfidenceInterval?

    init(_ whole: HistogramMetrics, _ replicates: CalibrationReplicates) {
        let drawn = replicates.numbers
        let calibrated = replicates.calibrated
        let width = GapReplicates(whole: whole.bins.shares, replicates: drawn.map(\.bins.shares))
        let mass = GapReplicates(whole: whole.massBins.shares, replicates: drawn.map(\.massBins.shares))
        // Rows that share units vary more together than calibrated models of independent rows show.
        let isShared = replicates.accuracy.units != nil
        let design = isShared ? Self.ratio(width.noise, calibrated.ece) : 1
        func scaled(_ values: [Double], by factor: Double) -> [Double] {
            factor == 1 ? values : values.map { $0 * factor }
        }
        // The gap between mean confidence and accuracy is part of every error, and how large it may be is known exactly.
        let reach = replicates.accuracy.interval.map {
            max(abs(whole.meanConfidence - $0.low), abs(whole.meanConfidence - $0.high))
        }
        func interval(_ value: Double, _ metric: (HistogramMetrics) -> Double, _ noise: [Double], _ chance: Double)
            -> ConfidenceInterval?
        {
            ErrorInterval.of(value, replicates: drawn.map(metric), noise: noise, chance: chance, reach: reach ?? 0)
        }
        func chance(_ gaps: GapReplicates, _ bins: BinnedCalibration) -> Double {
            gaps.chance(
                calibrated: scaled(bins.calibratedVariances, by: design * design), counts: bins.bins.map(\.count))
        }
        let added = chance(width, whole.bins)
        ece = interval(whole.ece, \.ece, scaled(calibrated.ece, by: design), added)
        equalMass = interval(
            whole.equalMass, \.equalMass, scaled(calibrated.equalMass, by: design), chance(mass, whole.massBins))
        // Smoothing takes chance off alike whatever it is, so that of the ECE which chance adds says it here too.
        let share = ExactSum.mean(calibrated.ece).map { $0 > 0 ? min(1, added / ($0 * design)) : 0 } ?? 1
        let smoothNoise = scaled(calibrated.smooth, by: design)
        smooth = interval(
            whole.smooth, \.smooth, smoothNoise, share * (ExactSum.mean(smoothNoise) ?? 0))
        (miscalibration, discrimination) = Self.decomposition(whole, replicates, design: design, reach: reach)
    }

    /// The interval of the ECE of other judgements than those of `whole`: of what a remedy makes of them, of a detector's.
    /// `areShared` says whether rows share units; `share` is the interval of the share that came true, where it is known.
    static func ece(
        _ scoreHistogram: ScoreHistogram, rule: EqualWidthBins, _ gaps: GapReplicates, _ replicates: [Double],
        areShared: Bool, share: ConfidenceInterval? = nil
    ) -> ConfidenceInterval? {
        let bins = scoreHistogram.bins(rule)
        let calibrated = CalibratedErrors.histogram(scoreHistogram).mapCalibrated { $0.bins(rule).ece ?? .nan }
        let design = areShared ? ratio(gaps.noise, calibrated) : 1
        let mean = scoreHistogram.meanConfidence ?? .nan
        return ErrorInterval.of(
            bins.ece ?? .nan, replicates: replicates, noise: calibrated.map { $0 * design },
            chance: gaps.chance(
                calibrated: bins.calibratedVariances.map { $0 * design * design }, counts: bins.bins.map(\.count)),
            reach: share.map { max(abs(mean - $0.low), abs(mean - $0.high)) } ?? 0)
    }

    /// A fitted curve follows noise wherever it is, so that chance adds the same to a large miscalibration as to none, and
    /// as much to discrimination.
    private static func decomposition(
        _ whole: HistogramMetrics, _ replicates: CalibrationReplicates, design: Double, reach: Double?
    ) -> (ConfidenceInterval?, ConfidenceInterval?) {
        let calibrated = replicates.calibrated
        guard let value = whole.corp, let coarse = CORPDecomposition(calibrated.drawnFrom)?.miscalibration else {
            return (nil, nil)
        }
        // What confidences that stand apart add to what those of a cell do is chance, in the value and in the draws alike.
        let noise = calibrated.miscalibration.map { $0 * design * design + value.miscalibration - coarse }
        let chance = ExactSum.mean(noise) ?? 0
        // Rows that are all right or all wrong cannot show what confidence tells apart; it is less than there is to tell.
        let isOneSided = whole.accuracy == 0 || whole.accuracy == 1
        let share = replicates.accuracy.interval.map { ConfidenceInterval($0) }
        let undecidable = isOneSided ? share.map { ShareBounds.variance($0).high } ?? 0 : 0
        return (
            ErrorInterval.of(
                value.miscalibration, replicates: replicates.numbers.map { $0.corp?.miscalibration ?? .nan },
                noise: noise, chance: chance, reach: (reach ?? 0) * (reach ?? 0)),
            ErrorInterval.of(
                value.discrimination, replicates: replicates.numbers.map { $0.corp?.discrimination ?? .nan },
                noise: nil, chance: chance, reach: undecidable)
        )
    }

    /// The interval of the class-wise error. The classes of a row depend on each other, so that calibrated models are not
    /// drawn bin by bin: their noise is that of the replicates around the gaps measured, and at least what `floor` says.
    static func classwise(
        _ value: Double, _ bins: [BinnedCalibration], _ replicates: ClassGapReplicateTally, floor: Double
    ) -> (interval: ConfidenceInterval?, errors: [Double]) {
        let classes = Double(bins.count)
        let (errors, gaps) = replicates.replicated(whole: bins.flatMap { $0.shares.map { $0 / classes } })
        let mean = ExactSum.mean(gaps.noise) ?? 0
        let noise = mean > 0 ? gaps.noise.map { $0 * max(1, floor / mean) } : gaps.noise.map { _ in floor }
        let interval = ErrorInterval.of(
            value, replicates: errors, noise: noise,
            chance: gaps.chance(
                calibrated: bins.flatMap { $0.calibratedVariances.map { $0 / classes / classes } },
                counts: bins.flatMap { $0.bins.map(\.count) }))
        return (interval, errors)
    }

    /// How many times larger the first values are on average, 1 at least.
    private static func ratio(_ values: [Double], _ others: [Double]) -> Double {
        guard let mean = ExactSum.mean(values), let other = ExactSum.mean(others), other > 0 else { return 1 }
        return max(1, mean / other)
    }
}

extension Interval {
    /// The interval of a number that noise can only raise.
    static func error(_ interval: ConfidenceInterval?) -> Interval? {
        interval.map { Interval($0, method: "error-interval") }
    }
}
