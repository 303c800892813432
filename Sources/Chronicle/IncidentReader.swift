import Diagnostics
import Record
import Forms
import Foundation

/// Reads incident writeups.
public enum IncidentReader {
    private static let kinds = [
        "performance-regression", "miscalibration", "drift", "data-defect", "label-defect", "pipeline-defect",
        "threshold-defect", "misuse", "fairness", "security", "near-miss",
    ]
    private static let moments = ["introduced", "started", "detected", "acknowledged", "mitigated", "resolved"]

    /// Reads one writeup. `file` is its path relative to the workspace. Every problem is added to `problems`; the
    /// result is `nil` when the front matter cannot be read at all.
    public static func read(_ text: String, file: String, into problems: inout ProblemList) -> Incident? {
        guard let parts = FrontMatter.split(text) else {
            problems.add(
                Problem(
                    at: Place(file: file, row: 1), "a writeup starts with front matter between two lines of ---",
                    suggestion: text.hasPrefix("---") ? "the closing --- is missing" : "put `---` on the first line"))
            return nil
        }
        let node: FormNode
        do {
            node = try FormNode.parse(parts.yaml, firstRow: 2)
        } catch {
            problems.add(error.problem(in: file))
            return nil
        }
        var form = Form(node, file: file)
        let incident = incident(&form, parts, file, &problems)
        form.finish(&problems)
        return incident
    }

    private static func incident(
        _ form: inout Form, _ parts: FrontMatter, _ file: String, _ problems: inout ProblemList
    ) -> Incident? {
        _ = form.choice("schema", of: ["incident/1"], required: true)
        let id = form.text("id", required: true)
        if let id, !isIncidentID(id) { form.refuse("id", expected: "an incident id such as INC-2026-014") }
        let title = form.text("title", required: true)
        if let title, title.count > 120 { form.refuse("title", expected: "at most 120 characters") }
        let words = Incident.Status.allCases.map(\.rawValue)
        let status = form.choice("status", of: words, required: true).flatMap(Incident.Status.init(rawValue:))
        let severity = form.choice("severity", of: ["sev1", "sev2", "sev3", "sev4"], required: true)
        let kind = form.choice("kind", of: kinds)
        var model = form.form("model")
        if model == nil { _ = form.node("model", required: true) }
        let modelName = model?.text("name", required: true)
        let version = model?.text("version", required: true)
        _ = model?.text("artifact_sha256")
        model?.finish(&problems)
        let rank = status ?? .draft
        let (times, stamps) = readTimes(&form, file, rank, &problems)
        let openReason = form.text("open_reason")
        requireEnd(stamps, rank, openReason, file, &problems)
        let (impact, impactDetails) = readImpact(&form, rank, file, &problems)
        let detection = readEntries(
            &form, "detection", ["by", "signal", "could_have_been_caught_by"], required: rank.isFinal, file, &problems)
        let factors = readFactors(&form, &problems)
        if rank.isReviewed, factors.isEmpty {
            problems.add(missing("contributing_factors", file, "a writeup in review names at least one"))
        }
        let people = readPeople(&form, rank, file, &problems)
        let actions = readActions(&form, &problems)
        let noAction = form.text("no_action_reason")
        if rank.isFinal, actions.isEmpty, noAction == nil {
            problems.add(missing("actions", file, "a final writeup names an action, or no_action_reason"))
        }
        let lessons = (form.texts("went_well") ?? [], form.texts("went_wrong") ?? [], form.texts("lucky") ?? [])
        let links = readLinks(&form, &problems)
        let amendments = readAmendments(&form, &problems)
        if status == .amended, amendments.isEmpty {
            problems.add(missing("amendments", file, "an amended writeup says what was corrected"))
        }
        let result = Incident(
            id: id ?? "", title: title ?? "", status: rank, severity: severity ?? "", kind: kind ?? "",
            model: modelName ?? "", version: version ?? "", affectedVersions: form.texts("affected_versions") ?? [],
            fixedIn: form.text("fixed_in"), times: times, openReason: openReason,
            intervals: Self.intervals(stamps), detection: detection, impact: impact, impactDetails: impactDetails,
            trigger: form.text("trigger"), factors: factors, failureModes: form.texts("failure_modes") ?? [],
            examples: form.texts("examples") ?? [], links: links, wentWell: lessons.0, wentWrong: lessons.1,
            lucky: lessons.2,
            actions: actions, noActionReason: noAction, people: people,
            confidentiality: form.choice("confidentiality", of: Audience.allCases.map(\.rawValue))
                .flatMap(Audience.init) ?? .internal,
            amendments: amendments, body: parts.body, bodyRow: parts.bodyRow, file: file)
        if id == nil || title == nil { return nil }
        return result
    }

