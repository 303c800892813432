// On which kinds of image errors gather: every conjunction of attribute values, the class among them.

import Artifacts
import Columns
import Exhibits
import Statistics
import Tallies

/// Failing slices, most errors saved first.
public struct Slices: Analysis {
    /// The analysis.
    public init() {}

    /// Its card.
    public let card = Card(
        id: "slices", title: "Slices", question: "On which kinds of image does it fail more than on the rest?",
        tasks: [.classification, .detection],
        facts: [
            "errors", "items", "attributes", "min_support", "evaluated", "tested", "too_small", "findings", "leads",
            "explained", "confirmed", "share_in_findings", "top_rate", "top_expected", "top_errors", "top_saved",
            "top_gain", "top_alternatives",
        ],
        terms: ["top_slice", "heat_rows", "heat_columns"],
        flags: [
            "any_finding", "any_lead", "any_reported", "any_error", "any_explained", "top_has_alternatives",
            "has_baseline", "has_buckets", "has_declared", "shows_heat", "rows_share_units", "includes_label",
        ],
        exhibits: ["ranked", "halves", "by_attribute", "heat", "declared", "buckets", "failures", "counter_examples"],
        methods: [
            "slice-search", "slice-gain", "slice-halves", "slice-trend", "fisher-exact", "benjamini-hochberg", "holm",
            "wilson", "mcnemar-exact", "buckets",
        ])

