import Record
import Statistics
import Tallies

/// One confused pair then and now, on the items that both versions were evaluated on.
struct ConfusionTrend: Sendable {
    /// Items of the ground truth's class in both.
    let n: Int
    /// Read so now.
    let now: Int
    /// Read so by the baseline.
    let then: Int
    /// Read so now and not then.
    let gained: Int
    /// Read so then and not now.
    let lost: Int
    /// Two-sided p-value of as many items leaving the pair as entering it.
    let p: Double
    /// The rate in the baseline.
    let baseline: Measure?

    /// The pair `truth` predicted as `predicted`.
    init(_ truth: Int, as predicted: Int, in pairs: PairTally) {
        var moves = PairCounts()
        pairs.forEach { pair, rows in
            guard Int(pair.label) == truth else { return }
            moves.add(
                before: Int(pair.before) != predicted, now: Int(pair.now) != predicted, unit: pair.unit, count: rows)
        }
        n = moves.n
        now = n - moves.rightNow
        then = n - moves.rightBefore
        gained = moves.broken
        lost = moves.fixed
        p = moves.p
        baseline = moves.errorBefore(method: "confusion-excess")
    }

    /// What became of a pair that this version does not list: better beyond chance and as rare as `expected`, the share of the
    /// class that chance puts there, is fixed.
    func state(of mode: FailureMode, measure: Measure?, expected: Double, _ levels: TestLevels) -> LifeCycle {
        guard let measure, n > 0 else { return .notMeasured }
        guard levels.adjusted(mode.stableID, .comparison, .listed) <= levels[.comparison, .listed] else {
            return .neutral
        }
        if gained > lost { return .worse }
        return now == 0 || measure.interval.low <= expected ? .fixed : .better
    }

    /// Worse or better when the test says so, else new when the baseline had none. The test was made of pairs that the baseline listed:
    /// one that only this version lists was chosen for how often it occurs now, and its change is not tested.
    func state(of mode: FailureMode, isListedBefore: Bool, _ levels: TestLevels) -> LifeCycle? {
        let isNew = then == 0 && now > 0
        guard isListedBefore else { return isNew ? .new : nil }
        guard levels.adjusted(mode.stableID, .comparison, .listed) <= levels[.comparison, .listed] else {
            return isNew ? .new : .persisting
        }
        return gained > lost ? .worse : .better
    }
}
