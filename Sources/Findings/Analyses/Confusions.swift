// Which classes are predicted as which, more often than incorrect predictions fall on a class anyway.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Confused pairs, largest excess first.
public struct Confusions: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let errors = FactSpec("errors", "the number of errors", .count, better: .lower)
        let pairsTested = FactSpec("pairs_tested", .count)
        let pairsSeen = FactSpec("pairs_seen", .count)
        let findings = FactSpec("findings", .count, better: .lower)
        let leads = FactSpec("leads", .count, better: .lower)
        let shareInFindings = FactSpec("share_in_findings", .proportion)
        let topCount = FactSpec("top_count", .count)
        let topRate = FactSpec("top_rate", .proportion)
        let topShare = FactSpec("top_share", .proportion)
        let topExpected = FactSpec("top_expected", .raw)
        let topGain = FactSpec("top_gain", .points)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case topTruth = "top_truth", topPredicted = "top_predicted"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyFinding = "any_finding", anyLead = "any_lead", anyError = "any_error", twoClasses = "two_classes"
        case hasBaseline = "has_baseline", rowsShareUnits = "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case pairs, examples
    }

    /// Its card.
    public let card = Card(
        id: "confusions", topic: .failures, title: "Confusions",
        question: "Which classes are predicted as which others, more often than the errors elsewhere explain?",
        facts: Self.facts.all,
        terms: Term.ids,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "confusion-excess", "confusion-gain", "confusion-trend", "benjamini-hochberg", "error-budget",
            "mcnemar-exact", "wilson",
        ])

    /// The uncorrected p-value up to which a pair is a lead.
    static let leadLevel = 0.05
    /// Fewest items a lead is made of.
    static let leadCount = 3

    private static let examples = Exemplars(.wrong(from: 0), of: .pairs, limit: ShowAtMost.evidence)

    /// The book is enough.
    public let rowNeed = RowNeed.nothing

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] {
        [Confusion(), Pairs(), Self.examples, Exemplars.rightOfClass]
    }

    /// States which pairs stand out.
    public func draft(_ examination: Examination) throws -> Draft {
        guard examination.evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        let pairs = ConfusionExcess.all(in: examination.book[Confusion()])
        let earlier = Self.listedBefore(examination)
        let listed = FamilyTests(
            .comparison, earlier.map(\.trend.p), ids: earlier.map(\.mode.stableID), of: .listed)
        let unlisted = examination.pairing.map { _ in
            UnlistedConfusions(
                examination.book[Pairs()], classes: examination.evaluation.classes,
                besides: Set(earlier.map(\.mode.stableID)))
        }
        return Draft([pairs.tests, listed] + (unlisted.map { [$0.tests] } ?? [])) { levels in
            section(examination, pairs, earlier, unlisted, levels)
        }
    }

    private static func mode(_ truth: Int, as predicted: Int, _ classes: [ClassName]) -> FailureMode {
        .confusion(truth: classes[truth].text, predicted: classes[predicted].text)
    }

    /// A pair that was listed before.
    private struct EarlierPair {
        let truth: Int
        let predicted: Int
        let mode: FailureMode
        /// The version that listed it last.
        let listedIn: String
        let trend: ConfusionTrend
    }

    /// Most pairs that are followed: those listed last come first.
    static let mostFollowed = 60

    /// The pairs that the baseline lists or follows, on images that both versions were evaluated on.
    private static func listedBefore(_ examination: Examination) -> [EarlierPair] {
        guard let pairing = examination.pairing, pairing.count > 0, let baseline = examination.baseline?.audit else {
            return []
        }
        let section = baseline.section("confusions")
        let before =
            (section?.findings ?? []).map { (mode: $0.mode, version: baseline.version.name) }
            + (section?.followed ?? []).map { (mode: $0.mode, version: $0.listedIn) }
        let classes = examination.evaluation.classes.map(\.text)
        var known: Set<String> = []
        var earlier: [EarlierPair] = []
        for (mode, version) in before where earlier.count < mostFollowed {
            guard case .confusion(let truth, let predicted) = mode, let row = classes.firstIndex(of: truth),
                let column = classes.firstIndex(of: predicted), known.insert(mode.stableID).inserted
            else { continue }
            earlier.append(
                EarlierPair(
                    truth: row, predicted: column, mode: mode, listedIn: version,
                    trend: ConfusionTrend(row, as: column, in: examination.book[Pairs()])))
        }
        return earlier
    }

    /// What became of the pairs that this version no longer lists.
    private static func followed(
        _ earlier: [EarlierPair], _ pairs: ExcessPairs, listed: [String], _ examination: Examination,
        _ levels: TestLevels
    ) -> [FollowedMode] {
        let confusion = examination.book[Confusion()]
        let known = Set(listed)
        return earlier.filter { !known.contains($0.mode.stableID) }.map { pair in
            let measure = confusion.rate(of: pair.truth, as: pair.predicted, method: "confusion-excess")
            let excess = pairs.all.first { $0.truth == pair.truth && $0.predicted == pair.predicted }
            return FollowedMode(
                pair.mode, listedIn: pair.listedIn, measure: measure, errors: excess?.count ?? 0,
                baseline: pair.trend.baseline, p: levels.adjusted(pair.mode.stableID, .comparison, .listed),
                state: pair.trend.state(
                    of: pair.mode, measure: measure, expected: excess.map { $0.expected / Double(max(1, $0.n)) } ?? 0,
                    levels))
        }
    }

    private func section(
        _ examination: Examination, _ pairs: ExcessPairs, _ earlier: [EarlierPair], _ unlisted: UnlistedConfusions?,
        _ levels: TestLevels
    ) -> Section {
        let level = levels[.confusions]
        let evaluation = examination.evaluation
        let confusion = examination.book[Confusion()]
        let wrong = confusion.total - confusion.correct
        let isWrong = { (cell: Int) in !confusion.isCorrect(cell) }
        let smallest = examination.settings.smallestEffect
        let standing = pairs.all.filter { Self.standing(of: $0, level, smallest) == .finding }
        let everyLead = pairs.all.filter { Self.standing(of: $0, level, smallest) == .lead }
        let leads = everyLead.prefix(max(0, ShowAtMost.rows / 2 - standing.count))
        let reported = standing + leads
        let trends = examination.pairing.map { _ in
            reported.map { ConfusionTrend($0.truth, as: $0.predicted, in: examination.book[Pairs()]) }
        }
        let states = trends.map { trends in
            zip(trends, reported).map { trend, pair in
                let isListed = earlier.contains { $0.truth == pair.truth && $0.predicted == pair.predicted }
                let mode = Self.mode(pair.truth, as: pair.predicted, evaluation.classes)
                return trend.state(of: mode, isListedBefore: isListed, levels)
            }
        }
        let findings = reported.enumerated().compactMap { index, pair in
            finding(pair, examination, level, trend: trends?[index], state: states?[index] ?? nil)
        }

        let classes = evaluation.classes
        let tested = pairs.tests.looks
        let top = findings.first
        let none = "no pair is a finding"
        let facts: [Fact] = [
            .count(Confusions.facts.errors, wrong, among: confusion.total, method: "accuracy"),
            .count(Confusions.facts.pairsTested, tested, among: confusion.total, method: "benjamini-hochberg"),
            .count(Confusions.facts.pairsSeen, pairs.all.count, among: wrong, method: "confusion-excess"),
            .count(Confusions.facts.findings, standing.count, among: tested, method: "benjamini-hochberg"),
            .count(Confusions.facts.leads, everyLead.count, among: tested, method: "confusion-excess"),
            confusion.cells.rate(
                Confusions.facts.shareInFindings, of: isWrong,
                where: Set(standing.map { $0.cell(in: confusion) }).contains, undefined: "no errors",
                method: "confusion-excess"),
            reported.first.map { .count(Confusions.facts.topCount, $0.count, among: $0.n, method: "confusion-excess") }
                ?? Fact(Confusions.facts.topCount, undefined: none, n: wrong, method: "confusion-excess"),
            .stating(Confusions.facts.topRate, top?.measure, else: none, method: "confusion-excess"),
            reported.first.map { pair in
                confusion.cells.rate(
                    Confusions.facts.topShare, of: isWrong, where: { $0 == pair.cell(in: confusion) }, undefined: none,
                    method: "confusion-excess")
            } ?? Fact(Confusions.facts.topShare, undefined: none, n: wrong, method: "confusion-excess"),
            reported.first.map {
                Fact(Confusions.facts.topExpected, $0.expected, n: $0.errors, method: "confusion-excess")
            }
                ?? Fact(Confusions.facts.topExpected, undefined: none, n: wrong, method: "confusion-excess"),
            .stating(Confusions.facts.topGain, top?.gain, else: none, method: "confusion-gain"),
        ]
        var terms = Terms()
        if let first = reported.first {
            terms = Terms([
                Confusions.Term.topTruth: classes[first.truth].text,
                Confusions.Term.topPredicted: classes[first.predicted].text,
            ])
        }
        var flags = Flags()
        if !standing.isEmpty { flags.insert(Confusions.Flag.anyFinding) }
        if !leads.isEmpty { flags.insert(Confusions.Flag.anyLead) }
        if wrong > 0 { flags.insert(Confusions.Flag.anyError) }
        if classes.count == 2 { flags.insert(Confusions.Flag.twoClasses) }
        if examination.pairing != nil { flags.insert(Confusions.Flag.hasBaseline) }
        if examination.rowsShareUnits { flags.insert(Confusions.Flag.rowsShareUnits) }
        return Section(
            card, facts: facts, terms: terms, flags: flags,
            exhibits: [
                Exhibit(
                    Confusions.Shown.pairs,
                    .table(table(reported, findings, wrong: wrong, trends, states).held(to: level))),
                Exhibit(Confusions.Shown.examples, .gallery(Gallery(top?.evidence ?? []))),
            ],
            findings: findings,
            followed: Self.followed(earlier, pairs, listed: findings.map(\.id), examination, levels),
            moved: unlisted.map { unlisted in
                earlier.compactMap { $0.trend.movement(of: $0.mode, levels) }
                    + unlisted.moved(examination.book[Pairs()], levels)
            })
    }

    /// A finding after correction for all pairs, where its rate is at least `smallest` above the one expected; a lead when
    /// only the pair's own test says so and it is more than two items.
    private static func standing(
        of pair: ConfusionExcess, _ level: Double, _ smallest: Double
    ) -> Finding.Standing? {
        guard pair.excess > 0, pair.count > 1 else { return nil }
        if pair.adjusted <= level, pair.effect >= smallest { return .finding }
        return pair.p <= leadLevel && pair.count >= leadCount ? .lead : nil
    }

    private func finding(
        _ pair: ConfusionExcess, _ examination: Examination, _ level: Double, trend: ConfusionTrend?, state: LifeCycle?
    ) -> Finding? {
        let evaluation = examination.evaluation
        let confusion = examination.book[Confusion()]
        let wrong = examination.book[Self.examples].items(label: pair.truth, answer: pair.predicted)
        let right = examination.book[Exemplars.rightOfClass].items(label: pair.truth)
        guard
            let measure = confusion.rate(of: pair.truth, as: pair.predicted, method: "confusion-excess"),
            let standing = Self.standing(of: pair, level, examination.settings.smallestEffect)
        else { return nil }
        return Finding(
            .confusion(
                truth: evaluation.classes[pair.truth].text, predicted: evaluation.classes[pair.predicted].text),
            of: card.id, standing: standing, measure: measure, expected: pair.expected / Double(pair.n),
            p: pair.adjusted, errors: pair.count, gain: gain(pair, confusion),
            baseline: trend?.baseline, trend: state,
            evidence: wrong.map { evaluation.shown($0) }, counterExamples: right.map { evaluation.shown($0) })
    }

    /// Accuracy won if the class's errors were read so no more often than expected: (k - expected) / N, with the ends of
    /// Wilson's interval for the share of the class's errors put in the place of the share.
    private func gain(_ pair: ConfusionExcess, _ confusion: ConfusionTally) -> Measure? {
        let total = confusion.total
        let among = confusion.rate(of: pair.truth, as: pair.predicted, amongErrors: true, method: "confusion-gain")
        guard let share = among else { return nil }
        let errors = Double(pair.errors)
        let points = { (share: Double) in errors * (share - pair.expectedShare) / Double(total) }
        let interval = Interval(low: points(share.interval.low), high: points(share.interval.high), method: "wilson")
        return Measure(points(share.value), interval, n: total, unit: .points, method: "confusion-gain")
    }

    private func table(
        _ pairs: [ConfusionExcess], _ findings: [Finding], wrong: Int, _ trends: [ConfusionTrend]?,
        _ states: [LifeCycle?]?
    ) -> Table {
        var columns = [
            Table.Column("pair", "Confusion"), Table.Column("state", "State", .state),
            Table.Column("count", "Images", .number), Table.Column("n", "of class", .number),
            Table.Column("interval", "Rate, 95 % interval, │ expected", .interval, method: "wilson"),
            Table.Column("rate", "Rate", .number),
            Table.Column("expected", "Expected", .number, method: "confusion-excess"),
            Table.Column("share", "Share of all errors", .number),
            Table.Column("p", "p, corrected", .number, method: "benjamini-hochberg"),
        ]
        if trends != nil {
            columns.append(Table.Column("before", "Images in the baseline", .number, method: "confusion-trend"))
            columns.append(Table.Column("trend", "Since the baseline", .state, method: "confusion-trend"))
        }
        let rows = zip(pairs, findings).prefix(ShowAtMost.rows).enumerated().map { index, row -> [Cell] in
            let (pair, finding) = row
            var cells: [Cell] = [
                .link(finding.mode.name, target: "finding:\(finding.id)"),
                .state(Mark(finding.standing), nil), .number(Double(pair.count), .count),
                .number(Double(pair.n), .count), .interval(of: finding.measure, mark: finding.expected),
                .number(finding.measure.value, .proportion), .number(pair.expected, .raw),
                .number(Double(pair.count) / Double(wrong), .proportion), .number(pair.adjusted, .pValue),
            ]
            if let trends, let states {
                cells += [
                    .number(Double(trends[index].then), .count),
                    states[index].map { .state(Mark($0), nil) } ?? .none("not tested"),
                ]
            }
            return cells
        }
        return Table(columns: columns, rows: rows)
    }
}
