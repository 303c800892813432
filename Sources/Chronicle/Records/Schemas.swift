// The forms of all records. What each source asks for (Google's SRE postmortem, PagerDuty's, the AI Incident Database, the EU AI
// Act's articles 72 and 73, NIST's AI RMF) is in the design's list; here it is keys.

import Record

/// Every schema there is.
public enum Schemas {
    /// The schema of a kind.
    public static func of(_ kind: RecordKind) -> RecordSchema {
        switch kind {
        case .incident: incident
        case .action: action
        case .decision: decision
        case .waiver: waiver
        case .alarm: alarm
        case .playbook: playbook
        case .case: regressionCase
        }
    }

    /// `title`, of at most 120 characters.
    static let title = RecordField("title", .text(most: 120), .always, note: "one line")
    /// Who may read it.
    static let audience = RecordField(
        "confidentiality", .word(Audience.allCases.map(\.rawValue)), note: "the widest audience")
    /// The wildest number that a count may be.
    static let count: ClosedRange<Int> = 0...Int.max
    static let amount: ClosedRange<Double> = 0...Double.greatestFiniteMagnitude

    /// The kinds of failure: of incidents, and of what playbooks are for.
    static let failures = [
        "performance-regression", "miscalibration", "drift", "data-defect", "label-defect", "pipeline-defect",
        "threshold-defect", "misuse", "fairness", "security", "near-miss",
    ]

    private static let reviewed = ["in-review", "final", "amended"]
    private static let closed = ["final", "amended"]

