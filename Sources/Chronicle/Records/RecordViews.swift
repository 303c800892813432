// The records besides incidents, each as a view of what its front matter says: a value is read where it is asked for, by the
// keys of `Schemas`.

import Record

/// A record that has a page.
public protocol RecordView: Sendable {
    /// What was read.
    var record: RecordDocument { get }
}

extension RecordView {
    /// Its id.
    public var id: String { record.id }
    /// What it is called: its title, or its id.
    public var title: String { record.form.text("title") ?? record.id }
    /// The widest audience it is for.
    public var confidentiality: Audience { record.form.text("confidentiality").flatMap(Audience.init) ?? .internal }
    /// Who answers for it.
    public var owner: String? { record.form.text("owner") }
}

/// A remediation action.
public struct ActionRecord: RecordView {
    /// What was read.
    public let record: RecordDocument
    private var form: RecordForm { record.form }

    /// proposed, accepted, in-progress, done, validated, rejected, wont-fix.
    public var status: String { form.text("status") ?? "proposed" }
    /// Whether nothing is left to do.
    public var isClosed: Bool { ["done", "validated", "rejected", "wont-fix"].contains(status) }
    /// Whether it is not going to be done.
    public var isDropped: Bool { ["rejected", "wont-fix"].contains(status) }
    /// What it works on: data, model, deployment, process.
    public var centre: String { form.text("centric") ?? "" }
    /// What is done: collect, relabel, retrain.
    public var type: String? { form.text("type") }
    /// By when.
    public var due: Day? { form.day("due") }
    /// Days that it is overdue on a day; `nil` where it is not.
    public func overdue(on today: Day?) -> Int? {
        guard !isClosed, let due, let today, due < today else { return nil }
        return today.since(due)
    }
    /// Failure modes it is about.
    public var failureModes: [String] { form.texts("addresses.failure_modes") }
    /// Incidents it is about.
    public var incidents: [String] { form.texts("addresses.incidents") }
    /// What it waits for.
    public var dependsOn: [String] { form.texts("depends_on") }
    /// Working days that it takes.
    public var effortDays: Double? { form.number("priority.effort_days") }
    /// Errors saved times confidence by day of work.
    public var score: Double? {
        guard let impact = form.number("priority.impact_errors_removed"), let days = effortDays, days > 0 else {
            return nil
        }
        return impact * (form.number("priority.confidence") ?? 1) / days
    }
    /// The version that it was validated in, as it says itself.
    public var validatedIn: String? { form.text("validation.validated_in") }
    /// What it promises.
    public var promise: Promise? { Promise(form.form("expected_impact")) }
    /// Days by which the due date was moved, all moves together.
    public var slip: Int? {
        let moves = form.forms("history").compactMap { entry -> Int? in
            guard let from = entry.form.day("due_from"), let to = entry.form.day("due_to") else { return nil }
            return to.since(from)
        }
        return moves.isEmpty ? nil : moves.reduce(0, +)
    }

    /// What an action promises of a number.
    public struct Promise: Sendable {
        /// The path of the fact.
        public let metric: String
        /// The data set, where it says which.
        public let dataset: String?
        /// What it is now.
        public let from: Double
        /// What it is to become.
        public let to: Double
        /// What must hold meanwhile.
        public let guardrails: [GateExpression]

        init?(_ form: RecordForm) {
            guard let metric = form.text("metric"), let from = form.number("from"), let to = form.number("to") else {
                return nil
            }
            self.metric = form.text("slice").map { metric + "@slice=" + $0 } ?? metric
            dataset = form.text("dataset")
            self.from = from
            self.to = to
            guardrails = form.texts("guardrails").compactMap { try? GateExpression($0) }
        }
    }
}

/// A decision.
public struct DecisionRecord: RecordView {
    /// What was read.
    public let record: RecordDocument
    private var form: RecordForm { record.form }

