// What the JSON files of a site hold, as JSON Schema (draft 2020-12): for programs that read them, and for a test that reads every
// one of the examples.

import Record

/// A form of JSON that a site is published in.
public enum PublishedSchema: String, CaseIterable, Sendable {
    /// `index.json` beside every page.
    case page
    /// `summary.json` of a version.
    case summary
    /// `MANIFEST.json` of a site.
    case site
    /// The JSON of a labelling queue.
    case labelling

    /// The schema.
    public var json: JSONValue {
        let body: [(key: String, value: JSONValue)] =
            switch self {
            case .page: Self.pageMembers
            case .summary: Self.summaryMembers
            case .site: Self.siteMembers
            case .labelling: Self.labellingMembers
            }
        return .object(
            [
                ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
                ("$id", .string("urn:misread:schema:" + rawValue + ":1")),
            ] + body + [("$defs", .object(Self.definitions))])
    }

    // MARK: Words of JSON Schema

    private static func type(_ names: String..., note: String? = nil) -> JSONValue {
        let type: JSONValue = names.count == 1 ? .string(names[0]) : .array(names.map { .string($0) })
        return .object([("type", type)] + (note.map { [("description", .string($0))] } ?? []))
    }

    private static func reference(_ name: String) -> JSONValue { .object([("$ref", .string("#/$defs/" + name))]) }

    private static func orNull(_ schema: JSONValue) -> JSONValue {
        .object([("anyOf", .array([schema, type("null")]))])
    }

    private static func list(_ items: JSONValue, note: String? = nil) -> JSONValue {
        .object(
            [("type", .string("array")), ("items", items)] + (note.map { [("description", .string($0))] } ?? []))
    }

    private static func constant(_ text: String) -> JSONValue { .object([("const", .string(text))]) }

    private static func oneOf(_ words: [String], note: String? = nil) -> JSONValue {
        .object([("enum", .array(words.map { .string($0) }))] + (note.map { [("description", .string($0))] } ?? []))
    }

    /// An object; what is not in `optional` has to be there.
    private static func object(
        _ members: [(key: String, value: JSONValue)], optional: [(key: String, value: JSONValue)] = [],
        isClosed: Bool = false
    ) -> JSONValue {
        .object(parts(members, optional: optional, isClosed: isClosed))
    }

    private static func parts(
        _ members: [(key: String, value: JSONValue)], optional: [(key: String, value: JSONValue)] = [],
        isClosed: Bool = false
    ) -> [(key: String, value: JSONValue)] {
        [
            ("type", .string("object")), ("required", .array(members.map { .string($0.key) })),
            ("properties", .object(members + optional)),
        ] + (isClosed ? [("additionalProperties", .bool(false))] : [])
    }

    // MARK: What the forms share

    private static let units = oneOf(
        Quantity.allCases.map(\.rawValue),
        note:
            "proportion: 0 to 1; points: a difference of proportions, 0.01 is a point; count; score, ratio and raw: plain numbers"
    )
    private static let states = oneOf(GateStatus.allCases.map(\.rawValue))

    private static let definitions: [(key: String, value: JSONValue)] = [
        (
            "interval",
            object([
                ("low", type("number")), ("high", type("number")), ("level", type("number", note: "0.95 for 95 %")),
                ("method", type("string", note: "a page of methods/")),
            ])
        ),
        (
            "fact",
            object(
                [
                    ("id", type("string")), ("value", type("number", "null", note: "null where it is not defined")),
                    ("unit", units), ("n", type("integer", note: "how many it rests on")), ("method", type("string")),
                ],
                optional: [
                    ("undefined", type("string", note: "why there is no value")), ("interval", reference("interval")),
                    ("floor", type("number", note: "what a faultless model would show")),
                    ("baseline", type("number", note: "the baseline's value")),
                ], isClosed: true)
        ),
        (
            "measure",
            object(
                [
                    ("value", type("number")), ("interval", reference("interval")), ("n", type("integer")),
                    ("unit", units), ("method", type("string")),
                ], isClosed: true)
        ),
        (
            "movement",
            object([
                ("what", type("string")), ("before", type("number")), ("now", type("number")), ("unit", units),
                ("change", reference("measure")), ("p", type("number", "null")),
            ])
        ),
        (
            "gate",
            object(
                [
                    ("name", type("string", "null")), ("fact", type("string", note: "section/fact")),
                    ("at_least", type("number", "null")), ("at_most", type("number", "null")), ("state", states),
                    ("reason", type("string", "null")), ("measured", orNull(reference("fact"))),
                ], isClosed: true)
        ),
        (
            "finding",
            object(
                [
                    ("id", type("string", note: "the same in every version")), ("title", type("string")),
                    ("analysis", type("string")),
                    (
                        "standing",
                        oneOf(["finding", "lead"], note: "a lead is worth a look and not significant after correction")
                    ),
                    ("errors", type("integer")), ("measure", reference("measure")), ("p", type("number", "null")),
                    ("gain", orNull(reference("measure"))),
                ],
                optional: [
                    ("page", type("string", note: "where the rest stands, in a list of them")),
                    ("evidence", list(object([("item", type("string"))]))),
                ])
        ),
    ]

