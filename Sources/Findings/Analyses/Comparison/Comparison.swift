// What changed since the baseline, pair by pair, and for which classes and slices. It reads what the archive keeps of the
// baseline and nothing else, so a comparison made years later is the one made on the day.

import Artifacts
import Record
import Statistics
import Tallies

/// This version against its baseline on the items both were evaluated on.
public struct Comparison: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let common = FactSpec("common", .count)
        let onlyNow = FactSpec("only_now", .count)
        let onlyBaseline = FactSpec("only_baseline", .count)
        let relabelled = FactSpec("relabelled", .count)
        let fixed = FactSpec("fixed", nil, .count, better: .higher, tile: Tile(8, "Prediction flips"), role: .fixed)
        let broken = FactSpec("regressed", .count, better: .lower, role: .broken)
        let bothRight = FactSpec("both_right", .count, better: .higher)
        let bothWrong = FactSpec("both_wrong", .count, better: .lower, role: .bothWrong)
        let changedPredictions = FactSpec("changed_predictions", .count)
        let accuracyNow = FactSpec("accuracy_now", .proportion, better: .higher, role: .pairedNow)
        let accuracyBefore = FactSpec("accuracy_before", .proportion, role: .pairedBefore)
        let accuracyChange = FactSpec("accuracy_change", .points, better: .higher, role: .change)
        let p = FactSpec("p", .pValue, role: .changeP)
        let changes = FactSpec("changes", .count, role: .changes)
        let fieldsDiffer = FactSpec("fields_differ", .count)
        let classesTested = FactSpec("classes_tested", .count)
        let classesWorse = FactSpec(
            "classes_worse", "the number of classes worse than the baseline", .count, better: .lower,
            role: .classesWorse)
        let classesBetter = FactSpec("classes_better", .count, better: .higher)
        let falsePositivesWorse = FactSpec(
            "classes_more_false_positives", "the number of classes with more false positives than in the baseline",
            .count,
            better: .lower, role: .classFalsePositivesWorse)
        let falsePositivesBetter = FactSpec("classes_fewer_false_positives", .count, better: .higher)
        let recallChange = FactSpec("recall_change", .points, better: .higher, each: .classes, role: .classChange)
        let worstChange = FactSpec(
            "worst_change", nil, .points, better: .higher, role: .worstChange, classTerm: "worst_class")
        let worstFixed = FactSpec("worst_fixed", .count, better: .higher)
        let worstRegressed = FactSpec("worst_regressed", .count, better: .lower)
        let worstP = FactSpec("worst_p", .pValue)
        let slicesTested = FactSpec("slices_tested", .count)
        let slicesWorse = FactSpec("slices_worse", .count, better: .lower)
        let slicesBetter = FactSpec("slices_better", .count, better: .higher)
        let slicesTooSmall = FactSpec("slices_too_small", .count)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case version, baseline, worstClass = "worst_class", changes, differing
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case worse, better, undecided, anyClassWorse = "any_class_worse", anyClassBetter = "any_class_better"
        case severalChanges = "several_changes", oneChange = "one_change", changesNotStated = "changes_not_stated"
        case anyStated = "any_stated", fieldsDiffer = "fields_differ"
        case fullyComparable = "fully_comparable", itemsDiffer = "items_differ", labelsDiffer = "labels_differ"
        case preprocessingDiffers = "preprocessing_differs", preprocessingNotStated = "preprocessing_not_stated"
        case rowsShareUnits = "rows_share_units", anyFixed = "any_fixed", anyRegressed = "any_regressed"
        case anyMoreFalsePositives = "any_more_false_positives"
        case anySlice = "any_slice", anySliceWorse = "any_slice_worse"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case comparability, pairs, recallByClass = "recall_by_class", classes, predictedAs = "predicted_as", slices
        case broken = "regressed", fixed
    }

    /// Its card.
    public let card = Card(
        id: "comparison", topic: .verdict, title: "Against the baseline",
        question: "What is fixed since the baseline, and what regressed?",
        facts: Self.facts.all,
        terms: Term.ids,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "comparability", "paired-change", "newcombe-paired", "mcnemar-exact", "holm", "benjamini-hochberg",
            "prediction-churn", "class-regression", "wilson", "cluster-robust", "simultaneous", "error-budget",
        ])

    /// The book is enough.
    public let rowNeed = RowNeed.nothing

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] {
        [Pairs(), Self.broken, Self.fixed, Self.brokenOfClass, Exemplars.rightOfClass]
            + plan.columns.withoutLabel.map { Values(by: [$0], isPaired: true) }
    }

    /// Rows right before and wrong now, most confident first, and the other way round.
    static let broken = Exemplars(.broken, limit: ShowAtMost.gallery)
    static let fixed = Exemplars(.fixed, limit: ShowAtMost.gallery)
    private static let brokenOfClass = Exemplars(.broken, of: .labels, limit: ShowAtMost.evidence)

    /// States the differences, or why there can be none.
    public func draft(_ examination: Examination) throws -> Draft {
        guard let baseline = examination.baseline?.audit, let pairing = examination.pairing else {
            throw Missing(examination.reasonAgainstBaseline ?? "the version names no baseline that is archived")
        }
        guard pairing.hasSameClasses else { throw Missing(Self.refusal(pairing)) }
        guard pairing.count > 0 else {
            throw Missing("no image was evaluated in both this version and \(baseline.version.name) with one label")
        }
        let pairs = ComparedPairs(examination, pairing)
        return Draft(pairs.tests) { levels in
            section(examination, baseline, pairing, pairs.standing(at: levels))
        }
    }

    private func section(
        _ examination: Examination, _ baseline: Audit, _ pairing: Pairing, _ pairs: ComparedPairs
    ) -> Section {
        let evaluation = examination.evaluation
        let comparability = Comparability(examination, baseline, pairing)
        let falsePositives = FalsePositiveChanges(pairs, smallest: examination.settings.smallestEffect)
        let findings = pairs.regressions.filter { pairs.loss($0) >= examination.settings.smallestEffect }
            .compactMap { finding($0, pairs, examination) }

        var terms = Terms([
            Comparison.Term.version: evaluation.manifest.version, Comparison.Term.baseline: baseline.version.name,
            Comparison.Term.changes: comparability.stated.joined(separator: "; "),
            Comparison.Term.differing: comparability.differing.joined(separator: ", "),
        ])
        terms[Comparison.Term.worstClass] = pairs.worstClass.map { evaluation.classes[$0].text }
        var flags = Self.flags(examination, pairing, pairs, comparability)
        if falsePositives.count(.worse) > 0 { flags.insert(Comparison.Flag.anyMoreFalsePositives) }
        return Section(
            card, facts: ComparisonFacts(evaluation, pairing, pairs, falsePositives, comparability).facts, terms: terms,
            flags: flags,
            exhibits: ComparisonExhibits(
                examination, pairs, falsePositives, comparability, before: baseline.version.name
            ).exhibits,
            findings: findings, moved: Self.moved(pairs, falsePositives, evaluation))
    }

    /// What moved beyond chance: the whole, classes and their false positives after Holm, slices after Benjamini and Hochberg.
    private static func moved(
        _ pairs: ComparedPairs, _ falsePositives: FalsePositiveChanges, _ evaluation: Evaluation
    ) -> [Movement] {
        let method = "paired-change"
        let whole = pairs.all.movement(of: .whole, p: pairs.all.p, level: pairs.level, method: method)
        let classes = zip(evaluation.classes, pairs.classes).map { name, group in
            group.counts.movement(of: .ofClass(name.text), p: group.adjusted, level: group.level, method: method)
        }
        let slices = pairs.slices.map {
            $0.counts.movement(of: .slice($0.predicates), p: $0.adjusted, level: $0.level, method: method)
        }
        return ([whole] + classes + slices).compactMap(\.self) + falsePositives.moved(evaluation, method: method)
    }

    /// Why class lists that differ are not compared.
    private static func refusal(_ pairing: Pairing) -> String {
        var parts: [String] = []
        if !pairing.addedClasses.isEmpty {
            parts.append("only this version has " + pairing.addedClasses.map(\.text).joined(separator: ", "))
        }
        if !pairing.droppedClasses.isEmpty {
            parts.append("only the baseline has " + pairing.droppedClasses.map(\.text).joined(separator: ", "))
        }
        return "the class lists differ: " + parts.joined(separator: "; ")
    }

    /// A class that lost: its error rate now, what it was, the items that are wrong only now, and what having back what the
    /// class lost would gain.
    private func finding(_ cls: Int, _ pairs: ComparedPairs, _ examination: Examination) -> Finding? {
        let evaluation = examination.evaluation
        let group = pairs.classes[cls]
        let counts = group.counts
        let method = "class-regression"
        guard let measure = counts.errorNow(method: method) else { return nil }
        let share = Double(counts.n) / Double(pairs.all.n)
        let evidence = examination.book[Self.brokenOfClass].items(label: cls)
        return Finding(
            .classRegression(evaluation.classes[cls].text), of: card.id, standing: .finding, measure: measure,
            p: group.adjusted, level: group.level, errors: counts.broken,
            gain: group.change?.scaled(by: -share, unit: .points, of: pairs.all.n, method: method),
            baseline: counts.errorBefore(method: method), trend: .worse,
            evidence: evidence.map { evaluation.shownPaired($0) },
            counterExamples: examination.book[Exemplars.rightOfClass].items(label: cls).map { evaluation.shown($0) })
    }

    private static func flags(
        _ examination: Examination, _ pairing: Pairing, _ pairs: ComparedPairs, _ comparability: Comparability
    ) -> Flags {
        let changes = comparability.changes
        let holds: [(Comparison.Flag, Bool)] = [
            (.worse, pairs.state == .worse), (.better, pairs.state == .better),
            (.undecided, pairs.state == .undecided),
            (.anyClassWorse, pairs.classes.contains { $0.state == .worse }),
            (.anyClassBetter, pairs.classes.contains { $0.state == .better }),
            (.severalChanges, changes > 1), (.oneChange, changes == 1), (.changesNotStated, changes == 0),
            (.anyStated, !comparability.stated.isEmpty), (.fieldsDiffer, !comparability.differing.isEmpty),
            (.fullyComparable, comparability.isFull),
            (.itemsDiffer, pairing.onlyNow > 0 || pairing.onlyThen > 0),
            (.labelsDiffer, !pairing.relabelled.isEmpty),
            (.preprocessingDiffers, comparability.state("Preprocessing") == .undecided),
            (.preprocessingNotStated, comparability.state("Preprocessing") == .notMeasured),
            (.rowsShareUnits, pairs.unitsAreShared), (.anyFixed, pairs.all.fixed > 0),
            (.anyRegressed, pairs.all.broken > 0), (.anySlice, !pairs.slices.isEmpty),
            (.anySliceWorse, pairs.slices.contains { $0.state == .worse }),
        ]
        return Flags(holds.filter(\.1).map(\.0))
    }
}
