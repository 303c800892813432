// The interval of a number that whole units are resampled for: a detector's average precision, by image.

import Foundation

/// Intervals from replicates in which units count as often as their weights say.
public enum UnitBootstrap {
    /// Fewest units that an interval is made from: fewer are drawn nearly alike again and again, and show less variation than
    /// there is.
    public static let fewestUnits = 20

    /// How many replicates it is made from: it takes their mean and deviation, which so many tell as well as a thousand tell
    /// percentiles.
    public static let replicates = 200

    /// The interval of `value`: the value less the bias of the replicates, with as many of their standard deviations on both
    /// sides as Student's point for the number of units says, and the value itself inside.
    ///
    /// Precision is interpolated by a running maximum, which is too high in a sample by more than resampling the sample shows
    /// (a bootstrap misses part of the bias of such estimates: Sen, Banerjee & Woodroofe, Annals of Statistics 38:1953,
    /// 2010): two to three times as much in simulation. So the arm on the side that the bias points to is longer by `hidden` times the bias: twice for average
    /// precision, three times for a gain, the difference of two of them that are biased unlike.
    ///
    /// A share has it on the scale of the arc sine of its root, where the deviation does not depend on the share, so that it
    /// stays within 0 and 1 without being cut there. Other numbers have it as they are, cut at `bounds`. `looks` is of how
    /// many numbers it was chosen for how it came out: its interval then holds for all of them at once.
    ///
    /// - Returns: `nil` for fewer than `fewestUnits`, for too few replicates that are defined, and where all are the same.
    public static func interval(
        _ value: Double, _ replicates: [Double], units: Int, within bounds: ClosedRange<Double> = 0...1,
        oneOf looks: Int = 1, hidden: Double = 2,
        level: Double = 0.95
    ) -> ConfidenceInterval? {
        guard units >= fewestUnits, PoissonBootstrap.interval(replicates) != nil else { return nil }
        let isShare = bounds == 0...1
        func scaled(_ x: Double) -> Double { isShare ? asin(max(0, min(1, x)).squareRoot()) : x }
        func unscaled(_ x: Double) -> Double {
            guard isShare else { return max(bounds.lowerBound, min(bounds.upperBound, x)) }
            let root = sin(max(0, min(.pi / 2, x)))
            return root * root
        }
        let finite = replicates.filter(\.isFinite).map(scaled)
        guard let mean = ExactSum.mean(finite) else { return nil }
        let n = Double(units)
        // A weight of mean 1 has variance 1, that of n drawn with replacement 1 - 1/n, and a sample's is n/(n - 1) times less.
        let variance =
            ExactSum.of(finite.lazy.map { ($0 - mean) * ($0 - mean) }) / Double(finite.count - 1) * n / (n - 1)
        let half =
            StudentT.twoSidedPoint(level: Multiplicity.sidakLevel(level, of: looks), degrees: n - 1)
            * variance.squareRoot()
        let bias = mean - scaled(value)
        let centre = scaled(value) - bias
        return ConfidenceInterval(
            low: unscaled(centre - half - max(0, hidden * bias)), high: unscaled(centre + half - min(0, hidden * bias)),
            level: level
        )
        .holding(value)
    }

    /// How much higher the replicates are on average than the number they resample: an estimate of how much higher the
    /// number itself is than that of infinitely many units. `nil` for too few that are defined.
    public static func bias(_ value: Double, _ replicates: [Double]) -> Double? {
        let finite = replicates.filter(\.isFinite)
        guard finite.count >= PoissonBootstrap.fewest, let mean = ExactSum.mean(finite) else { return nil }
        return mean - value
    }
}
