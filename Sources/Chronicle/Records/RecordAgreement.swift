// What records say has to be possible, and what is in force has to agree: decisions with each other, waivers with the gates there
// are, bounds with what they are bounds of, and nothing that is approved still says what `misread new` wrote.

import Archive
import Diagnostics
import Forms
import Record

/// What `misread new` writes where only a person can say it.
public enum RecordPlaceholder: String, CaseIterable, Sendable {
    /// Somebody who answers for something.
    case role = "role"
    /// The title of an incident, behind its version.
    case incidentTitle = "what went wrong, in one line"
    /// The title of an action.
    case actionTitle = "What is done, in one line"
    /// Why a decision was taken.
    case rationale = "what the audit shows, and what weighs more"
    /// Why a waiver is asked for.
    case reason = "why the gate may be open"
    /// What a waiver risks.
    case risk = "what may happen meanwhile, and who bears it"
    /// What a playbook begins with.
    case firstCheck = "what is looked at first"

    /// Whether a text still is what was written there, or what people write who mean to come back.
    static func stands(in text: String) -> Bool {
        let plain = text.trimmingPrefix { $0.isWhitespace }.lowercased()
        if plain.hasSuffix(": " + incidentTitle.rawValue) { return true }
        if allCases.contains(where: { $0.rawValue.lowercased() == plain }) { return true }
        return ["...", "…", "tbd", "todo", "fixme", "xxx", "?"].contains(plain)
            || ["todo:", "todo ", "tbd:", "fixme:", "<todo", "[todo"].contains { plain.hasPrefix($0) }
    }
}

extension RecordChecks {
    /// Days after the newest data from which the date of an approval, or of what recurs, is doubted.
    static let longAfter = 31

    /// Adds everything that cannot be, or cannot be together.
    func agreement(_ problems: inout ProblemList) {
        for document in documents {
            bounds(document, &problems)
            placeholders(document, &problems)
            approvals(document, &problems)
        }
        contradictions(&problems)
        categories(&problems)
        for waiver in records.waivers { gate(of: waiver, &problems) }
        for one in records.cases { images(of: one, &problems) }
        for turn in records.schedule { scheduled(turn, &problems) }
    }

    /// Who answers for what recurs is a role there is. What happened last may be newer than the data, as a drill may; long after
    /// them it is a slip, which would keep the next from ever being due.
    private func scheduled(_ turn: ScheduledTurn, _ problems: inout ProblemList) {
        if !turn.owner.isEmpty, let (what, nearest) = known.problem(turn.owner, .role) {
            problems.add(
                Problem(
                    at: Place(file: RecordKind.files[1], field: turn.what + ".owner"), what,
                    suggestion: nearest.map { "did you mean \"\($0)\"?" }))
        }
        if let today = known.today, turn.last.since(today) > Self.longAfter {
            problems.add(
                Problem(
                    .warning, at: Place(file: RecordKind.files[1], row: turn.row, field: turn.what + ".last"),
                    "\(turn.last) is long after the newest data, of \(today): is the day right?"))
        }
    }

    // MARK: Decisions

    /// Decisions in force that release and block one version on one audit.
    private func contradictions(_ problems: inout ProblemList) {
        let today = known.today
        let open = records.decisionsInForce.filter { decision in
            !(today.flatMap { day in decision.expires.map { $0 < day } } ?? false)
        }.sorted { ($0.date, $0.id) < ($1.date, $1.id) }
        for (place, later) in open.enumerated() {
            for earlier in open[..<place]
            where later.version == earlier.version && later.isBlock != earlier.isBlock
                && (later.isBlock || later.isApproval) && (earlier.isBlock || earlier.isApproval)
            {
                let audits = Set(earlier.evidence.map(\.digest))
                guard let shared = later.evidence.first(where: { audits.contains($0.digest) }) else { continue }
                problems.add(
                    Problem(
                        at: later.record.place("type"),
                        "\(later.id) \(later.isBlock ? "blocks" : "releases") \(later.version) and \(earlier.id) "
                            + "\(earlier.isBlock ? "blocks" : "releases") it, both on the audit \(shared.digest.prefix(12))... and both "
                            + "in force",
                        suggestion: "what was decided later says supersedes: [\(earlier.id)]"))
            }
        }
    }

    /// A waiver that holds is of a gate there is.
    private func gate(of waiver: WaiverRecord, _ problems: inout ProblemList) {
        guard known.hasAudits, !waiver.isExpired(on: known.today), !known.gates.contains(waiver.gate) else { return }
        let known = Set(known.gates).sorted()
        problems.add(
            Problem(
                at: waiver.record.place("gate"),
                "there is no gate \"\(waiver.gate)\", so the waiver opens nothing"
                    + (known.isEmpty ? ": no gate is set" : ""),
                suggestion: nearestName(to: waiver.gate, in: known).map { "did you mean \"\($0)\"?" }
                    ?? (known.isEmpty ? nil : "the gates are \(known.prefix(4).joined(separator: ", "))")))
    }

    /// A day of approval that is long after the newest data is a slip, or the data are not here.
    private func approvals(_ document: RecordDocument, _ problems: inout ProblemList) {
        guard let today = known.today else { return }
        let days =
            document.form.forms("approvers").compactMap { $0.form.day("at").map { ("approvers", $0) } }
            + ["approved_at", "review.approved_at"].compactMap { path in
                document.form.text(path).flatMap(Day.init).map { (path, $0) }
            }
        for (path, day) in days where day.number > today.number + Self.longAfter {
            problems.add(
                Problem(
                    .warning, at: document.place(path),
                    "it was approved on \(day), long after the newest data, of \(today): is the day right?"))
        }
    }

