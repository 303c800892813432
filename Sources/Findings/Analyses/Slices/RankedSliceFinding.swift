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
        let interval = Interval(interval, method: "wilson")
        let measure = Measure(count.rate, interval, n: n, unit: .proportion, method: "slice-search")
        // Accuracy won if the slice failed no more often than the worst of its parents.
        let points = { (rate: Double) in Double(n) * (rate - worstParent) / Double(evaluation.count) }
        let gain = Measure(
            points(measure.value), Interval(low: points(interval.low), high: points(interval.high), method: "wilson"),
            n: evaluation.count, unit: .points, method: "slice-gain")
        return Finding(
            .slice(predicates), of: analysis,
            standing: adjusted <= SliceRanking.findingLevel ? .finding : .lead, measure: measure,
            expected: worstParent, p: adjusted, errors: count.errors, gain: gain, baseline: trend?.baseline,
            trend: trend?.state, evidence: evidence,
            counterExamples: shown(evaluation, columns, right: true, most: ShowAtMost.counterExamples),
            alternatives: alternatives.map { .slice($0) },
            shares: conditionShares(evaluation, columns, units),
            discovery: halves.map { Self.rate($0.first, $0.firstInterval) },
            confirmation: halves.flatMap { half in half.secondInterval.map { Self.rate(half.second, $0) } })
    }

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

    private static func rate(_ count: SliceCensus.Count, _ interval: ConfidenceInterval) -> Measure {
        Measure(
            count.rate, Interval(interval, method: "wilson"), n: count.rows, unit: .proportion, method: "slice-halves")
    }

    private func conditionShares(
        _ evaluation: Evaluation, _ columns: SliceColumns, _ units: ResamplingUnits
    ) -> [ConditionShare] {
        zip(predicates, shares).compactMap { predicate, share in
            units.rate(of: columns.rows([predicate]).rows, method: "slice-search") { !evaluation.isCorrect($0) }.map {
                ConditionShare(predicate, points: share.share, alone: $0)
            }
        }
    }
}
