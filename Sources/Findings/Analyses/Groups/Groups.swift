// How the model does by groups of people, as the team declares them: which rates are how far apart, and how sure that is. It
// judges nothing; bounds are the team's, as gates of these facts.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Rates by group, with intervals that hold for all groups at once.
public struct Groups: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let attributes = FactSpec("attributes", .count)
        let groups = FactSpec("groups", .count)
        let pooled = FactSpec("pooled", .count)
        let missing = FactSpec("missing", .count)
        let classesCompared = FactSpec("classes_compared", .count)
        let crossedWithheld = FactSpec("crossed_withheld", .count)
        let smallest = FactSpec("smallest", .count)
        let apart = FactSpec("apart", .count, better: .lower)
        let difference = FactSpec(
            "difference", "the largest difference between groups of the share correct", .points, better: .lower,
            each: .groups)
        let ratio = FactSpec(
            "ratio", "the lowest share correct of a group over the highest", .ratio, better: .higher, each: .groups)
        let recallDifference = FactSpec(
            "recall_difference", "the largest difference of recall between groups, of any class", .points,
            better: .lower, each: .groups)
        let falsePositiveDifference = FactSpec(
            "false_positive_rate_difference",
            "the largest difference of the false positive rate between groups, of any class", .points, better: .lower,
            each: .groups)
        let predictedDifference = FactSpec(
            "predicted_share_difference",
            "the largest difference between groups of the share predicted as a class", .points, better: .lower,
            each: .groups)
        let crossedDifference = FactSpec("crossed_difference", .points, better: .lower)
        let proxies = FactSpec("proxies", .count)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case attributes, worstAttribute = "worst_attribute", lowest, highest
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyApart = "any_apart", anyPooled = "any_pooled", isCrossed = "is_crossed", anyProxy = "any_proxy"
        case someClasses = "some_classes", anyMissing = "any_missing"
        case ofObjects = "of_objects", ofLabels = "of_labels", rowsShareUnits = "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case rates, disparities, crossed, proxies
    }

    /// Its card.
    public let card = Card(
        id: "groups", topic: .failures, title: "Groups of people",
        question: "How far apart are the rates of the groups that the team declares?",
        tasks: [.classification, .multilabel, .detection], facts: Self.facts.all, terms: Term.ids, flags: Flag.ids,
        exhibits: Shown.ids,
        methods: ["group-rates", "suppression", "cramers-v", "simultaneous", "wilson"])

    /// What rows have in common.
    public let rowNeed = RowNeed.cells

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] {
        let groups = plan.columns.groups
        // A set of labels is a class of its own, of which there may be too many to count by each other.
        let answers = plan.settings.task == .multilabel ? [] : groups.map { GroupAnswers(by: $0) }
        return answers + GroupCrossing.pairs(of: groups).map { Values(by: [$0, $1]) }
            + Proxies.pairs(of: plan.columns).map { Values(by: [$0, $1]) }
    }

    /// States the rates.
    public func examine(_ examination: Examination) throws -> Section {
        let columns = examination.columns
        guard !columns.groups.isEmpty else {
            throw Missing(
                examination.settings.groups.isEmpty
                    ? "no attribute is declared under groups: in misread.yml"
                    : "the attributes under groups: are not among those that privacy: publish: lists")
        }
        let evaluation = examination.evaluation
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        let isOfObjects = examination.settings.task == .detection
        let isOfLabels = examination.settings.task == .multilabel
        guard !isOfLabels || evaluation.labelSets != nil else { throw Missing("the evaluation has no labels") }
        let labels = isOfLabels ? evaluation.labelSets : nil
        let kinds: [GroupRate.Kind] = isOfObjects ? [.recall] : [.recall, .falsePositives, .predicted]
        let attributes = columns.groups.map { column in
            GroupedAttribute(
                column, GroupRows(by: column, examination, labels), kinds: kinds, attributes: columns.groups.count)
        }
        let least = examination.settings.suppressBelow
        let pairs = GroupCrossing.pairs(of: columns.groups)
        let crossings = pairs.map { first, second in
            GroupCrossing(
                first, second, examination.book[Values(by: [first, second])].rows, below: least, oneOf: pairs.count)
        }
        let proxies = Proxies(columns, examination.book)

        let n = evaluation.count
        let widest = attributes.max { ($0.right.difference?.value ?? 0) < ($1.right.difference?.value ?? 0) }
        let disparities = attributes.flatMap { attribute in attribute.worst.map { (attribute, $0) } }
        let apart = disparities.count { $0.1.isApart }
        func count(_ spec: FactSpec, _ value: Int) -> Fact {
            .count(spec, value, among: n, method: GroupRate.method)
        }
        let groupCount = attributes.reduce(0) { $0 + $1.groups.count }
        let smallest = attributes.flatMap { $0.right.rates.compactMap { $0?.n } }.min() ?? 0
        var facts = [
            count(Self.facts.attributes, attributes.count), count(Self.facts.groups, groupCount),
            count(Self.facts.pooled, columns.pooled), count(Self.facts.smallest, smallest),
            count(Self.facts.missing, attributes.map(\.missing).max() ?? 0),
            count(Self.facts.classesCompared, attributes.map(\.classes).max() ?? 0),
            count(Self.facts.crossedWithheld, crossings.reduce(0) { $0 + $1.withheld }),
            count(Self.facts.apart, apart), count(Self.facts.proxies, proxies.strong.count),
            .stating(
                Self.facts.crossedDifference, GroupCrossing.difference(crossings), else: "fewer than two attributes",
                method: GroupRate.method),
        ]
        for attribute in attributes { facts += attribute.facts(isOfObjects: isOfObjects) }

        var terms = Terms([
            Term.attributes: columns.groups.map(\.name.text).joined(separator: ", ")
        ])
        if let widest, let low = widest.right.lowest, let high = widest.right.highest {
            terms[Term.worstAttribute] = widest.column.name.text
            terms[Term.lowest] = widest.groups[low].text
            terms[Term.highest] = widest.groups[high].text
        }
        let flags: [(Flag, Bool)] = [
            (.anyApart, apart > 0), (.anyPooled, columns.pooled > 0), (.isCrossed, !crossings.isEmpty),
            (.anyProxy, !proxies.strong.isEmpty), (.anyMissing, attributes.contains { $0.missing > 0 }),
            (.someClasses, (labels?.names.count ?? evaluation.classes.count) > GroupRate.mostClasses),
            (.ofObjects, isOfObjects), (.ofLabels, isOfLabels), (.rowsShareUnits, examination.rowsShareUnits),
        ]
        return Section(
            card, facts: facts, terms: terms, flags: Flags(flags.filter(\.1).map(\.0)),
            exhibits: [
                Exhibit(Shown.rates, .table(GroupTables.rates(attributes))),
                Exhibit(Shown.disparities, .table(GroupTables.disparities(attributes, isOfLabels: isOfLabels))),
                Exhibit(Shown.crossed, .table(GroupTables.crossed(crossings))),
                Exhibit(Shown.proxies, .table(proxies.table)),
            ])
    }
}