    // MARK: The forms

    private static let pageMembers: [(key: String, value: JSONValue)] = parts(
        [
            ("schema", constant(PageJSON.schema)), ("page", type("string", note: "path of the page, from the root")),
            ("title", type("string")),
        ],
        optional: [
            ("facts", list(reference("fact"))), ("gates", list(reference("gate"))),
            ("findings", list(reference("finding"))), ("finding", reference("finding")),
            ("seal", type("string")),
            ("audit_sha256", type("string")),
        ])

    private static let summaryMembers: [(key: String, value: JSONValue)] = parts(
        [
            ("schema", constant(AuditSummary.schema)), ("program", type("string")), ("version", type("string")),
            ("date", type("string")), ("model", type("string")),
            (
                "dataset",
                object([
                    ("name", type("string")), ("title", type("string")), ("n", type("integer")),
                    ("counted", type("string", note: "images, objects")),
                ])
            ),
            ("baseline", type("string", "null")),
            (
                "verdict",
                object([
                    ("state", states), ("may_ship", type("boolean", note: "whether the verdict is ready")),
                    ("sentence", type("string", note: "why")), ("detail", type("string")),
                ])
            ),
            (
                "numbers",
                list(
                    object([
                        ("fact", type("string")), ("name", type("string")), ("value", type("number", "null")),
                        ("unit", units), ("better", oneOf(["higher", "lower", "neither"])),
                        ("interval", orNull(reference("interval"))), ("n", type("integer")),
                        ("baseline", type("number", "null")),
                    ]))
            ),
            (
                "gates",
                list(
                    object([
                        ("gate", type("string")), ("fact", type("string")), ("state", states),
                        ("at_least", type("number", "null")), ("at_most", type("number", "null")),
                        ("measured", orNull(reference("fact"))), ("reason", type("string", "null")),
                    ]))
            ),
            ("better", list(reference("movement"))), ("worse", list(reference("movement"))),
            (
                "failure_modes",
                list(
                    object([
                        ("id", type("string")), ("title", type("string")), ("standing", oneOf(["finding", "lead"])),
                        ("errors", type("integer")), ("measure", reference("measure")),
                        ("gain", orNull(reference("measure"))), ("related", list(type("string"))),
                        ("page", type("string")),
                    ]))
            ),
            ("next", list(object([("subject", type("string")), ("do", type("string"))]))),
            ("not_measured", list(object([("what", type("string")), ("reason", type("string"))]))),
            ("page", type("string")), ("audit_sha256", type("string")), ("seal", type("string")),
        ])

    private static let siteMembers: [(key: String, value: JSONValue)] = parts(
        [
            ("schema", constant(Site.manifestSchema)), ("files", type("integer")),
            (
                "list",
                list(
                    object(
                        [("path", type("string")), ("bytes", type("integer")), ("sha256", type("string"))],
                        isClosed: true))
            ),
        ],
        optional: [
            (
                "audience",
                oneOf([Audience.public, .restricted].map(\.rawValue), note: "who the site is for; internal without it")
            )
        ], isClosed: true)

    private static let labellingMembers: [(key: String, value: JSONValue)] = parts([
        ("schema", constant("misread-labelling/1")), ("classes", list(type("string"))),
        (
            "images",
            list(
                object(
                    [
                        ("image", type("string")), ("file", type("string", "null")), ("rank", type("integer")),
                        ("reason", type("string")), ("failure_modes", type("string")),
                    ],
                    optional: [
                        ("label", type("string", note: "of a classifier")), ("predicted", type("string")),
                        ("suggested", type("string", "null")), ("other_probability", type("number")),
                        ("width", type("number", "null", note: "of a detector, in pixels")),
                        ("height", type("number", "null")), ("weight", type("number")),
                        (
                            "disputes",
                            list(
                                .object([("anyOf", .array([dispute, labelDispute]))]),
                                note:
                                    "the detections that dispute a label confidently, or the labels of a multi-label model"
                            )
                        ),
                    ]))
        ),
    ])

    private static let labelDispute = object([
        ("label", type("string")), ("doubt", oneOf(DisputedLabelSets.Doubt.allCases.map(\.rawValue))),
        ("labelled", type("boolean", note: "whether the label is on the image")),
        ("score", type("number", note: "0 to 1")), ("weight", type("number")),
    ])

    private static let dispute = object([
        ("predicted", type("string")), ("box", list(type("number"), note: "left, top, width and height in pixels")),
        ("score", type("number")), ("doubt", oneOf(LabelDoubt.allCases.map(\.rawValue))),
        ("labelled", type("string", "null")), ("annotation", type("string", "null")),
        ("labelled_box", orNull(list(type("number")))), ("iou", type("number", "null")), ("weight", type("number")),
    ])
}
