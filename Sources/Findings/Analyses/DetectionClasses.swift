// Each class by itself: how precisely it is found, and which one is missed more than the rest.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// AP and objects found, class by class, worst first.
public struct DetectionClasses: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// Average precision only sorts by scores.
    public let needsOperatingPoint = false

    /// What it states.
    struct Facts: FactSet {
        let ap = FactSpec("ap", "average precision", .proportion, better: .higher, each: .classes)
        let recallAtPrecision90 = FactSpec(
            "recall_at_precision90", "recall at a precision of 0.9", .proportion, better: .higher, each: .classes)
        let worstAp = FactSpec("worst_ap", "the average precision of the worst class", .proportion, better: .higher)
        let bestAp = FactSpec("best_ap", .proportion, better: .higher)
        let classes = FactSpec("classes", .count)
        let classesWithoutObjects = FactSpec("classes_without_objects", .count)
        let classesWithoutDetections = FactSpec("classes_without_detections", .count, better: .lower)
        let findings = FactSpec("findings", .count, better: .lower)
        let found = FactSpec(
            "found", "the share of objects found", .proportion, better: .higher, each: .classes, role: .classRate)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case worst, best
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyFinding = "any_finding", withoutObjects = "without_objects", hasBaseline = "has_baseline"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case classes, apByClass = "ap_by_class"
    }

    /// Its card.
    public let card = Card(
        id: "detection-classes", topic: .failures, title: "Classes", question: "Which classes have the lowest AP?",
        tasks: [.detection],
        facts: Self.facts.all,
        terms: Term.ids, flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "average-precision", "recall-at-precision", "precision-search", "detection-operating-point",
            "image-bootstrap", "exact-images",
            "wilson",
            "simultaneous", "benjamini-hochberg", "error-budget", "confusion-excess",
        ])

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] { [Confusion()] }

    /// States the classes.
    public func draft(_ examination: Examination) throws -> Draft {
        let book = try examination.detector()
        let confusion = examination.book[Confusion()]
        let missed = confusion.column(of: .missed)
        let isScored = book.reasonAgainstOperatingPoint == nil
        let tested = ConfusionExcess.all(in: confusion) { isScored && $0 == missed }
        return Draft([tested.tests]) { levels in
            try section(examination, book, tested, level: levels[.confusions])
        }
    }

    private func section(
        _ examination: Examination, _ book: DetectionBook, _ tested: ExcessPairs, level: Double
    ) throws -> Section {
        let names = book.classNames
        var rowsOf = [[Int]](repeating: [], count: names.count)
        for (row, object) in book.objects.enumerated() {
            rowsOf[Int(book.evaluation.truth.boxes.category[object])].append(row)
        }
        var answered = [Int](repeating: 0, count: names.count)
        for category in book.evaluation.results.boxes.category { answered[Int(category)] += 1 }
        let units = book.unitsOfClasses
        let precision = Self.precision(book)
        let order = names.indices.sorted { a, b in
            switch (precision[a].value, precision[b].value) {
            case (let x?, let y?) where x != y: x < y
            case (nil, _?): false
            case (_?, nil): true
            default: a < b
            }
        }
        let measured = order.filter { precision[$0].value != nil }
        guard let worst = measured.first, let best = measured.last else { throw Missing("no class has an object") }
        let smallest = examination.settings.smallestEffect
        let findings = findings(
            book, rowsOf, examination, tested.all.filter { $0.adjusted <= level && $0.effect >= smallest })
        var facts = precision
        for (spec, category) in [(DetectionClasses.facts.worstAp, worst), (DetectionClasses.facts.bestAp, best)] {
            // Chosen of all classes for how it came out.
            facts.append(
                .coco(
                    spec, precision[category].value, book.replicates.perClass[category], n: rowsOf[category].count,
                    units: units[category], oneOf: measured.count, else: "no class has an object",
                    method: "average-precision"))
        }
        facts += names.indices.map { category in
            .recall(
                DetectionClasses.facts.recallAtPrecision90.ofClass(names[category]), book.recallAtPrecision90[category],
                n: rowsOf[category].count, units: units[category], else: "no object of this class")
        }
        let unscored = book.reasonAgainstOperatingPoint
        facts += names.indices.map { category in
            examination.units.rate(
                DetectionClasses.facts.found.ofClass(names[category]), of: unscored == nil ? rowsOf[category] : [],
                undefined: unscored ?? "no object of this class",
                method: "detection-operating-point", where: { book.outcomes[$0] == .correct })
        }
        let without = rowsOf.count { $0.isEmpty }
        facts += [
            .count(DetectionClasses.facts.classes, names.count, among: names.count, method: "average-precision"),
            .count(
                DetectionClasses.facts.classesWithoutObjects, without, among: names.count, method: "average-precision"),
            .count(
                DetectionClasses.facts.classesWithoutDetections, answered.count { $0 == 0 }, among: names.count,
                method: "average-precision"),
            .count(DetectionClasses.facts.findings, findings.count, among: names.count, method: "benjamini-hochberg"),
        ]
        // Beside the worst and the best class now stands what the baseline has of that class.
        facts = examination.besideBaseline(
            facts, of: card.id,
            sameAs: [
                DetectionClasses.facts.worstAp: DetectionClasses.facts.ap.ofClass(names[worst]).id,
                DetectionClasses.facts.bestAp: DetectionClasses.facts.ap.ofClass(names[best]).id,
            ])
        var flags = Flags()
        if !findings.isEmpty { flags.insert(DetectionClasses.Flag.anyFinding) }
        if without > 0 { flags.insert(DetectionClasses.Flag.withoutObjects) }
        if examination.comparableBaseline != nil { flags.insert(DetectionClasses.Flag.hasBaseline) }
        let dots = DotChart(
            axis: Axis("AP, IoU 0.50 to 0.95", .proportion, low: 0, high: 1),
            rows: order.prefix(Headline.matrixClasses).map { category in
                let fact = facts[category]
                return DotChart.Row(
                    names[category], value: fact.value, low: fact.interval?.low, high: fact.interval?.high,
                    baseline: fact.baseline, change: fact.value.flatMap { now in fact.baseline.map { now - $0 } },
                    n: fact.n)
            },
            name: examination.evaluation.manifest.version,
            baselineName: examination.comparableBaseline?.version.name)
        let table = table(book, order, facts, rowsOf, answered)
        return Section(
            card, facts: facts,
            terms: Terms([DetectionClasses.Term.worst: names[worst], DetectionClasses.Term.best: names[best]]),
            flags: flags,
            exhibits: [
                Exhibit(DetectionClasses.Shown.classes, .table(table)),
                Exhibit(DetectionClasses.Shown.apByClass, .chart(.dots(dots))),
            ],
            findings: findings)
    }

    /// Average precision of each class.
    static func precision(_ book: DetectionBook) -> [Fact] {
        let units = book.unitsOfClasses
        var objects = [Int](repeating: 0, count: book.classNames.count)
        for object in book.objects { objects[Int(book.evaluation.truth.boxes.category[object])] += 1 }
        return book.classNames.indices.map { category in
            .coco(
                facts.ap.ofClass(book.classNames[category]), book.scores.averagePrecision(of: category),
                book.replicates.perClass[category], n: objects[category], units: units[category],
                else: "no object of this class", method: "average-precision")
        }
    }

    private func table(
        _ book: DetectionBook, _ order: [Int], _ precision: [Fact], _ rowsOf: [[Int]], _ answered: [Int]
    ) -> Table {
        Table(
            columns: [
                Table.Column("class", "Class"), Table.Column("objects", "Objects", .number),
                Table.Column("images", "Images", .number), Table.Column("detections", "Detections", .number),
                Table.Column("ap", "AP", .number, method: "average-precision"),
                Table.Column("interval", "95 % interval, │ baseline", .interval, method: "image-bootstrap"),
                Table.Column("ap50", "AP at IoU 0.5", .number),
                Table.Column("recall90", "Recall at precision 0.9", .number, method: "recall-at-precision"),
                Table.Column("found", "Found", .number, method: "detection-operating-point"),
            ],
            rows: order.map { category in
                let fact = precision[category]
                let reason = fact.undefined ?? ""
                let found = rowsOf[category].count { book.outcomes[$0] == .correct }
                let interval: Cell =
                    if let value = fact.value, let interval = fact.interval {
                        .interval(
                            low: interval.low, value: value, high: interval.high, unit: .proportion,
                            mark: fact.baseline)
                    } else {
                        .none(reason.isEmpty ? DetectionHeadline.noInterval(fact) : reason)
                    }
                return [
                    .text(book.classNames[category]), .number(Double(rowsOf[category].count), .count),
                    .number(Double(fact.units ?? 0), .count),
                    .number(Double(answered[category]), .count),
                    fact.value.map { .number($0, .proportion) } ?? .none(reason), interval,
                    book.scores.averagePrecision50(of: category).map { .number($0, .proportion) } ?? .none(reason),
                    book.recallAtPrecision90[category].value.map { .number($0, .proportion) } ?? .none(reason),
                    book.reasonAgainstOperatingPoint.map { .none($0) }
                        ?? (rowsOf[category].isEmpty
                            ? .none(reason) : .number(Double(found) / Double(rowsOf[category].count), .proportion)),
                ]
            })
    }

    /// Classes whose objects are missed more often than its other errors and the other classes' errors explain.
    private func findings(
        _ book: DetectionBook, _ rowsOf: [[Int]], _ examination: Examination, _ significant: [ConfusionExcess]
    ) -> [Finding] {
        significant.filter { $0.excess > 0 && $0.count > 1 }.compactMap { pair in
            let rows = rowsOf[pair.truth].filter { book.outcomes[$0] == .missed }
            guard let measure = examination.rate(rows, of: rowsOf[pair.truth], method: "detection-operating-point"),
                !rows.isEmpty
            else {
                return nil
            }
            let area = { (row: Int) in book.evaluation.truth.areas[book.objects[row]] }
            return Finding(
                .other(kind: "missed", [Predicate(label: ClassName(book.classNames[pair.truth]))]), of: card.id,
                standing: .finding, measure: measure, expected: pair.expected / Double(pair.n), p: pair.adjusted,
                errors: rows.count,
                evidence: book.rows.ranked(rows, by: area).prefix(ShowAtMost.evidence).map { book.shown(row: $0) },
                counterExamples: book.rows.mostConfident(rowsOf[pair.truth].filter { book.outcomes[$0] == .correct })
                    .prefix(ShowAtMost.counterExamples).map { book.shown(row: $0) })
        }
    }
}
