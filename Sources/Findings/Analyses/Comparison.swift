// What changed since the baseline, pair by pair, and for which classes and slices. It reads what the archive keeps of the
// baseline and nothing else, so a comparison made years later is the one made on the day.

import Artifacts
import Record
import Statistics
import Tallies

/// This version against its baseline on the items both were evaluated on.
public struct Comparison: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let common = FactSpec("common", .count)
        let onlyNow = FactSpec("only_now", .count)
        let onlyBaseline = FactSpec("only_baseline", .count)
        let relabelled = FactSpec("relabelled", .count)
        let fixed = FactSpec("fixed", nil, .count, better: .higher, tile: Tile(8, "Changed answers"), role: .fixed)
        let broken = FactSpec("broken", .count, better: .lower, role: .broken)
        let bothRight = FactSpec("both_right", .count, better: .higher)
        let bothWrong = FactSpec("both_wrong", .count, better: .lower, role: .bothWrong)
        let changedAnswers = FactSpec("changed_answers", .count)
        let accuracyNow = FactSpec("accuracy_now", .proportion, better: .higher)
        let accuracyBefore = FactSpec("accuracy_before", .proportion)
        let accuracyChange = FactSpec("accuracy_change", .points, better: .higher, role: .change)
        let p = FactSpec("p", .pValue, role: .changeP)
        let changes = FactSpec("changes", .count)
        let classesTested = FactSpec("classes_tested", .count)
        let classesWorse = FactSpec(
            "classes_worse", "the number of classes worse than the baseline", .count, better: .lower,
            role: .classesWorse)
        let classesBetter = FactSpec("classes_better", .count, better: .higher)
        let recallChange = FactSpec("recall_change", .points, better: .higher, each: .classes, role: .classChange)
        let worstChange = FactSpec(
            "worst_change", nil, .points, better: .higher, role: .worstChange, classTerm: "worst_class")
        let worstFixed = FactSpec("worst_fixed", .count, better: .higher)
        let worstBroken = FactSpec("worst_broken", .count, better: .lower)
        let worstP = FactSpec("worst_p", .pValue)
        let slicesTested = FactSpec("slices_tested", .count)
        let slicesWorse = FactSpec("slices_worse", .count, better: .lower)
        let slicesBetter = FactSpec("slices_better", .count, better: .higher)
        let slicesTooSmall = FactSpec("slices_too_small", .count)
    }
    static let facts = Facts()

    /// Its card.
    public let card = Card(
        id: "comparison", title: "Against the baseline",
        question: "What does it get right that its baseline did not, and what does it break?",
        facts: Self.facts.all,
        terms: ["version", "baseline", "worst_class", "changes"],
        flags: [
            "worse", "better", "undecided", "any_class_worse", "any_class_better", "several_changes", "one_change",
            "changes_not_stated", "fully_comparable", "items_differ", "labels_differ", "preprocessing_differs",
            "preprocessing_not_stated", "rows_share_units", "any_fixed", "any_broken", "any_slice",
            "any_slice_worse",
        ],
        exhibits: ["comparability", "pairs", "recall_by_class", "classes", "slices", "broken", "fixed"],
        methods: [
            "comparability", "paired-change", "newcombe-paired", "mcnemar-exact", "holm", "benjamini-hochberg",
            "changed-answers", "class-regression", "wilson", "cluster-robust",
        ])

    /// States the differences, or why there can be none.
    public func examine(_ examination: Examination) throws -> Section {
        guard let baseline = examination.baseline?.audit, let pairing = examination.pairing else {
            throw Missing("the version names no baseline that is archived")
        }
        guard pairing.hasSameClasses else { throw Missing(Self.refusal(pairing)) }
        guard pairing.count > 0 else {
            throw Missing("no item was evaluated by both this version and \(baseline.version.name) with one label")
        }
        let evaluation = examination.evaluation
        let pairs = ComparedPairs(evaluation, pairing, examination.units, examination.settings)
        let comparability = Comparability(examination, baseline, pairing)
        let findings = pairs.regressions.compactMap { finding($0, pairs, evaluation) }

        var terms = [
            "version": evaluation.manifest.version, "baseline": baseline.version.name,
            "changes": evaluation.manifest.changes.joined(separator: "; "),
        ]
        terms["worst_class"] = pairs.worstClass.map { evaluation.classes[$0] }
        return Section(
            card, facts: ComparisonFacts(evaluation, pairing, pairs).facts, terms: terms,
            flags: Self.flags(examination, pairing, pairs, comparability),
            exhibits: ComparisonExhibits(evaluation, pairs, comparability, before: baseline.version.name).exhibits,
            findings: findings)
    }

    /// Why class lists that differ are not compared.
    private static func refusal(_ pairing: Pairing) -> String {
        var parts: [String] = []
        if !pairing.addedClasses.isEmpty {
            parts.append("only this version has " + pairing.addedClasses.joined(separator: ", "))
        }
        if !pairing.droppedClasses.isEmpty {
            parts.append("only the baseline has " + pairing.droppedClasses.joined(separator: ", "))
        }
        return "the class lists differ: " + parts.joined(separator: "; ")
    }

    /// A class that lost: its rate of misreading now, what it was, and what having it back would gain.
    private func finding(_ cls: Int, _ pairs: ComparedPairs, _ evaluation: Evaluation) -> Finding? {
        let group = pairs.classes[cls]
        let counts = group.counts
        let method = "class-regression"
        guard let measure = counts.errorNow(method: method) else { return nil }
        let share = Double(counts.n) / Double(pairs.all.n)
        let evidence = zip(pairs.broken, pairs.brokenBefore).filter { Int(evaluation.items.labels[$0.0]) == cls }
        return Finding(
            .classRegression(evaluation.classes[cls]), of: card.id, standing: .finding, measure: measure,
            p: group.adjusted, errors: counts.bothWrong + counts.broken,
            gain: group.change?.scaled(by: -share, unit: .points, method: method),
            baseline: counts.errorBefore(method: method), trend: .worse,
            evidence: evidence.prefix(ShowAtMost.evidence).map { evaluation.shown($0, before: $1) },
            counterExamples: evaluation.readRight(cls))
    }

    private static func flags(
        _ examination: Examination, _ pairing: Pairing, _ pairs: ComparedPairs, _ comparability: Comparability
    ) -> Set<String> {
        let changes = examination.evaluation.manifest.changes.count
        let holds: [(String, Bool)] = [
            ("worse", pairs.state == .worse), ("better", pairs.state == .better),
            ("undecided", pairs.state == .undecided),
            ("any_class_worse", pairs.classes.contains { $0.state == .worse }),
            ("any_class_better", pairs.classes.contains { $0.state == .better }),
            ("several_changes", changes > 1), ("one_change", changes == 1), ("changes_not_stated", changes == 0),
            ("fully_comparable", comparability.isFull),
            ("items_differ", pairing.onlyNow > 0 || pairing.onlyThen > 0),
            ("labels_differ", !pairing.relabelled.isEmpty),
            ("preprocessing_differs", comparability.state("Preprocessing") == .undecided),
            ("preprocessing_not_stated", comparability.state("Preprocessing") == .notMeasured),
            ("rows_share_units", pairs.unitsAreShared), ("any_fixed", !pairs.fixed.isEmpty),
            ("any_broken", !pairs.broken.isEmpty), ("any_slice", !pairs.slices.isEmpty),
            ("any_slice_worse", pairs.slices.contains { $0.state == .worse }),
        ]
        return Set(holds.filter(\.1).map(\.0))
    }
}
