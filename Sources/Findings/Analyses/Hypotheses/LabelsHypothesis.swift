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

    func ask(_ examination: Examination, _ counted: CountedRows) -> AskedHypothesis {
        let disputes: Disputes
        switch Self.disputes(examination, counted) {
        case .failure(let missing): return .missing(missing.reason)
        case .success(let found): disputes = found
        }
        guard let agreement = disputes.agreement, agreement.interval.low >= LabelSuspects.leastAgreement else {
            return .missing("the model is too weak to dispute a label")
        }
        return .ofSlices { found in Self.test(found, examination, counted, disputes) }
    }

    /// What the model is sure of, against the labels.
    struct Disputes: Sendable {
        /// How often what it is sure of is the label.
        let agreement: Measure?
        /// Whether it is sure of something else, of what is wrong.
        let isDisputed: [Bool]
        /// What is compared with its like besides the class.
        let kinds: CodedColumn?
    }

    private static func disputes(_ examination: Examination, _ counted: CountedRows) -> Result<Disputes, Missing> {
        switch counted.kind {
        case .images: ofImages(examination)
        case .objects: ofObjects(examination, counted)
        case .labels: ofLabels(examination, counted)
        }
    }

    private static func ofImages(_ examination: Examination) -> Result<Disputes, Missing> {
        let evaluation = examination.evaluation
        guard let probabilities = evaluation.predictions.probabilities else {
            return .failure(Missing("the predictions have no class probabilities"))
        }
        let request = LabelSuspects.joint(examination.book)
        let joint = examination.book[request]
        return .success(
            Disputes(
                agreement: Measure.rate(joint.agreed, of: joint.sure, method: "confident-learning"),
                isDisputed: evaluation.wrongRows.map { row in
                    let label = Int(evaluation.items.labels[row])
                    return request.sure(probabilities, row, label: label).map { $0 != label } ?? false
                }, kinds: nil))
    }

    /// A detector gives one class to an object, with a score: it is sure where that is at least the mean score of the objects of the
    /// class that it finds.
    private static func ofObjects(_ examination: Examination, _ counted: CountedRows) -> Result<Disputes, Missing> {
        let evaluation = examination.evaluation
        let predictions = evaluation.predictions
        guard predictions.hasConfidence else { return .failure(Missing(.noConfidence)) }
        var scores = [[Double]](repeating: [], count: evaluation.classes.count)
        for row in 0..<evaluation.count where evaluation.isCorrect(row) {
            scores[Int(evaluation.items.labels[row])].append(predictions.confidence[row])
        }
        let means = scores.map { ExactSum.mean($0) }
        let isSure = (0..<evaluation.count).map { row -> Bool in
            let given = Int(predictions.predicted[row])
            guard given >= 0, let mean = means[given] else { return false }
            return predictions.confidence[row] >= mean
        }
        let sure = isSure.indices.filter { isSure[$0] }
        let right = counted.isError.map { !$0 }
        return .success(
            Disputes(
                agreement: MatchedRows.rate(of: sure, right, counted.units, method: "confident-learning"),
                isDisputed: counted.wrong.map { isSure[$0] }, kinds: nil))
    }

    /// A label is a question of its own, of which the model may be sure either way.
    private static func ofLabels(_ examination: Examination, _ counted: CountedRows) -> Result<Disputes, Missing> {
        guard let sets = examination.evaluation.labelSets, let sure = SureLabels(sets) else {
            return .failure(Missing("the labels have no scores"))
        }
        let wrong = counted.wrong
        let isMissed = wrong.map { sets.isTrue(counted.rows[$0], counted.classes.codes[$0]) }
        return .success(
            Disputes(
                agreement: sure.agreement(examination.units, method: "confident-learning"),
                isDisputed: zip(wrong, isMissed).map { place, isMissed in
                    sure.isTrue(counted.rows[place], counted.classes.codes[place]) == !isMissed
                },
                kinds: CodedColumn(
                    name: "kind", categories: ["false", "missed"],
                    codes: Codes(isMissed.map { $0 ? 1 : 0 }, categories: 2))))
    }

    private static func test(
        _ found: [FoundSlice], _ examination: Examination, _ counted: CountedRows, _ disputes: Disputes
    ) -> HypothesisOutcome {
        let evaluation = examination.evaluation
        guard !found.isEmpty else { return .missing("no slice is a finding") }
        var isInside = [Bool](repeating: false, count: evaluation.count)
        for slice in found { for row in examination.columns.rows(slice.predicates).rows { isInside[row] = true } }
        let wrong = counted.wrong
        let sides = wrong.map { isInside[counted.rows[$0]] ? 1 : 0 }
        guard sides.contains(1), sides.contains(0) else {
            return .missing("no error lies outside of the slices that are findings")
        }
        let side = CodedColumn(
            name: "slices", categories: ["outside", "inside"], codes: Codes(sides, categories: 2))
        let attributes = [counted.classes.gathered(wrong)] + [disputes.kinds].compactMap { $0 }
        let units = counted.units.map { units in wrong.map { units[$0] } }
        guard
            let cells = try? FactorCells(
                factors: [side], attributes: attributes, errors: disputes.isDisputed, units: units),
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
            .stating(
                spec,
                MatchedRows.rate(
                    of: sides.indices.filter { sides[$0] == wanted }, disputes.isDisputed, units,
                    method: "confident-learning"), else: "no errors", method: "confident-learning")
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
