import Findings
import Record
import Statistics

/// What `misread measure pairs` prints.
struct PairsReport {
    let found: PairedRuns
    let hasTaps: Bool

    var json: JSONValue {
        let share = Proportion(found.flipped, of: found.images)
        var members: [(key: String, value: JSONValue)] = [
            ("n", .integer(found.images)), ("only_a", .integer(found.onlyFirst)),
            ("only_b", .integer(found.onlySecond)), ("differ", .integer(found.flipped)),
            ("differ_share", Self.number(share?.value)), ("differ_share_ci_low", Self.number(share?.wilson()?.low)),
            ("differ_share_ci_high", Self.number(share?.wilson()?.high)),
        ]
        if let counts = found.counts {
            let change = counts.proportions.difference()
            members += [
                ("labelled", .integer(counts.n)), ("better", .integer(counts.fixed)),
                ("worse", .integer(counts.broken)), ("both_wrong", .integer(counts.bothWrong)),
                ("both_correct", .integer(counts.bothRight)),
                ("accuracy_a", .number(Double(counts.rightBefore) / Double(counts.n))),
                ("accuracy_b", .number(Double(counts.rightNow) / Double(counts.n))),
                ("difference", Self.number(change?.value)), ("difference_ci_low", Self.number(change?.interval?.low)),
                ("difference_ci_high", Self.number(change?.interval?.high)), ("p", .number(counts.p)),
            ]
        } else {
            members += ["better", "worse", "both_wrong", "p"].map { ($0, .null) }
            members.append(("undefined", .string("no image that both have has a label")))
        }
        members += [
            ("verdict", found.verdict.map { .string($0.rawValue) } ?? .null),
            ("confidence_shift", Self.number(found.confidenceShift?.value)),
            ("confidence_shift_ci_low", Self.number(found.confidenceShift?.interval?.low)),
            ("confidence_shift_ci_high", Self.number(found.confidenceShift?.interval?.high)),
        ]
        guard hasTaps else { return .object(members) }
        members.append(
            (
                "stages",
                .array(
                    found.stages.map { stage in
                        .object([
                            ("stage", .string(stage.name)), ("differ", .integer(stage.differing)),
                            ("first", .integer(stage.first)), ("first_of_differing", .integer(stage.firstOfFlipped)),
                        ])
                    })
            ))
        members.append(
            (
                "first_diverging",
                .object(
                    found.stages.map { ($0.name, .integer($0.firstOfFlipped)) } + [
                        ("answer", .integer(found.flippedAfterTaps))
                    ])
            ))
        return .object(members)
    }

    private static func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
}
