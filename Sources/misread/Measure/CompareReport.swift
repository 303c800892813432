import Columns
import Findings
import Record
import Statistics

/// What `misread measure compare` prints. The statistics are those of the comparison analysis: Wilson's interval for
/// rates, Newcombe's paired interval for their difference, the exact McNemar test, Holm over classes, Benjamini and
/// Hochberg over slices.
struct CompareReport {
    /// Pairs of one class or slice, with its p-value corrected for all groups of its kind.
    struct Group {
        let name: String
        var counts = PairCounts()
        var adjusted = 1.0
    }

    /// Pairs by the categories of one attribute; those that are large enough to test.
    struct Slices {
        let attribute: CodedColumn
        var groups: [Group]
    }

    /// All pairs.
    private(set) var all = PairCounts()
    /// Pairs whose predictions differ.
    private(set) var churn = 0
    /// Ids that only A has.
    private(set) var onlyA = 0
    /// Ids that only B has.
    let onlyB: Int
    /// Ids of both whose labels differ.
    private(set) var relabelled = 0
    /// Pairs by class, in byte order; classes without a pair are left out.
    let classes: [Group]
    /// Pairs by attribute, in the order in which attributes were given.
    let slices: [Slices]
    /// Slices with fewer pairs than `minSupport`, and at least one.
    let tooSmall: Int
    let minSupport: Int

    init(_ before: PredictionFile, _ now: PredictionFile, _ codes: ClassCodes, minSupport: Int) {
        self.minSupport = minSupport
        var classes = codes.names.map { Group(name: $0.text) }
        var slices = before.attributes.map { attribute in
            Slices(attribute: attribute, groups: attribute.categories.map { Group(name: $0.text) })
        }
        var met = 0
        for row in 0..<before.ids.count {
            guard let other = now.index.row(of: before.ids.utf8(row)) else {
                onlyA += 1
                continue
            }
            met += 1
            let label = before.labels[row]
            guard label == now.labels[other] else {
                relabelled += 1
                continue
            }
            let was = before.predicted[row] == label
            let isRight = now.predicted[other] == label
            if before.predicted[row] != now.predicted[other] { churn += 1 }
            all.add(before: was, now: isRight)
            classes[label].counts.add(before: was, now: isRight)
            for index in slices.indices {
                let category = slices[index].attribute.codes[row]
                slices[index].groups[category].counts.add(before: was, now: isRight)
            }
        }
        onlyB = now.ids.count - met

        var present = codes.inByteOrder.map { classes[$0] }.filter { $0.counts.n > 0 }
        for (index, p) in Multiplicity.holm(present.map(\.counts.p)).enumerated() { present[index].adjusted = p }
        self.classes = present

        tooSmall = slices.flatMap(\.groups).count { (1..<minSupport).contains($0.counts.n) }
        for index in slices.indices { slices[index].groups.removeAll { $0.counts.n < minSupport } }
        let adjusted = Multiplicity.benjaminiHochberg(slices.flatMap(\.groups).map(\.counts.p))
        var tested = 0
        for index in slices.indices {
            for group in slices[index].groups.indices {
                slices[index].groups[group].adjusted = adjusted[tested]
                tested += 1
            }
        }
        self.slices = slices
    }

    var json: JSONValue {
        let n = all.n
        var members: [(key: String, value: JSONValue)] = [
            ("n", .integer(n)), ("only_a", .integer(onlyA)), ("only_b", .integer(onlyB)),
            ("relabelled", .integer(relabelled)), ("fixed", .integer(all.fixed)), ("broken", .integer(all.broken)),
            ("both_wrong", .integer(all.bothWrong)), ("both_right", .integer(all.bothRight)),
            ("churn", .integer(churn)),
            ("accuracy_a", Self.json(Proportion(all.rightBefore, of: n)?.estimate())),
            ("accuracy_b", Self.json(Proportion(all.rightNow, of: n)?.estimate())),
            ("difference", Self.json(all.proportions.difference())), ("mcnemar_p", n > 0 ? .number(all.p) : .null),
        ]
        if n == 0 { members.append(("undefined", .string("no image is in both with the same label"))) }
        members.append(
            ("per_class", .object(classes.map { ($0.name, .object(Self.members($0, corrected: "p_holm"))) })))
        guard !slices.isEmpty else { return .object(members) }
        members += SliceReport.buckets(slices.map(\.attribute))
        members += [
            ("min_support", .integer(minSupport)), ("slices_too_small", .integer(tooSmall)),
            ("slices", .array(slices.flatMap(Self.json))),
        ]
        return .object(members)
    }

    private static func json(_ slices: Slices) -> [JSONValue] {
        slices.groups.map { group in
            .object(
                [("predicates", .object([(slices.attribute.name.text, .string(group.name))]))]
                    + members(group, corrected: "p_bh"))
        }
    }

    /// A group has at least one pair, so that its rates are defined.
    private static func members(_ group: Group, corrected: String) -> [(key: String, value: JSONValue)] {
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
