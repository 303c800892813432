// Which class a detector answers where which is right, background included.

import Artifacts
import Record
import Statistics
import Tallies

/// The confusion matrix with background, and the pairs that stand out.
public struct DetectionConfusions: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let confused = FactSpec("misclassified", .proportion, better: .lower)
        let backgroundErrors = FactSpec("background_errors", .count, better: .lower)
        let topCount = FactSpec("top_count", .count)
        let topRate = FactSpec("top_rate", .proportion)
        let pairsTested = FactSpec("pairs_tested", .count)
        let findings = FactSpec("findings", .count, better: .lower)
        let objects = FactSpec("objects", .count)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case topTruth = "top_truth", topPredicted = "top_predicted"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyConfusion = "any_confusion", anyFinding = "any_finding", showsMatrix = "shows_matrix"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case matrix, pairs, examples
    }

    /// Its card.
    public let card = Card(
        id: "detection-confusions", topic: .failures, title: "Confusions of objects",
        question: "Which classes are predicted as which others, and what is detected on background?",
        tasks: [.detection],
        facts: Self.facts.all,
        terms: Term.ids, flags: Flag.ids,
        exhibits: Shown.ids,
        methods: ["detection-operating-point", "wilson", "confusion-excess", "benjamini-hochberg", "error-budget"])

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] { [Confusion()] }

    /// States the confusions.
    public func draft(_ examination: Examination) throws -> Draft {
        let book = try examination.detector()
        let classes = book.classNames.count
        let tested = ConfusionExcess.all(in: examination.book[Confusion()]) { $0 < classes }
        return Draft([tested.tests]) { levels in
            section(examination, book, tested, level: levels[.confusions])
        }
    }

    private func section(
        _ examination: Examination, _ book: DetectionBook, _ tested: ExcessPairs, level: Double
    ) -> Section {
        let names = book.classNames
        let matrix = book.tally.confusion(book.pairs)
        let all = Array(book.outcomes.indices)
        let confused = book.rows(where: \.isMisclassified)
        let false_ = names.indices.reduce(0) { $0 + matrix[names.count, $1] }
        let pairs = tested.all.sorted {
            $0.count != $1.count ? $0.count > $1.count : ($0.truth, $0.predicted) < ($1.truth, $1.predicted)
        }
        let smallest = examination.settings.smallestEffect
        let findings = pairs.filter {
            $0.adjusted <= level && $0.excess > 0 && $0.count > 1 && $0.effect >= smallest
        }.compactMap { finding($0, examination, book) }
        let top = pairs.first
        let looks = tested.tests.looks
        var facts: [Fact] = [
            .stating(
                DetectionConfusions.facts.confused,
                examination.rate(confused, of: all, method: "detection-operating-point"),
                else: "no objects",
                method: "detection-operating-point"),
            .count(
                DetectionConfusions.facts.backgroundErrors, false_, among: book.detections.count,
                method: "detection-operating-point"),
            .count(DetectionConfusions.facts.objects, all.count, among: all.count, method: "detection-operating-point"),
            .count(
                DetectionConfusions.facts.pairsTested, looks, among: looks, method: "benjamini-hochberg"),
            .count(
                DetectionConfusions.facts.findings, findings.count, among: looks, method: "benjamini-hochberg"),
            top.map {
                .count(DetectionConfusions.facts.topCount, $0.count, among: $0.n, method: "detection-operating-point")
            }
                ?? Fact(
                    DetectionConfusions.facts.topCount, undefined: "no object is misclassified", n: 0,
                    method: "detection-operating-point"),
            .stating(
                DetectionConfusions.facts.topRate, top.flatMap { rate($0, examination, book) },
                else: "no object is misclassified",
                method: "detection-operating-point"),
        ]
        // The pair that is first now may be another than the baseline's first.
        facts = examination.besideBaseline(
            facts, of: card.id,
            sameAs: [DetectionConfusions.facts.topCount: nil, DetectionConfusions.facts.topRate: nil])
        var flags = Flags()
        if !pairs.isEmpty { flags.insert(DetectionConfusions.Flag.anyConfusion) }
        if !findings.isEmpty { flags.insert(DetectionConfusions.Flag.anyFinding) }
        var exhibits = [
            Exhibit(DetectionConfusions.Shown.pairs, .table(table(pairs, examination, book).held(to: level))),
            Exhibit(DetectionConfusions.Shown.examples, .gallery(Gallery(book.rows.mostConfident(confused), of: book))),
        ]
        if names.count <= Headline.matrixClasses {
            flags.insert(DetectionConfusions.Flag.showsMatrix)
            exhibits.append(Exhibit(DetectionConfusions.Shown.matrix, .chart(.matrix(Self.chart(names, matrix)))))
        }
        var terms = Terms()
        if let top {
            terms = Terms([
                DetectionConfusions.Term.topTruth: names[top.truth],
                DetectionConfusions.Term.topPredicted: names[top.predicted],
            ])
        }
        return Section(card, facts: facts, terms: terms, flags: flags, exhibits: exhibits, findings: findings)
    }

    private func rows(_ pair: ConfusionExcess, _ book: DetectionBook) -> (hits: [Int], all: [Int]) {
        let all = book.objects.indices.filter {
            Int(book.evaluation.truth.boxes.category[book.objects[$0]]) == pair.truth
        }
        return (all.filter { book.outcomes[$0] == .misclassified(as: pair.predicted) }, all)
    }

    private func rate(_ pair: ConfusionExcess, _ examination: Examination, _ book: DetectionBook) -> Measure? {
        let (hits, all) = rows(pair, book)
        return examination.rate(hits, of: all, method: "detection-operating-point")
    }

    private func finding(
        _ pair: ConfusionExcess, _ examination: Examination, _ book: DetectionBook
    ) -> Finding? {
        let (hits, all) = rows(pair, book)
        guard let measure = examination.rate(hits, of: all, method: "detection-operating-point"), !hits.isEmpty else {
            return nil
        }
        return Finding(
            .confusion(truth: book.classNames[pair.truth], predicted: book.classNames[pair.predicted]), of: card.id,
            standing: .finding, measure: measure, expected: pair.expected / Double(pair.n), p: pair.adjusted,
            errors: hits.count,
            evidence: book.rows.mostConfident(hits).prefix(ShowAtMost.evidence).map { book.shown(row: $0) },
            counterExamples: book.rows.mostConfident(all.filter { book.outcomes[$0] == .correct })
                .prefix(ShowAtMost.counterExamples).map { book.shown(row: $0) })
    }

    private func table(
        _ pairs: [ConfusionExcess], _ examination: Examination, _ book: DetectionBook
    ) -> Table {
        Table(
            columns: [
                Table.Column("truth", "Ground truth"), Table.Column("answer", "Answered"),
                Table.Column("count", "Objects", .number), Table.Column("n", "of class", .number),
                Table.Column("interval", "Rate, 95 % interval", .interval, method: "wilson"),
                Table.Column("expected", "Expected objects", .number, method: "confusion-excess"),
                Table.Column("p", "p, corrected", .number, method: "benjamini-hochberg"),
            ],
            rows: pairs.prefix(ShowAtMost.rows).map { pair in
                [
                    .text(book.classNames[pair.truth]), .text(book.classNames[pair.predicted]),
                    .number(Double(pair.count), .count), .number(Double(pair.n), .count),
                    rate(pair, examination, book).map { .interval(of: $0) } ?? .none("no object"),
                    .number(pair.expected, .raw),
                    .number(pair.adjusted, .pValue),
                ]
            })
    }

    private static func chart(_ names: [String], _ matrix: DetectionConfusion) -> MatrixChart {
        let all = names + [DetectionBook.background]
        return MatrixChart(
            rowTitle: "Ground truth", columnTitle: "Answered", rows: all, columns: all, unit: .count,
            cells: all.indices.flatMap { truth in
                let total = all.indices.reduce(0) { $0 + matrix[truth, $1] }
                return all.indices.map { MatrixChart.Value(Double(matrix[truth, $0]), n: total) }
            },
            quietDiagonal: true)
    }
}

extension Gallery {
    /// The first objects of a ranking, and how many there are in all.
    init(_ rows: [Int], of book: DetectionBook) {
        self.init(rows.prefix(ShowAtMost.evidence).map { book.shown(row: $0) }, total: rows.count)
    }
}
