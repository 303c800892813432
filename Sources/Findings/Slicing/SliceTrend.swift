import Artifacts
import Exhibits
import Statistics
import Tallies

/// One slice then and now, on the items that both versions were evaluated on.
struct SliceTrend: Sendable {
    /// Its pairs.
    private(set) var counts = PairCounts()
    /// McNemar's p-value after Holm's correction over the slices it was given with.
    private(set) var adjusted = 1.0

    /// The trend of each of the slices with these rows.
    static func all(_ slices: [RowSet], _ evaluation: Evaluation, _ pairing: Pairing) -> [SliceTrend] {
        var trends = slices.map { slice in
            var trend = SliceTrend()
            for (index, row) in pairing.rows.enumerated() where slice.contains(row) {
                trend.counts.add(before: pairing.wasRight(index, in: evaluation), now: evaluation.isCorrect(row))
            }
            return trend
        }
        for (index, p) in Multiplicity.holm(trends.map(\.counts.p)).enumerated() { trends[index].adjusted = p }
        return trends
    }

    /// Share wrong in the baseline.
    var baseline: Measure? {
        Measure.rate(counts.n - counts.rightBefore, of: counts.n, method: "slice-trend")
    }

    /// New when the baseline had no error there; worse or better when the corrected test says so.
    var state: State {
        if counts.n > 0, counts.rightBefore == counts.n, counts.rightNow < counts.n { return .new }
        guard adjusted <= 0.05 else { return .persisting }
        return counts.broken > counts.fixed ? .worse : .better
    }
}
