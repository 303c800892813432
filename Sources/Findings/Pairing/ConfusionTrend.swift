import Artifacts
import Record
import Statistics

/// One confused pair then and now, on the items that both versions were evaluated on.
struct ConfusionTrend: Sendable {
    /// Items of the ground truth's class in both.
    private(set) var n = 0
    /// Read so now.
    private(set) var now = 0
    /// Read so by the baseline.
    private(set) var then = 0
    /// Read so now and not then.
    private(set) var gained = 0
    /// Read so then and not now.
    private(set) var lost = 0
    /// Two-sided p-value of as many items leaving the pair as entering it.
    let p: Double
    /// The rate in the baseline.
    let baseline: Measure?

    /// The pair `truth` predicted as `predicted`.
    init(
        _ truth: Int, as predicted: Int, in evaluation: Evaluation, _ pairing: Pairing, _ units: ResamplingUnits
    ) {
        var moves = PairCounts()
        for (index, row) in pairing.rows.enumerated() where Int(evaluation.items.labels[row]) == truth {
            let isNow = Int(evaluation.predictions.predicted[row]) == predicted
            let isThen = Int(pairing.before[index]) == predicted
            n += 1
            if isNow { now += 1 }
            if isThen { then += 1 }
            if isNow && !isThen { gained += 1 }
            if isThen && !isNow { lost += 1 }
            moves.add(before: !isThen, now: !isNow, unit: units.areShared ? units.codes[row] : nil)
        }
        p = moves.p
        baseline = moves.errorBefore(method: "confusion-excess")
    }

    /// The state, given `p` after correction for all pairs that are reported.
    func state(adjusted p: Double) -> LifeCycle {
        if then == 0, now > 0 { return .new }
        guard p <= 0.05 else { return .persisting }
        return gained > lost ? .worse : .better
    }

}
