import Diagnostics
import Forms

extension IncidentReader {
    /// Roles and names, with the rule that the only author of a final writeup does not approve it.
    static func readPeople(
        _ form: inout Form, _ status: Incident.Status, _ file: String, _ problems: inout ProblemList
    ) -> [Incident.Entry] {
        var entries: [Incident.Entry] = []
        var owner: String?
        var authors: [String] = []
        if var people = form.form("people") {
            owner = people.text("owner")
            authors = people.texts("authors") ?? []
            if let owner { entries.append(Incident.Entry(name: "Owner", text: owner)) }
            let lists: [(String, [String])] = [
                ("Authors", authors), ("Reviewers", people.texts("reviewers") ?? []),
                ("Facilitator", people.texts("facilitator") ?? []),
            ]
            for (name, texts) in lists where !texts.isEmpty {
                entries.append(Incident.Entry(name: name, text: texts.joined(separator: ", ")))
            }
            people.finish(&problems)
        }
        if status.isReviewed, owner == nil {
            problems.add(missing("people.owner", file, "a writeup in review says who answers for it"))
        }
        var approver: String?
        if var review = form.form("review") {
            approver = review.text("approved_by")
            if let approver { entries.append(Incident.Entry(name: "Approved by", text: approver)) }
            if let at = review.text("approved_at") { entries.append(Incident.Entry(name: "Approved", text: at)) }
            if let meeting = review.text("meeting") { entries.append(Incident.Entry(name: "Reviewed", text: meeting)) }
            review.finish(&problems)
        }
        if status.isFinal {
            if let approver {
                if authors == [approver] {
                    problems.add(
                        Problem(
                            at: Place(file: file, field: "review.approved_by"),
                            "\"\(approver)\" is the only author; somebody else approves a final writeup"))
                }
            } else {
                problems.add(missing("review.approved_by", file, "a final writeup has it"))
            }
        }
        return entries
    }

    /// Texts of a form inside the front matter, in a fixed order of keys.
    static func readEntries(
        _ form: inout Form, _ key: String, _ names: [String], required: Bool, _ file: String,
        _ problems: inout ProblemList
    ) -> [Incident.Entry] {
        guard var inner = form.form(key) else {
            if required { problems.add(missing(key, file, "a final writeup has it")) }
            return []
        }
        defer { inner.finish(&problems) }
        return names.compactMap { name in inner.text(name).map { Incident.Entry(name: name, text: $0) } }
    }
}

extension Incident.Status {
    /// In review or beyond: what a review needs must be there.
    var isReviewed: Bool { self == .inReview || isFinal }
    /// Final or amended: what a final writeup needs must be there.
    var isFinal: Bool { self == .final || self == .amended }
}
