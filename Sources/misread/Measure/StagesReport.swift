import Findings
import Record

/// What `misread measure stages` prints.
struct StagesReport {
    let reference: String
    let nodes: [(name: String, found: StageAttribution)]

    var json: JSONValue {
        .object([
            ("reference", .string(reference)),
            ("nodes", .array(nodes.map { .object(Self.members($0.name, $0.found)) })),
        ])
    }

    private static func members(_ name: String, _ found: StageAttribution) -> [(key: String, value: JSONValue)] {
        func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        var members: [(key: String, value: JSONValue)] = [
            ("node", .string(name)), ("n", .integer(found.images)), ("reference_correct", .integer(found.reference)),
            ("node_correct", .integer(found.node)), ("gained", found.gained.map { .integer($0) } ?? .null),
            ("lost", found.lost.map { .integer($0) } ?? .null),
            ("gap", .number(Double(found.reference - found.node) / Double(max(1, found.images)))),
            ("p", .number(found.p)), ("has_gap", .bool(found.hasGap)), ("paired", .bool(found.isPaired)),
        ]
        if !found.hasGap {
            members.append(("undefined", .string("the node has not significantly fewer correct: no gap to attribute")))
        }
        members.append(
            (
                "stages",
                .array(
                    found.recoveries.map { recovery in
                        .object([
                            ("stage", .string(recovery.stages.joined(separator: "+"))),
                            ("correct", .integer(recovery.correct)), ("recovered", number(recovery.share)),
                            ("recovered_ci_low", number(recovery.interval?.low)),
                            ("recovered_ci_high", number(recovery.interval?.high)),
                        ])
                    })
            ))
        let singles = found.recoveries.filter { $0.stages.count == 1 }.flatMap(\.stages)
        members.append(
            (
                "shapley",
                found.shapley.map { values in .object(zip(singles, values).map { ($0, .number($1)) }) } ?? .null
            ))
        return members
    }
}
