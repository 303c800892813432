// What happened to a failure mode beside the audits: told by the records that name it, each on its day.

import Record

/// Something that a record says of a failure mode on a day.
public struct ModeEvent: Sendable, Hashable {
    /// What happened.
    public enum What: Sendable, Hashable {
        /// An alarm opened that became an incident of it.
        case alarm
        /// An incident was detected, or started where nobody says when it was detected.
        case incident
        /// An incident was over.
        case resolved
        /// An action was done.
        case done
        /// A version claims an action, of which no record says on which day it was done.
        case claimed(version: String)
        /// Something was decided.
        case decided
    }

    /// The day.
    public let day: Day
    /// The record.
    public let id: String
    /// Its kind.
    public let kind: RecordKind
    /// What happened.
    public let what: What
}

extension Chronicle {
    /// What the records say of a mode, by day.
    public func events(of mode: TrackedMode) -> [ModeEvent] {
        func names(_ listed: [String]) -> Bool { FormerNames.name(listed, oneOf: mode.ids) }
        var events: [ModeEvent] = []
        func add(_ day: Day?, _ id: String, _ kind: RecordKind, _ what: ModeEvent.What) {
            if let day { events.append(ModeEvent(day: day, id: id, kind: kind, what: what)) }
        }
        let named = incidents.filter { names($0.failureModes) }
        for incident in named {
            func time(_ name: String) -> Day? { incident.times.first { $0.name == name }.flatMap { Day($0.text) } }
            add(time("detected") ?? time("started"), incident.id, .incident, .incident)
            add(time("resolved"), incident.id, .incident, .resolved)
        }
        for alarm in records.alarms where named.contains(where: { $0.id == alarm.incident }) {
            add(Day(alarm.window), alarm.id, .alarm, .alarm)
        }
        for action in records.actions where names(action.failureModes) && !action.isDropped {
            if let day = action.doneOn {
                add(day, action.id, .action, .done)
            } else if let version = audits.lazy.map(\.audit.version).first(where: {
                $0.actions?.contains(action.id) ?? false || action.validatedIn == $0.name
            }) {
                add(Day(version.date), action.id, .action, .claimed(version: version.name))
            }
        }
        for decision in records.decisions where names(decision.failureModes) {
            add(Day(decision.date), decision.id, .decision, .decided)
        }
        return events.sorted { ($0.day.number, $0.id) < ($1.day.number, $1.id) }
    }
}

extension ActionRecord {
    /// The day on which its history says that it was done, or validated where it says that alone.
    fileprivate var doneOn: Day? {
        let changes = record.form.forms("history").compactMap { entry -> (to: String, day: Day)? in
            guard let to = entry.form.text("to"), let day = entry.form.text("at").flatMap({ Day($0) }) else {
                return nil
            }
            return (to, day)
        }
        return (changes.last { $0.to == "done" } ?? changes.last { $0.to == "validated" })?.day
    }
}
