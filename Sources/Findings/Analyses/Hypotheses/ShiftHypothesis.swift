// Is it what is sent: would the version err more on the images of the newest days than on those of the first, for their mix alone?

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The error rate on the evaluation set at the mix of the days after the reference, less that at the mix of the reference. What is
/// mixed is the class and the attributes that nodes are matched by, a choice that looks at no telemetry.
struct ShiftHypothesis: Hypothesis {
    let explanation = Explanation.shift

    func ask(_ examination: Examination, _ counted: CountedRows) -> AskedHypothesis {
        let evaluation = examination.evaluation
        guard let telemetry = evaluation.telemetry else {
            guard let stated = evaluation.manifest.training?.attributes, !stated.isEmpty else {
                return .missing(
                    counted.kind == .images
                        ? "there is no telemetry"
                        : "telemetry is read for classifiers, and version.yml has no training images by attribute")
            }
            return TrainingMix(examination, counted).ask(examination, counted)
        }
        guard let days = telemetry.days, let first = days.min() else {
            return .missing("the telemetry has no column time")
        }
        // How many independent rows those of another mix are worth is not known.
        guard !examination.rowsShareUnits else {
            return .missing("rows share units, and no interval is known at another mix")
        }
        let start = Int(first) + examination.settings.telemetry.referenceDays
        let isNow = days.map { Int($0) >= start }
        let now = isNow.count { $0 }
        guard min(now, isNow.count - now) >= DriftWindows.leastRows else {
            return .missing(
                "fewer than \(DriftWindows.leastRows) rows of telemetry lie in the first days, or after them")
        }
        let images = telemetry.images.map { Int($0) }
        // Chosen by what goes with errors on the evaluation set: what moved most by chance would look like a shift.
        let moved = MatchedRows.matched(examination).filter { $0.name != Predicate.label }
        guard let shift = MixShift(Self.cells(evaluation, moved, images, isNow)) else {
            return .missing("the mix of the telemetry cannot be had from the images that were evaluated")
        }
        let smallest = examination.settings.smallestEffect
        let method = "post-stratification"
        let effect = Measure(
            shift.difference, Interval(shift.interval, method: method), n: evaluation.count, unit: .points,
            method: method)
        let specs = Hypotheses.facts
        return .tested(
            HypothesisTest(
                words: "two mixes, normal", method: method, counted: "images", effect: effect, p: shift.p,
                // More images alone would not do: the mixes are of as many rows of telemetry.
                smallest: smallest, deciding: nil),
            HypothesisDetails(
                facts: [
                    Fact(specs.shiftBefore, shift.before, n: evaluation.count, method: method),
                    Fact(specs.shiftNow, shift.now, n: evaluation.count, method: method),
                    Fact(specs.shiftEffect, effect),
                ],
                terms: [
                    .shiftColumns: (["class"] + moved.map { Predicate($0.name, "").subject }).joined(separator: ", ")
                ]))
    }

    /// Images that are alike in class and attributes: those that were evaluated, and how many came at each time.
    private static func cells(
        _ evaluation: Evaluation, _ columns: [CodedColumn], _ images: [Int], _ isNow: [Bool]
    ) -> [MixShift.Cell] {
        func key(_ image: Int) -> Int {
            columns.reduce(Int(evaluation.items.labels[image])) { $0 * $1.categories.count + $1.codes[image] }
        }
        let keys = (0..<evaluation.count).map(key)
        var counts: [Int: (rows: Int, errors: Int, before: Int, now: Int)] = [:]
        for (image, key) in keys.enumerated() {
            counts[key, default: (0, 0, 0, 0)].rows += 1
            if !evaluation.isCorrect(image) { counts[key, default: (0, 0, 0, 0)].errors += 1 }
        }
        for (row, image) in images.enumerated() {
            if isNow[row] {
                counts[keys[image], default: (0, 0, 0, 0)].now += 1
            } else {
                counts[keys[image], default: (0, 0, 0, 0)].before += 1
            }
        }
        return counts.sorted { $0.key < $1.key }.map { entry in
            MixShift.Cell(
                rows: entry.value.rows, errors: entry.value.errors, before: entry.value.before, now: entry.value.now)
        }
    }
}
