// One changed variable, item by item against the clean run. Before any loss is put down to the change, what else may have
// moved is looked at: items, labels, classes, and what the run's manifest states.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// A run under one condition beside the clean run on the same items.
struct RunComparison: Sendable {
    /// What was changed and to what.
    let condition: Condition
    /// Pairs, the clean run as "before".
    private(set) var counts = PairCounts()
    /// Pairs whose predicted class differs.
    private(set) var flips = 0
    /// Items right in the clean run and wrong here, most confident first.
    private(set) var broken: [Exemplar] = []
    /// Items right in both, likewise.
    private(set) var held: [Exemplar] = []
    /// Items of the run that the clean run does not have.
    private(set) var unmatched = 0
    /// Items whose label differs from the clean run's; they are left out.
    private(set) var relabelled = 0
    /// Whether the class lists are the same, name for name in order; pairs are counted only then.
    let hasSameClasses: Bool
    /// Manifest fields that the run states and that differ from the version's.
    let alsoDiffers: [String]
    /// Manifest fields that the run states and that are the same.
    let stated: [String]
    /// McNemar's p-value after Holm over all runs.
    var adjusted = 1.0
    /// The level at which that stands.
    var level = TestLevels.budget
    /// Pairs with the baseline under the same perturbation, the baseline as "before"; `nil` where its archive keeps no such
    /// run, or lists other classes.
    private(set) var sinceBaseline: PairCounts?
    /// McNemar's p-value of those pairs after Holm over all runs that have them.
    var adjustedSinceBaseline = 1.0
    /// The level at which that stands.
    var levelSinceBaseline = TestLevels.budget

    init?(
        _ run: Evaluation, against plain: Evaluation, _ units: ResamplingUnits, baseline: BaselineRecord? = nil
    ) {
        guard let condition = run.condition else { return nil }
        self.condition = condition
        hasSameClasses =
            run.classes == plain.classes
        let fields = Self.fields(of: plain.manifest).filter { condition.stated[$0.key] != nil }
        let differing = fields.filter { Name(condition.stated[$0.key] ?? "") != Name($0.value ?? "") }
        alsoDiffers = differing.map(\.name)
        stated = fields.map(\.name).filter { name in !differing.contains { $0.name == name } }
        guard hasSameClasses else { return }

        let pairing = Pairing(of: run, with: plain)
        unmatched = pairing.onlyNow
        relabelled = pairing.relabelled.count
        let units = pairing.units(units, of: run)
        sinceBaseline = baseline.flatMap { Self.pairs(of: run, with: $0, under: condition.name, units) }
        let book = Book(
            counting: [Pairs(), Self.broken, Self.held], of: run, units, pairedWith: pairing.answers(in: run),
            edition: "")
        counts = book[Pairs()].counts
        flips = book[Pairs()].changed
        broken = book[Self.broken].items
        held = book[Self.held].items
    }

    /// The run beside the baseline's run under the same perturbation.
    private static func pairs(
        of run: Evaluation, with baseline: BaselineRecord, under name: String, _ units: ResamplingUnits
    ) -> PairCounts? {
        guard let then = baseline.outcomes(under: name) else { return nil }
        let pairing = Pairing(of: run, with: BaselineRecord(audit: baseline.audit, outcomes: then))
        guard pairing.hasSameClasses, pairing.count > 0 else { return nil }
        return Book(counting: [Pairs()], of: run, units, pairedWith: pairing.answers(in: run), edition: "")[Pairs()]
            .counts
    }

    private static let broken = Exemplars(.broken, limit: ShowAtMost.evidence)
    private static let held = Exemplars(.held, limit: ShowAtMost.counterExamples)

    /// The fields that a run's manifest may state, with the version's own values.
    private static func fields(of manifest: VersionManifest) -> [(key: String, name: String, value: String?)] {
        [
            ("version", "version", manifest.version), ("model", "model", manifest.model),
            ("commit", "commit", manifest.commit), ("artifact_sha256", "artifact", manifest.artifactSHA256),
            ("training_data", "training data", manifest.trainingData),
            ("label_version", "label version", manifest.labelVersion),
            ("preprocessing", "preprocessing", manifest.preprocessing), ("runtime", "runtime", manifest.runtime),
        ]
    }

