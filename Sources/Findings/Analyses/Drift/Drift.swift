// What changed over time where the model runs: what it is sent, what it predicts, how long it takes and how often it errs, day by
// day against the first days.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Telemetry by day.
public struct Drift: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let rows = FactSpec("rows", .count)
        let referenceRows = FactSpec("reference_rows", .count)
        let referenceDays = FactSpec("reference_days", .count)
        let windows = FactSpec("windows", .count)
        let windowDays = FactSpec("window_days", .count)
        let columns = FactSpec("columns", .count)
        let alarms = FactSpec("alarms", "the number of drift alarms", .count, better: .lower)
        let alarmsOpen = FactSpec("alarms_open", "the number of open drift alarms", .count, better: .lower)
        let rises = FactSpec(
            "rises", "the number of days' runs with more errors at the same mix", .count, better: .lower)
        let referenceError = FactSpec("reference_error", .proportion, better: .lower)
        let alarmError = FactSpec("alarm_error", .proportion, better: .lower)
        let errorChange = FactSpec("error_change", .points, better: .lower)
        let mix = FactSpec("mix", .points)
        let within = FactSpec("within", .points)
        let waiting = FactSpec("waiting", .count)
        let expectedError = FactSpec(
            "expected_error", "the error rate expected of the newest days", .proportion, better: .lower)
        let expectedChecked = FactSpec("expected_checked", .count)
        let expectedHeld = FactSpec("expected_held", .count)
        let expectedHeldShare = FactSpec("expected_held_share", .proportion, better: .higher)
        let expectedGap = FactSpec(
            "expected_gap", "the largest gap between the expected and the counted error rate", .points, better: .lower)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case referenceFrom = "reference_from", referenceThrough = "reference_through", open, closed
        case errorSince = "error_since", errorThrough = "error_through", by
        case expectedDays = "expected_days", expectedOutside = "expected_outside", expectedWorst = "expected_worst"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyOpen = "any_open", anyClosed = "any_closed", errorAlarm = "error_alarm", errorOpen = "error_open"
        case rises, risesTested = "rises_tested", waiting, expected, expectedChecked = "expected_checked",
            expectedWrong = "expected_wrong"
        case expectedOutside = "expected_outside"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case strip, alarms, why, steps, error, expected, record
    }

    /// Its card.
    public let card = Card(
        id: "drift", topic: .causes, title: "Drift",
        question: "What changed over time where the model runs, and does it err more?",
        facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: [
            "drift", "drift-alarms", "error-rise", "mix-and-within", "expected-errors", "benjamini-hochberg", "wilson",
            "error-budget",
        ])

    /// What the column of errors is called.
    static let error = Name(RaisedAlarm.errors)

    /// What it reads in the book: the confidence of the evaluation set beside what came true.
    public func requests(_ plan: Plan) -> [any TallyRequest] {
        ExpectedErrors.isAskedFor(plan.evaluation) ? [Confidences()] : []
    }

    /// Compares every window with the reference.
    public func draft(_ examination: Examination) throws -> Draft {
        guard let telemetry = examination.evaluation.telemetry else { throw Missing("no telemetry") }
        guard let days = telemetry.days else { throw Missing("the telemetry has no column time") }
        let rows = DriftRows(telemetry, examination)
        let referenceDays = examination.settings.telemetry.referenceDays
        guard
            let windows = DriftWindows(
                rows.columns, days: days, through: telemetry.waiting.days?.max(), referenceDays: referenceDays)
        else {
            throw Missing(
                "nothing comes after the first \(referenceDays) days of the telemetry, which are the reference (telemetry: "
                    + "reference_days: in misread.yml)")
        }
        // Without an alarm there is nothing that could be a failure mode. The family takes its share of the budget all the same: what
        // others are left must not depend on what came out here.
        let rise =
            windows.alarms(of: Self.error).isEmpty
            ? nil : ErrorRise(telemetry, windows, days: days, errors: rows.errors, examination)
        let untested = FamilyTests(.drift, [1], looks: windows.windows.count)
        return Draft([rise?.tests ?? untested]) { levels in
            let found = rise?.found(at: levels[.drift], smallest: examination.settings.smallestEffect) ?? []
            return section(
                examination, telemetry, windows, rows, days, rise,
                found.compactMap { one in
                    finding(one, telemetry, rows, windows, days, examination.evaluation).map { (one, $0) }
                })
        }
    }

    private func section(
        _ examination: Examination, _ telemetry: Telemetry, _ windows: DriftWindows, _ rows: DriftRows, _ days: [Int32],
        _ rise: ErrorRise?, _ rises: [(days: ErrorRise.Days, finding: Finding)]
    ) -> Section {
        let found = DriftFound(
            windows: windows, rows: rows, days: days, units: MatchedRows.units(of: telemetry, examination))
        let expected = ExpectedErrors(telemetry, rows.errors, windows, examination)
        var exhibits = [
            Exhibit(Shown.strip, .chart(.matrix(found.strip))), Exhibit(Shown.alarms, .table(found.alarms)),
            Exhibit(Shown.error, .chart(.lines(found.errorChart))),
        ]
        if let why = found.why { exhibits.append(Exhibit(Shown.why, .table(why))) }
        if let steps = found.steps { exhibits.append(Exhibit(Shown.steps, .chart(.waterfall(steps)))) }
        var (terms, flags) = (found.terms, found.flags)
        expected.add(to: &terms)
        expected.add(to: &flags)
        // The page speaks of the last alarm of the error rate.
        let alarms = windows.alarms(of: Self.error).map(\.days)
        if let last = alarms.last {
            if rises.contains(where: { $0.days.days == last }) { flags.insert(Flag.rises) }
            if rise?.isTested(last) ?? false { flags.insert(Flag.risesTested) }
        }
        let isTested = alarms.allSatisfy { rise?.isTested($0) ?? false }
        let count =
            isTested
            ? Fact.count(Self.facts.rises, rises.count, among: days.count, method: "error-rise")
            : Fact(
                Self.facts.rises, undefined: "too few rows of an alarm are like those of the reference", n: days.count,
                method: "error-rise")
        return Section(
            card, facts: found.facts + [count] + expected.facts, terms: terms, flags: flags,
            exhibits: exhibits + expected.exhibits, findings: rises.map(\.finding), alarms: found.raised,
            windows: found.served)
    }

    /// More errors at the same mix, shown by images of these days that are misclassified and were mostly not in the reference. It
    /// covers no error of the version's own run, so `errors` is 0.
    private func finding(
        _ rise: ErrorRise.Days, _ telemetry: Telemetry, _ rows: DriftRows, _ windows: DriftWindows, _ days: [Int32],
        _ evaluation: Evaluation
    ) -> Finding? {
        let own = days.map { rise.days.contains(Int($0)) }
        let kept = days.indices.map { own[$0] || windows.reference.days.contains(Int(days[$0])) }
        let shown = NodeExamples(own: own, kept: kept, errors: rows.errors, telemetry, evaluation)
        guard !shown.wrong.isEmpty else { return nil }
        return Finding(
            .other(
                kind: FailureMode.rise, [Predicate("from", Name(Day(number: rise.days.lowerBound).description))]),
            of: card.id, standing: .finding, measure: rise.rate, expected: max(0, rise.rate.value - rise.difference),
            p: rise.p, errors: 0, evidence: shown.wrong, counterExamples: shown.right)
    }
}
