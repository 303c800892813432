import Diagnostics
import Record
import Testing

@testable import Archive
@testable import Chronicle

/// Alarms of audits, and the records that acknowledge them.
@Suite struct TrackedAlarmTests {
    typealias Fixture = RecordFixture

    private static func audit(_ version: String, date: String, _ alarms: [RaisedAlarm]) -> ArchivedAudit {
        let base = Fixture.audit(version, date: date)
        var audit = base.audit
        audit.sections[0].alarms = alarms
        return ArchivedAudit(
            audit: audit, outcomes: base.outcomes, runs: [], examples: nil, digest: base.digest, seal: base.seal,
            folder: base.folder)
    }

    private let audits = [
        Self.audit(
            "v3", date: "2026-03-04",
            [
                RaisedAlarm(column: "site", opened: "2026-02-16", closed: "2026-02-25"),
                RaisedAlarm(column: "error", opened: "2026-02-21"), RaisedAlarm(column: "site", opened: "2026-03-01"),
            ])
    ]

    private static func alarm(
        _ column: String = "error", _ window: String = "2026-02-21", id: String = "ALM-1", _ more: String = ""
    ) -> String {
        """
        ---
        schema: alarm/1
        id: \(id)
        opened_by: {column: \(column), window: \(window)}
        acknowledged_by: on call
        acknowledged_at: 2026-02-22T08:00:00Z
        owner: serving team
        \(more)
        ---
        """
    }

    private func chronicle(_ files: KeyValuePairs<String, String>, _ audits: [ArchivedAudit]? = nil) -> Chronicle {
        var problems = ProblemList()
        let all = audits ?? self.audits
        return Chronicle(audits: all, incidents: [], records: Fixture.records(files, all, &problems))
    }

    @Test func openOnesThatNobodyAcknowledgedComeFirst() {
        let none = chronicle([:])
        #expect(none.alarms.map(\.alarm.id) == ["error@2026-02-21", "site@2026-03-01", "site@2026-02-16"])
        #expect(none.alarms.map(\.state) == [.unacknowledged, .unacknowledged, .closed])
        let one = chronicle(["alarms/a.md": Self.alarm()])
        #expect(one.alarms.map(\.alarm.id) == ["site@2026-03-01", "error@2026-02-21", "site@2026-02-16"])
        #expect(one.alarms.map(\.state) == [.unacknowledged, .acknowledged, .closed])
        #expect(one.alarms[1].records.map(\.id) == ["ALM-1"] && one.alarms[1].records[0].owner == "serving team")
    }

    @Test func theNewestAuditSaysWhatIsOpen() {
        let next = Self.audit(
            "v4", date: "2026-04-04", [RaisedAlarm(column: "error", opened: "2026-02-21", closed: "2026-03-09")])
        let all = chronicle([:], audits + [next])
        #expect(all.alarms.map(\.state) == [.closed, .closed, .left])
        #expect(all.alarms.map(\.version) == ["v4", "v3", "v3"])
        // An audit without telemetry follows none, and says nothing of them.
        let silent = chronicle([:], audits + [Fixture.audit("v4", date: "2026-04-04")])
        #expect(silent.alarms.map(\.state) == [.unacknowledged, .unacknowledged, .closed])
    }

    @Test func whoMayNotReadARecordSeesThatTheAlarmIsAcknowledged() {
        let narrow = chronicle([
            "alarms/a.md": Self.alarm("error", "2026-02-21", id: "ALM-1", "confidentiality: restricted")
        ])
        let shown = narrow.shown(to: .public)
        #expect(shown.alarms.map(\.state) == [.unacknowledged, .acknowledged, .closed])
        #expect(shown.alarms.allSatisfy { $0.records.isEmpty })
    }

    @Test func anAlarmThatNoArchiveHasIsAnError() {
        #expect(
            Fixture.problems(["alarms/a.md": Self.alarm("error", "2026-02-20")], audits) == [
                "alarms/a.md:4: error: opened_by: no audit has an alarm of \"error\" that opened on 2026-02-20; did you mean \"error@2026-02-21\"?"
            ])
        #expect(
            Fixture.problems(["alarms/a.md": Self.alarm("sit", "2026-03-01")], audits) == [
                "alarms/a.md:4: error: opened_by: no audit has an alarm of \"sit\" that opened on 2026-03-01; did you mean \"site@2026-03-01\"?"
            ])
        // Before there is an archive nobody knows, and a metric is another monitor's.
        #expect(Fixture.problems(["alarms/a.md": Self.alarm("sit", "2026-03-01")]) == [])
        let metric = Self.alarm().replacing("column: error", with: "metric: headline/accuracy")
        #expect(Fixture.problems(["alarms/a.md": metric], audits) == [])
        #expect(Fixture.problems(["alarms/a.md": Self.alarm()], audits) == [])
    }
}
