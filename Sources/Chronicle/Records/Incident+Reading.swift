import Diagnostics
import Record

extension Incident {
    /// Reads one writeup. `file` is its path relative to the workspace. Every problem is added to `problems`; `nil` when the
    /// front matter cannot be read at all.
    public static func read(_ text: String, file: String, into problems: inout ProblemList) -> Incident? {
        RecordReader.read(text, file: file, as: Schemas.incident, into: &problems).map(Incident.init)
    }

    /// A writeup, from its record.
    init(_ record: RecordDocument) {
        let form = record.form
        func entries(_ path: String, _ names: [String]) -> [Entry] {
            names.compactMap { name in form.text(path + "." + name).map { Entry(name: name, text: $0) } }
        }
        let times = entries(
            "times", ["introduced", "started", "detected", "acknowledged", "mitigated", "resolved"]
        ).filter { Day($0.text) != nil }
        self.init(
            id: record.id, title: form.text("title") ?? "",
            status: form.text("status").flatMap(Status.init(rawValue:)) ?? .draft,
            severity: form.text("severity") ?? "", kind: form.text("kind") ?? "", model: form.text("model.name") ?? "",
            version: form.text("model.version") ?? "", affectedVersions: form.texts("affected_versions"),
            fixedIn: form.text("fixed_in"), times: times, openReason: form.text("open_reason"),
            intervals: Self.intervals(times),
            detection: entries("detection", ["by", "signal", "could_have_been_caught_by"]),
            impact: form.text("impact.summary"), impactDetails: Self.impactDetails(form),
            figures: Figure.all(of: record).sorted { $0.isBound && !$1.isBound }, trigger: form.text("trigger"),
            factors: form.forms("contributing_factors").map { factor in
                Factor(
                    id: factor.form.text("id") ?? "", category: factor.form.text("category") ?? "",
                    text: factor.form.text("text") ?? "", evidence: factor.form.texts("evidence"))
            },
            failureModes: form.texts("failure_modes"), examples: form.texts("examples"),
            decisions: form.texts("decisions"), similar: form.texts("similar"), playbook: form.text("playbook"),
            cases: form.texts("cases"), noCaseReason: form.text("no_case_reason"), regulation: Regulation(form),
            links: Self.links(form), wentWell: form.texts("went_well"), wentWrong: form.texts("went_wrong"),
            lucky: form.texts("lucky"), actions: Self.actions(form), noActionReason: form.text("no_action_reason"),
            people: Self.people(form),
            confidentiality: form.text("confidentiality").flatMap(Audience.init) ?? .internal,
            amendments: form.forms("amendments").map { amendment in
                Amendment(
                    at: amendment.form.text("at") ?? "", by: amendment.form.text("by") ?? "",
                    text: amendment.form.text("text") ?? "")
            },
            body: record.body, bodyRow: record.bodyRow, file: record.file)
    }

    private static func intervals(_ times: [Entry]) -> [Span] {
        func seconds(_ name: String) -> (at: Int, isDay: Bool)? {
            guard let text = times.first(where: { $0.name == name })?.text, let day = Day(text) else { return nil }
            return Timestamp(text).map { ($0.seconds, false) } ?? (day.number * 86_400, true)
        }
        guard let start = seconds("started") else { return [] }
        return [("detected", "Time to detect"), ("mitigated", "Time to mitigate"), ("resolved", "Time to resolve")]
            .compactMap { name, heading in
                guard let end = seconds(name) else { return nil }
                let isByDay = start.isDay || end.isDay
                let days = end.at.quotient(by: 86_400) - start.at.quotient(by: 86_400)
                return Span(
                    name: heading, minutes: isByDay ? days * 1440 : (end.at - start.at) / 60, isByDay: isByDay)
            }
    }

    private static func impactDetails(_ form: RecordForm) -> [Entry] {
        var details: [Entry] = []
        if let count = form.text("impact.inferences_affected") {
            details.append(Entry(name: "Inferences affected", text: count))
        }
        let people =
            [
                form.text("impact.people.harmed").map { $0 + " harmed" },
                form.text("impact.people.nearly_harmed").map { $0 + " nearly harmed" },
            ].compactMap { $0 } + form.texts("impact.people.groups")
        if !people.isEmpty { details.append(Entry(name: "People", text: people.joined(separator: ", "))) }
        let harms = form.texts("impact.harm_types")
        if !harms.isEmpty { details.append(Entry(name: "Harm types", text: harms.joined(separator: ", "))) }
        return details
    }

    private static func actions(_ form: RecordForm) -> [Action] {
        guard case .list(let items)? = form.node("actions")?.value else {
            return form.texts("actions").map { Action(id: $0, text: $0, owner: "", due: nil, status: "open") }
        }
        return items.map { item in
            // An action may be named by its record's id alone; the record then holds the rest.
            if case .scalar(let id?) = item.value {
                return Action(id: id, text: id, owner: "", due: nil, status: "open")
            }
            let action = RecordForm(item)
            return Action(
                id: action.text("id"), text: action.text("text") ?? "", owner: action.text("owner") ?? "",
                due: action.text("due"), status: action.text("status") ?? "open")
        }
    }

    /// Deployments, parties, slices, regulation and communication: heading and text, as given.
    private static func links(_ form: RecordForm) -> [Entry] {
        var entries: [Entry] = []
        for (key, heading) in [("deployments", "Deployments"), ("slices", "Slices")] {
            let texts = form.texts(key)
            if !texts.isEmpty { entries.append(Entry(name: heading, text: texts.joined(separator: ", "))) }
        }
        for (key, heading) in [
            ("parties", "Parties"), ("regulatory", "Regulation"), ("communication", "Communication"),
        ] {
            let words = form.form(key).entries.map(\.key).filter { $0 != "deadline" }.compactMap { name -> String? in
                let texts = form.texts(key + "." + name)
                return texts.isEmpty ? nil : "\(name.replacing("_", with: " ")): \(texts.joined(separator: ", "))"
            }
            if !words.isEmpty { entries.append(Entry(name: heading, text: words.joined(separator: "; "))) }
        }
        return entries
    }

    /// Roles and names.
    private static func people(_ form: RecordForm) -> [Entry] {
        [
            ("Owner", "people.owner"), ("Authors", "people.authors"), ("Reviewers", "people.reviewers"),
            ("Facilitator", "people.facilitator"), ("Approved by", "review.approved_by"),
            ("Approved", "review.approved_at"), ("Reviewed", "review.meeting"),
        ].compactMap { name, path in
            let texts = form.texts(path)
            return texts.isEmpty ? nil : Entry(name: name, text: texts.joined(separator: ", "))
        }
    }
}

extension Int {
    /// The quotient rounded down.
    fileprivate func quotient(by divisor: Int) -> Int { (self - ((self % divisor) + divisor) % divisor) / divisor }
}