    static func missing(_ field: String, _ file: String, _ why: String) -> Problem {
        Problem(at: Place(file: file, field: field), "this key is required and missing: \(why)")
    }

    private static func isIncidentID(_ id: String) -> Bool {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        func digits(_ text: Substring, atLeast count: Int) -> Bool {
            text.utf8.count >= count && text.utf8.allSatisfy { (48...57).contains($0) }
        }
        return parts.count == 3 && parts[0] == "INC" && parts[1].utf8.count == 4 && digits(parts[1], atLeast: 4)
            && digits(parts[2], atLeast: 3)
    }

    private static func readTimes(
        _ form: inout Form, _ file: String, _ status: Incident.Status, _ problems: inout ProblemList
    ) -> ([Incident.Entry], [(name: String, at: Timestamp)]) {
        var entries: [Incident.Entry] = []
        var stamps: [(name: String, at: Timestamp)] = []
        if var times = form.form("times") {
            for name in moments {
                guard let text = times.text(name) else { continue }
                guard let stamp = Timestamp(text) else {
                    times.refuse(name, expected: "a date and time with a zone, such as 2026-03-04T18:10:00Z")
                    continue
                }
                if let last = stamps.last, stamp < last.at {
                    times.refuse(name, expected: "at or after \(last.name)")
                }
                entries.append(Incident.Entry(name: name, text: text))
                stamps.append((name, stamp))
            }
            times.finish(&problems)
        }
        if status.isReviewed {
            for name in ["started", "detected"] where !entries.contains(where: { $0.name == name }) {
                problems.add(missing("times.\(name)", file, "a writeup in review has it"))
            }
        }
        return (entries, stamps)
    }

    private static func requireEnd(
        _ stamps: [(name: String, at: Timestamp)], _ status: Incident.Status, _ openReason: String?, _ file: String,
        _ problems: inout ProblemList
    ) {
        guard status.isFinal, openReason == nil else { return }
        for name in ["mitigated", "resolved"] where !stamps.contains(where: { $0.name == name }) {
            problems.add(missing("times.\(name)", file, "a final writeup has it, or open_reason"))
        }
    }

    private static func intervals(_ stamps: [(name: String, at: Timestamp)]) -> [(name: String, minutes: Int)] {
        guard let start = stamps.first(where: { $0.name == "started" }) else { return [] }
        return [("detected", "Time to detect"), ("mitigated", "Time to mitigate"), ("resolved", "Time to resolve")]
            .compactMap { name, heading in
                stamps.first { $0.name == name }.map { (heading, ($0.at.seconds - start.at.seconds) / 60) }
            }
    }

