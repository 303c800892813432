// A category of the team counts whatever its rule says, and a rule that no row can meet counts 0 in every version without a word:
// so a rule has to be one that some row could meet.

import Diagnostics
import Record

extension RecordChecks {
    /// Adds categories of governance.yml that nothing can be in, and names that are given twice.
    func categories(_ problems: inout ProblemList) {
        guard let document = records.governance.record else { return }
        let classes = Set(known.audits.flatMap(\.audits).flatMap(\.audit.dataset.classes)).sorted()
        var rows: [String: Int] = [:]
        for (place, entry) in document.form.forms("categories").enumerated() {
            let path = "categories[\(place)]"
            func at(_ key: String) -> Place {
                Place(file: document.file, row: entry.form.node(key)?.row ?? entry.row, field: path + "." + key)
            }
            if let name = entry.form.text("name") {
                if let first = rows[name] {
                    problems.add(
                        Problem(
                            at: at("name"), "\"\(name)\" is the category of line \(first) too",
                            suggestion: "give one of them another name"))
                }
                rows[name] = rows[name] ?? entry.row
            }
            for key in ["label", "predicted"] where known.hasAudits {
                guard let name = entry.form.text(key), !classes.contains(name) else { continue }
                problems.add(
                    Problem(
                        at: at(key), "no audit has a class \"\(name)\"",
                        suggestion: nearestName(to: name, in: classes).map { "did you mean \"\($0)\"?" }
                            ?? "the classes are \(classes.prefix(4).joined(separator: ", "))"))
            }
            if let label = entry.form.text("label"), label == entry.form.text("predicted") {
                problems.add(
                    Problem(
                        at: at("predicted"), "\"\(label)\" predicted as \"\(label)\" is no error",
                        suggestion: "name another class, or leave one of the two out"))
            }
            if let low = entry.form.number("confidence_at_least"), let high = entry.form.number("confidence_at_most"),
                low > high
            {
                problems.add(
                    Problem(
                        at: at("confidence_at_least"), "\(low) is above confidence_at_most, \(high)",
                        suggestion: "are the two exchanged?"))
            }
        }
    }
}
