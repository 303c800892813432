// Whether the confidence it states is how often it is right.

import Artifacts
import Record
import Statistics
import Tallies

/// Stated confidence against what came true.
public struct Calibration: Analysis {
    /// The analysis.
    public init() {}

    /// Its card.
    public let card = Card(
        id: "calibration", title: "Calibration", question: "When it says it is sure, is it right that often?",
        facts: [
            "ece", "ece_equal_mass", "debiased_ece", "smooth_ece", "mce", "classwise_ece", "signed_gap",
            "mean_confidence", "accuracy", "brier", "miscalibration", "discrimination", "uncertainty", "auroc",
            "temperature", "log_loss", "log_loss_scaled", "ece_scaled", "ece_isotonic", "coverage_99", "threshold_99",
            "answered_99", "confident_items", "confident_errors", "confident_error_rate", "confident_above",
            "classes_off", "fitted_rows",
        ],
        flags: [
            "overconfident", "underconfident", "mixed", "at_floor", "has_probabilities", "scaling_helps",
            "fitted_on_sample", "rows_share_units", "reaches_99", "has_errors", "classes_off",
        ],
        exhibits: ["reliability", "bins", "by_class", "operating_points", "errors_by_confidence"],
        methods: [
            "ece", "ece-equal-mass", "ece-floor", "debiased-ece", "smooth-ece", "mce", "classwise-ece", "signed-gap",
            "mean-confidence", "accuracy", "brier-top1", "corp", "auroc", "log-loss", "temperature", "isotonic",
            "operating-point", "consistency-band", "basic-bootstrap", "poisson-bootstrap", "wilson",
            "benjamini-hochberg",
        ])

    /// States how confidence and accuracy relate.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard evaluation.count > 0 else { throw Missing("no item has both a label and a prediction") }
        let ladder = examination.book.ask(ConfidenceTally.self).ladder
        let byClass = examination.book.ask(ClassConfidenceTally.self)
        let units = examination.units
        let replicates = CalibrationReplicates(evaluation, ladder, units)
        let errors = CalibrationErrors(ladder, byClass, replicates)
        let gap = units.areShared ? units.gapP(of: 0..<evaluation.count, in: evaluation) : nil
        let verdict = CalibrationVerdict(errors, byUnit: gap)
        let points = OperatingPoints(evaluation, ladder, units)
        let classes = ClassGaps(evaluation, byClass, units)
        let remedies = CalibrationRemedies(evaluation, units)

        var facts = errors.facts + points.facts + remedies.facts
        facts += Self.confident(evaluation, units, above: examination.settings.confidentAbove)
        facts.append(
            .count(
                "classes_off", classes.rows.count { $0.isOff }, among: classes.rows.count, method: "benjamini-hochberg")
        )
        facts = examination.besideBaseline(facts, of: card.id)

        var flags: Set<String> = [verdict.rawValue]
        if evaluation.predictions.probabilities != nil { flags.insert("has_probabilities") }
        if remedies.scalingHelps { flags.insert("scaling_helps") }
        if remedies.isSampled { flags.insert("fitted_on_sample") }
        if units.areShared { flags.insert("rows_share_units") }
        if points.reaches99 { flags.insert("reaches_99") }
        if ladder.hits < ladder.n { flags.insert("has_errors") }
        if classes.rows.contains(where: \.isOff) { flags.insert("classes_off") }

        let baseline = examination.comparableBaseline
        let shows = CalibrationExhibits(
            evaluation.manifest.version, ladder, BinIntervals(evaluation, units), classes, points, baseline)
        return Section(
            card, facts: facts, flags: flags, exhibits: shows.exhibits,
            findings: verdict.finding(evaluation, errors, byUnit: gap).map { [$0] } ?? [])
    }

    /// Items at or above the confident threshold, and how many of them are wrong.
    private static func confident(
        _ evaluation: Evaluation, _ units: ResamplingUnits, above threshold: Double
    ) -> [Fact] {
        let rows = (0..<evaluation.count).filter { evaluation.predictions.confidence[$0] >= threshold }
        let wrong = rows.count { !evaluation.isCorrect($0) }
        return [
            Fact("confident_above", threshold, .score, n: evaluation.count, method: "operating-point"),
            .count("confident_items", rows.count, among: evaluation.count, method: "operating-point"),
            .count("confident_errors", wrong, among: rows.count, method: "operating-point"),
            units.rate(
                "confident_error_rate", of: rows, undefined: "no item is that confident", method: "operating-point",
                where: { !evaluation.isCorrect($0) }),
        ]
    }
}
