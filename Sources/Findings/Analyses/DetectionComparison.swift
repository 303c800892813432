// A detector beside its baseline, object by object, from what the archive keeps of the baseline.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// What became of each object: found, misclassified, mislocalised or missed, before and now.
public struct DetectionComparison: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// Average precision is compared all the same.
    public let needsOperatingPoint = false

    /// What it states.
    struct Facts: FactSet {
        let change = FactSpec("change", "the change in objects found", .points, better: .higher, role: .change)
        let gained = FactSpec("gained", .count, better: .higher, role: .fixed)
        let lost = FactSpec("lost", .count, better: .lower, role: .broken)
        let foundBefore = FactSpec("found_before", .proportion, role: .pairedBefore)
        let foundNow = FactSpec("found_now", .proportion, better: .higher, role: .pairedNow)
        let paired = FactSpec("paired", .count)
        let p = FactSpec("p", .pValue, role: .changeP)
        let apChange = FactSpec(
            "ap_change", "the change in average precision", .points, better: .higher, role: .precisionChange)
        let falsePositivesBefore = FactSpec("false_positives_before", .raw, role: .falsePositivesBefore)
        let falsePositivesNow = FactSpec("false_positives_now", .raw, better: .lower, role: .falsePositivesNow)
        let falsePositivesChange = FactSpec(
            "false_positives_change", .raw, better: .lower, role: .falsePositivesChange)
        let falsePositivesP = FactSpec("false_positives_p", .pValue)
        let changes = FactSpec("changes", .count, role: .changes)
        let fieldsDiffer = FactSpec("fields_differ", .count)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case version, baseline, changes, differing
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case better, worse, same, unpaired, otherLabels = "other_labels"
        case moreFalsePositives = "more_false_positives", fewerFalsePositives = "fewer_false_positives"
        case apLower = "ap_lower", apHigher = "ap_higher"
        case falsePositivesArePaired = "false_positives_are_paired"
        case severalChanges = "several_changes", oneChange = "one_change", changesNotStated = "changes_not_stated"
        case anyStated = "any_stated", fieldsDiffer = "fields_differ"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case comparability, numbers, transitions, classes, apByClass = "ap_by_class", lost, gained
    }

    /// Its card.
    public let card = Card(
        id: "detection-comparison", topic: .verdict, title: "Against the baseline",
        question: "Which objects were gained and lost against the baseline?", tasks: [.detection],
        facts: Self.facts.all,
        terms: Term.ids,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "comparability", "detection-operating-point", "mcnemar-exact", "newcombe-paired", "cluster-robust", "holm",
            "wilson", "error-budget", "false-alarms", "average-precision", "average-recall", "image-bootstrap",
            "simultaneous",
        ])

    /// What it shows where there is no operating point.
    private static let ofPrecision = [Shown.comparability, .numbers, .apByClass].map(\.rawValue)

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

    private static let lost = Exemplars(.broken, limit: ShowAtMost.evidence)
    private static let gained = Exemplars(.fixed, limit: ShowAtMost.evidence)
    private static let lostOfClass = Exemplars(.broken, of: .labels, limit: ShowAtMost.evidence)

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] { [Pairs(), Self.lost, Self.gained, Self.lostOfClass] }

    /// States the change.
    public func draft(_ examination: Examination) throws -> Draft {
        let book = try examination.detector()
        guard let pairing = examination.pairing, let baseline = examination.baseline else {
            throw Missing(
                examination.reasonAgainstBaseline ?? "this version names no baseline, or its audit is not archived")
        }
        guard pairing.count > 0 else { throw Missing("no object is in both versions' ground truth") }
        let pairs = examination.book[Pairs()]
        let perClass = pairs.counts(ofClasses: book.classNames.count)
        let present = perClass.indices.filter { perClass[$0].n > 0 }
        // What was found and what was a false positive is a matter of the operating point; average precision is not.
        if let unscored = Self.reasonAgainstOperatingPoint(book, baseline.audit) {
            return Draft([]) {
                section(examination, book, pairing, baseline, pairs, perClass, nil, unscored: unscored, $0)
            }
        }
        let alarms = Self.falsePositives(examination, book)
        let tests = [
            FamilyTests(.comparison, [pairs.counts.p], of: .whole),
            FamilyTests(.comparison, alarms.map { [$0.p] } ?? [], of: .falsePositives),
            FamilyTests(
                .comparison, present.map { perClass[$0].p },
                ids: present.map { FailureMode.slice([Predicate(label: ClassName(book.classNames[$0]))]).stableID },
                of: .classes),
        ]
        return Draft(tests) { section(examination, book, pairing, baseline, pairs, perClass, alarms, $0) }
    }

    /// Why neither objects found nor false positives are compared; `nil` where both versions' scores are probabilities.
    private static func reasonAgainstOperatingPoint(_ book: DetectionBook, _ baseline: Audit) -> String? {
        if let reason = book.reasonAgainstOperatingPoint { return reason }
        let headline = DetectionHeadline()
        let found = baseline.section(headline.card.id)?.facts.first(DetectionHeadline.facts.found)
        return found?.undefined == Missing.Input.noProbabilities.rawValue
            ? Missing.Input.noProbabilitiesBefore.rawValue : nil
    }

    /// The false positives of both versions at the operating point; `nil` where the baseline was counted on other images or
    /// labels, or its archive does not keep them.
    private static func falsePositives(_ examination: Examination, _ book: DetectionBook) -> PairedImageCounts? {
        guard let then = examination.comparableBaseline?.section("detection-false-alarms")?.imageCounts else {
            return nil
        }
        let alarms = FalseAlarms(book)
        return PairedImageCounts(
            before: then, now: alarms.byImage(from: book.tally.settings.confusionScore),
            unitOfImage: alarms.unitOfImage)
    }

    /// What was found in both versions, or why it is not compared.
    private static func facts(_ all: PairCounts, among objects: Int, unscored: String?) -> [Fact] {
        let (specs, method) = (DetectionComparison.facts, "detection-operating-point")
        let paired = Fact.count(specs.paired, all.n, among: objects, method: method)
        if let unscored {
            let not = { (spec: FactSpec) in Fact(spec, undefined: unscored, n: all.n, method: method) }
            return [specs.change, specs.gained, specs.lost, specs.foundBefore, specs.foundNow].map(not)
                + [paired, not(specs.p)]
        }
        return [
            .stating(specs.change, all.change(method: method), else: "no pairs", method: method),
            .count(specs.gained, all.fixed, among: all.n, method: "mcnemar-exact"),
            .count(specs.lost, all.broken, among: all.n, method: "mcnemar-exact"),
            .stating(specs.foundBefore, all.rateBefore(method: method), else: "no pairs", method: method),
            .stating(specs.foundNow, all.rateNow(method: method), else: "no pairs", method: method),
            paired,
            Fact(specs.p, all.p, n: all.n, method: "mcnemar-exact"),
        ]
    }

    private static func facts(_ alarms: PairedImageCounts?, unscored: String? = nil) -> [Fact] {
        let method = "false-alarms"
        let specs = DetectionComparison.facts
        guard let alarms else {
            let none =
                unscored
                ?? "the baseline's false positives by image are not archived, or are of other images or labels"
            return [
                specs.falsePositivesBefore, specs.falsePositivesNow, specs.falsePositivesChange, specs.falsePositivesP,
            ].map { Fact($0, undefined: none, n: 0, method: method) }
        }
        let n = Double(alarms.images)
        return [
            Fact(specs.falsePositivesBefore, Double(alarms.before) / n, n: alarms.images, method: method),
            Fact(specs.falsePositivesNow, Double(alarms.now) / n, n: alarms.images, method: method),
            alarms.change(method: method).map { Fact(specs.falsePositivesChange, $0) }
                ?? Fact(
                    specs.falsePositivesChange, Double(alarms.now - alarms.before) / n, n: alarms.images, method: method
                ),
            Fact(specs.falsePositivesP, alarms.p, n: alarms.images, method: "mcnemar-exact"),
        ]
    }

    private func section(
        _ examination: Examination, _ book: DetectionBook, _ pairing: Pairing, _ baseline: BaselineRecord,
        _ pairs: PairTally, _ perClass: [PairCounts], _ alarms: PairedImageCounts?,
        unscored: String? = nil, _ levels: TestLevels
    ) -> Section {
        let names = book.classNames
        let comparability = Comparability(examination, baseline.audit, pairing)
        var transitions = [Int](repeating: 0, count: 16)
        pairs.forEach { pair, rows in
            let earlier = Self.place(Outcome(code: pair.before, of: pair.label))
            transitions[earlier * 4 + Self.place(Outcome(code: pair.now, of: pair.label))] += rows
        }
        let all = pairs.counts
        let precision = PairedPrecision(
            examination, ofAll: DetectionHeadline.ofAll(book), in: DetectionHeadline().card.id,
            called: DetectionHeadline.names, ofClasses: DetectionClasses.precision(book),
            in: DetectionClasses().card.id, called: names)
        let precisionMoved = precision.movedOfAll
        let (then, now) = (baseline.audit.version.name, examination.evaluation.manifest.version)
        let (levelOfAll, level) = (levels[.comparison, .whole], levels[.comparison, .classes])
        let adjusted = Multiplicity.holm(perClass.map(\.p))
        let facts =
            Self.facts(all, among: book.objects.count, unscored: unscored)
            + [
                .count(DetectionComparison.facts.changes, comparability.changes, among: all.n, method: "comparability"),
                .count(
                    DetectionComparison.facts.fieldsDiffer, comparability.differing.count, among: all.n,
                    method: "comparability"),
                precision.change(DetectionComparison.facts.apChange),
            ] + Self.facts(alarms, unscored: unscored)
        var flags = Flags(
            unscored != nil ? [] : [all.p > levelOfAll ? Flag.same : all.fixed > all.broken ? .better : .worse])
        switch comparability.changes {
        case 0: flags.insert(DetectionComparison.Flag.changesNotStated)
        case 1: flags.insert(DetectionComparison.Flag.oneChange)
        default: flags.insert(DetectionComparison.Flag.severalChanges)
        }
        if !comparability.stated.isEmpty { flags.insert(DetectionComparison.Flag.anyStated) }
        if !comparability.differing.isEmpty { flags.insert(DetectionComparison.Flag.fieldsDiffer) }
        let alarmsMoved = alarms.flatMap {
            $0.movement(p: $0.p, level: levels[.comparison, .falsePositives], method: "false-alarms")
        }
        if alarms != nil { flags.insert(DetectionComparison.Flag.falsePositivesArePaired) }
        if let alarmsMoved {
            flags.insert(
                alarmsMoved.isBetter
                    ? DetectionComparison.Flag.fewerFalsePositives : DetectionComparison.Flag.moreFalsePositives)
        }
        if let ap = precision.ofAll.first?.change {
            if ap.high < 0 { flags.insert(DetectionComparison.Flag.apLower) }
            if ap.low > 0 { flags.insert(DetectionComparison.Flag.apHigher) }
        }
        if pairing.onlyNow + pairing.onlyThen > 0 { flags.insert(DetectionComparison.Flag.unpaired) }
        if !pairing.relabelled.isEmpty { flags.insert(DetectionComparison.Flag.otherLabels) }
        let matrix = MatrixChart(
            rowTitle: "In \(then)", columnTitle: "In \(now)",
            rows: Self.outcomes, columns: Self.outcomes, unit: .count,
            cells: (0..<16).map { cell in
                let row = cell / 4 * 4
                return MatrixChart.Value(
                    Double(transitions[cell]), n: transitions[row..<row + 4].reduce(0, +))
            },
            quietDiagonal: true)
        let gallery = { (exemplars: Exemplars) in
            let tally = examination.book[exemplars]
            return Gallery(tally.items.map { Self.shown($0, book) }, total: tally.total)
        }
        let exhibits = [
            Exhibit(
                DetectionComparison.Shown.comparability,
                .table(comparability.table(now: now, before: then))),
            Exhibit(DetectionComparison.Shown.numbers, .table(precision.table(before: then, now: now))),
            Exhibit(DetectionComparison.Shown.transitions, .chart(.matrix(matrix))),
            Exhibit(
                DetectionComparison.Shown.classes,
                .table(Self.table(names, perClass, adjusted, level: level).held(to: level))),
            Exhibit(
                DetectionComparison.Shown.apByClass, .table(precision.tableOfClasses(before: then, now: now))),
            Exhibit(DetectionComparison.Shown.lost, .gallery(gallery(Self.lost))),
            Exhibit(DetectionComparison.Shown.gained, .gallery(gallery(Self.gained))),
        ]
        let moved =
            [
                all.movement(of: .whole, p: all.p, level: levelOfAll, method: "detection-operating-point"),
                alarmsMoved,
            ]
            .compactMap(\.self)
            + names.indices.compactMap { index in
                perClass[index].movement(
                    of: .ofClass(names[index]), p: adjusted[index], level: level,
                    method: "detection-operating-point")
            }
        return Section(
            card, facts: facts,
            terms: Terms([
                DetectionComparison.Term.version: now, DetectionComparison.Term.baseline: then,
                DetectionComparison.Term.changes: comparability.stated.joined(separator: "; "),
                DetectionComparison.Term.differing: comparability.differing.joined(separator: ", "),
            ]),
            flags: flags,
            exhibits: unscored == nil ? exhibits : exhibits.filter { Self.ofPrecision.contains($0.id) },
            findings: unscored == nil ? findings(examination, book, perClass, adjusted, level: level) : [],
            moved: precisionMoved
                + (unscored == nil ? moved : []) + precision.movedOfClasses)
    }

    private static func table(
        _ names: [String], _ pairs: [PairCounts], _ adjusted: [Double], level: Double
    ) -> Table {
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
                    adjusted[index] > level ? .undecided : pair.fixed > pair.broken ? .better : .worse
                return [
                    .text(names[index]), .number(Double(pair.n), .count), .number(Double(pair.rightBefore), .count),
                    .number(Double(pair.rightNow), .count), .number(Double(pair.fixed), .count),
                    .number(Double(pair.broken), .count), .number(adjusted[index], .pValue),
                    .state(Mark(state), state == .undecided ? "not distinguishable" : nil),
                ]
            })
    }

    private static func shown(_ exemplar: Exemplar, _ book: DetectionBook) -> GalleryItem {
        book.rows.shown(
            exemplar, before: exemplar.before.flatMap { Answer(code: $0, classes: book.classNames) },
            wantsOverlay: false)
    }

    /// Classes that lost more objects than they gained, beyond chance.
    private func findings(
        _ examination: Examination, _ book: DetectionBook, _ pairs: [PairCounts], _ adjusted: [Double], level: Double
    ) -> [Finding] {
        let lost = examination.book[Self.lostOfClass]
        return pairs.indices.filter { category in
            let pair = pairs[category]
            return adjusted[category] <= level
                && Double(pair.broken - pair.fixed) >= max(1, examination.settings.smallestEffect * Double(pair.n))
        }.compactMap { category in
            let pair = pairs[category]
            let evidence = lost.items(label: category).map { Self.shown($0, book) }
            guard let measure = pair.errorNow(method: "detection-operating-point"), !evidence.isEmpty else {
                return nil
            }
            return Finding(
                .classRegression(book.classNames[category]), of: card.id, standing: .finding, measure: measure,
                p: adjusted[category], level: level, errors: pair.broken,
                baseline: pair.errorBefore(method: "detection-operating-point"), trend: .worse, evidence: evidence)
        }
    }
}
