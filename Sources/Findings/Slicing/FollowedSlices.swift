// Slices that were listed and no longer are. The archive keeps what defined them, so each version measures them again,
// whether they fail or not: without that, a slice that falls from 21 % to 9 % would look as if it had vanished.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The slices of earlier versions, replayed on this one.
struct FollowedSlices: Sendable {
    /// In the order of the baseline's list, then of what that version followed itself.
    let modes: [FollowedMode]

    /// Replays what the baseline listed or followed, those in `listed` (ids of this version's findings) aside.
    init(_ examination: Examination, _ trends: SliceTrends?, listed: [String], _ levels: TestLevels) {
        let evaluation = examination.evaluation
        let overall = Proportion(evaluation.wrongRows.count, of: evaluation.count)?.value ?? 0
        let known = Set(listed)
        modes = (trends?.earlier ?? []).filter { !known.contains($0.mode.stableID) }.compactMap { slice in
            guard let trend = trends?.trend(of: slice, levels) else { return nil }
            var rows: [Int] = []
            slice.rows.forEach { rows.append($0) }
            let errors = rows.count { !evaluation.isCorrect($0) }
            let measure = examination.units.rate(of: rows, method: "slice-follow") { !evaluation.isCorrect($0) }
            return FollowedMode(
                slice.mode, listedIn: slice.listedIn, measure: measure, errors: errors, baseline: trend.baseline,
                p: trend.adjusted ?? 1, state: Self.state(measure, errors, trend, overall: overall),
                formerly: slice.formerly)
        }
    }

    /// Since the baseline: no change that is beyond chance; fixed when it is better beyond chance and no item is wrong, or the
    /// interval reaches the rate of all items.
    private static func state(_ measure: Measure?, _ errors: Int, _ trend: SliceTrend, overall: Double) -> LifeCycle {
        guard let measure else { return .notMeasured }
        guard let adjusted = trend.adjusted, adjusted <= trend.level else { return .neutral }
        if trend.counts.broken > trend.counts.fixed { return .worse }
        return errors == 0 || measure.interval.low <= overall ? .fixed : .better
    }

    /// What became of each.
    var table: Table {
        let titles = [
            Table.Column("slice", "Slice"),
            Table.Column("state", "Since the baseline", .state, method: "slice-follow"),
            Table.Column("listed", "Listed in"),
            Table.Column("before", "Rate in the baseline", .number, method: "slice-follow"),
            Table.Column("interval", "Rate now, 95 % interval, │ baseline", .interval, method: "wilson"),
            Table.Column("rate", "Rate", .number), Table.Column("errors", "Errors", .number),
            Table.Column("n", "of rows", .number),
            Table.Column("p", "p, corrected", .number, method: "mcnemar-exact"),
        ]
        let rows = modes.map { mode -> [Cell] in
            var name = Cell.text(mode.mode.name)
            if case .slice(let predicates) = mode.mode { name = .predicates(predicates, target: nil) }
            let before: Cell = mode.baseline.map { .number($0.value, .proportion) } ?? .none("no image in both")
            let start = [name, .state(Mark(mode.state), nil), .text(mode.listedIn), before]
            guard let measure = mode.measure else {
                return start + [.none("no such rows"), .none("–"), .none("–"), .number(0, .count), .none("–")]
            }
            return start + [
                .interval(of: measure, mark: mode.baseline?.value), .number(measure.value, .proportion),
                .number(Double(mode.errors), .count), .number(Double(measure.n), .count), .number(mode.p, .pValue),
            ]
        }
        return Table(columns: titles, rows: rows)
    }
}
