import Diagnostics
import Record

extension RecordChecks {
    /// An alarm of a column is one that an archived audit states; of a metric it is another monitor's, of which no archive knows.
    func alarm(_ document: RecordDocument, _ problems: inout ProblemList) {
        guard document.schema.kind == .alarm, known.hasAudits else { return }
        let record = AlarmRecord(record: document)
        guard let column = record.column, let node = document.form.node("opened_by.window") else { return }
        var all: [RaisedAlarm] = []
        for audit in known.audits.flatMap(\.audits).map(\.audit) {
            let alarms = audit.alarms ?? []
            if alarms.contains(where: { record.isOf($0, on: audit.dataset.name) }) { return }
            all += alarms
        }
        // Of the same column any alarm is nearer than one of another.
        let own = all.filter { $0.column == column }.map(\.id)
        let ids = Set(own.isEmpty ? all.map(\.id) : own).sorted()
        let near = nearestName(to: column + "@" + record.window, in: ids) ?? (own.isEmpty ? nil : ids.last)
        problems.add(
            Problem(
                at: Place(file: document.file, row: node.row, field: "opened_by"),
                "no audit has an alarm of \"\(column)\" that opened on \(record.window)",
                suggestion: near.map { "did you mean \"\($0)\"?" }))
    }
}
