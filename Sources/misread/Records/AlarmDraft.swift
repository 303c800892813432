import Chronicle
import Diagnostics
import Record

/// The alarm that a record is to acknowledge.
struct AlarmDraft {
    let alarm: TrackedAlarm
    let dataset: String?

    /// An alarm by its id; without one the newest open one that nobody acknowledged. Throws where there is none.
    init(_ chronicles: Chronicles, id: String?) throws {
        var all: [(alarm: TrackedAlarm, dataset: String?)] = []
        for part in chronicles.parts { all += part.chronicle.alarms.map { ($0, part.dataset) } }
        let wanted = all.first { one in
            if let id { one.alarm.alarm.id == id } else { one.alarm.state == .unacknowledged }
        }
        guard let found = wanted else {
            let ids = all.map { $0.alarm.alarm.id }
            let near = id.flatMap { nearestName(to: $0, in: ids) }
            throw Problem(
                id.map { "no audit has an alarm \"\($0)\"" } ?? "no alarm is open that nobody acknowledged",
                suggestion: near.map { "did you mean \"\($0)\"?" })
        }
        alarm = found.alarm
        dataset = found.dataset
    }

    /// The values that can be filled in; who acknowledges it on the day of its data is for a person to say.
    func filled(_ id: String, date: String) -> [(path: String, yaml: String)] {
        let text = RecordStarter.quoted
        return [("id", id), ("opened_by.column", text(alarm.alarm.column)), ("opened_by.window", alarm.alarm.opened)]
            + (dataset.map { [("opened_by.dataset", text($0))] } ?? [])
            + [
                ("acknowledged_by", text(RecordPlaceholder.role.rawValue)), ("acknowledged_at", date),
                ("owner", text(RecordPlaceholder.role.rawValue)), ("confidentiality", "internal"),
            ]
    }
}
