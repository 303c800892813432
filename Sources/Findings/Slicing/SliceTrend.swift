import Artifacts
import Record
import Statistics
import Tallies

/// One slice then and now, on the items that both versions were evaluated on.
struct SliceTrend: Sendable {
    /// Its pairs.
    let counts: PairCounts
    /// The p-value of no change after Holm's correction over the slices it was given with.
    private(set) var adjusted: Double

    /// The level at which it stands: that of all tests against the baseline.
    let level: Double

    private init(counts: PairCounts, level: Double) {
        self.counts = counts
        self.level = level
        adjusted = 1
    }

    /// The trend of each of the slices with these rows.
    static func all(
        _ slices: [RowSet], _ evaluation: Evaluation, _ pairing: Pairing, _ units: ResamplingUnits, level: Double
    ) -> [SliceTrend] {
        var trends = slices.map { SliceTrend(counts: pairing.counts(of: $0, in: evaluation, units), level: level) }
        for (index, p) in Multiplicity.holm(trends.map(\.counts.p)).enumerated() { trends[index].adjusted = p }
        return trends
    }

    /// Share wrong in the baseline.
    var baseline: Measure? {
        counts.errorBefore(method: "slice-trend")
    }

    /// New when the baseline had no error there; worse or better when the corrected test says so; not measured where no
    /// item of it was evaluated in both.
    var state: LifeCycle {
        guard counts.n > 0 else { return .notMeasured }
        if counts.rightBefore == counts.n, counts.rightNow < counts.n { return .new }
        guard adjusted <= level else { return .persisting }
        return counts.broken > counts.fixed ? .worse : .better
    }
}
