// What one changed variable does to it.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The evaluation repeated under one change at a time.
public struct Robustness: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// It compares them with the run on the pictures as they are.
    public let readsConditions = true

    /// What it states.
    struct Facts: FactSet {
        let runs = FactSpec("runs", .count)
        let factors = FactSpec("factors", .count)
        let cleanAccuracy = FactSpec("clean_accuracy", .proportion, better: .higher)
        let smallestN = FactSpec("smallest_n", .count)
        let runsWorse = FactSpec("runs_worse", .count, better: .lower)
        let factorsWorse = FactSpec("factors_worse", .count, better: .lower)
        let runsWithoutManifest = FactSpec("runs_without_manifest", .count)
        let runsWithMoreChanges = FactSpec("runs_with_more_changes", .count)
        let accuracy = FactSpec(
            "accuracy", "accuracy", .proportion, better: .higher, each: .runs, role: .runRate)
        let accuracyChange = FactSpec("accuracy_change", .points, better: .higher, each: .runs)
        let changeFromBaseline = FactSpec(
            "change_from_baseline", "the change of accuracy from the baseline", .points, better: .higher, each: .runs,
            role: .runChange)
        let runsPaired = FactSpec("runs_paired", .count)
        let runsWorseThanBaseline = FactSpec(
            "runs_worse_than_baseline", "the number of perturbed runs worse than the baseline", .count, better: .lower)
        let runsBetterThanBaseline = FactSpec("runs_better_than_baseline", .count, better: .higher)
        let flips = FactSpec("flips", .count, better: .lower, each: .runs)
        let worstAccuracy = FactSpec("worst_accuracy", .proportion, better: .higher)
        let worstChange = FactSpec("worst_change", .points, better: .higher)
        let worstFlips = FactSpec("worst_flips", .count, better: .lower)
        let mildestChange = FactSpec("mildest_change", .points, better: .higher)
        let mildestRegressed = FactSpec("mildest_regressed", .count, better: .lower)
        let falsePositivesPerImage = FactSpec(
            "false_positives_per_image", "false positives per image", .raw, better: .lower, each: .runs)
        let falsePositivesChange = FactSpec("false_positives_change", .raw, better: .lower, each: .runs)
        let averagePrecision = FactSpec("ap", "average precision", .proportion, better: .higher, each: .runs)
        let runsMoreFalsePositives = FactSpec(
            "runs_more_false_positives", "the number of perturbed runs with more false positives", .count,
            better: .lower)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case worstFactor = "worst_factor", worstLevel = "worst_level", mildestLevel = "mildest_level", baseline
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyWorse = "any_worse", smallN = "small_n", onlyFolderNames = "only_folder_names"
        case moreThanOneChange = "more_than_one_change", fewerImages = "fewer_images", hasBaseline = "has_baseline"
        case rowsShareUnits = "rows_share_units", isPaired = "paired_with_baseline"
        case notPaired = "not_paired_with_baseline", ofObjects = "of_objects"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case errorBySeverity = "error_by_severity", worstFactor = "worst_factor", runs, oneVariable = "one_variable"
        case examples, sinceBaseline = "since_baseline", falsePositives = "false_positives"
    }

    /// Its card.
    public let card = Card(
        id: "robustness", topic: .causes, title: "Robustness",
        question: "Which perturbations of the input cost most, and from which severity on?",
        tasks: [.classification, .detection], facts: Self.facts.all,
        terms: Term.ids,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "robustness", "one-variable", "paired-change", "newcombe-paired", "mcnemar-exact", "holm", "wilson",
            "cluster-robust", "simultaneous", "error-budget", "accuracy", "false-alarms", "count-rate",
            "average-precision",
        ])

    /// Items below which a run's intervals are called wide.
    static let smallN = 200

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] { [Confusion()] }

    /// States what each change costs.
    public func draft(_ examination: Examination) throws -> Draft {
        let plain = examination.evaluation
        guard !examination.conditions.isEmpty else { throw Missing("no experiments in this evaluation") }
        var runs = examination.conditions.compactMap {
            RunComparison($0, against: plain, examination.units, baseline: examination.baseline)
        }
        let compared = runs.indices.filter { runs[$0].counts.n > 0 }
        guard !compared.isEmpty else { throw Missing("no experiment has an image of the clean evaluation") }
        var alarms =
            examination.detection.map { RunFalsePositives.all(examination.detectionRuns, against: $0) } ?? []
        // Of objects and of false positives alike: everything that is asked of the runs.
        let adjusted = Multiplicity.holm(compared.map { runs[$0].counts.p } + alarms.map(\.counts.p))
        for (position, index) in compared.enumerated() { runs[index].adjusted = adjusted[position] }
        for index in alarms.indices { alarms[index].adjusted = adjusted[compared.count + index] }
        let paired = compared.filter { runs[$0].sinceBaseline != nil }
        let sinceBaseline = Multiplicity.holm(paired.map { runs[$0].sinceBaseline?.p ?? 1 })
        for (position, index) in paired.enumerated() { runs[index].adjustedSinceBaseline = sinceBaseline[position] }
        let (tested, alarmsTested) = (runs, alarms)
        let families = [
            FamilyTests(
                .robustness, compared.map { tested[$0].counts.p } + alarmsTested.map(\.counts.p)),
            FamilyTests(.comparison, paired.compactMap { tested[$0].sinceBaseline?.p }, of: .runs),
        ]
        return Draft(families) { levels in
            var (runs, alarms) = (tested, alarmsTested)
            for index in alarms.indices { alarms[index].level = levels[.robustness] }
            for index in runs.indices {
                runs[index].level = levels[.robustness]
                runs[index].levelSinceBaseline = levels[.comparison, .runs]
            }
            return section(examination, runs, compared: compared, alarms)
        }
    }

    private func section(
        _ examination: Examination, _ runs: [RunComparison], compared: [Int], _ alarms: [RunFalsePositives]
    ) -> Section {
        let paired = compared.map { runs[$0] }.filter { $0.sinceBaseline != nil }
        let factors = Self.factors(compared.map { runs[$0] })
        let harmful = factors.filter { $0.worst != nil }.sorted { a, b in
            let (x, y) = (a.worst?.change?.interval.high ?? 0, b.worst?.change?.interval.high ?? 0)
            return x != y ? x < y : Name(a.factor) < Name(b.factor)
        }
        let stated = RobustnessFacts(examination, runs, factors, harmful.first, alarms)
        let smallest = examination.settings.smallestEffect
        let findings = harmful.filter { -($0.worst?.change?.value ?? 0) >= smallest }
            .compactMap { finding($0, examination) }

        var flags = stated.flags
        if examination.rowsShareUnits { flags.insert(Robustness.Flag.rowsShareUnits) }
        if examination.detection != nil { flags.insert(Robustness.Flag.ofObjects) }
        return Section(
            card, facts: examination.besideBaseline(stated.facts, of: card.id, sameAs: stated.names),
            terms: stated.terms, flags: flags,
            exhibits: RobustnessExhibits(examination, runs, factors, harmful.first, findings.first, alarms).exhibits,
            findings: findings,
            moved: paired.isEmpty
                ? nil
                : paired.compactMap { run in
                    run.sinceBaseline?.movement(
                        of: .perturbed(run.predicate), p: run.adjustedSinceBaseline, level: run.levelSinceBaseline,
                        method: "paired-change")
                })
    }

    /// Runs by factor, factors in order of their names.
    private static func factors(_ runs: [RunComparison]) -> [FactorRuns] {
        var groups: [Name: [RunComparison]] = [:]
        for run in runs { groups[Name(run.condition.factor), default: []].append(run) }
        return groups.sorted { $0.key < $1.key }.compactMap { _, runs in
            runs.first.map { FactorRuns($0.condition.factor, runs) }
        }
    }

    /// A factor that harms, shown by items that the mildest harmful strength turns from right to wrong.
    ///
    /// It covers no error of the plain evaluation, so `errors` is 0 and nothing is promised to the headline's accuracy.
    private func finding(_ factor: FactorRuns, _ examination: Examination) -> Finding? {
        guard let run = factor.mildestHarm, let measure = run.error,
            let evaluation = examination.conditions.first(where: { $0.condition == run.condition })
        else { return nil }
        func items(_ exemplars: [Exemplar]) -> [GalleryItem] {
            exemplars.map { evaluation.shown($0, chips: [run.predicate], wantsOverlay: false) }
        }
        let before = examination.comparableBaseline?.section(card.id)?.fact(
            Robustness.facts.accuracy.under(run.name)
        )
        .flatMap(Self.error(from:))
        return Finding(
            .fragility(factor: factor.factor), of: card.id, standing: .finding, measure: measure,
            expected: Double(run.counts.n - run.counts.rightBefore) / Double(run.counts.n), p: run.adjusted, errors: 0,
            baseline: before,
            trend: run.sinceBaseline == nil ? before.map { Self.trend(measure, $0) } : run.lifeSinceBaseline,
            evidence: items(run.broken),
            counterExamples: items(run.held), severity: factor.mildestSeverity)
    }

    /// How the error at one strength stands against the baseline's at the same strength.
    ///
    /// For a baseline whose archive keeps no outcomes of its runs, so that the two rates are tested as if on different items.
    /// On the same items that errs on the quiet side.
    private static func trend(_ now: Measure, _ before: Measure) -> LifeCycle {
        func wrong(_ measure: Measure) -> Proportion? {
            Proportion(Int((measure.value * Double(measure.n)).rounded()), of: measure.n)
        }
        guard let now = wrong(now), let before = wrong(before),
            let z = IndependentProportions.pooledZ(now, before), Normal.twoSided(z) <= 0.05
        else { return .persisting }
        return z > 0 ? .worse : .better
    }

    /// The error that an archived accuracy leaves.
    private static func error(from fact: Fact) -> Measure? {
        guard let value = fact.value, let interval = fact.interval else { return nil }
        return Measure(
            1 - value, Interval(low: 1 - interval.high, high: 1 - interval.low, method: interval.method), n: fact.n,
            unit: .proportion, method: "robustness")
    }
}