    static let incident = RecordSchema(
        "incident/1", .incident,
        rules: [
            .ordered(
                ["introduced", "started", "detected", "acknowledged", "mitigated", "resolved"].map { "times." + $0 }),
            .fourEyes(
                approvers: "review.approved_by", authors: "people.authors", statuses: closed,
                what: "somebody else approves a final writeup"),
            .headings(["Summary", "Resolution", "Lessons"], statuses: closed),
        ],
        headings: [
            "Summary", "Impact", "Timeline", "Detection", "Contributing factors", "Resolution", "Lessons", "Evidence",
        ],
        [
            title,
            RecordField("status", .word(["draft", "in-review", "final", "amended", "withdrawn"]), .always),
            RecordField("severity", .word(["sev1", "sev2", "sev3", "sev4"]), .always, note: "sev1 is the gravest"),
            RecordField("kind", .word(failures)),
            RecordField(
                "model",
                .form([
                    RecordField("name", .text(), .always), RecordField("version", .text(), .always),
                    RecordField("artifact_sha256", .digest),
                ]), .always),
            RecordField("affected_versions", .texts), RecordField("fixed_in", .text()),
            RecordField("deployments", .texts),
            RecordField(
                "times",
                .form([
                    RecordField("introduced", .moment),
                    RecordField("started", .moment, .when(reviewed, why: "a writeup in review has it")),
                    RecordField("detected", .moment, .when(reviewed, why: "a writeup in review has it")),
                    RecordField("acknowledged", .moment),
                    RecordField(
                        "mitigated", .moment,
                        .when(closed, why: "a final writeup has it, or open_reason", unless: ["open_reason"])),
                    RecordField(
                        "resolved", .moment,
                        .when(closed, why: "a final writeup has it, or open_reason", unless: ["open_reason"])),
                ]), note: "in this order; a day alone where no hour is known"),
            RecordField("open_reason", .text(), note: "why a final writeup has no end"),
            RecordField(
                "impact",
                .form([
                    RecordField("summary", .text(), .when(reviewed, why: "a writeup in review has it")),
                    RecordField("inferences_affected", .integer(count)),
                    RecordField("errors_excess", .figure),
                    RecordField(
                        "figures", .figures, note: "numbers that the archive counts: {text, fact, version, value}"),
                    RecordField(
                        "people",
                        .form([
                            RecordField("harmed", .integer(count)), RecordField("nearly_harmed", .integer(count)),
                            RecordField("groups", .texts),
                        ])),
                    RecordField("harm_types", .texts), RecordField("duration_minutes", .derived),
                ])),
            RecordField(
                "detection",
                .form([
                    RecordField("by", .text()), RecordField("signal", .text()),
                    RecordField("could_have_been_caught_by", .text()),
                ]), .when(closed, why: "a final writeup has it")),
            RecordField("trigger", .text()),
            RecordField(
                "contributing_factors",
                .forms([
                    RecordField("id", .text()), RecordField("category", .text()),
                    RecordField("text", .text(), .always), RecordField("evidence", .links(.evidence)),
                ]), .when(reviewed, why: "a writeup in review names at least one"),
                note: "a list: there is seldom one cause"),
            RecordField("failure_modes", .links(.mode)), RecordField("slices", .texts),
            RecordField("examples", .texts, note: "ids of images; redacted for one that is not to be named"),
            RecordField("went_well", .texts), RecordField("went_wrong", .texts), RecordField("lucky", .texts),
            RecordField(
                "people",
                .form([
                    RecordField(
                        "owner", .link(.role), .when(reviewed, why: "a writeup in review says who answers for it")),
                    RecordField("authors", .texts), RecordField("reviewers", .texts),
                    RecordField("facilitator", .texts),
                ]), note: "roles rather than names"),
            RecordField(
                "review",
                .form([
                    RecordField("meeting", .day),
                    RecordField("approved_by", .text(), .when(closed, why: "a final writeup has it")),
                    RecordField("approved_at", .day),
                ])),
            RecordField(
                "actions",
                .linksOrForms(
                    .record(.action),
                    [
                        RecordField("id", .text()), RecordField("text", .text(), .always),
                        RecordField("owner", .link(.role), .always), RecordField("due", .day),
                        RecordField("status", .word(["open", "in-progress", "done", "validated", "rejected"])),
                    ]),
                .when(
                    closed, why: "a final writeup names an action, or no_action_reason", unless: ["no_action_reason"])),
            RecordField("no_action_reason", .text()),
            RecordField(
                "cases", .links(.record(.case)),
                .when(
                    closed, why: "a final writeup names a regression case, or no_case_reason",
                    unless: ["no_case_reason"]
                ), note: "what later versions are asked because of it"),
            RecordField("no_case_reason", .text()),
            RecordField("decisions", .links(.record(.decision))),
            RecordField("playbook", .link(.record(.playbook)), note: "the one that was used"),
            RecordField("similar", .links(.record(.incident))),
            RecordField(
                "parties",
                .form([
                    RecordField("developer", .texts), RecordField("deployer", .texts), RecordField("harmed", .texts),
                ])),
            RecordField(
                "regulatory",
                .form([
                    RecordField("serious_incident", .flag), RecordField("basis", .word(Regulation.bases)),
                    RecordField("aware_at", .day, note: "when the provider learnt of it"),
                    RecordField("assessed_by", .text()), RecordField("assessed_at", .day),
                    RecordField("authority_notified_at", .day), RecordField("deadline", .derived),
                ])),
            RecordField(
                "communication", .form([RecordField("internal", .text()), RecordField("external", .text())])),
            audience,
            RecordField(
                "amendments",
                .forms([
                    RecordField("at", .moment, .always), RecordField("by", .text(), .always),
                    RecordField("text", .text(), .always),
                ]), .when(["amended"], why: "an amended writeup says what was corrected")),
        ])

    /// What an action may be, by what it works on.
    static let actionTypes: [(centre: String, types: [String])] = [
        ("data", ["collect", "relabel", "dedupe", "rebalance", "augment", "filter"]),
        ("model", ["retrain", "fine-tune", "loss", "architecture", "calibrate", "quantisation", "ensemble"]),
        (
            "deployment",
            [
                "threshold", "batch-size", "abstain", "fallback", "human-review", "monitor", "rollback", "restrict-use",
                "kill-switch",
            ]
        ),
        ("process", ["gate", "review", "documentation", "training"]),
    ]

    private static let working = ["accepted", "in-progress", "done", "validated"]

