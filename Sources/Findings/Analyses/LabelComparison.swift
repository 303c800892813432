// What changed since the baseline for a multi-label model, image by image and label by label.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// This version against its baseline on the images both were evaluated on.
public struct LabelComparison: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let common = FactSpec("common", .count)
        let onlyNow = FactSpec("only_now", .count)
        let onlyBaseline = FactSpec("only_baseline", .count)
        let relabelled = FactSpec("relabelled", .count)
        let fixed = FactSpec("fixed", nil, .count, better: .higher, tile: Tile(68, "Images flipped"), role: .fixed)
        let broken = FactSpec("regressed", .count, better: .lower, role: .broken)
        let bothRight = FactSpec("both_right", .count, better: .higher)
        let bothWrong = FactSpec("both_wrong", .count, better: .lower, role: .bothWrong)
        let now = FactSpec("exact_match_now", .proportion, better: .higher, role: .pairedNow)
        let before = FactSpec("exact_match_before", .proportion, role: .pairedBefore)
        let change = FactSpec("exact_match_change", .points, better: .higher, role: .change)
        let p = FactSpec("p", .pValue, role: .changeP)
        let changes = FactSpec("changes", .count, role: .changes)
        let labelsTested = FactSpec("labels_tested", .count)
        let labelsWorse = FactSpec(
            "labels_worse", "the number of labels worse than the baseline", .count, better: .lower, role: .classesWorse)
        let labelsBetter = FactSpec("labels_better", .count, better: .higher)
        let labelChange = FactSpec("label_change", .points, better: .higher, each: .labels, role: .classChange)
        let worstChange = FactSpec(
            "worst_change", nil, .points, better: .higher, role: .worstChange, classTerm: "worst_label")
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case version, baseline, worstLabel = "worst_label", changes, differing
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case worse, better, undecided, anyClassWorse = "any_class_worse", anyStated = "any_stated"
        case itemsDiffer = "items_differ", labelsDiffer = "labels_differ", rowsShareUnits = "rows_share_units"
        case anyFixed = "any_fixed", anyRegressed = "any_regressed"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case comparability, labels, broken = "regressed", fixed
    }

    /// Its card.
    public let card = Card(
        id: "label-comparison", topic: .verdict, title: "Against the baseline",
        question: "Which images and labels are fixed since the baseline, and which regressed?", tasks: [.multilabel],
        facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: [
            "comparability", "paired-change", "newcombe-paired", "mcnemar-exact", "holm", "cluster-robust",
            "multilabel",
            "error-budget",
        ])

    /// What is counted over pairs.
    private struct Counted: Sendable {
        var all = PairCounts()
        var labels: [PairCounts]
        var broken: [Int] = []
        var fixed: [Int] = []
        /// Images right before and wrong now, by label.
        var brokenOfLabel: [[Int]]
    }

    /// States the differences, or why there can be none.
    public func draft(_ examination: Examination) throws -> Draft {
        guard let labels = examination.evaluation.labelSets else { throw Missing("the evaluation has no labels") }
        guard let baseline = examination.baseline, let pairing = examination.pairing else {
            throw Missing(examination.reasonAgainstBaseline ?? "the version names no baseline that is archived")
        }
        guard pairing.hasSameClasses, let record = baseline.audit.dataset.labels else {
            throw Missing("the labels of the two versions differ")
        }
        guard pairing.count > 0 else {
            throw Missing(
                "no image was evaluated in both this version and \(baseline.audit.version.name) with the same labels")
        }
        let counted = Self.counted(examination, labels, baseline, record, pairing)
        let ps = counted.labels.map(\.p)
        return Draft([
            FamilyTests(.comparison, [counted.all.p], of: .whole), FamilyTests(.comparison, ps, of: .classes),
        ]) { levels in
            section(
                examination, labels, baseline.audit, pairing, counted, adjusted: Multiplicity.holm(ps),
                whole: levels[.comparison, .whole], each: levels[.comparison, .classes])
        }
    }

    private static func counted(
        _ examination: Examination, _ labels: LabelSets, _ baseline: BaselineRecord, _ record: LabelRecord,
        _ pairing: Pairing
    ) -> Counted {
        let evaluation = examination.evaluation
        let units = examination.units
        let places = labels.names.indices
        // The place now of each label of the baseline, whose list may be in another order.
        let codes = ClassCodes(labels.names)
        let now = record.names.map { codes.code(of: ClassName($0)).map { Int($0) } }
        let none = [PairCounts](repeating: PairCounts(), count: places.count)
        var counted = Counted(labels: none, brokenOfLabel: places.map { _ in [] })
        let classes = baseline.audit.dataset.classes.count
        for row in pairing.rows {
            guard let there = baseline.outcomes.row(of: evaluation.items.ids[row].text) else { continue }
            let code = Int(baseline.outcomes.answer(there, classes: classes))
            guard record.sets.indices.contains(code) else { continue }
            let before = Set(record.sets[code].compactMap { now.indices.contains($0) ? now[$0] : nil })
            let unit = units.shared(row)
            var wasRight = true
            for label in places {
                let truth = labels.isTrue(row, label)
                let (was, isNow) = (before.contains(label) == truth, labels.isGiven(row, label) == truth)
                counted.labels[label].add(before: was, now: isNow, unit: unit)
                if was, !isNow { counted.brokenOfLabel[label].append(row) }
                if !was { wasRight = false }
            }
            let isRight = evaluation.isCorrect(row)
            counted.all.add(before: wasRight, now: isRight, unit: unit)
            if wasRight, !isRight { counted.broken.append(row) }
            if !wasRight, isRight { counted.fixed.append(row) }
        }
        return counted
    }

    private func section(
        _ examination: Examination, _ labels: LabelSets, _ baseline: Audit, _ pairing: Pairing, _ counted: Counted,
        adjusted: [Double], whole: Double, each: Double
    ) -> Section {
        let evaluation = examination.evaluation
        let all = counted.all
        let method = "paired-change"
        let comparability = Comparability(examination, baseline, pairing)
        let places = labels.names.indices
        let worse = places.filter { adjusted[$0] <= each && counted.labels[$0].broken > counted.labels[$0].fixed }
        let better = places.filter { adjusted[$0] <= each && counted.labels[$0].broken < counted.labels[$0].fixed }
        let changes = places.map { counted.labels[$0].change(method: method) }
        let order = places.sorted { a, b in
            let (x, y) = (changes[a]?.value ?? 0, changes[b]?.value ?? 0)
            return x != y ? x < y : a < b
        }
        let worst = order.first.flatMap { (changes[$0]?.value ?? 0) < 0 ? $0 : nil }
        func count(_ spec: FactSpec, _ value: Int, of n: Int? = nil) -> Fact {
            .count(spec, value, among: n ?? all.n, method: method)
        }
        let none = "no image in both"
        var facts: [Fact] = [
            count(Self.facts.common, pairing.count, of: pairing.count),
            count(Self.facts.onlyNow, pairing.onlyNow, of: evaluation.count),
            count(Self.facts.onlyBaseline, pairing.onlyThen, of: baseline.dataset.n),
            count(Self.facts.relabelled, pairing.relabelled.count, of: evaluation.count),
            count(Self.facts.fixed, all.fixed), count(Self.facts.broken, all.broken),
            count(Self.facts.bothRight, all.bothRight), count(Self.facts.bothWrong, all.bothWrong),
            .stating(Self.facts.now, all.rateNow(method: method), else: none, method: method),
            .stating(Self.facts.before, all.rateBefore(method: method), else: none, method: method),
            .stating(Self.facts.change, all.change(method: method), else: none, method: method),
            Fact(Self.facts.p, all.p, n: all.n, method: "mcnemar-exact"),
            count(Self.facts.changes, comparability.changes),
            count(Self.facts.labelsTested, places.count, of: places.count),
            count(Self.facts.labelsWorse, worse.count, of: places.count),
            count(Self.facts.labelsBetter, better.count, of: places.count),
            .stating(
                Self.facts.worstChange,
                worst.flatMap { counted.labels[$0].change(oneOf: places.count, method: method) },
                else: "no label lost", method: method),
        ]
        facts += places.map {
            .stating(Self.facts.labelChange.ofLabel(labels.names[$0].text), changes[$0], else: none, method: method)
        }
        var terms = Terms([
            Term.version: evaluation.manifest.version, Term.baseline: baseline.version.name,
            Term.changes: comparability.stated.joined(separator: "; "),
            Term.differing: comparability.differing.joined(separator: ", "),
        ])
        terms[Term.worstLabel] = worst.map { labels.names[$0].text }
        let stands = all.p <= whole && all.fixed != all.broken
        let flags: [(Flag, Bool)] = [
            (.worse, stands && all.broken > all.fixed), (.better, stands && all.fixed > all.broken),
            (.undecided, !stands), (.anyClassWorse, !worse.isEmpty), (.anyStated, !comparability.stated.isEmpty),
            (.itemsDiffer, pairing.onlyNow > 0 || pairing.onlyThen > 0),
            (.labelsDiffer, !pairing.relabelled.isEmpty), (.rowsShareUnits, examination.units.areShared),
            (.anyFixed, all.fixed > 0), (.anyRegressed, all.broken > 0),
        ]
        let moved =
            [all.movement(of: .whole, p: all.p, level: whole, method: method)]
            + places.map {
                counted.labels[$0].movement(
                    of: .ofClass(labels.names[$0].text), p: adjusted[$0], level: each, method: method)
            }
        let smallest = examination.settings.smallestEffect
        let findings = worse.filter { -(changes[$0]?.value ?? 0) >= smallest }.compactMap { label -> Finding? in
            let counts = counted.labels[label]
            guard let measure = counts.errorNow(method: "class-regression"), let change = changes[label] else {
                return nil
            }
            return Finding(
                .classRegression(labels.names[label].text), of: card.id, standing: .finding, measure: measure,
                p: adjusted[label], level: each, errors: counts.broken,
                gain: change.scaled(by: -1, unit: .points, method: "class-regression"),
                baseline: counts.errorBefore(method: "class-regression"), trend: .worse,
                evidence: counted.brokenOfLabel[label].prefix(ShowAtMost.evidence).map { evaluation.shown($0) })
        }
        return Section(
            card, facts: facts, terms: terms, flags: Flags(flags.filter(\.1).map(\.0)),
            exhibits: [
                Exhibit(
                    Shown.comparability,
                    .table(comparability.table(now: evaluation.manifest.version, before: baseline.version.name))),
                Exhibit(Shown.labels, .table(Self.table(order, labels, counted, changes, adjusted, each))),
                Exhibit(Shown.broken, .gallery(Gallery(counted.broken, of: evaluation))),
                Exhibit(Shown.fixed, .gallery(Gallery(counted.fixed, of: evaluation))),
            ], findings: findings, moved: moved.compactMap(\.self))
    }

    private static func table(
        _ order: [Int], _ labels: LabelSets, _ counted: Counted, _ changes: [Measure?], _ adjusted: [Double],
        _ level: Double
    ) -> Table {
        Table(
            columns: [
                Table.Column("label", "Label"), Table.Column("state", "State", .state),
                Table.Column("fixed", "Fixed", .number), Table.Column("regressed", "Regressed", .number),
                Table.Column("change", "Change", .number, method: "paired-change"),
                Table.Column("interval", "95 % interval", .interval),
                Table.Column("p", "p after Holm", .number, method: "holm"),
            ],
            rows: order.map { label in
                let counts = counted.labels[label]
                let state: Mark =
                    adjusted[label] > level || counts.fixed == counts.broken
                    ? .neutral : counts.broken > counts.fixed ? .worse : .better
                return [
                    .text(labels.names[label].text), .state(state, nil), .number(Double(counts.fixed), .count),
                    .number(Double(counts.broken), .count),
                    changes[label].map { .number($0.value, .points) } ?? .none("no image"),
                    changes[label].map { .interval(of: $0, mark: 0) } ?? .none("no image"),
                    .number(adjusted[label], .pValue),
                ]
            })
    }
}
