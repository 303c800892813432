// How well a detector finds what is there, in the numbers the field reports.

import Artifacts
import Record
import Statistics
import Tallies

/// COCO's numbers, and what share of the objects is found at the operating point.
public struct DetectionHeadline: Analysis {
    /// The analysis.
    public init() {}

    /// Average precision only sorts by scores.
    public let needsOperatingPoint = false

    /// What it states.
    struct Facts: FactSet {
        let ap = FactSpec(
            "ap", "average precision", .proportion, better: .higher, tile: Tile(2, isListed: true), role: .whole)
        let ap50 = FactSpec("ap50", "average precision at IoU 0.5", .proportion, better: .higher)
        let ap75 = FactSpec("ap75", "average precision at IoU 0.75", .proportion, better: .higher)
        let apBias = FactSpec("ap_bias", .points)
        let apSmall = FactSpec("ap_small", "average precision of small objects", .proportion, better: .higher)
        let apMedium = FactSpec("ap_medium", "average precision of medium objects", .proportion, better: .higher)
        let apLarge = FactSpec("ap_large", "average precision of large objects", .proportion, better: .higher)
        let ar1 = FactSpec("ar1", .proportion, better: .higher)
        let ar10 = FactSpec("ar10", .proportion, better: .higher)
        let ar100 = FactSpec("ar100", "average recall", .proportion, better: .higher)
        let recallAtPrecision90 = FactSpec(
            "recall_at_precision90", "recall at a precision of 0.9", .proportion, better: .higher)
        let found = FactSpec(
            "found", "the share of objects found", .proportion, better: .higher, tile: Tile(3, "Objects found"),
            role: .objectsFound, change: .change)
        let confused = FactSpec("misclassified", .proportion, better: .lower)
        let misplaced = FactSpec("localisation_error", .proportion, better: .lower)
        let missed = FactSpec(
            "missed", "the share of objects with no detection on them", .proportion, better: .lower)
        let notFound = FactSpec("not_found", .count, better: .lower, role: .errors)
        let objects = FactSpec("objects", .count)
        let detections = FactSpec("detections", .count)
        let images = FactSpec("images", .count)
        let classes = FactSpec("classes", .count)
        let imagesWithObjects = FactSpec("images_with_objects", .count)
        let imagesWithoutDetections = FactSpec(
            "images_without_detections", .count, better: .lower, role: .imagesWithoutDetections)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case version, dataset
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case hasBaseline = "has_baseline", hasCrowds = "has_crowds", zeroIds = "zero_ids", leftOut = "left_out"
        case looksCut = "looks_cut"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case summary, outcomes, accounting
    }

