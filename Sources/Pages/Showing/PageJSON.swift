// The JSON twin of a page: the same numbers at full precision. Undefined numbers are null with the reason beside them.

import Columns
import Record

/// Values as JSON.
enum PageJSON {
    /// Schema of every twin.
    static let schema = "misread-page/1"

    /// A page's twin: schema, path and title, then what it shows.
    static func page(_ folder: String, title: String, _ members: [(key: String, value: JSONValue)]) -> JSONValue {
        .object(
            [("schema", .string(schema)), ("page", .string(folder + "index.html")), ("title", .string(title))]
                + members)
    }

    static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

    static func fact(_ fact: Fact) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("id", .string(fact.id)), ("value", optional(fact.value)), ("unit", .string(fact.unit.rawValue)),
            ("n", .integer(fact.n)), ("method", .string(fact.method)),
        ]
        if let reason = fact.undefined { members.append(("undefined", .string(reason))) }
        if let interval = fact.interval { members.append(("interval", Self.interval(interval))) }
        if let floor = fact.floor { members.append(("floor", .number(floor))) }
        if let baseline = fact.baseline { members.append(("baseline", .number(baseline))) }
        return .object(members)
    }

    static func interval(_ interval: Interval) -> JSONValue {
        .object([
            ("low", .number(interval.low)), ("high", .number(interval.high)), ("level", .number(interval.level)),
            ("method", .string(interval.method)),
        ])
    }

    static func measure(_ measure: Measure) -> JSONValue {
        .object([
            ("value", .number(measure.value)), ("interval", interval(measure.interval)), ("n", .integer(measure.n)),
            ("unit", .string(measure.unit.rawValue)), ("method", .string(measure.method)),
        ])
    }

    static func table(_ table: Table) -> JSONValue {
        .object([
            ("columns", .array(table.columns.map { .string($0.key) })),
            ("rows", .array(table.rows.map { .array($0.map(cell)) })),
        ])
    }

    static func cell(_ cell: Cell) -> JSONValue {
        switch cell {
        case .text(let text): .string(text)
        case .number(let value, _): .number(value)
        case .interval(let low, let value, let high, _, let mark):
            .object([
                ("value", .number(value)), ("low", .number(low)), ("high", .number(high)),
                ("reference", optional(mark)),
            ])
        case .link(let words, let target): .object([("text", .string(words)), ("target", .string(target))])
        case .predicates(let predicates, _): .array(predicates.map(predicate))
        case .state(let state, let words):
            .object([("state", .string(state.rawValue)), ("text", words.map { .string($0) } ?? .null)])
        case .none(let reason): reason.isEmpty ? .null : .object([("value", .null), ("reason", .string(reason))])
        }
    }

    static func predicate(_ predicate: Predicate) -> JSONValue {
        .object([("attribute", .string(predicate.attribute.text)), ("value", .string(predicate.value.text))])
    }

    static func item(_ item: GalleryItem) -> JSONValue {
        .object([
            ("item", .string(item.item)), ("label", .string(item.label)), ("predicted", .string(item.predicted)),
            ("confidence", item.isUnscored == true ? .null : .number(item.confidence)),
            ("baseline_predicted", item.baselinePredicted.map { .string($0) } ?? .null),
            ("attributes", .array(item.chips.map(predicate))),
        ])
    }

    static func finding(_ finding: Finding, _ phrases: Phrases) -> JSONValue {
        let trend: JSONValue = finding.trend.map { .string($0.rawValue) } ?? .null
        let within: JSONValue = finding.within.map { .string(phrases.title($0)) } ?? .null
        let halves: JSONValue = finding.halvesFoundOn.map { .integer($0) } ?? .null
        let shares = (finding.shares ?? []).map { share -> JSONValue in
            .object([
                ("condition", predicate(share.predicate)), ("points", .number(share.points)),
                ("alone", measure(share.alone)),
            ])
        }
        let fields: [(String, JSONValue)] = [
            ("id", .string(finding.id)), ("title", .string(phrases.title(finding.mode))),
            ("analysis", .string(finding.analysis)), ("standing", .string(finding.standing.rawValue)),
            ("trend", trend), ("errors", .integer(finding.errors)), ("measure", measure(finding.measure)),
            ("expected", optional(finding.expected)), ("p", optional(finding.p)), ("gain", optional(finding.gain)),
            ("gain_if_all_right", optional(finding.gainIfAllRight)), ("within", within),
            ("baseline", optional(finding.baseline)),
            ("alternatives", .array(finding.alternatives.map { .string(phrases.title($0)) })),
            ("shares", .array(shares)), ("halves_found_on", halves), ("discovery", optional(finding.discovery)),
            ("confirmation", optional(finding.confirmation)), ("evidence", .array(finding.evidence.map(item))),
        ]
        return .object(fields)
    }

    /// A failure mode where it is one of a list: its own page has the rest.
    static func listed(_ finding: Finding, _ phrases: Phrases, in folder: String) -> JSONValue {
        .object([
            ("id", .string(finding.id)), ("title", .string(phrases.title(finding.mode))),
            ("analysis", .string(finding.analysis)), ("standing", .string(finding.standing.rawValue)),
            ("trend", finding.trend.map { .string($0.rawValue) } ?? .null), ("errors", .integer(finding.errors)),
            ("measure", measure(finding.measure)), ("p", optional(finding.p)), ("gain", optional(finding.gain)),
            ("page", .string(folder + "failures/" + SitePath.segment(finding.id) + "/index.json")),
        ])
    }

    private static func optional(_ value: Measure?) -> JSONValue { value.map { measure($0) } ?? .null }

    static func gate(_ gate: GateResult) -> JSONValue {
        .object([
            ("name", gate.name.map { .string($0) } ?? .null), ("fact", .string(gate.fact)),
            ("at_least", optional(gate.atLeast)), ("at_most", optional(gate.atMost)),
            ("state", .string(gate.state.rawValue)), ("reason", gate.reason.map { .string($0) } ?? .null),
            ("measured", gate.measured.map(fact) ?? .null),
        ])
    }
}
