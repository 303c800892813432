// Alarms over all audits, each once, with the records that acknowledge it. The newest audit that follows alarms says which are open:
// nobody looks at what older versions are sent.

import Archive
import Record

/// An alarm with what records say of it.
public struct TrackedAlarm: Sendable {
    /// Where it stands.
    public enum State: Sendable, Hashable {
        /// Open, and nobody has acknowledged it.
        case unacknowledged
        /// Open, and somebody has.
        case acknowledged
        /// Closed by the rule.
        case closed
        /// It was open when its version was audited last, and another version is followed since.
        case left
    }

    /// What the audit states.
    public let alarm: RaisedAlarm
    /// The newest version whose audit states it.
    public let version: String
    /// Where it stands.
    public let state: State
    /// The records that acknowledge it and may be shown.
    public let records: [AlarmRecord]
}

extension AlarmRecord {
    /// Whether it is about an alarm of an audit on a data set.
    func isOf(_ alarm: RaisedAlarm, on dataset: String) -> Bool {
        column == alarm.column && window == alarm.opened && (self.dataset.map { $0 == dataset } ?? true)
    }
}

extension Chronicle {
    /// Every alarm that an audit states: open ones that nobody acknowledged first, then open, closed and left ones; of these the error
    /// rate's first, then the newest.
    public var alarms: [TrackedAlarm] {
        let followed = audits.filter { $0.audit.alarms != nil }
        var newest: [String: (alarm: RaisedAlarm, audit: ArchivedAudit)] = [:]
        for audit in followed {
            for alarm in audit.audit.alarms ?? [] { newest[alarm.id] = (alarm, audit) }
        }
        func place(_ state: TrackedAlarm.State) -> Int {
            switch state {
            case .unacknowledged: 0
            case .acknowledged: 1
            case .closed: 2
            case .left: 3
            }
        }
        let current = followed.last?.audit.version.name
        return newest.values.map { alarm, audit in
            let (version, dataset) = (audit.audit.version.name, audit.audit.dataset.name)
            let isAcknowledged = acknowledgements.contains { $0.isOf(alarm, on: dataset) }
            let state: TrackedAlarm.State =
                !alarm.isOpen
                ? .closed : version != current ? .left : isAcknowledged ? .acknowledged : .unacknowledged
            return TrackedAlarm(
                alarm: alarm, version: version, state: state,
                records: records.alarms.filter { $0.isOf(alarm, on: dataset) })
        }.sorted { a, b in
            let (x, y) = (place(a.state), place(b.state))
            if x != y { return x < y }
            if a.alarm.isOfErrors != b.alarm.isOfErrors { return a.alarm.isOfErrors }
            return a.alarm.opened != b.alarm.opened ? a.alarm.opened > b.alarm.opened : a.alarm.column < b.alarm.column
        }
    }
}

extension Audit {
    /// The alarms of drift that it states; `nil` where it follows none.
    public var alarms: [RaisedAlarm]? {
        let all = sections.compactMap(\.alarms)
        return all.isEmpty ? nil : all.flatMap(\.self)
    }
}
