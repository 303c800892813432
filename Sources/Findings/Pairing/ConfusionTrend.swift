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

    /// The state, given `p` after correction for all pairs that are reported, and the level of all tests
    /// against the baseline.
    func state(adjusted p: Double, level: Double) -> LifeCycle {
        if then == 0, now > 0 { return .new }
        guard p <= level else { return .persisting }
        return gained > lost ? .worse : .better
    }

}
