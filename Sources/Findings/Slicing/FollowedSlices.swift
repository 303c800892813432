// Slices that were listed and no longer are. The archive keeps what defined them, so each version measures them again,
// whether they fail or not: without that, a slice that falls from 21 % to 9 % would look as if it had vanished.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The slices of earlier versions, replayed on this one.
struct FollowedSlices: Sendable {
    /// Most slices that are followed: those listed last come first.
    static let most = 60

    /// In the order of the baseline's list, then of what that version followed itself.
    let modes: [FollowedMode]

    /// Replays what the baseline listed or followed, those in `listed` (ids of this version's findings) aside.
    init(_ examination: Examination, _ columns: SliceColumns, listed: [String], level: Double) {
        guard let baseline = examination.baseline, let pairing = examination.pairing,
            let section = baseline.audit.section("slices")
        else {
            modes = []
            return
        }
        let evaluation = examination.evaluation
        let before =
            section.findings.map { (mode: $0.mode, version: baseline.audit.version.name) }
            + (section.followed ?? []).map { (mode: $0.mode, version: $0.listedIn) }
        var known = Set(listed)
        var wanted: [(mode: FailureMode, version: String, rows: RowSet)] = []
        for (mode, version) in before where wanted.count < Self.most {
            guard case .slice(let predicates) = mode, known.insert(mode.stableID).inserted,
                Self.mayBeShown(predicates, columns, examination.settings)
            else { continue }
            wanted.append((mode, version, RowSet(columns.rows(predicates).rows, of: evaluation.count)))
        }
        let trends = SliceTrend.all(wanted.map(\.rows), evaluation, pairing, examination.units, level: level)
        let overall = Proportion(evaluation.wrongRows.count, of: evaluation.count)?.value ?? 0
        modes = zip(wanted, trends).map { slice, trend in
            var rows: [Int] = []
            slice.rows.forEach { rows.append($0) }
            let errors = rows.count { !evaluation.isCorrect($0) }
            let measure = examination.units.rate(of: rows, method: "slice-follow") { !evaluation.isCorrect($0) }
            return FollowedMode(
                slice.mode, listedIn: slice.version, measure: measure, errors: errors, baseline: trend.baseline,
                p: trend.adjusted, state: Self.state(measure, errors, trend, overall: overall))
        }
    }

    /// Whether no condition is on an attribute that is withheld now.
    private static func mayBeShown(
        _ predicates: [Predicate], _ columns: SliceColumns, _ settings: WorkspaceSettings
    ) -> Bool {
        guard let shown = settings.publish else { return true }
        return predicates.allSatisfy { predicate in
            predicate.attribute == Predicate.label || columns.column(predicate.attribute) != nil
                || shown.contains { Name($0) == predicate.attribute }
        }
    }

    /// Since the baseline: no change that is beyond chance; fixed when no item is wrong, or when it is better beyond chance and the interval reaches the rate of all items.
    private static func state(_ measure: Measure?, _ errors: Int, _ trend: SliceTrend, overall: Double) -> LifeCycle {
        guard let measure else { return .notMeasured }
        if errors == 0 { return .fixed }
        guard trend.adjusted <= trend.level else { return .neutral }
        if trend.counts.broken > trend.counts.fixed { return .worse }
        return measure.interval.low <= overall ? .fixed : .better
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
