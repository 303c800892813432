// The forms of the two files that are no records of an event: who decides and what the model is for, and what recurs.

import Record

extension Schemas {
    static let governance = RecordSchema(
        "governance/1", nil,
        [
            RecordField("severities", .names), RecordField("roles", .names),
            RecordField(
                "approvals", .numbers(keys: decisionTypes, 1...9), note: "how many approve, by type of decision"),
            RecordField(
                "cadence",
                .form([
                    RecordField("release_days", .integer(1...3650)), RecordField("review_days", .integer(1...3650)),
                ])),
            RecordField("purpose", .text(), note: "what the model is for"), RecordField("users", .texts),
            RecordField("out_of_scope", .texts, note: "what it is not for"), RecordField("assumptions", .texts),
            RecordField("limitations", .texts), RecordField("oversight", .text(), note: "who can step in, and how"),
            RecordField("ethics", .text()),
            RecordField("budget_days", .number(amount), note: "days of work until the next release"),
            RecordField(
                "categories",
                .forms([
                    RecordField("name", .text(), .always), RecordField("label", .text(), note: "the true class"),
                    RecordField("predicted", .text()),
                    RecordField(
                        "outcome", .word(([.misclassified(as: 0)] + Outcome.withoutClass).map(\.name))),
                    RecordField("confidence_at_least", .number(0...1)),
                    RecordField("confidence_at_most", .number(0...1)),
                ]), note: "errors that the team calls by a name of its own, counted in every version"),
            RecordField("retention", .text()),
        ])

    private static let turn: RecordValueKind = .form([
        RecordField("every", .integer(1...3650), .always, note: "days"), RecordField("last", .day, .always),
        RecordField("owner", .link(.role), .always),
    ])

    static let schedule = RecordSchema(
        "schedule/1", nil,
        [RecordField("re-audit", turn), RecordField("retraining", turn), RecordField("drill", turn)])
}
