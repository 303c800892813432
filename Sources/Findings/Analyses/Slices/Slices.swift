// On which kinds of image errors gather: every conjunction of attribute values, the class among them.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Failing slices, most errors saved first.
public struct Slices: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let errors = FactSpec("errors", "the number of errors", .count, better: .lower)
        let items = FactSpec("items", .count)
        let attributes = FactSpec("attributes", .count)
        let minSupport = FactSpec("min_support", .count)
        let evaluated = FactSpec("evaluated", .count)
        let tested = FactSpec("tested", .count)
        let tooSmall = FactSpec("too_small", .count)
        let findings = FactSpec("findings", .count, better: .lower)
        let leads = FactSpec("leads", .count, better: .lower)
        let explained = FactSpec("explained", .count)
        let confirmed = FactSpec("confirmed", .count)
        let shareInFindings = FactSpec("share_in_findings", .proportion)
        let followed = FactSpec("followed", .count)
        let followedFixed = FactSpec("followed_fixed", .count, better: .higher)
        let topRate = FactSpec("top_rate", .proportion, better: .lower)
        let topExpected = FactSpec("top_expected", .proportion)
        let topErrors = FactSpec("top_errors", .count, better: .lower)
        let topCoverage = FactSpec("top_coverage", .proportion)
        let topShare = FactSpec("top_share", .proportion)
        let topSaved = FactSpec("top_saved", .raw)
        let topGain = FactSpec("top_gain", .points)
        let topGainIfAllRight = FactSpec("top_gain_if_all_right", .points)
        let topHeldOut = FactSpec("top_held_out", .proportion, better: .lower)
        let topAlternatives = FactSpec("top_alternatives", .count)
        let accuracy = FactSpec("accuracy", "accuracy", .proportion, better: .higher, each: .slices)
        let ece = FactSpec("ece", "the calibration error", .score, better: .lower, each: .slices)
        let accuracyChange = FactSpec(
            "accuracy_change", "the change of accuracy", .points, better: .higher, each: .slices)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case topSlice = "top_slice", heatmapRows = "heatmap_rows", heatmapColumns = "heatmap_columns"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyFinding = "any_finding", anyLead = "any_lead", anyReported = "any_reported", anyError = "any_error"
        case anyExplained = "any_explained", topHasAlternatives = "top_has_alternatives"
        case topIsHeldOut = "top_is_held_out", showsPart = "shows_part"
        /// Compared with its siblings: audits of 0.1 compared with the worst parent.
        case bySiblings = "by_siblings"
        case hasBaseline = "has_baseline", hasBuckets = "has_buckets", hasDeclared = "has_declared"
        case hasFollowed = "has_followed", showsHeatmap = "shows_heatmap", showsSecondHeatmap = "shows_second_heatmap"
        case anyConjunction = "any_conjunction", anyAlternatives = "any_alternatives", oneReported = "one_reported"
        case rowsShareUnits = "rows_share_units", includesLabel = "includes_label"
        case declaredAreCalibrated = "declared_are_calibrated"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case ranked, halves, shares, alternatives, followed, byAttribute = "by_attribute"
        case heat = "heatmap", heatmap2 = "heatmap_2"
        case declared, buckets, failures, counterExamples = "counter_examples"
    }

    /// Its card.
    public let card = Card(
        id: "slices", topic: .failures, title: "Slices", question: "Which slices fail more often than the rest?",
        tasks: [.classification, .multilabel, .detection],
        facts: Self.facts.all,
        terms: Term.ids,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "slice-search", "slice-gain", "slice-halves", "slice-trend", "slice-shares", "slice-follow", "fisher-exact",
            "benjamini-hochberg", "error-budget", "holm",
            "wilson", "mcnemar-exact", "buckets", "accuracy", "paired-change", "newcombe-paired", "cluster-robust",
            "ece", "ece-floor", "error-interval",
        ])

    /// What rows have in common.
    public let rowNeed = RowNeed.cells

    /// What it reads in the book: the slices themselves need rows again.
    public func requests(_ plan: Plan) -> [any TallyRequest] { plan.columns.withoutLabel.map { Values(by: [$0]) } }

    /// States which slices fail.
    public func draft(_ examination: Examination) throws -> Draft {
        let evaluation = examination.evaluation
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        let columns = examination.columns
        guard columns.attributes > 0 else { throw Missing("the images have no attribute to slice by") }
        let tested = try TestedSlices(evaluation, columns, examination.units, examination.settings)
        let trends = SliceTrends(examination, columns)
        return Draft([tested.family] + (trends.map { [$0.tests] } ?? [])) { levels in
            let ranking = try SliceRanking(
                tested, evaluation, level: levels[.slices], smallestEffect: examination.settings.smallestEffect)
            return section(examination, columns, ranking, trends, levels)
        }
    }

    private func section(
        _ examination: Examination, _ columns: SliceColumns, _ ranking: SliceRanking, _ tested: SliceTrends?,
        _ levels: TestLevels
    ) -> Section {
        let evaluation = examination.evaluation
        let reported = ranking.slices
        let listed = reported.map { FailureMode.slice($0.predicates).stableID }
        let known = Set(tested?.earlier.map(\.mode.stableID) ?? [])
        let former = zip(
            listed, FormerSlices(tested, listed: listed).matched(reported.map(\.rows))
        ).map { id, other in
            known.contains(id) ? tested?.earlier.first { $0.mode.stableID == id }?.formerly : other
        }
        let trends = tested.map { tested in
            zip(reported, former).map { slice, former in
                former.flatMap { tested.trend(of: $0, levels) }
                    ?? tested.trend(of: slice.predicates, slice.rows, levels)
            }
        }
        let findings = reported.enumerated().compactMap { index, slice in
            var finding = slice.finding(of: card.id, evaluation, columns, examination.units, trends?[index])
            finding?.formerly = former[index]
            return finding
        }
        let shows = SliceExhibits(evaluation, columns, examination.units, examination.settings)
        let followed = FollowedSlices(
            examination, tested, listed: findings.map(\.id) + findings.compactMap(\.formerly?.id), levels)
        let heat = SliceHeatmap(
            evaluation: evaluation, columns: columns, units: examination.units,
            minSupport: examination.settings.slicing.minSupport)
        let declared = DeclaredFacts(examination: examination, columns: columns).all
        let pairs = heat.pairs(reported, most: 2)
        var exhibits: [Exhibit] = [
            Exhibit(Slices.Shown.ranked, .table(shows.ranked(reported, findings, trends).held(to: levels[.slices]))),
            Exhibit(Slices.Shown.halves, .table(shows.halves(reported, findings).held(to: 0.05))),
            Exhibit(Slices.Shown.shares, .table(shows.shares(reported, findings))),
            Exhibit(Slices.Shown.alternatives, .table(shows.alternatives(reported, findings))),
            Exhibit(Slices.Shown.followed, .table(followed.table.held(to: levels[.comparison, .listed]))),
            Exhibit(Slices.Shown.byAttribute, .chart(.dots(shows.byAttribute(reported, examination.book)))),
            Exhibit(Slices.Shown.declared, .table(shows.declared(declared))),
            Exhibit(Slices.Shown.buckets, .table(shows.buckets())),
            Exhibit(Slices.Shown.failures, .gallery(few(reported.first, evaluation, right: false))),
            Exhibit(Slices.Shown.counterExamples, .gallery(few(reported.first, evaluation, right: true))),
        ]
        var terms = Terms()
        terms[Slices.Term.topSlice] = reported.first.map { Self.words($0.predicates) }
        for (index, pair) in pairs.enumerated() {
            let shown: Shown = index == 0 ? .heat : .heatmap2
            exhibits.append(Exhibit(shown, .chart(.matrix(heat.chart(pair.down, pair.across)))))
        }
        terms[Slices.Term.heatmapRows] = pairs.first?.down.name.text
        terms[Slices.Term.heatmapColumns] = pairs.first?.across.name.text
        return Section(
            card,
            facts: facts(ranking, reported, findings, followed.modes, examination, columns)
                + declared, terms: terms,
            flags: flags(ranking, reported, followed.modes, examination, columns, heatmaps: pairs.count),
            exhibits: exhibits, findings: findings, followed: followed.modes)
    }

    private func facts(
        _ ranking: SliceRanking, _ reported: [RankedSlice], _ findings: [Finding], _ followed: [FollowedMode],
        _ examination: Examination, _ columns: SliceColumns
    ) -> [Fact] {
        let evaluation = examination.evaluation
        let wrong = evaluation.wrongRows
        let standing = reported.filter { $0.isFinding }
        let isCovered = { (row: Int) in standing.contains { $0.rows.contains(row) } }
        let none = "no slice is a finding or a lead"
        let top = findings.first
        func count(_ spec: FactSpec, _ value: Int, _ n: Int) -> Fact {
            .count(spec, value, among: n, method: "slice-search")
        }
        func first(_ spec: FactSpec, _ value: (RankedSlice) -> Double) -> Fact {
            reported.first.map { Fact(spec, value($0), n: $0.count.rows, method: "slice-search") }
                ?? Fact(spec, undefined: none, n: evaluation.count, method: "slice-search")
        }
        return [
            count(Slices.facts.errors, wrong.count, evaluation.count),
            count(Slices.facts.items, evaluation.count, evaluation.count),
            count(Slices.facts.attributes, columns.attributes, evaluation.count),
            count(Slices.facts.minSupport, examination.settings.slicing.minSupport, evaluation.count),
            count(Slices.facts.evaluated, ranking.evaluated, evaluation.count),
            count(Slices.facts.tested, ranking.tested, evaluation.count),
            count(Slices.facts.tooSmall, ranking.tooSmall, evaluation.count),
            .count(Slices.facts.findings, standing.count, among: ranking.tested, method: "benjamini-hochberg"),
            .count(
                Slices.facts.leads, reported.count - standing.count, among: ranking.tested, method: "benjamini-hochberg"
            ),
            count(Slices.facts.explained, ranking.explained, ranking.tested),
            .count(
                Slices.facts.confirmed, reported.count { $0.halves?.isConfirmed == true }, among: reported.count,
                method: "slice-halves"),
            examination.units.rate(
                Slices.facts.shareInFindings, of: wrong, undefined: "no errors", method: "slice-search",
                where: isCovered),
            count(Slices.facts.followed, followed.count, evaluation.count),
            count(Slices.facts.followedFixed, followed.count { $0.state == .fixed }, followed.count),
            .stating(Slices.facts.topRate, top?.measure, else: none, method: "slice-search"),
            first(Slices.facts.topExpected) { $0.siblings.count.rate },
            first(Slices.facts.topErrors) { Double($0.count.errors) },
            first(Slices.facts.topCoverage) { Double($0.count.rows) / Double(evaluation.count) },
            first(Slices.facts.topShare) { Double($0.count.errors) / Double(max(1, wrong.count)) },
            first(Slices.facts.topSaved) { $0.savedAtLeast },
            .stating(Slices.facts.topGain, top?.gain, else: none, method: "slice-gain"),
            .stating(Slices.facts.topGainIfAllRight, top?.gainIfAllRight, else: none, method: "slice-gain"),
            .stating(
                Slices.facts.topHeldOut, top?.confirmation, else: "neither half alone finds a slice",
                method: "slice-halves"),
            first(Slices.facts.topAlternatives) { Double($0.alternatives.count) },
        ]
    }

    private func flags(
        _ ranking: SliceRanking, _ reported: [RankedSlice], _ followed: [FollowedMode], _ examination: Examination,
        _ columns: SliceColumns, heatmaps: Int
    ) -> Flags {
        let settings = examination.settings
        let conditions: [(Slices.Flag, Bool)] = [
            (.anyFinding, reported.contains { $0.isFinding }),
            (.anyLead, reported.contains { !$0.isFinding }),
            (.anyReported, !reported.isEmpty), (.anyError, !examination.evaluation.wrongRows.isEmpty),
            (.anyExplained, ranking.explained > 0),
            (.topHasAlternatives, reported.first?.alternatives.isEmpty == false),
            (.bySiblings, true), (.topIsHeldOut, reported.first?.halves?.heldOut != nil),
            (.showsPart, reported.count > ShowAtMost.rows),
            (.hasBaseline, examination.pairing != nil), (.hasBuckets, columns.columns.contains { $0.cut != nil }),
            (.hasDeclared, !settings.slicing.declared.isEmpty), (.hasFollowed, !followed.isEmpty),
            (.showsHeatmap, heatmaps > 0), (.showsSecondHeatmap, heatmaps > 1), (.oneReported, reported.count == 1),
            (.anyConjunction, reported.contains { $0.predicates.count > 1 }),
            (.anyAlternatives, reported.contains { !$0.alternatives.isEmpty }),
            (.rowsShareUnits, examination.units.areShared),
            (.includesLabel, settings.slicing.includesLabel),
            (.declaredAreCalibrated, examination.detection == nil && !settings.slicing.declared.isEmpty),
        ]
        return Flags(conditions.filter(\.1).map(\.0))
    }

    /// A few items of a slice: the page of the slice has more of them, and says more of each.
    private func few(_ slice: RankedSlice?, _ evaluation: Evaluation, right: Bool) -> Gallery {
        let rows = slice?.items(of: evaluation, right: right) ?? []
        let shown = evaluation.mostConfident(rows).prefix(ShowAtMost.fewItems)
        return Gallery(shown.map { evaluation.shown($0) }, total: rows.count)
    }

    static func words(_ predicates: [Predicate]) -> String { Predicate.words(predicates) }
}
