// What gates ask of the slices that misread.yml declares: "accuracy on lighting=night at least 0.8, and no worse than the
// baseline's there".

import Artifacts
import Record
import Tallies

/// The facts of declared slices.
struct DeclaredFacts {
    let examination: Examination
    let columns: SliceColumns

    /// Accuracy on each declared slice, and its paired change against the baseline on the images both versions have.
    var all: [Fact] {
        examination.settings.slicing.declared.flatMap { slice -> [Fact] in
            let (rows, unknown) = columns.rows(slice.predicates)
            let why = unknown.map { "no row has \($0)" } ?? "no rows"
            let evaluation = examination.evaluation
            var facts = [
                examination.units.rate(
                    Slices.facts.accuracy.ofSlice(slice.name), of: rows, undefined: why, method: "accuracy",
                    where: evaluation.isCorrect)
            ]
            if examination.detection == nil { facts.append(calibrationError(slice, of: rows, else: why)) }
            guard let pairing = examination.pairing else { return facts }
            let counts = pairing.counts(
                of: RowSet(rows, of: evaluation.count), in: evaluation, examination.units)
            facts.append(
                .stating(
                    Slices.facts.accuracyChange.ofSlice(slice.name), counts.change(method: "paired-change"),
                    else: rows.isEmpty ? why : "no image of the slice was evaluated by both", method: "paired-change"))
            return facts
        }
    }

    /// The calibration error on the rows of a slice, with the floor of a calibrated model at that n: an error of a small
    /// slice is mostly chance.
    func calibrationError(_ slice: DeclaredSlice, of rows: [Int], else reason: String) -> Fact {
        let spec = Slices.facts.ece.ofSlice(slice.name)
        let evaluation = examination.evaluation
        guard !rows.isEmpty else { return Fact(spec, undefined: reason, n: 0, method: "ece") }
        guard evaluation.predictions.hasConfidence else {
            return Fact(spec, undefined: Missing(.noConfidence).reason, n: rows.count, method: "ece")
        }
        guard !evaluation.isTallied else {
            let reason = "counted from tallies, which keep confidences of all images together"
            return Fact(spec, undefined: reason, n: rows.count, method: "ece")
        }
        return CalibrationRemedies.ece(
            spec, rows.map { evaluation.predictions.confidence[$0] }, rows.map(evaluation.isCorrect),
            examination.units.gathered(rows.map { $0 }), "ece")
    }
}