    /// What kind of decision: release-approve, release-block.
    public var type: String { form.text("type") ?? "" }
    /// Its day.
    public var date: String { form.text("date") ?? "" }
    /// The version it is about.
    public var version: String { form.text("model.version") ?? "" }
    /// What was decided, in a sentence.
    public var decision: String { form.text("decision") ?? "" }
    /// Who approved it, and when.
    public var approvers: [(name: String, at: Day?)] {
        form.forms("approvers").map { ($0.form.text("name") ?? "", $0.form.day("at")) }
    }
    /// Whether somebody approved it; else it is a proposal.
    public var isApproved: Bool { !approvers.isEmpty }
    /// Whether it lets a version be released.
    public var isApproval: Bool { type == "release-approve" || type == "approve-with-conditions" }
    /// Failure modes whose risk it accepts, or that it is about.
    public var failureModes: [String] { form.texts("failure_modes") }
    /// The decisions that it takes the place of.
    public var supersedes: [String] { form.texts("supersedes") }
    /// The day up to which it holds.
    public var expires: Day? { form.day("expires") }
    /// The audits that it rests on.
    public var evidence: [(version: String, dataset: String?, digest: String, row: Int)] {
        form.forms("evidence").map {
            (
                $0.form.text("version") ?? "", $0.form.text("dataset"), $0.form.text("audit_sha256") ?? "",
                $0.form.node("audit_sha256")?.row ?? $0.row
            )
        }
    }
    /// What it asks for.
    public var conditions: [Condition] {
        form.forms("conditions").map {
            Condition(
                text: $0.form.text("text") ?? "", owner: $0.form.text("owner") ?? "", due: $0.form.day("due"),
                action: $0.form.text("action"), met: $0.form.day("met"))
        }
    }

    /// What a decision asks for.
    public struct Condition: Sendable {
        /// In a sentence.
        public let text: String
        /// Who answers for it.
        public let owner: String
        /// By when.
        public let due: Day?
        /// The action that meets it.
        public let action: String?
        /// The day on which it was met, as the record says.
        public let met: Day?
    }
}

/// A release gate that is open until a day.
public struct WaiverRecord: RecordView {
    /// What was read.
    public let record: RecordDocument
    private var form: RecordForm { record.form }

    /// The name or the fact of the gate.
    public var gate: String { form.text("gate") ?? "" }
    /// The data set, where it says which.
    public var dataset: String? { form.text("dataset") }
    /// The version that it is for.
    public var version: String { form.text("version") ?? "" }
    /// The last day on which it holds.
    public var expires: Day? { form.day("expires") }
    /// Why.
    public var reason: String { form.text("reason") ?? "" }
    /// Whether somebody approved it; else it opens nothing.
    public var isApproved: Bool { !form.texts("approved_by").isEmpty && form.day("approved_at") != nil }
    /// Whether it has expired on a day.
    public func isExpired(on today: Day?) -> Bool {
        guard let expires, let today else { return false }
        return expires < today
    }
    /// Whether it is of a gate.
    public func isOf(_ gate: GateResult) -> Bool { gate.name == self.gate || gate.fact == self.gate }
}

/// What somebody says of an alarm.
public struct AlarmRecord: RecordView {
    /// What was read.
    public let record: RecordDocument
    private var form: RecordForm { record.form }

    /// The metric or column that opened it.
    public var opener: String { form.text("opened_by.metric") ?? form.text("opened_by.column") ?? "" }
    /// The column of telemetry that opened it; `nil` of an alarm of another monitor.
    public var column: String? { form.text("opened_by.column") }
    /// The data set, where it says which.
    public var dataset: String? { form.text("opened_by.dataset") }
    /// The day on which it opened, or the window as another monitor calls it.
    public var window: String { form.text("opened_by.window") ?? "" }
    /// Who acknowledged it.
    public var acknowledgedBy: String { form.text("acknowledged_by") ?? "" }
    /// When.
    public var acknowledgedAt: String { form.text("acknowledged_at") ?? "" }
    /// The incident that it became.
    public var incident: String? { form.text("incident") }
    /// What was said of it.
    public var note: String { form.text("note") ?? "" }
}

/// What to do when a kind of failure happens again.
public struct PlaybookRecord: RecordView {
    /// What was read.
    public let record: RecordDocument
    private var form: RecordForm { record.form }

