// Are the labels at fault: are disputed labels more frequent among the errors of the slices that fail than among others?

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// A disputed label is a confident error, so that where there are more errors there are more of both. So it is asked of errors
/// alone how many of them are disputed, inside and outside, and within classes, for classes are not disputed alike.
struct LabelsHypothesis: Hypothesis {
    let explanation = Explanation.labels

    func ask(_ examination: Examination) -> AskedHypothesis {
        let evaluation = examination.evaluation
        guard let probabilities = evaluation.predictions.probabilities else {
            return .missing("the predictions have no class probabilities")
        }
        let request = LabelSuspects.joint(examination.book)
        let joint = examination.book[request]
        guard let agreement = Measure.rate(joint.agreed, of: joint.sure, method: "confident-learning"),
            agreement.interval.low >= LabelSuspects.leastAgreement
        else { return .missing("the model is too weak to dispute a label") }
        let wrong = evaluation.wrongRows
        let isDisputed = wrong.map { row in
            let label = Int(evaluation.items.labels[row])
            return request.sure(probabilities, row, label: label).map { $0 != label } ?? false
        }
        return .ofSlices { found in Self.test(found, examination, wrong, isDisputed) }
    }

    private static func test(
        _ found: [FoundSlice], _ examination: Examination, _ wrong: [Int], _ isDisputed: [Bool]
    ) -> AskedHypothesis.AskedOfSlices {
        let evaluation = examination.evaluation
        guard !found.isEmpty else { return .missing("no slice is a finding") }
        var isInside = [Bool](repeating: false, count: evaluation.count)
        for slice in found { for row in examination.columns.rows(slice.predicates).rows { isInside[row] = true } }
        let sides = wrong.map { isInside[$0] ? 1 : 0 }
        guard sides.contains(1), sides.contains(0) else {
            return .missing("no error lies outside of the slices that are findings")
        }
        let side = CodedColumn(
            name: "slices", categories: ["outside", "inside"], codes: Codes(sides, categories: 2))
        let label = evaluation.classColumn(Predicate.label, wrong.map { evaluation.items.labels[$0] })
        guard
            let cells = try? FactorCells(
                factors: [side], attributes: [label], errors: isDisputed,
                units: examination.rowsShareUnits ? wrong.map { examination.units.ids[$0] } : nil),
            let comparison = try? LevelComparison(cells),
            let level = comparison.levels.firstIndex(where: { $0.places.first?.level == 1 }),
            let matched = comparison.results[level].matched
        else {
            return .missing("fewer than half of the errors in these slices have an error of their class outside")
        }
        let smallest = examination.settings.smallestEffect
        let effect = Measure(
            matched.difference, Interval(matched.interval, method: "matched-difference"), n: wrong.count,
            unit: .points, method: "hypotheses")
        let specs = Hypotheses.facts
        func share(_ spec: FactSpec, _ wanted: Int) -> Fact {
            let rows = wrong.indices.filter { sides[$0] == wanted }
            let disputed = Set(rows.filter { isDisputed[$0] }.map { wrong[$0] })
            return examination.units.rate(
                spec, of: rows.map { wrong[$0] }, undefined: "no errors", method: "confident-learning",
                where: disputed.contains)
        }
        return .tested(
            HypothesisTest(
                words: "Cochran, Mantel and Haenszel", method: "matched-difference", counted: "errors",
                effect: effect, p: matched.p, smallest: smallest,
                deciding: HypothesisTest.deciding(
                    wrong.count, half: Normal.z95 * matched.standardError, smallest: smallest)),
            HypothesisDetails(facts: [
                .count(specs.labelsSlices, found.count, among: evaluation.count, method: "hypotheses"),
                share(specs.labelsInside, 1), share(specs.labelsOutside, 0), Fact(specs.labelsEffect, effect),
            ]))
    }
}