    // MARK: What cannot be

    /// Images of a case are images of its data set.
    private func images(of one: CaseRecord, _ problems: inout ProblemList) {
        let audits = known.audits.flatMap(\.audits).filter { archived in
            archived.audit.task != .detection
                && (one.dataset.map { $0 == archived.audit.dataset.name } ?? true)
        }
        guard !audits.isEmpty, !known.audits.flatMap(\.audits).contains(where: { $0.audit.task == .detection }) else {
            return
        }
        for image in one.record.form.nodes("images") where image.text != "redacted" {
            if audits.contains(where: { $0.outcomes.row(of: image.text) != nil }) { continue }
            problems.add(
                Problem(
                    at: Place(file: one.record.file, row: image.row, field: "images"),
                    "no audit\(one.dataset.map { " of \($0)" } ?? "") has an image \"\(image.text)\"",
                    suggestion: "write the id as the images' table does"))
        }
    }

    /// Bounds of shares are shares, and the lower end of an interval is the lower one.
    private func bounds(_ document: RecordDocument, _ problems: inout ProblemList) {
        for figure in Figure.all(of: document) {
            guard let low = figure.form.number("low"), let high = figure.form.number("high"), low > high else {
                continue
            }
            problems.add(
                Problem(
                    at: Place(file: document.file, row: figure.form.node("low")?.row, field: figure.path + ".low"),
                    "\(Self.short(low)) is above high, \(Self.short(high))", suggestion: "are the two exchanged?"))
        }
        for (path, node) in GateExpression.nodes(of: document) {
            guard let gate = try? GateExpression(node.text), let range = range(of: gate) else { continue }
            for bound in gate.bounds {
                let value: Double
                switch bound {
                case .atLeast(let number), .atMost(let number): value = number
                }
                let keepsAll =
                    switch bound {
                    case .atLeast: value == range.lowerBound
                    case .atMost: value == range.upperBound
                    }
                guard !range.contains(value) || keepsAll && gate.bounds.count == 1 else { continue }
                problems.add(
                    Problem(
                        at: Place(file: document.file, row: node.row, field: path),
                        "\"\(node.text)\" \(keepsAll ? "can never fail" : "asks for what cannot be"): values lie in \(Int(range.lowerBound))..."
                            + "\(Int(range.upperBound)), and the bound is \(Self.short(value))",
                        suggestion: !keepsAll && abs(value) > 1.5 && range.contains(value / 100)
                            ? "did you mean \(Self.short(value / 100))?" : nil))
            }
        }
    }

    /// What values of a gate's fact may be; `nil` where any number may.
    private func range(of gate: GateExpression) -> ClosedRange<Double>? {
        if gate.fact == RegressionCase.fact { return 0...1 }
        guard let unit = known.unit(of: gate.fact) else { return nil }
        switch unit {
        case .proportion: return gate.isChange ? -1...1 : 0...1
        case .points: return -1...1
        case .count, .score, .pValue, .ratio, .raw: return nil
        }
    }

    /// Approved records say what people wrote.
    private func placeholders(_ document: RecordDocument, _ problems: inout ProblemList) {
        guard document.isApproved else { return }
        func visit(_ node: FormNode, _ path: String) {
            switch node.value {
            case .scalar(let text):
                guard let text, RecordPlaceholder.stands(in: text) else { return }
                problems.add(
                    Problem(
                        at: Place(file: document.file, row: node.row, field: path),
                        "still is \"\(text)\", and the record is \(document.form.text("status") ?? "approved")",
                        suggestion: "write what is meant"))
            case .list(let items): for (place, item) in items.enumerated() { visit(item, "\(path)[\(place)]") }
            case .mapping(let entries): for entry in entries { visit(entry.node, path + "." + entry.key) }
            }
        }
        for entry in document.form.entries { visit(entry.node, entry.key) }
        for (place, line) in document.body.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where RecordPlaceholder.stands(in: String(line)) {
            problems.add(
                Problem(
                    at: Place(file: document.file, row: document.bodyRow + place),
                    "still is \"\(line)\", and the record is \(document.form.text("status") ?? "approved")",
                    suggestion: "write what is meant"))
        }
    }

    private static func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
    }
}

extension RecordDocument {
    /// Whether it counts: a final writeup, an approved decision or waiver, an action that somebody took on.
    fileprivate var isApproved: Bool {
        switch schema.kind {
        case .incident: ["final", "amended"].contains(form.text("status") ?? "")
        case .decision: DecisionRecord(record: self).isApproved
        case .waiver: WaiverRecord(record: self).isApproved
        case .action: ["accepted", "in-progress", "done", "validated"].contains(form.text("status") ?? "")
        default: false
        }
    }
}

extension DecisionRecord {
    /// Whether it keeps a version from being released.
    fileprivate var isBlock: Bool { type == "release-block" || type == "retire" }
}

extension GateExpression {
    /// Every gate in one line that a record states, with its path.
    fileprivate static func nodes(of record: RecordDocument) -> [(path: String, node: (text: String, row: Int))] {
        func all(_ fields: [RecordField], _ form: RecordForm, _ path: String) -> [(String, (text: String, row: Int))] {
            fields.flatMap { field -> [(String, (text: String, row: Int))] in
                let full = path.isEmpty ? field.key : path + "." + field.key
                switch field.kind {
                case .gate, .gates: return form.nodes(field.key).map { (full, ($0.text, $0.row)) }
                case .form(let inner): return all(inner, form.form(field.key), full)
                default: return []
                }
            }
        }
        return all(record.schema.fields, record.form, "").map { (path: $0.0, node: $0.1) }
    }
}