    /// The kinds of failure it is for.
    public var kinds: [String] { form.texts("kinds") }
    /// The failure modes it is for.
    public var failureModes: [String] { form.texts("failure_modes") }
    /// The last day on which it was tried.
    public var lastDrill: Day? { form.forms("drills").compactMap { $0.form.day("at") }.max() }
    /// Days from one drill to the next.
    public var drillEvery: Int? { form.integer("drill_every") }
    /// The day of the next drill; `nil` where none is asked for, or none was made that one could count from.
    public var nextDrill: Day? {
        guard let drillEvery, let lastDrill else { return nil }
        return lastDrill.adding(drillEvery)
    }
    /// Whether a drill ought to have been made by a day.
    public func isOverdue(on today: Day?) -> Bool {
        guard drillEvery != nil, let today else { return false }
        return nextDrill.map { $0 < today } ?? true
    }
}

/// What an incident must never do again.
public struct CaseRecord: RecordView {
    /// What was read.
    public let record: RecordDocument
    private var form: RecordForm { record.form }

    /// The incident.
    public var incident: String { form.text("incident") ?? "" }
    /// The data set, where it says which.
    public var dataset: String? { form.text("dataset") }
    /// The images, where it is of images.
    public var images: [String] { form.texts("images") }
    /// The slice, where it is of one: attribute and value.
    public var slice: [(attribute: String, value: String)] {
        let form = form.form("where")
        return form.entries.compactMap { entry in form.text(entry.key).map { (entry.key, $0) } }
    }
    /// What is asked, and of what.
    public var asked: String {
        let of = slice.map { "\($0.attribute)=\($0.value)" }
        return (of.isEmpty ? "" : of.joined(separator: ", ") + ": ") + (form.text("expect") ?? "")
    }
    /// What is asked.
    public var expect: GateExpression? { form.text("expect").flatMap { try? GateExpression($0) } }
    /// The first version that is asked.
    public var since: String? { form.text("since") }
}

/// What governance.yml says.
public struct Governance: Sendable {
    /// What was read; `nil` where there is no such file.
    public let record: RecordDocument?

    /// What a file says.
    public init(record: RecordDocument? = nil) { self.record = record }

    /// Roles and what they are for.
    public var roles: [(name: String, text: String)] { names("roles") }
    /// Severities and what they mean.
    public var severities: [(name: String, text: String)] { names("severities") }
    /// How many have to approve a decision of a type.
    public func approvals(_ type: String) -> Int { record?.form.integer("approvals." + type) ?? 1 }
    /// Days between releases.
    public var releaseDays: Int? { record?.form.integer("cadence.release_days") }

    /// Errors that the team calls by a name of its own.
    public var categories: [TeamCategory] {
        (record?.form.forms("categories") ?? []).compactMap { entry in
            let form = entry.form
            guard let name = form.text("name") else { return nil }
            let low = form.number("confidence_at_least") ?? 0
            return TeamCategory(
                name, label: form.text("label"), predicted: form.text("predicted"), outcome: form.text("outcome"),
                confidence: low...max(low, form.number("confidence_at_most") ?? 1))
        }
    }
    /// Days of work that there are until the next release.
    public var budgetDays: Double? { record?.form.number("budget_days") }

    /// Keys that the team chose, and their texts.
    public func names(_ key: String) -> [(name: String, text: String)] {
        (record?.form.form(key).entries ?? []).compactMap { entry in
            if case .scalar(let text?) = entry.node.value { return (entry.key, text) }
            return nil
        }
    }
}

/// What schedule.yml says recurs.
public struct ScheduledTurn: Sendable {
    /// re-audit, retraining, drill.
    public let what: String
    /// Who answers for it.
    public let owner: String
    /// Days from one to the next.
    public let every: Int
    /// The day of the last.
    public let last: Day
    /// The line of schedule.yml that says so.
    public let row: Int?

    /// The day of the next.
    public var next: Day { last.adding(every) }
    /// Days that it is overdue on a day; `nil` where it is not.
    public func overdue(on today: Day?) -> Int? {
        guard let today, next < today else { return nil }
        return today.since(next)
    }

    /// What a record of schedule.yml says, in the order of its schema; an entry that cannot be read is none.
    static func all(_ record: RecordDocument) -> [ScheduledTurn] {
        Schemas.schedule.fields.compactMap { field in
            let turn = record.form.form(field.key)
            guard let every = turn.integer("every"), let last = turn.day("last") else { return nil }
            return ScheduledTurn(
                what: field.key, owner: turn.text("owner") ?? "", every: every, last: last,
                row: turn.node("last")?.row)
        }
    }
}