    /// States which slices fail.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard evaluation.count > 0 else { throw Missing("no item has both a label and a prediction") }
        let columns = SliceColumns(of: evaluation, examination.settings)
        guard columns.attributes > 0 else { throw Missing("the images have no attribute that is sliced by") }
        let ranking = try SliceRanking(evaluation, columns, examination.settings)
        let reported = Array(ranking.slices.prefix(ShowAtMost.rows))
        let trends = examination.pairing.map { SliceTrend.all(reported, evaluation, $0) }
        let findings = reported.enumerated().compactMap { index, slice in
            finding(slice, evaluation, columns, trends?[index])
        }
        let shows = SliceExhibits(evaluation, columns, examination.settings)
        let heat = shows.heat(reported)
        var exhibits: [Exhibit] = [
            Exhibit("ranked", .table(shows.ranked(reported, findings, trends))),
            Exhibit("halves", .table(shows.halves(reported, findings))),
            Exhibit("by_attribute", .chart(.dots(shows.byAttribute(reported)))),
            Exhibit("declared", .table(shows.declared())),
            Exhibit("buckets", .table(shows.buckets())),
            Exhibit("failures", .gallery(gallery(reported.first, evaluation, columns, right: false))),
            Exhibit("counter_examples", .gallery(gallery(reported.first, evaluation, columns, right: true))),
        ]
        var terms: [String: String] = [:]
        terms["top_slice"] = reported.first.map { Self.words($0.predicates) }
        if let heat {
            exhibits.append(Exhibit("heat", .chart(.matrix(heat))))
            terms["heat_rows"] = heat.rowTitle
            terms["heat_columns"] = heat.columnTitle
        }
        return Section(
            card, facts: facts(ranking, reported, findings, examination, columns), terms: terms,
            flags: flags(ranking, reported, examination, columns, hasHeat: heat != nil), exhibits: exhibits,
            findings: findings)
    }

    private func facts(
        _ ranking: SliceRanking, _ reported: [RankedSlice], _ findings: [Finding], _ examination: Examination,
        _ columns: SliceColumns
    ) -> [Fact] {
        let evaluation = examination.evaluation
        let wrong = evaluation.wrongRows
        let standing = reported.filter { $0.adjusted <= SliceRanking.findingLevel }
        let covered = wrong.count { row in standing.contains { $0.rows.contains(row) } }
        let none = "no slice stands out"
        let top = findings.first
        func count(_ id: String, _ value: Int, _ n: Int) -> Fact { .count(id, value, among: n, method: "slice-search") }
        func first(_ id: String, _ unit: Quantity, _ value: (RankedSlice) -> Double) -> Fact {
            reported.first.map { Fact(id, value($0), unit, n: $0.count.rows, method: "slice-search") }
                ?? Fact(id, undefined: none, unit, n: evaluation.count, method: "slice-search")
        }
        return [
            count("errors", wrong.count, evaluation.count), count("items", evaluation.count, evaluation.count),
            count("attributes", columns.attributes, evaluation.count),
            count("min_support", examination.settings.slicing.minSupport, evaluation.count),
            count("evaluated", ranking.evaluated, evaluation.count), count("tested", ranking.tested, evaluation.count),
            count("too_small", ranking.tooSmall, evaluation.count),
            .count("findings", standing.count, among: ranking.tested, method: "benjamini-hochberg"),
            .count("leads", reported.count - standing.count, among: ranking.tested, method: "benjamini-hochberg"),
            count("explained", ranking.explained, ranking.tested),
            .count(
                "confirmed", reported.count { $0.halves?.isConfirmed == true }, among: reported.count,
                method: "slice-halves"),
            .rate("share_in_findings", covered, of: wrong.count, undefined: "no errors", method: "slice-search"),
            .stating("top_rate", top?.measure, else: none, .proportion, method: "slice-search"),
            first("top_expected", .proportion) { $0.worstParent },
            first("top_errors", .count) { Double($0.count.errors) }, first("top_saved", .raw) { $0.saved },
            .stating("top_gain", top?.gain, else: none, .points, method: "slice-gain"),
            first("top_alternatives", .count) { Double($0.alternatives.count) },
        ]
    }

    private func flags(
        _ ranking: SliceRanking, _ reported: [RankedSlice], _ examination: Examination, _ columns: SliceColumns,
        hasHeat: Bool
    ) -> Set<String> {
        let settings = examination.settings
        let conditions: [(String, Bool)] = [
            ("any_finding", reported.contains { $0.adjusted <= SliceRanking.findingLevel }),
            ("any_lead", reported.contains { $0.adjusted > SliceRanking.findingLevel }),
            ("any_reported", !reported.isEmpty), ("any_error", !examination.evaluation.wrongRows.isEmpty),
            ("any_explained", ranking.explained > 0),
            ("top_has_alternatives", reported.first?.alternatives.isEmpty == false),
            ("has_baseline", examination.pairing != nil), ("has_buckets", !columns.cuts.isEmpty),
            ("has_declared", !settings.slicing.declared.isEmpty), ("shows_heat", hasHeat),
            ("rows_share_units", examination.units.areShared),
            ("includes_label", settings.slicing.includesLabel),
        ]
        return Set(conditions.filter { $0.1 }.map { $0.0 })
    }

    private func finding(
        _ slice: RankedSlice, _ evaluation: Evaluation, _ columns: SliceColumns, _ trend: SliceTrend?
    ) -> Finding? {
        let n = slice.count.rows
        let evidence = gallery(slice, evaluation, columns, right: false).items
        guard !evidence.isEmpty else { return nil }
        let interval = Interval(slice.interval, method: "wilson")
        let measure = Measure(slice.count.rate, interval, n: n, unit: .proportion, method: "slice-search")
        // Accuracy won if the slice failed no more often than the worst of its parents.
        let points = { (rate: Double) in Double(n) * (rate - slice.worstParent) / Double(evaluation.count) }
        let gain = Measure(
            points(measure.value), Interval(low: points(interval.low), high: points(interval.high), method: "wilson"),
            n: evaluation.count, unit: .points, method: "slice-gain")
        return Finding(
            .slice(Self.predicates(slice.predicates)), of: card.id,
            standing: slice.adjusted <= SliceRanking.findingLevel ? .finding : .lead, measure: measure,
            expected: slice.worstParent, p: slice.adjusted, errors: slice.count.errors, gain: gain,
            baseline: trend?.baseline, trend: trend?.state,
            evidence: Array(evidence.prefix(ShowAtMost.evidence)),
            counterExamples: Array(
                gallery(slice, evaluation, columns, right: true).items.prefix(ShowAtMost.counterExamples)),
            alternatives: slice.alternatives.map { .slice(Self.predicates($0)) })
    }

    private func gallery(
        _ slice: RankedSlice?, _ evaluation: Evaluation, _ columns: SliceColumns, right: Bool
    ) -> Gallery {
        var rows: [Int] = []
        slice?.rows.forEach { if evaluation.isCorrect($0) == right { rows.append($0) } }
        let shown = evaluation.mostConfident(rows).prefix(ShowAtMost.gallery)
        return Gallery(shown.map { evaluation.shown($0, chips: columns.chips($0)) }, total: rows.count)
    }

    static func predicates(_ found: [FoundSlice.Predicate]) -> [Predicate] {
        found.map { Predicate($0.attribute, $0.value) }
    }

    /// "label 8, sharpness lowest": names from the data in the order of the table.
    static func words(_ found: [FoundSlice.Predicate]) -> String {
        found.map { "\($0.attribute) \($0.value)" }.joined(separator: ", ")
    }
}
