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

    /// Its card.
    public let card = Card(
        id: "comparison", title: "Against the baseline",
        question: "What does it get right that its baseline did not, and what does it break?",
        facts: [
            "common", "only_now", "only_baseline", "relabelled", "fixed", "broken", "both_right", "both_wrong",
            "changed_answers", "accuracy_now", "accuracy_before", "accuracy_change", "p", "changes", "classes_tested",
            "classes_worse", "classes_better", "recall_change", "worst_change", "worst_fixed", "worst_broken",
            "worst_p", "slices_tested", "slices_worse", "slices_better", "slices_too_small",
        ], families: ["recall_change"],
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
