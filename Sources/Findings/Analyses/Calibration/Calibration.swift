// Whether the confidence it states is how often it is right.

import Artifacts
import Record
import Statistics
import Tallies

/// Stated confidence against what came true.
public struct Calibration: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let ece = FactSpec(
            "ece", "the calibration error", .score, better: .lower, tile: Tile(7, "Calibration error", isListed: true))
        let eceEqualMass = FactSpec("ece_equal_mass", .score, better: .lower)
        let debiasedEce = FactSpec("debiased_ece", .score, better: .lower)
        let smoothEce = FactSpec("smooth_ece", .score, better: .lower)
        let mce = FactSpec("mce", "the largest calibration gap", .score, better: .lower)
        let classwiseEce = FactSpec("classwise_ece", "the class-wise calibration error", .score, better: .lower)
        let signedGap = FactSpec("signed_gap", "mean confidence less accuracy", .points)
        let meanConfidence = FactSpec("mean_confidence", "mean confidence", .proportion)
        let accuracy = FactSpec("accuracy", "accuracy", .proportion, better: .higher)
        let brier = FactSpec("brier", "the Brier score of the confidence", .score, better: .lower)
        let miscalibration = FactSpec("miscalibration", .score, better: .lower)
        let discrimination = FactSpec("discrimination", .score, better: .higher)
        let uncertainty = FactSpec("uncertainty", .score)
        let auroc = FactSpec("auroc", "the AUROC of confidence", .score, better: .higher)
        let temperature = FactSpec("temperature", "the temperature that fits best", .ratio)
        let logLoss = FactSpec("log_loss", "log loss", .score, better: .lower)
        let logLossScaled = FactSpec("log_loss_scaled", .score, better: .lower)
        let eceScaled = FactSpec("ece_scaled", .score, better: .lower)
        let eceIsotonic = FactSpec("ece_isotonic", .score, better: .lower)
        let coverage99 = FactSpec("coverage_99", "coverage at 99 % accuracy", .proportion, better: .higher)
        let threshold99 = FactSpec("threshold_99", .score)
        let answered99 = FactSpec("answered_99", .count, better: .higher)
        let confidentItems = FactSpec("confident_items", .count)
        let confidentErrors = FactSpec("confident_errors", "the number of confident errors", .count, better: .lower)
        let confidentErrorRate = FactSpec(
            "confident_error_rate", "the share of confident errors", .proportion, better: .lower)
        let confidentAbove = FactSpec("confident_above", .score)
        let classesOff = FactSpec("classes_off", .count, better: .lower)
        let fittedRows = FactSpec("fitted_rows", .count)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case overconfident, underconfident, mixed, atFloor = "at_floor", hasProbabilities = "has_probabilities"
        case scalingHelps = "scaling_helps", fittedOnSample = "fitted_on_sample"
        case rowsShareUnits = "rows_share_units", reaches99 = "reaches_99", hasErrors = "has_errors"
        case classesOff = "classes_off"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case reliability, bins, byClass = "by_class", operatingPoints = "operating_points"
        case errorsByConfidence = "errors_by_confidence"
    }

    /// Its card.
    public let card = Card(
        id: "calibration", topic: .confidence, title: "Calibration", question: "Is accuracy equal to confidence?",
        facts: Self.facts.all,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "ece", "ece-equal-mass", "ece-floor", "debiased-ece", "smooth-ece", "mce", "classwise-ece", "signed-gap",
            "mean-confidence", "accuracy", "brier-top1", "corp", "auroc", "log-loss", "temperature", "isotonic",
            "operating-point", "precision-search", "simultaneous", "consistency-band", "error-interval",
            "basic-bootstrap", "poisson-bootstrap",
            "widened-bootstrap", "wilson", "benjamini-hochberg", "error-budget",
        ])

    /// It is about confidence.
    public let readsConfidence = true

    /// The book is enough.
    public let rowNeed = RowNeed.nothing

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] {
        [
            Confidences(), ClassConfidences(), UnitConfidences(), Confusion(),
            ThresholdOutcomes(from: plan.settings.confidentAbove),
        ] + CalibrationVerdict.requests + (Self.repeatsClasses(plan.evaluation) ? [ClassGapReplicates()] : [])
    }

    /// Up to this many probabilities the class-wise error is repeated too.
    private static let mostProbabilities = 1 << 23

    private static func repeatsClasses(_ evaluation: Evaluation) -> Bool {
        // Of a part nobody knows how large the whole is.
        !evaluation.isTallied
            && (evaluation.predictions.probabilities.map { $0.values.count <= mostProbabilities } ?? false)
    }

    /// States how confidence and accuracy relate.
    public func draft(_ examination: Examination) throws -> Draft {
        let evaluation = examination.evaluation
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        guard evaluation.predictions.hasConfidence else { throw Missing(.noConfidence) }
        let scoreHistogram = examination.book[Confidences()].scoreHistogram
        let byUnit = examination.book[UnitConfidences()]
        let tests = CalibrationVerdict.Tests(
            scoreHistogram, byUnit: byUnit.areShared ? UnitConfidenceTally.gapP(byUnit.excesses) : nil)
        let classes = ClassGaps(
            evaluation.classes.map(\.text), examination.book[ClassConfidences()], examination.book[Confusion()], byUnit)
        return Draft([FamilyTests(.calibration, tests.pValues + classes.pValues)]) { levels in
            section(examination, scoreHistogram, tests, classes, level: levels[.calibration])
        }
    }

    private func section(
        _ examination: Examination, _ scoreHistogram: ScoreHistogram, _ tests: CalibrationVerdict.Tests,
        _ classes: ClassGaps, level: Double
    ) -> Section {
        let evaluation = examination.evaluation
        let byClass = examination.book[ClassConfidences()]
        let units = examination.units
        let byUnit = examination.book[UnitConfidences()]
        let confusion = examination.book[Confusion()]
        let classGaps = Self.repeatsClasses(evaluation) ? examination.book[ClassGapReplicates()] : nil
        let replicates = CalibrationReplicates(evaluation, scoreHistogram, units, byUnit, accuracy: confusion)
        let errors = CalibrationErrors(scoreHistogram, byClass, replicates, classwise: classGaps, byUnit)
        let verdict = CalibrationVerdict(tests, gap: errors.numbers.signedGap, level: level)
        let points = OperatingPoints(scoreHistogram, byUnit)
        let remedies = CalibrationRemedies(evaluation, units, accuracy: replicates.accuracy)

        var facts = errors.facts + points.facts + remedies.facts
        facts += Self.confident(
            examination.book[ThresholdOutcomes(from: examination.settings.confidentAbove)], evaluation.count,
            above: examination.settings.confidentAbove)
        facts.append(
            .count(
                Calibration.facts.classesOff, classes.off(at: level), among: classes.rows.count,
                method: "benjamini-hochberg")
        )
        facts = examination.besideBaseline(facts, of: card.id)

        var flags = Flags([verdict.flag])
        if evaluation.predictions.hasProbabilities { flags.insert(Calibration.Flag.hasProbabilities) }
        if remedies.scalingHelps { flags.insert(Calibration.Flag.scalingHelps) }
        if remedies.isSampled { flags.insert(Calibration.Flag.fittedOnSample) }
        if units.areShared { flags.insert(Calibration.Flag.rowsShareUnits) }
        if points.reaches99 { flags.insert(Calibration.Flag.reaches99) }
        if scoreHistogram.hits < scoreHistogram.n { flags.insert(Calibration.Flag.hasErrors) }
        if classes.off(at: level) > 0 { flags.insert(Calibration.Flag.classesOff) }

        let baseline = examination.comparableBaseline
        let shows = CalibrationExhibits(
            evaluation.manifest.version, scoreHistogram, BinIntervals(byUnit), classes, points, baseline, level: level)
        return Section(
            card, facts: facts, flags: flags, exhibits: shows.exhibits,
            findings: verdict.finding(examination, errors, tests).map { [$0] } ?? [])
    }

    /// Items at or above the confident threshold, and how many of them are wrong.
    private static func confident(
        _ outcomes: ThresholdOutcomeTally, _ n: Int, above threshold: Double
    ) -> [Fact] {
        let isWrong = { (cell: Int) in !ThresholdOutcomeTally.isRight(cell) }
        return [
            Fact(Calibration.facts.confidentAbove, threshold, n: n, method: "operating-point"),
            .count(Calibration.facts.confidentItems, outcomes.sure, among: n, method: "operating-point"),
            .count(
                Calibration.facts.confidentErrors,
                outcomes.rows.rows { ThresholdOutcomeTally.isAboveThreshold($0) && isWrong($0) },
                among: outcomes.sure, method: "operating-point"),
            outcomes.rows.rate(
                Calibration.facts.confidentErrorRate, of: ThresholdOutcomeTally.isAboveThreshold, where: isWrong,
                undefined: "no prediction is that confident", method: "operating-point"),
        ]
    }
}
