// Which label a multi-label model gives where another is true: false labels that come with a certain true one.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Labels given falsely more often where another label is true.
public struct LabelPairs: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let falsePositives = FactSpec("false_positives", .count, better: .lower)
        let pairsTested = FactSpec("pairs_tested", .count)
        let findings = FactSpec("findings", .count, better: .lower)
        let leads = FactSpec("leads", .count, better: .lower)
        let topCount = FactSpec("top_count", .count, better: .lower)
        let topRate = FactSpec("top_rate", .proportion, better: .lower)
        let topExpected = FactSpec("top_expected", .proportion)
        let topGain = FactSpec("top_gain", .points)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case topGiven = "top_given", topTrue = "top_true"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyFinding = "any_finding", anyReported = "any_reported", anyFalse = "any_false"
        case rowsShareUnits = "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case pairs, examples
    }

    /// Its card.
    public let card = Card(
        id: "label-pairs", topic: .failures, title: "False labels",
        question: "Which label is given where another is true?",
        tasks: [.multilabel], facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: ["label-pairs", "wilson", "benjamini-hochberg", "error-budget"])

    /// A false label and the true one that it comes with.
    struct Pair: Sendable {
        let given: Int
        let present: Int
        /// Images with `present` and without `given`, and those of them that were given it.
        let rows: [Int]
        let count: Int
        /// The share of the images with neither that were given it.
        let expected: Double
        let p: Double
        var adjusted = 1.0

        /// How much more often.
        var excess: Double { Double(count) / Double(max(1, rows.count)) - expected }
    }

    /// States which false labels come with a true one.
    public func draft(_ examination: Examination) throws -> Draft {
        guard let labels = examination.evaluation.labelSets else { throw Missing("the evaluation has no labels") }
        guard labels.names.count > 1 else { throw Missing("there is one label") }
        var pairs = Self.pairs(labels, examination.units)
        let adjusted = Multiplicity.benjaminiHochberg(pairs.map(\.p))
        for index in pairs.indices { pairs[index].adjusted = adjusted[index] }
        let tested = pairs
        return Draft([FamilyTests(.confusions, tested.map(\.p))]) { levels in
            section(examination, labels, tested, level: levels[.confusions])
        }
    }

    /// Every pair that could show an excess: there are images with the one label and without the other, images with neither,
    /// and some that were given the other falsely. Fisher's exact test, one-sided, over the images without the label given.
    private static func pairs(_ labels: LabelSets, _ units: ResamplingUnits) -> [Pair] {
        let places = labels.names.indices
        return places.flatMap { given -> [Pair] in
            let without = (0..<labels.rows).filter { !labels.isTrue($0, given) }
            let isFalse = without.map { labels.isGiven($0, given) }
            let marked = isFalse.count { $0 }
            guard marked > 0 else { return [] }
            return places.filter { $0 != given }.compactMap { present in
                var (rows, rest): ([Int], [Int]) = ([], [])
                var count = 0
                for (row, wrong) in zip(without, isFalse) {
                    if labels.isTrue(row, present) {
                        rows.append(row)
                        if wrong { count += 1 }
                    } else {
                        rest.append(row)
                    }
                }
                guard !rows.isEmpty, !rest.isEmpty else { return nil }
                var p = Hypergeometric.upperTail(count, sample: rows.count, marked: marked, population: without.count)
                if units.areShared, p <= TestLevels.ofLeads {
                    // As many independent images as those of shared units are worth.
                    let inside = units.proportion(of: rows) { labels.isGiven($0, given) }.asIndependent
                    let outside = units.proportion(of: rest) { labels.isGiven($0, given) }.asIndependent
                    p = max(
                        p,
                        Hypergeometric.upperTail(
                            inside.successes, sample: inside.n, marked: inside.successes + outside.successes,
                            population: inside.n + outside.n))
                }
                return Pair(
                    given: given, present: present, rows: rows, count: count,
                    expected: Double(marked - count) / Double(rest.count), p: p)
            }
        }
    }

    private func section(
        _ examination: Examination, _ labels: LabelSets, _ pairs: [Pair], level: Double
    ) -> Section {
        let smallest = examination.settings.smallestEffect
        func isFinding(_ pair: Pair) -> Bool { pair.count > 1 && pair.adjusted <= level && pair.excess >= smallest }
        func isLead(_ pair: Pair) -> Bool {
            !isFinding(pair) && pair.count > 2 && pair.excess >= smallest && pair.p <= 0.01
        }
        let ranked = pairs.sorted { a, b in
            let (x, y) = (a.excess * Double(a.rows.count), b.excess * Double(b.rows.count))
            return x != y ? x > y : (a.given, a.present) < (b.given, b.present)
        }
        let standing = ranked.filter(isFinding)
        let leads = ranked.filter(isLead)
        let reported = standing + leads.prefix(max(0, ShowAtMost.rows / 2 - standing.count))
        let findings = reported.compactMap { pair in
            finding(pair, examination, labels, isFinding(pair) ? .finding : .lead)
        }
        let wrong = (0..<labels.rows).reduce(0) { sum, row in
            sum + labels.names.indices.count { labels.isGiven(row, $0) && !labels.isTrue(row, $0) }
        }
        let top = findings.first
        let none = "no pair is reported"
        let method = "label-pairs"
        let facts: [Fact] = [
            .count(Self.facts.falsePositives, wrong, among: labels.rows * labels.names.count, method: "multilabel"),
            .count(Self.facts.pairsTested, pairs.count, among: pairs.count, method: "benjamini-hochberg"),
            .count(Self.facts.findings, standing.count, among: pairs.count, method: "benjamini-hochberg"),
            .count(Self.facts.leads, leads.count, among: pairs.count, method: method),
            reported.first.map { .count(Self.facts.topCount, $0.count, among: $0.rows.count, method: method) }
                ?? Fact(Self.facts.topCount, undefined: none, n: wrong, method: method),
            .stating(Self.facts.topRate, top?.measure, else: none, method: method),
            reported.first.map { Fact(Self.facts.topExpected, $0.expected, n: $0.rows.count, method: method) }
                ?? Fact(Self.facts.topExpected, undefined: none, n: wrong, method: method),
            .stating(Self.facts.topGain, top?.gain, else: none, method: method),
        ]
        var terms = Terms()
        terms[Term.topGiven] = reported.first.map { labels.names[$0.given].text }
        terms[Term.topTrue] = reported.first.map { labels.names[$0.present].text }
        let flags: [(Flag, Bool)] = [
            (.anyFinding, !standing.isEmpty), (.anyReported, !reported.isEmpty), (.anyFalse, wrong > 0),
            (.rowsShareUnits, examination.rowsShareUnits),
        ]
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), terms: terms,
            flags: Flags(flags.filter(\.1).map(\.0)),
            exhibits: [
                Exhibit(Shown.pairs, .table(Self.table(Array(zip(reported, findings)), labels))),
                Exhibit(Shown.examples, .gallery(Gallery(top?.evidence ?? []))),
            ], findings: findings)
    }

    private func finding(
        _ pair: Pair, _ examination: Examination, _ labels: LabelSets, _ standing: Finding.Standing
    ) -> Finding? {
        let evaluation = examination.evaluation
        let units = examination.units
        let wrong = pair.rows.filter { labels.isGiven($0, pair.given) }
        let right = pair.rows.filter { !labels.isGiven($0, pair.given) && evaluation.isCorrect($0) }
        // Images of which nothing else is wrong.
        func isAlone(_ row: Int) -> Bool {
            labels.isGiven(row, pair.given) && !labels.isTrue(row, pair.given) && labels.isTrue(row, pair.present)
                && labels.names.indices.allSatisfy {
                    $0 == pair.given || labels.isTrue(row, $0) == labels.isGiven(row, $0)
                }
        }
        guard
            let measure = units.rate(
                of: pair.rows, method: "label-pairs", where: { labels.isGiven($0, pair.given) }),
            let gain = units.rate(of: 0..<labels.rows, method: "label-pairs", where: isAlone)
        else { return nil }
        let sure = evaluation.ranked(wrong) { labels.score($0, pair.given) }
        return Finding(
            .other(
                kind: FailureMode.labelPair,
                [
                    Predicate("given", Name(labels.names[pair.given].text)),
                    Predicate("where", Name(labels.names[pair.present].text)),
                ]), of: card.id, standing: standing, measure: measure, expected: pair.expected, p: pair.adjusted,
            errors: wrong.count, gain: gain.scaled(by: 1, unit: .points, method: "label-pairs"),
            evidence: sure.prefix(ShowAtMost.evidence).map { evaluation.shown($0) },
            counterExamples: right.prefix(ShowAtMost.counterExamples).map { evaluation.shown($0) })
    }

    private static func table(_ rows: [(Pair, Finding)], _ labels: LabelSets) -> Table {
        Table(
            columns: [
                Table.Column("given", "Given falsely"), Table.Column("true", "Where is true"),
                Table.Column("state", "State", .state), Table.Column("count", "Images", .number),
                Table.Column("n", "of images with it", .number),
                Table.Column("interval", "Rate, 95 % interval, │ where it is not", .interval, method: "wilson"),
                Table.Column("rate", "Rate", .number),
                Table.Column("expected", "Rate where it is not", .number, method: "label-pairs"),
                Table.Column("p", "p, corrected", .number, method: "benjamini-hochberg"),
            ],
            rows: rows.map { pair, finding in
                [
                    .link(labels.names[pair.given].text, target: "finding:\(finding.id)"),
                    .text(labels.names[pair.present].text), .state(Mark(finding.standing), nil),
                    .number(Double(pair.count), .count), .number(Double(pair.rows.count), .count),
                    .interval(of: finding.measure, mark: pair.expected), .number(finding.measure.value, .proportion),
                    .number(pair.expected, .proportion), .number(pair.adjusted, .pValue),
                ]
            })
    }
}