    /// Share right under the change.
    var accuracy: Measure? { counts.rateNow(method: "accuracy") }
    /// Share wrong under the change.
    var error: Measure? { counts.errorNow(method: "robustness") }
    /// Share right under the change less share right in the clean run.
    var change: Measure? { counts.change(method: "paired-change") }
    /// Worse or better when the corrected test says so; undecided otherwise.
    var state: Trend {
        guard adjusted <= level else { return .undecided }
        return counts.broken > counts.fixed ? .worse : .better
    }
    /// Share right under the perturbation less the baseline's under the same one, pair by pair.
    var changeFromBaseline: Measure? { sinceBaseline?.change(method: "paired-change") }
    /// What became of the error under it since the baseline: there then as now, worse or better beyond chance.
    var lifeSinceBaseline: LifeCycle {
        switch stateSinceBaseline {
        case .worse: .worse
        case .better: .better
        case .undecided: .persisting
        }
    }
    /// Worse or better than the baseline under the same perturbation when the corrected test says so.
    var stateSinceBaseline: Trend {
        guard let pairs = sinceBaseline, adjustedSinceBaseline <= levelSinceBaseline else { return .undecided }
        return pairs.broken > pairs.fixed ? .worse : .better
    }
    /// `factor=level`, as its folder is called.
    var name: String { condition.name }
    /// The change as a condition.
    var predicate: Predicate { Predicate(Name(condition.factor), Name(condition.level)) }

    /// Whether one variable moved, as far as the evidence goes: passed, failed, undecided or notMeasured, and why.
    var oneVariable: (state: Mark, why: String) {
        if !hasSameClasses { return (.failed, "the class lists differ; the run is not compared") }
        if unmatched > 0 { return (.failed, "it has images that the clean run does not have; they are left out") }
        if relabelled > 0 { return (.failed, "labels differ from the clean run's; those images are left out") }
        if alsoDiffers.count > 1 {
            return (.failed, "its manifest states another " + alsoDiffers.joined(separator: " and another "))
        }
        if let field = alsoDiffers.first {
            return (.undecided, "its manifest states another \(field), which may be the perturbation itself")
        }
        if !condition.hasManifest { return (.notMeasured, "the folder's name is the only evidence") }
        if stated.isEmpty { return (.notMeasured, "its manifest states nothing that could differ") }
        return (.passed, "its manifest states the same " + stated.joined(separator: ", "))
    }
}

/// The runs of one factor from mildest to harshest.
struct FactorRuns: Sendable {
    /// What was changed.
    let factor: String
    /// Its runs. Numeric levels run in the order of their strength, starting from the end that changes fewer answers, so
    /// that they lead away from the clean run whichever way the scale points; others by how many answers they change.
    let runs: [RunComparison]

    init(_ factor: String, _ runs: [RunComparison]) {
        self.factor = factor
        func flipRate(_ run: RunComparison) -> Double { Double(run.flips) / Double(max(1, run.counts.n)) }
        let strengths = runs.compactMap(\.condition.strength)
        if strengths.count == runs.count {
            let rising = runs.sorted { a, b in
                let (x, y) = (a.condition.strength ?? 0, b.condition.strength ?? 0)
                if x != y { return x < y }
                return Name(a.condition.level) < Name(b.condition.level)
            }
            let pointsUp = (rising.first.map(flipRate) ?? 0) <= (rising.last.map(flipRate) ?? 0)
            self.runs = pointsUp ? rising : rising.reversed()
        } else {
            self.runs = runs.sorted { a, b in
                let (x, y) = (flipRate(a), flipRate(b))
                return x != y ? x < y : Name(a.condition.level) < Name(b.condition.level)
            }
        }
    }

    /// The mildest run that is worse beyond chance.
    var mildestHarm: RunComparison? { runs.first { $0.state == .worse } }

    /// Its place among the severities.
    var mildestSeverity: PerturbationSeverity? {
        guard let place = runs.firstIndex(where: { $0.state == .worse }) else { return nil }
        return PerturbationSeverity(level: runs[place].condition.level, rank: place + 1, count: runs.count)
    }

    /// The run that loses most for sure: the lowest upper end of the change.
    var worst: RunComparison? {
        runs.filter { $0.state == .worse }.min { ($0.change?.interval.high ?? 0) < ($1.change?.interval.high ?? 0) }
    }
}