    /// Its card.
    public let card = Card(
        id: "detection", topic: .verdict, title: "Detection metrics",
        question: "How well does it detect the labelled objects?",
        tasks: [.detection],
        facts: Self.facts.all,
        terms: Term.ids, flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "average-precision", "average-recall", "recall-at-precision", "precision-search",
            "detection-operating-point",
            "image-bootstrap", "exact-images", "wilson",
        ])

    /// States the numbers.
    public func examine(_ examination: Examination) throws -> Section {
        let book = try examination.detector()
        let truth = book.evaluation.truth
        let n = book.objects.count
        let units = book.unitCount
        let parts = book.unitsOfClasses.filter { $0 > 0 }
        let none = "no labelled object is of this size"
        let scores = book.scores
        let whole = Self.ofAll(book)
        var facts = whole.filter { $0.method == "average-precision" }
        let sizes = [
            DetectionHeadline.facts.apSmall, DetectionHeadline.facts.apMedium, DetectionHeadline.facts.apLarge,
        ]
        for (index, spec) in sizes.enumerated() {
            let objects = (0..<scores.classes).reduce(0) { $0 + scores.positives[$1 * 4 + index + 1] }
            let size = book.tally.settings.sizes[index + 1]
            facts.append(
                .coco(
                    spec, scores.averagePrecision(size: index + 1), book.replicates.bySize[index + 1], n: objects,
                    units: book.units { size.contains(truth.areas[$0]) }, else: none,
                    method: "average-precision"))
        }
        facts +=
            [
                .coco(
                    DetectionHeadline.facts.ar1, scores.averageRecall1, book.replicates.averageRecall1, n: n,
                    units: units,
                    parts: parts, else: none,
                    method: "average-recall"),
                .coco(
                    DetectionHeadline.facts.ar10, scores.averageRecall10, book.replicates.averageRecall10, n: n,
                    units: units,
                    parts: parts, else: none,
                    method: "average-recall"),
            ] + whole.filter { $0.method == "average-recall" }
        facts.append(
            .recall(
                DetectionHeadline.facts.recallAtPrecision90, .mean(book.recallAtPrecision90), n: n, units: units,
                else: none))
        let bias = scores.averagePrecision().flatMap { UnitBootstrap.bias($0, book.replicates.averagePrecision) }
        facts.append(
            bias.map {
                .byImage(
                    Fact(DetectionHeadline.facts.apBias, $0, n: n, method: "image-bootstrap"), units: units)
            }
                ?? Fact(
                    DetectionHeadline.facts.apBias, undefined: "too few replicates", n: n, method: "image-bootstrap"))
        let unscored = book.reasonAgainstOperatingPoint
        let all = Array(book.outcomes.indices)
        let outcomes: [(FactSpec, [Int])] = [
            (DetectionHeadline.facts.found, book.rows { $0 == .correct }),
            (DetectionHeadline.facts.confused, book.rows(where: \.isMisclassified)),
            (DetectionHeadline.facts.misplaced, book.rows { $0 == .mislocalised }),
            (DetectionHeadline.facts.missed, book.rows { $0 == .missed }),
        ]
        facts += outcomes.map { spec, rows in
            .stating(
                spec,
                unscored == nil ? examination.rate(rows, of: all, method: "detection-operating-point") : nil,
                else: unscored ?? "no objects", method: "detection-operating-point")
        }
        facts += [
            unscored.map {
                Fact(DetectionHeadline.facts.notFound, undefined: $0, n: n, method: "detection-operating-point")
            }
                ?? .count(
                    DetectionHeadline.facts.notFound, n - book.rows { $0 == .correct }.count, among: n,
                    method: "detection-operating-point"),
            .count(DetectionHeadline.facts.objects, n, among: n, method: "detection-operating-point"),
            .count(
                DetectionHeadline.facts.detections, book.evaluation.results.count, among: book.evaluation.results.count,
                method: "average-precision"),
            .count(
                DetectionHeadline.facts.images, truth.images.count, among: truth.images.count,
                method: "average-precision"),
            .count(
                DetectionHeadline.facts.classes, truth.classes.count, among: truth.classes.count,
                method: "average-precision"),
        ]
        let coverage = DetectionCoverage(book)
        facts += [
            .count(
                DetectionHeadline.facts.imagesWithObjects, coverage.withObjects, among: truth.images.count,
                method: "average-precision"),
            .count(
                DetectionHeadline.facts.imagesWithoutDetections, coverage.undetected, among: coverage.withObjects,
                method: "average-precision"),
        ]
        facts = examination.besideBaseline(facts, of: card.id)
        var flags = Flags()
        if coverage.looksCut { flags.insert(DetectionHeadline.Flag.looksCut) }
        if examination.comparableBaseline != nil { flags.insert(DetectionHeadline.Flag.hasBaseline) }
        if truth.isCrowd.contains(true) { flags.insert(DetectionHeadline.Flag.hasCrowds) }
        if truth.zeroIds > 0 { flags.insert(DetectionHeadline.Flag.zeroIds) }
        if book.evaluation.results.ofUnknownImages + book.evaluation.results.ofUnknownClasses > 0 {
            flags.insert(DetectionHeadline.Flag.leftOut)
        }
        var exhibits = [
            Exhibit(DetectionHeadline.Shown.summary, .table(Self.table(facts))),
            Exhibit(DetectionHeadline.Shown.accounting, .table(Self.account(book.rows.accounting))),
        ]
        if unscored == nil {
            exhibits.insert(
                Exhibit(DetectionHeadline.Shown.outcomes, .chart(.dots(Self.dots(facts, examination)))), at: 1)
        }
        return Section(
            card, facts: facts,
            terms: Terms([
                DetectionHeadline.Term.version: book.evaluation.manifest.version,
                DetectionHeadline.Term.dataset: book.evaluation.datasheet.title,
            ]),
            flags: flags, exhibits: exhibits)
    }

    /// Average precision, at IoU 0.5, at IoU 0.75, and average recall, over all classes and sizes.
    static func ofAll(_ book: DetectionBook) -> [Fact] {
        let (scores, replicates) = (book.scores, book.replicates)
        let numbers: [(FactSpec, Double?, [Double], String)] = [
            (facts.ap, scores.averagePrecision(), replicates.averagePrecision, "average-precision"),
            (facts.ap50, scores.averagePrecision50, replicates.averagePrecision50, "average-precision"),
            (facts.ap75, scores.averagePrecision75, replicates.averagePrecision75, "average-precision"),
            (facts.ar100, scores.averageRecall(), replicates.averageRecall, "average-recall"),
        ]
        let parts = book.unitsOfClasses.filter { $0 > 0 }
        return numbers.map { spec, value, replicates, method in
            .coco(
                spec, value, replicates, n: book.objects.count, units: book.unitCount, parts: parts,
                else: "no labelled object is of this size", method: method)
        }
    }

    /// How a table calls COCO's numbers, by id.
    static let names: [String: String] = [
        facts.ap.id: "AP, IoU 0.50 to 0.95", facts.ap50.id: "AP at IoU 0.50", facts.ap75.id: "AP at IoU 0.75",
        facts.apSmall.id: "AP, small objects", facts.apMedium.id: "AP, medium objects",
        facts.apLarge.id: "AP, large objects",
        facts.ar1.id: "AR, 1 detection", facts.ar10.id: "AR, 10 detections", facts.ar100.id: "AR, 100 detections",
        facts.recallAtPrecision90.id: "Recall at precision 0.9, IoU 0.50",
    ]

    private static func table(_ facts: [Fact]) -> Table {
        Table(
            columns: [
                Table.Column("metric", "Metric"), Table.Column("value", "Value", .number),
                Table.Column("interval", "95 % interval, │ baseline", .interval, method: "image-bootstrap"),
                Table.Column("n", "Objects", .number), Table.Column("images", "Images", .number),
            ],
            rows: facts.compactMap { fact in
                guard let name = names[fact.id] else { return nil }
                let reason = fact.undefined ?? ""
                let interval: Cell =
                    if let value = fact.value, let interval = fact.interval {
                        .interval(
                            low: interval.low, value: value, high: interval.high, unit: .proportion,
                            mark: fact.baseline)
                    } else {
                        .none(fact.value == nil ? reason : Self.noInterval(fact))
                    }
                return [
                    .text(name), fact.value.map { .number($0, .proportion) } ?? .none(reason), interval,
                    .number(Double(fact.n), .count), .number(Double(fact.units ?? 0), .count),
                ]
            })
    }

    /// Why a number of resampled images has no interval.
    static func noInterval(_ fact: Fact) -> String { noInterval(units: fact.units ?? 0) }

    /// The same of what so many units were resampled for.
    static func noInterval(units: Int) -> String {
        units < UnitBootstrap.fewestUnits
            ? "fewer than \(UnitBootstrap.fewestUnits) images" : "all resampled images give the same"
    }

    private static func dots(_ facts: [Fact], _ examination: Examination) -> DotChart {
        let words = [
            Self.facts.found.id: Outcome.correct.words, Self.facts.confused.id: Outcome.misclassified(as: 0).words,
            Self.facts.misplaced.id: Outcome.mislocalised.words, Self.facts.missed.id: Outcome.missed.words,
        ]
        let rows = facts.compactMap { fact -> DotChart.Row? in
            guard let word = words[fact.id] else { return nil }
            return DotChart.Row(
                word, value: fact.value, low: fact.interval?.low, high: fact.interval?.high, baseline: fact.baseline,
                change: fact.value.flatMap { now in fact.baseline.map { now - $0 } }, n: fact.n)
        }
        return DotChart(
            axis: Axis("Share of objects", .proportion, low: 0, high: 1), rows: rows,
            name: examination.evaluation.manifest.version,
            baselineName: examination.comparableBaseline?.version.name)
    }

    private static func account(_ account: RowAccounting) -> Table {
        let rows: [(String, Int)] =
            [("Labelled regions", account.itemsRead), ("Detections", account.predictionsRead)]
            + account.refused.map { ("Not counted: " + $0.reason, $0.count) }
            + [("Objects to be found", account.kept)]
        return Table(
            columns: [Table.Column("what", "Rows"), Table.Column("count", "Count", .number)],
            rows: rows.map { [.text($0.0), .number(Double($0.1), .count)] })
    }
}
