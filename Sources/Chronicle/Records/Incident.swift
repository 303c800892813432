// A post-incident writeup: YAML front matter with fixed keys, then people's Markdown.
//
// What must be there grows with the status, so a draft can be written in a minute and a final one cannot leave out who
// answers for it. The form follows Google's SRE postmortem, PagerDuty's and the AI Incident Database's fields.

import Record

/// An incident as a person wrote it.
public struct Incident: Sendable, Hashable {
    /// Where a writeup stands.
    public enum Status: String, Sendable, CaseIterable {
        /// Being written.
        case draft
        /// Being reviewed.
        case inReview = "in-review"
        /// Agreed.
        case final
        /// Agreed and corrected since.
        case amended
        /// No incident after all; the page stays and says so.
        case withdrawn
    }

    /// A text with its name.
    public struct Entry: Sendable, Hashable {
        /// Heading.
        public var name: String
        /// Text.
        public var text: String
    }

    /// A contributing factor; there is seldom only one.
    public struct Factor: Sendable, Hashable {
        /// Its id inside the incident.
        public var id: String
        /// evaluation, data, model, code, process, deployment.
        public var category: String
        /// What it was.
        public var text: String
        /// Ids of failure modes or pages that show it.
        public var evidence: [String]
    }

    /// An action that follows.
    public struct Action: Sendable, Hashable {
        /// Its record's id, `ACT-0031`, when one exists.
        public var id: String?
        /// What is to be done.
        public var text: String
        /// Who answers for it.
        public var owner: String
        /// By when.
        public var due: String?
        /// open, in-progress, done, validated, rejected; of an action with a record, the record's.
        public var status: String

        /// Whether nothing is left to do.
        public var isClosed: Bool { ["done", "validated", "rejected", "wont-fix", "withheld"].contains(status) }
    }

    /// A correction made after the writeup was final.
    public struct Amendment: Sendable, Hashable {
        /// When.
        public var at: String
        /// By whom.
        public var by: String
        /// What was corrected.
        public var text: String
    }

    /// How long something took.
    public struct Span: Sendable, Hashable {
        /// "Time to detect".
        public var name: String
        /// Minutes.
        public var minutes: Int
        /// Whether one of its ends is a day without an hour, so that whole days are all it says.
        public var isByDay: Bool
    }

    /// `INC-2026-014`.
    public var id: String
    /// One line.
    public var title: String
    /// Where it stands.
    public var status: Status
    /// sev1...sev4.
    public var severity: String
    /// What kind of failure it was.
    public var kind: String
    /// Model name.
    public var model: String
    /// Version it was found in.
    public var version: String
    /// Versions it affects.
    public var affectedVersions: [String]
    /// Version that fixed it.
    public var fixedIn: String?
    /// Moments in order, name and RFC 3339 text: introduced, started, detected, acknowledged, mitigated, resolved.
    public var times: [Entry]
    /// Why there is no resolution time, when it is final without one.
    public var openReason: String?
    /// From start to detection, mitigation and resolution, as far as the times give them.
    public var intervals: [Span]
    /// Who or what noticed, by what signal, and what could have caught it.
    public var detection: [Entry]
    /// What it did.
    public var impact: String?
    /// Other statements of impact, heading and text.
    public var impactDetails: [Entry]
    /// Numbers that it states, those first that name what they were read from.
    public var figures: [Figure] = []
    /// What set it off.
    public var trigger: String?
    /// What let it happen.
    public var factors: [Factor]
    /// Failure modes it shows, by id.
    public var failureModes: [String]
    /// Items that show it, by image id.
    public var examples: [String]
    /// Decisions that rest on it, by id.
    public var decisions: [String] = []
    /// Incidents that it names as similar, by id.
    public var similar: [String] = []
    /// The playbook that was used, by id.
    public var playbook: String?
    /// Regression cases, by id.
    public var cases: [String] = []
    /// Why there is none, when it is final without one.
    public var noCaseReason: String?
    /// When an authority has to be told.
    public var regulation: Regulation?
    /// Deployments, slices, parties, regulation, communication: heading and text.
    public var links: [Entry]
    /// What went well.
    public var wentWell: [String]
    /// What went wrong.
    public var wentWrong: [String]
    /// Where luck helped.
    public var lucky: [String]
    /// What is done about it.
    public var actions: [Action]
    /// Why nothing is done, when nothing is.
    public var noActionReason: String?
    /// Roles and names: owner, authors, reviewers, facilitator, approved by.
    public var people: [Entry]
    /// The widest audience it is for.
    public var confidentiality: Audience
    /// Corrections since it was final.
    public var amendments: [Amendment]
    /// The Markdown.
    public var body: String
    /// Row of the file on which the Markdown starts, so that problems in it are placed correctly.
    public var bodyRow: Int
    /// File it was read from, relative to the workspace.
    public var file: String

    /// Equal ids and texts.
    public static func == (a: Incident, b: Incident) -> Bool {
        a.id == b.id && a.file == b.file && a.body == b.body && a.title == b.title && a.status == b.status
    }

    /// By id and body.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(body)
    }

    /// Whether somebody still has to do something: neither withdrawn nor resolved with all actions done.
    public var isOpen: Bool {
        status != .withdrawn
            && (!times.contains { $0.name == "resolved" }
                || actions.contains { !$0.isClosed })
    }
}