    static let action = RecordSchema(
        "action/1", .action,
        rules: [.fits("type", to: "centric", actionTypes.map { (word: $0.centre, fitting: $0.types) })],
        headings: ["What is done", "Why it should work"],
        [
            title,
            RecordField("centric", .word(actionTypes.map(\.centre)), .always, note: "what it works on"),
            RecordField("type", .word(actionTypes.flatMap(\.types))),
            RecordField("effect", .word(["prevent", "detect", "mitigate"])),
            RecordField(
                "status",
                .word(["proposed", "accepted", "in-progress", "done", "validated", "rejected", "wont-fix"]), .always,
                note: "done is not validated: a later audit says whether it worked"),
            RecordField("owner", .link(.role), .when(working, why: "an accepted action has an owner"), note: "a role"),
            RecordField("due", .day, .when(working, why: "an accepted action is due on a day")),
            RecordField(
                "addresses",
                .form([
                    RecordField("failure_modes", .links(.mode)), RecordField("incidents", .links(.record(.incident))),
                    RecordField("slices", .texts),
                ])),
            RecordField("rationale", .text()),
            RecordField(
                "priority",
                .form([
                    RecordField("impact_errors_removed", .number(amount)), RecordField("confidence", .number(0...1)),
                    RecordField("effort_days", .number(amount)), RecordField("score", .derived),
                ])),
            RecordField(
                "expected_impact",
                .form([
                    RecordField("metric", .link(.fact), .always, note: "a path of misread facts"),
                    RecordField("slice", .text(), note: "a declared slice, where the metric is a family by slice"),
                    RecordField("dataset", .link(.dataset)),
                    RecordField(
                        "from", .number(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude), .always),
                    RecordField(
                        "to", .number(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude), .always),
                    RecordField("guardrails", .gates, note: "what must not get worse"),
                ]), note: "what it promises, and what must hold meanwhile"),
            RecordField(
                "validation",
                .form([
                    RecordField("plan", .text()), RecordField("eval_set_sha256", .digest),
                    RecordField("success", .text()),
                    RecordField(
                        "validated_in", .link(.version),
                        .when(["validated"], why: "a validated action names the version whose audit shows it")),
                    RecordField("evidence", .links(.evidence)), RecordField("result", .text()),
                    RecordField("verdict", .derived),
                ])),
            RecordField(
                "rollback",
                .form([
                    RecordField("plan", .text()), RecordField("trigger", .text()), RecordField("tested_at", .day),
                    RecordField("owner", .link(.role)),
                ])),
            RecordField("depends_on", .links(.record(.action))), RecordField("playbook", .link(.record(.playbook))),
            RecordField("cadence", .text()), RecordField("budget", .text()), RecordField("compliance", .texts),
            RecordField(
                "history",
                .forms([
                    RecordField("at", .moment, .always), RecordField("from", .text()), RecordField("to", .text()),
                    RecordField("due_from", .day), RecordField("due_to", .day), RecordField("by", .text()),
                    RecordField("why", .text()),
                ]), note: "changes of status and of the due date"),
            audience,
        ])

    /// What can be decided.
    public static let decisionTypes = [
        "release-approve", "approve-with-conditions", "release-block", "risk-acceptance", "waiver", "retire",
        "threshold-change", "metric-change", "label-standard-change", "data-exclusion",
    ]

    static let decision = RecordSchema(
        "decision/1", .decision,
        rules: [
            .fourEyes(
                approvers: "approvers", authors: "authors", statuses: [], what: "somebody else approves a decision"),
            .needed("expires", by: "type", words: ["waiver"], why: "what is waived is waived until a day"),
            .needed(
                "conditions", by: "type", words: ["approve-with-conditions"],
                why: "it says on which conditions it approves"),
        ],
        [
            title, RecordField("date", .day, .always),
            RecordField("type", .word(decisionTypes), .always),
            RecordField(
                "model", .form([RecordField("name", .text()), RecordField("version", .link(.version), .always)]),
                .always),
            RecordField("question", .text(), .always), RecordField("decision", .text(), .always),
            RecordField("rationale", .text(), .always), RecordField("alternatives", .texts),
            RecordField(
                "evidence",
                .forms([
                    RecordField("version", .link(.version), .always), RecordField("dataset", .link(.dataset)),
                    RecordField("audit_sha256", .digest, .always), RecordField("text", .text()),
                ]), .always, note: "the audits it rests on, by their SHA-256"),
            RecordField(
                "conditions",
                .forms([
                    RecordField("text", .text(), .always), RecordField("owner", .link(.role), .always),
                    RecordField("due", .day, .always), RecordField("action", .link(.record(.action))),
                    RecordField("met", .day, note: "the day on which it was met"),
                ])),
            RecordField(
                "residual_risk",
                .form([
                    RecordField("likelihood", .text()), RecordField("severity", .text()),
                    RecordField("accepted_by", .text()),
                ])),
            RecordField("dissent", .texts), RecordField("authors", .texts, .always),
            RecordField(
                "approvers", .forms([RecordField("name", .text(), .always), RecordField("at", .day, .always)]),
                note: "without one it is a proposal"),
            RecordField("incidents", .links(.record(.incident))), RecordField("actions", .links(.record(.action))),
            RecordField(
                "failure_modes", .links(.mode), note: "whose risk is accepted, up to expires where that is said"),
            RecordField("expires", .day), RecordField("supersedes", .links(.record(.decision))),
            RecordField("superseded_by", .link(.record(.decision))), audience,
        ])

