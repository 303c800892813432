// Is it what is sent: would the version err more on the images of the newest days than on those of the first, for their mix alone?

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The error rate on the evaluation set at the mix of the days after the reference, less that at the mix of the reference. What is
/// mixed is the class and the attributes whose shares moved most, a choice that looks at no error.
struct ShiftHypothesis: Hypothesis {
    let explanation = Explanation.shift

    func ask(_ examination: Examination) -> AskedHypothesis {
        let evaluation = examination.evaluation
        guard let telemetry = evaluation.telemetry else { return .missing("there is no telemetry") }
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
        let moved = Self.moved(examination.columns.withoutLabel, images, isNow)
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
                smallest: smallest,
                deciding: HypothesisTest.deciding(
                    evaluation.count, half: Normal.z95 * shift.standardError, smallest: smallest)),
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

    /// The attributes whose shares differ most between the two times, by Cramér's V.
    private static func moved(_ columns: [CodedColumn], _ images: [Int], _ isNow: [Bool]) -> [CodedColumn] {
        columns.filter { $0.categories.count <= MatchedRows.mostValues }
            .compactMap { column -> (column: CodedColumn, v: Double)? in
                var table = [[Int]](repeating: [0, 0], count: column.categories.count)
                for (row, image) in images.enumerated() { table[column.codes[image]][isNow[row] ? 1 : 0] += 1 }
                return CramersV.debiased(table).flatMap { $0 > 0 ? (column, $0) : nil }
            }
            .sorted { $0.v != $1.v ? $0.v > $1.v : $0.column.name < $1.column.name }
            .prefix(MatchedRows.mostAttributes).map(\.column)
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
