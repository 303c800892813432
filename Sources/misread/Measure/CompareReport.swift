import Columns
import Findings
import Record
import Statistics

/// What `misread measure compare` prints: the numbers of the comparison analysis, named.
struct CompareReport {
    let found: TableComparison
    /// Whether slices were asked for.
    let isSliced: Bool
    let minSupport: Int

    var json: JSONValue {
        let all = found.all
        let n = all.n
        var members: [(key: String, value: JSONValue)] = [
            ("n", .integer(n)), ("only_a", .integer(found.onlyBefore)), ("only_b", .integer(found.onlyNow)),
            ("relabelled", .integer(found.relabelled)), ("fixed", .integer(all.fixed)),
            ("broken", .integer(all.broken)), ("both_wrong", .integer(all.bothWrong)),
            ("both_right", .integer(all.bothRight)), ("churn", .integer(found.changedPredictions)),
            ("accuracy_a", Self.json(Proportion(all.rightBefore, of: n)?.estimate())),
            ("accuracy_b", Self.json(Proportion(all.rightNow, of: n)?.estimate())),
            ("difference", Self.json(all.proportions.difference())), ("mcnemar_p", n > 0 ? .number(all.p) : .null),
        ]
        if n == 0 { members.append(("undefined", .string("no image is in both with the same label"))) }
        members.append(
            (
                "per_class",
                .object(
                    found.classes.flatMap { group in
                        group.predicates.map { ($0.value.text, .object(Self.members(group, corrected: "p_holm"))) }
                    })
            ))
        guard isSliced else { return .object(members) }
        members += SliceReport.buckets(found.columns)
        members += [
            ("min_support", .integer(minSupport)), ("slices_too_small", .integer(found.slicesTooSmall)),
            ("slices", .array(found.slices.map(Self.json))),
        ]
        return .object(members)
    }

    private static func json(_ slice: PairedGroup) -> JSONValue {
        .object(
            [("predicates", .object(slice.predicates.map { ($0.attribute.text, .string($0.value.text)) }))]
                + members(slice, corrected: "p_bh"))
    }

    /// A group has at least one pair, so that its rates are defined.
    private static func members(_ group: PairedGroup, corrected: String) -> [(key: String, value: JSONValue)] {
        let counts = group.counts
        func share(_ k: Int) -> JSONValue { .number(Double(k) / Double(counts.n)) }
        return [
            ("n", .integer(counts.n)), ("before", share(counts.rightBefore)), ("after", share(counts.rightNow)),
            ("difference", json(counts.proportions.difference())), ("fixed", .integer(counts.fixed)),
            ("broken", .integer(counts.broken)), ("p", .number(counts.p)), (corrected, .number(group.adjusted)),
        ]
    }

    /// A value with its interval; null when it is not defined.
    private static func json(_ estimate: Estimate?) -> JSONValue {
        guard let estimate, let interval = estimate.interval else { return .null }
        return .object([
            ("value", .number(estimate.value)), ("low", .number(interval.low)), ("high", .number(interval.high)),
            ("level", .number(interval.level)), ("method", .string(estimate.method)),
        ])
    }
}