    private static func readImpact(
        _ form: inout Form, _ status: Incident.Status, _ file: String, _ problems: inout ProblemList
    ) -> (String?, [Incident.Entry]) {
        var summary: String?
        var details: [Incident.Entry] = []
        if var impact = form.form("impact") {
            summary = impact.text("summary")
            if let count = impact.integer("inferences_affected", in: 0...Int.max) {
                details.append(Incident.Entry(name: "Inferences affected", text: "\(count)"))
            }
            if var excess = impact.form("errors_excess") {
                let words = ["estimate", "low", "high", "unit", "method"].compactMap { key in
                    excess.text(key).map { "\(key) \($0)" }
                }
                details.append(Incident.Entry(name: "Excess errors", text: words.joined(separator: ", ")))
                excess.finish(&problems)
            }
            if var people = impact.form("people") {
                let harmed = people.integer("harmed", in: 0...Int.max)
                let nearly = people.integer("nearly_harmed", in: 0...Int.max)
                let groups = people.texts("groups") ?? []
                let words =
                    [harmed.map { "\($0) harmed" }, nearly.map { "\($0) nearly harmed" }].compactMap { $0 } + groups
                details.append(Incident.Entry(name: "People", text: words.joined(separator: ", ")))
                people.finish(&problems)
            }
            if let harms = impact.texts("harm_types"), !harms.isEmpty {
                details.append(Incident.Entry(name: "Harm types", text: harms.joined(separator: ", ")))
            }
            _ = impact.choice("duration_minutes", of: ["derived"])
            impact.finish(&problems)
        }
        if status.isReviewed, summary == nil {
            problems.add(missing("impact.summary", file, "a writeup in review has it"))
        }
        return (summary, details)
    }

    private static func readFactors(_ form: inout Form, _ problems: inout ProblemList) -> [Incident.Factor] {
        form.forms("contributing_factors").map { factor in
            var factor = factor
            defer { factor.finish(&problems) }
            return Incident.Factor(
                id: factor.text("id") ?? "", category: factor.text("category") ?? "",
                text: factor.text("text", required: true) ?? "", evidence: factor.texts("evidence") ?? [])
        }
    }

    private static func readActions(_ form: inout Form, _ problems: inout ProblemList) -> [Incident.Action] {
        guard case .list(let items)? = form.node("actions")?.value else { return [] }
        return items.map { item in
            // An action may be named by its record's id alone; the record then holds the rest.
            if case .scalar(let id?) = item.value {
                return Incident.Action(id: id, text: id, owner: "", due: nil, status: "open")
            }
            var action = Form(item, file: form.file, path: "actions")
            defer { action.finish(&problems) }
            let words = ["open", "in-progress", "done", "validated", "rejected"]
            return Incident.Action(
                id: action.text("id"), text: action.text("text", required: true) ?? "",
                owner: action.text("owner", required: true) ?? "", due: action.text("due"),
                status: action.choice("status", of: words) ?? "open")
        }
    }

    /// Deployments, parties, slices, similar incidents, regulation and communication: heading and text, as given.
    private static func readLinks(_ form: inout Form, _ problems: inout ProblemList) -> [Incident.Entry] {
        var entries: [Incident.Entry] = []
        let lists = [
            ("deployments", "Deployments"), ("slices", "Slices"), ("decisions", "Decisions"),
            ("similar", "Similar incidents"),
        ]
        for (key, heading) in lists {
            guard let texts = form.texts(key), !texts.isEmpty else { continue }
            entries.append(Incident.Entry(name: heading, text: texts.joined(separator: ", ")))
        }
        let groups = [
            ("parties", "Parties", ["developer", "deployer", "harmed"]),
            (
                "regulatory", "Regulation",
                ["serious_incident", "assessed_by", "assessed_at", "authority_notified_at", "deadline"]
            ),
            ("communication", "Communication", ["internal", "external"]),
        ]
        for (key, heading, names) in groups {
            guard var inner = form.form(key) else { continue }
            let words = names.compactMap { name in
                inner.texts(name).map { "\(name.replacing("_", with: " ")): \($0.joined(separator: ", "))" }
            }
            if !words.isEmpty { entries.append(Incident.Entry(name: heading, text: words.joined(separator: "; "))) }
            inner.finish(&problems)
        }
        return entries
    }

    private static func readAmendments(_ form: inout Form, _ problems: inout ProblemList) -> [Incident.Amendment] {
        form.forms("amendments").map { amendment in
            var amendment = amendment
            defer { amendment.finish(&problems) }
            return Incident.Amendment(
                at: amendment.text("at", required: true) ?? "", by: amendment.text("by", required: true) ?? "",
                text: amendment.text("text", required: true) ?? "")
        }
    }
}
