// A detector beside its baseline, object by object, from what the archive keeps of the baseline.

import Artifacts
import Record
import Statistics
import Tallies

/// What became of each object: found, misclassified, mislocalised or missed, before and now.
public struct DetectionComparison: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let change = FactSpec("change", .points, better: .higher, role: .change)
        let gained = FactSpec("gained", .count, better: .higher, role: .fixed)
        let lost = FactSpec("lost", .count, better: .lower, role: .broken)
        let foundBefore = FactSpec("found_before", .proportion)
        let foundNow = FactSpec("found_now", .proportion, better: .higher)
        let paired = FactSpec("paired", .count)
        let p = FactSpec("p", .pValue, role: .changeP)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case version, baseline
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case better, worse, same, severalChanges = "several_changes", unpaired, otherLabels = "other_labels"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case transitions, classes, lost, gained
    }

    /// Its card.
    public let card = Card(
        id: "detection-comparison", title: "Against the baseline",
        question: "Which objects were gained and lost against the baseline?", tasks: [.detection],
        facts: Self.facts.all,
        terms: Term.ids,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: ["detection-operating-point", "mcnemar-exact", "newcombe-paired", "cluster-robust", "holm", "wilson"])

    private static let outcomes = [Outcome.correct, .misclassified(as: 0), .mislocalised, .missed].map(\.words)

    /// The place of an outcome in `outcomes`.
    private static func place(_ outcome: Outcome) -> Int {
        switch outcome {
        case .correct: 0
        case .misclassified, .spurious: 1
        case .mislocalised: 2
        case .missed: 3
        }
    }

    /// States the change.
    public func examine(_ examination: Examination) throws -> Section {
        let book = try examination.detector()
        guard let pairing = examination.pairing, let baseline = examination.baseline else {
            throw Missing("this version names no baseline, or its audit is not archived")
        }
        guard pairing.count > 0 else { throw Missing("no object is in both versions' ground truth") }
        let names = book.classNames
        let labels = book.rows.items.labels
        let outcome = { (code: Int32, label: Int32) in Self.place(Outcome(code: code, of: label)) }
        var transitions = [Int](repeating: 0, count: 16)
        let units = examination.units
        var all = PairCounts()
        var perClass = [PairCounts](repeating: PairCounts(), count: names.count)
        var lost: [Int] = []
        var gained: [Int] = []
        var before: [Int: Answer] = [:]
        for (index, row) in pairing.rows.enumerated() {
            let label = labels[row]
            let then = outcome(pairing.before[index], label)
            let now = outcome(book.rows.predictions.predicted[row], label)
            transitions[then * 4 + now] += 1
            let unit = units.areShared ? units.codes[row] : nil
            all.add(before: then == 0, now: now == 0, unit: unit)
            perClass[Int(label)].add(before: then == 0, now: now == 0, unit: unit)
            before[row] = Answer(code: pairing.before[index], classes: names)
            if then == 0, now != 0 { lost.append(row) }
            if then != 0, now == 0 { gained.append(row) }
        }
        let adjusted = Multiplicity.holm(perClass.map(\.p))
        let facts: [Fact] = [
            .stating(
                DetectionComparison.facts.change, all.change(method: "detection-operating-point"), else: "no pairs",
                method: "detection-operating-point"),
            .count(DetectionComparison.facts.gained, all.fixed, among: all.n, method: "mcnemar-exact"),
            .count(DetectionComparison.facts.lost, all.broken, among: all.n, method: "mcnemar-exact"),
            .stating(
                DetectionComparison.facts.foundBefore, all.rateBefore(method: "detection-operating-point"),
                else: "no pairs",
                method: "detection-operating-point"),
            .stating(
                DetectionComparison.facts.foundNow, all.rateNow(method: "detection-operating-point"), else: "no pairs",
                method: "detection-operating-point"),
            .count(
                DetectionComparison.facts.paired, all.n, among: book.objects.count, method: "detection-operating-point"),
            Fact(DetectionComparison.facts.p, all.p, n: all.n, method: "mcnemar-exact"),
        ]
        var flags = Flags([all.p > 0.05 ? Flag.same : all.fixed > all.broken ? .better : .worse])
        if examination.evaluation.manifest.changes.count > 1 { flags.insert(DetectionComparison.Flag.severalChanges) }
        if pairing.onlyNow + pairing.onlyThen > 0 { flags.insert(DetectionComparison.Flag.unpaired) }
        if !pairing.relabelled.isEmpty { flags.insert(DetectionComparison.Flag.otherLabels) }
        let matrix = MatrixChart(
            rowTitle: "In \(baseline.audit.version.name)", columnTitle: "In \(examination.evaluation.manifest.version)",
            rows: Self.outcomes, columns: Self.outcomes, unit: .count,
            cells: (0..<16).map { cell in
                let row = cell / 4 * 4
                return MatrixChart.Value(
                    Double(transitions[cell]), n: transitions[row..<row + 4].reduce(0, +))
            },
            quietDiagonal: true)
        let gallery = { (rows: [Int]) in
            Gallery(
                book.rows.mostConfident(rows).prefix(ShowAtMost.evidence).map {
                    book.shown(row: $0, before: before[$0])
                }, total: rows.count)
        }
        return Section(
            card, facts: facts,
            terms: Terms([
                DetectionComparison.Term.version: examination.evaluation.manifest.version,
                DetectionComparison.Term.baseline: baseline.audit.version.name,
            ]),
            flags: flags,
            exhibits: [
                Exhibit(DetectionComparison.Shown.transitions, .chart(.matrix(matrix))),
                Exhibit(DetectionComparison.Shown.classes, .table(Self.table(names, perClass, adjusted))),
                Exhibit(DetectionComparison.Shown.lost, .gallery(gallery(lost))),
                Exhibit(DetectionComparison.Shown.gained, .gallery(gallery(gained))),
            ],
            findings: findings(book, pairing, perClass, adjusted, lost, before))
    }

    private static func table(_ names: [String], _ pairs: [PairCounts], _ adjusted: [Double]) -> Table {
        let order = names.indices.filter { pairs[$0].n > 0 }.sorted { a, b in
            let (x, y) = (pairs[a].fixed - pairs[a].broken, pairs[b].fixed - pairs[b].broken)
            return x != y ? x < y : a < b
        }
        return Table(
            columns: [
                Table.Column("class", "Class"), Table.Column("n", "Objects", .number),
                Table.Column("before", "Found in the baseline", .number), Table.Column("now", "Found now", .number),
                Table.Column("gained", "Gained", .number), Table.Column("lost", "Lost", .number),
                Table.Column("p", "p, corrected", .number, method: "holm"),
                Table.Column("state", "State", .state),
            ],
            rows: order.map { index in
                let pair = pairs[index]
                let state: Trend =
                    adjusted[index] > 0.05 ? .undecided : pair.fixed > pair.broken ? .better : .worse
                return [
                    .text(names[index]), .number(Double(pair.n), .count), .number(Double(pair.rightBefore), .count),
                    .number(Double(pair.rightNow), .count), .number(Double(pair.fixed), .count),
                    .number(Double(pair.broken), .count), .number(adjusted[index], .pValue),
                    .state(Mark(state), state == .undecided ? "not distinguishable" : nil),
                ]
            })
    }

    /// Classes that lost more objects than they gained, beyond chance.
    private func findings(
        _ book: DetectionBook, _ pairing: Pairing, _ pairs: [PairCounts], _ adjusted: [Double], _ lost: [Int],
        _ before: [Int: Answer]
    ) -> [Finding] {
        pairs.indices.filter { adjusted[$0] <= 0.05 && pairs[$0].broken > pairs[$0].fixed }.compactMap { category in
            let rows = lost.filter { Int(book.rows.items.labels[$0]) == category }
            let pair = pairs[category]
            guard let measure = pair.errorNow(method: "detection-operating-point"),
                !rows.isEmpty
            else { return nil }
            return Finding(
                .classRegression(book.classNames[category]), of: card.id, standing: .finding, measure: measure,
                p: adjusted[category], errors: pair.n - pair.rightNow,
                baseline: pair.errorBefore(method: "detection-operating-point"),
                trend: .worse,
                evidence: book.rows.mostConfident(rows).prefix(ShowAtMost.evidence).map {
                    book.shown(row: $0, before: before[$0])
                })
        }
    }
}