    static let waiver = RecordSchema(
        "waiver/1", .waiver,
        rules: [
            .fourEyes(
                approvers: "approved_by", authors: "authors", statuses: [], what: "somebody else approves a waiver"),
            .ordered(["approved_at", "expires"]),
        ],
        [
            RecordField("gate", .text(), .always, note: "the name or the fact of a gate of misread.yml"),
            RecordField("dataset", .link(.dataset)),
            RecordField("version", .link(.version), .always), RecordField("reason", .text(), .always),
            RecordField("risk", .text(), .always), RecordField("owner", .link(.role), .always),
            RecordField("authors", .texts, .always),
            RecordField("approved_by", .texts, note: "until somebody else approves it, it opens nothing"),
            RecordField("approved_at", .day), RecordField("expires", .day, .always, note: "the last day it holds"),
            RecordField("conditions", .texts), RecordField("decision", .link(.record(.decision))), audience,
        ])

    static let alarm = RecordSchema(
        "alarm/1", .alarm,
        [
            RecordField(
                "opened_by",
                .form([
                    RecordField("column", .text(), note: "the column that drifted, as in error@2026-03-21"),
                    RecordField("metric", .link(.fact), note: "in its place, of an alarm of another monitor"),
                    RecordField("dataset", .link(.dataset)),
                    RecordField("window", .text(), .always, note: "the day on which it opened"),
                ]), .always),
            RecordField("acknowledged_by", .text(), .always), RecordField("acknowledged_at", .moment, .always),
            RecordField("owner", .link(.role)), RecordField("incident", .link(.record(.incident))),
            RecordField("note", .text()), audience,
        ])

    static let playbook = RecordSchema(
        "playbook/1", .playbook,
        rules: [.oneOf(["kinds", "failure_modes"], why: "a playbook says what it is for")],
        [
            title, RecordField("kinds", .words(failures)),
            RecordField("failure_modes", .links(.mode)), RecordField("signals", .texts),
            RecordField("first_checks", .texts), RecordField("containment", .texts),
            RecordField(
                "rollback",
                .form([
                    RecordField("steps", .texts), RecordField("trigger", .text()), RecordField("owner", .link(.role)),
                    RecordField("tested_at", .day),
                ])),
            RecordField("contacts", .links(.role), note: "roles"), RecordField("owner", .link(.role)),
            RecordField(
                "drills",
                .forms([
                    RecordField("at", .day, .always), RecordField("by", .text()), RecordField("result", .text()),
                ])),
            RecordField("drill_every", .integer(1...3650), note: "days"), audience,
        ])

    static let regressionCase = RecordSchema(
        "case/1", .case,
        rules: [.oneOf(["where", "images"], why: "a case is of a slice or of images")],
        [
            RecordField("title", .text(most: 120)), RecordField("incident", .link(.record(.incident)), .always),
            RecordField("dataset", .link(.dataset)), RecordField("where", .names, note: "attribute: value"),
            RecordField("images", .texts),
            RecordField(
                "expect", .gate, .always,
                note: "asked of every version; of images: cases/correct >= 0.9, the share of them that is right"),
            RecordField("since", .link(.version), note: "the first version that is asked"), audience,
        ])
}
