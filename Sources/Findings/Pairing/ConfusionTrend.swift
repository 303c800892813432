import Record
import Statistics
import Tallies

/// One confused pair then and now, on the items that both versions were evaluated on.
struct ConfusionTrend: Sendable {
    /// Items of the ground truth's class in both; "right" is one that is not predicted so.
    private let moves: PairCounts
    /// Predicted so now.
    var now: Int { moves.n - moves.rightNow }
    /// Predicted so by the baseline.
    var then: Int { moves.n - moves.rightBefore }
    /// Predicted so now and not then.
    private var gained: Int { moves.broken }
    /// Predicted so then and not now.
    private var lost: Int { moves.fixed }
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
        self.moves = moves
        p = moves.p
        baseline = moves.errorBefore(method: "confusion-excess")
    }

    /// What became of a pair that this version does not list: better beyond chance and as rare as `expected`, the share of the
    /// class that chance puts there, is fixed.
    func state(of mode: FailureMode, measure: Measure?, expected: Double, _ levels: TestLevels) -> LifeCycle {
        guard let measure, moves.n > 0 else { return .notMeasured }
        guard levels.adjusted(mode.stableID, .comparison, .listed) <= levels[.comparison, .listed] else {
            return .neutral
        }
        if gained > lost { return .worse }
        return now == 0 || measure.interval.low <= expected ? .fixed : .better
    }

    /// What it says moved, where the test of the pairs that it was tested among says so.
    func movement(of mode: FailureMode, _ levels: TestLevels, among part: TestPart = .listed) -> Movement? {
        guard case .confusion(let truth, let predicted) = mode else { return nil }
        let adjusted = levels.adjusted(mode.stableID, .comparison, part)
        guard adjusted <= levels[.comparison, part] else { return nil }
        return moves.movementOfShare(
            of: .confusion(truth: truth, predicted: predicted), p: adjusted, method: "confusion-trend")
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
