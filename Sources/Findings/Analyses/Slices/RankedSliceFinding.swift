// A ranked slice as the failure mode that the archive keeps.

import Artifacts
import Record
import Statistics
import Tallies

extension RankedSlice {
    /// The failure mode, or `nil` when no item shows it.
    func finding(
        of analysis: String, _ evaluation: Evaluation, _ columns: SliceColumns, _ units: ResamplingUnits,
        _ trend: SliceTrend?
    ) -> Finding? {
        let evidence = shown(evaluation, columns, right: false, most: ShowAtMost.evidence)
        guard !evidence.isEmpty else { return nil }
        let n = count.rows
        let measure = measure
        func gain(_ errors: Double, _ low: Double, _ high: Double, _ method: String) -> Measure {
            let all = Double(evaluation.count)
            return Measure(
                errors / all, Interval(low: low / all, high: high / all, method: method), n: evaluation.count,
                unit: .points, method: "slice-gain")
        }
        let saved = saved
        let ends = measure.interval
        return Finding(
            .slice(predicates), of: analysis,
            standing: isFinding ? .finding : .lead, measure: measure, expected: siblings.count.rate, p: adjusted,
            errors: count.errors, gain: gain(saved.value, saved.low, saved.high, "slice-gain"),
            gainIfAllRight: gain(
                Double(count.errors), Double(n) * ends.low, Double(n) * ends.high, ends.method),
            baseline: trend?.baseline, trend: trend?.state, evidence: evidence,
            counterExamples: shown(evaluation, columns, right: true, most: ShowAtMost.counterExamples),
            alternatives: alternatives.map { .slice($0) },
            shares: conditionShares(evaluation, columns, units),
            within: within.map { .slice($0) }, halvesFoundOn: halves?.foundOn,
            discovery: halves?.selected.map { $0.measure(method: "slice-halves") },
            confirmation: halves?.heldOut.map { $0.measure(method: "slice-halves") })
    }

    /// Its rate.
    var measure: Measure { rate.measure(method: "slice-search") }

    /// Its items that are predicted correctly, or wrong.
    func items(of evaluation: Evaluation, right: Bool) -> [Int] {
        var items: [Int] = []
        rows.forEach { if evaluation.isCorrect($0) == right { items.append($0) } }
        return items
    }

    private func shown(
        _ evaluation: Evaluation, _ columns: SliceColumns, right: Bool, most: Int
    ) -> [GalleryItem] {
        evaluation.mostConfident(items(of: evaluation, right: right)).prefix(most).map {
            evaluation.shown($0, chips: columns.chips($0))
        }
    }

    private func conditionShares(
        _ evaluation: Evaluation, _ columns: SliceColumns, _ units: ResamplingUnits
    ) -> [ConditionShare] {
        zip(predicates, shares).compactMap { predicate, share in
            units.rate(of: columns.rows([predicate]).rows, method: "slice-search") { !evaluation.isCorrect($0) }.map {
                ConditionShare(predicate, points: share, alone: $0)
            }
        }
    }
}

extension RankedSlice.Rate {
    /// As the archive keeps it.
    func measure(method: String) -> Measure {
        Measure(count.rate, Interval(interval, method: "wilson"), n: count.rows, unit: .proportion, method: method)
    }
}
