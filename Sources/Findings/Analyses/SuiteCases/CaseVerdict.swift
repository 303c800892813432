// How a case of a suite is decided. It passes by its own interval, for each case has to, so that looking at many makes it no
// easier. It fails only by the interval that holds for all cases at once, for of many that lie on their bounds some come out below
// by chance. Everything between is inconclusive, as a gate on every class is.

import Record
import Statistics
import Tallies

/// A verdict, and what would decide it where it is open.
struct CaseVerdict: Sendable, Equatable {
    let state: GateStatus
    /// About how many images, or units where they share some, would decide it; `nil` where it is decided, or no number would.
    let deciding: Int?

    /// Of a case that nothing is known of.
    static let notMeasured = CaseVerdict(.notMeasured, units: 0) { nil }

    /// A verdict that is open when `deciding` is asked for.
    private init(_ state: GateStatus, units: Int, deciding: () -> Int?) {
        self.state = state
        // Fewer than there are decide nothing: where the estimate says so it is too coarse to be said.
        self.deciding = state == .undecided ? deciding().flatMap { $0 > units ? $0 : nil } : nil
    }

    /// A share that is to be at least `bound`, one of `looks` that are judged together. `rate` has its own interval,
    /// `counts` are as many independent rows as it rests on.
    init(_ rate: Measure, _ counts: (successes: Int, n: Int), atLeast bound: Double, oneOf looks: Int) {
        let units = rate.units ?? rate.n
        let level = Multiplicity.sidakLevel(rate.interval.level, of: looks)
        // Wilson's upper end lies too low where the bound is near 1 and rows are few: 50 rows would fail a bound of 0.98 that is just
        // kept in 8 of 100 data sets. That of Clopper and Pearson never does.
        let together = Proportion(counts.successes, of: counts.n)?.clopperPearson(level: level)
        let state: GateStatus
        if units < Gate.fewestUnits {
            state = .undecided
        } else if rate.interval.low >= bound {
            state = .passed
        } else {
            let isBelow = rate.interval.high < bound && (together?.high ?? 1) < bound
            state = isBelow ? .failed : .undecided
        }
        self.init(state, units: units) {
            let margin = rate.value - bound
            let high = max(rate.interval.high, together?.high ?? 1)
            let reach = margin > 0 ? rate.value - rate.interval.low : high - rate.value
            return Gate.sizeThatDecides(units, margin: margin, reach: reach)
        }
    }

    /// A share that is not to move by more than `tolerance` against the baseline. Passed where the whole interval of the change lies
    /// within, failed where the whole one for all `looks` lies beyond and the exact test finds a change at that level.
    init?(_ counts: PairCounts, within tolerance: Double, oneOf looks: Int) {
        guard let own = counts.change(method: "paired-change"),
            let together = counts.change(oneOf: looks, method: "paired-change")
        else { return nil }
        let units = counts.unitCount
        let level = Multiplicity.sidakLevel(own.interval.level, of: looks)
        let state: GateStatus
        if units < Gate.fewestUnits {
            state = .undecided
        } else if own.interval.low >= -tolerance, own.interval.high <= tolerance {
            state = .passed
        } else {
            let isBeyond = together.interval.low > tolerance || together.interval.high < -tolerance
            state = isBeyond && counts.p <= 1 - level ? .failed : .undecided
        }
        self.init(state, units: units) {
            let (value, up, down) = (own.value, own.interval.high - own.value, own.value - own.interval.low)
            if abs(value) < tolerance {
                // Both arms have to fit in, each into its own room.
                return Gate.sizeThatDecides(
                    units, margin: 1, reach: max(up / (tolerance - value), down / (tolerance + value)))
            }
            return Gate.sizeThatDecides(
                units, margin: abs(value) - tolerance,
                reach: value > 0 ? value - together.interval.low : together.interval.high - value)
        }
    }
}

extension UnitProportion {
    /// Whole counts of as many independent rows as these are worth, not more of them wrong than are.
    var cautious: (successes: Int, n: Int) {
        let size = effectiveSize().rounded(.down)
        guard n > 0, size > 0 else { return (0, 0) }
        let right = min(size, (Double(successes) / Double(n) * size).rounded(.up))
        return (Int(exactly: right) ?? 0, Int(exactly: size) ?? 0)
    }
}
