import Chronicle
import Drawing
import Record

/// Alarms with who acknowledged them and what became of them: those of archived audits, then those of other monitors.
struct AlarmTable {
    let map: SiteMap
    private var phrases: Phrases { map.phrases }

    /// The table.
    var table: Table {
        let tracked = map.chronicle.alarms
        let known = Set(tracked.flatMap(\.records).map(\.id))
        let others = map.chronicle.records.alarms.filter { !known.contains($0.id) }
        let own = tracked.map(row)
        let foreign = others.map(row)
        return Table(
            columns: [
                Table.Column("alarm", "Alarm"), Table.Column("state", "State", .state),
                Table.Column("version", "Version"), Table.Column("closed", "Closed"),
                Table.Column("id", "Record"), Table.Column("acknowledged_by", "Acknowledged by"),
                Table.Column("acknowledged_at", "At"), Table.Column("owner", "Owner"),
                Table.Column("incident", "Incident"), Table.Column("playbook", "Playbook"),
                Table.Column("note", "Note"),
            ],
            rows: own + foreign)
    }

    private func row(_ one: TrackedAlarm) -> [Cell] {
        let version = Cell.link(one.version, target: "version:" + one.version)
        let first: [Cell] = [
            .text(one.alarm.id), state(one.state), version, .text(one.alarm.closed ?? ""),
        ]
        return first + said(one.records)
    }

    /// Of another monitor's alarm only the record knows.
    private func row(_ record: AlarmRecord) -> [Cell] {
        let first: [Cell] = [
            .text(record.opener + "@" + record.window), .state(.neutral, phrases(.alarmElsewhere)), .text(""),
            .text(""),
        ]
        return first + said([record])
    }

    private func state(_ state: TrackedAlarm.State) -> Cell {
        switch state {
        case .unacknowledged: .state(.failed, phrases(.alarmUnacknowledged))
        case .acknowledged: .state(.undecided, phrases(.alarmAcknowledged))
        case .closed: .state(.passed, phrases(.alarmClosed))
        case .left: .state(.neutral, phrases(.alarmLeft))
        }
    }

    private func said(_ records: [AlarmRecord]) -> [Cell] {
        func text(_ of: (AlarmRecord) -> String?) -> Cell {
            .text(records.compactMap(of).filter { !$0.isEmpty }.joined(separator: ", "))
        }
        let incident = records.lazy.compactMap(\.incident).first
        return [
            text { $0.id }, text { $0.acknowledgedBy }, text { $0.acknowledgedAt.dateWords }, text { $0.owner },
            incident.map { .link($0, target: "incident:" + $0) } ?? .text(""),
            .text(records.isEmpty ? "" : PlaybookUses(map: map).ofAlarms), text { $0.note },
        ]
    }
}
