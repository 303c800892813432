// Where a detector's numbers equal those of the field's reference tools, and where they do not and why: the page to open
// when two tools disagree.

import Artifacts
import Record
import Tallies

/// Each number beside its reference tool.
public struct DetectionParity: Analysis {
    /// The analysis.
    public init() {}

    /// It states what average precision is computed by.
    public let needsOperatingPoint = false

    /// What it states.
    struct Facts: FactSet {
        let ap = FactSpec("ap", "average precision", .proportion, better: .higher)
        let ap50 = FactSpec("ap50", "average precision at IoU 0.5", .proportion, better: .higher)
        let tideAp = FactSpec("tide_ap", .proportion, better: .higher)
        let zeroIds = FactSpec("zero_ids", .count)
        let apWithZeroIdsMissed = FactSpec("ap_with_zero_ids_missed", .proportion, better: .higher)
        let classes = FactSpec("classes", .count)
        let classesWithoutObjects = FactSpec("classes_without_objects", .count)
        let classesWithDetectionsOnly = FactSpec("classes_with_detections_only", .count)
        let crowdedImages = FactSpec("crowded_images", .count)
        let cutForTide = FactSpec("cut_for_tide", .count)
        let onCrowds = FactSpec("on_crowds", .count)
        let leftOut = FactSpec("left_out", .count)
        let detections = FactSpec("detections", .count)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case hasZeroIds = "has_zero_ids", hasClassesWithoutObjects = "has_classes_without_objects"
        case hasClassesWithDetectionsOnly = "has_classes_with_detections_only"
        case hasCrowdedImages = "has_crowded_images", hasLeftOut = "has_left_out"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case numbers, zeroIds = "zero_ids"
    }

    /// Its card.
    public let card = Card(
        id: "detection-parity", topic: .data, title: "Parity with other tools",
        question: "Which numbers of other tools differ, and why?",
        tasks: [.detection],
        facts: Self.facts.all,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: ["average-precision", "average-recall", "tide", "tide-gain", "detection-parity"])

    /// States the parity.
    public func examine(_ examination: Examination) throws -> Section {
        let book = try examination.detector()
        let (truth, results) = (book.evaluation.truth, book.evaluation.results)
        let n = book.objects.count
        let counts = Counts(book)
        let method = "detection-parity"
        let among = { (spec: FactSpec, count: Int, total: Int) in Fact.count(spec, count, among: total, method: method)
        }
        let none = "no labelled object"
        var facts: [Fact] = [
            .coco(
                DetectionParity.facts.ap, book.scores.averagePrecision(), n: n, else: none, method: "average-precision"),
            .coco(
                DetectionParity.facts.ap50, book.scores.averagePrecision50, n: n, else: none,
                method: "average-precision"),
            .coco(
                DetectionParity.facts.tideAp, book.report.averagePrecision.map { $0 / 100 }, n: n, else: none,
                method: "tide"),
            among(DetectionParity.facts.zeroIds, truth.zeroIds, truth.boxes.count),
            among(DetectionParity.facts.classes, truth.classes.count, truth.classes.count),
            among(DetectionParity.facts.classesWithoutObjects, counts.withoutObjects, truth.classes.count),
            among(DetectionParity.facts.classesWithDetectionsOnly, counts.withDetectionsOnly, truth.classes.count),
            among(DetectionParity.facts.crowdedImages, counts.crowdedImages, truth.images.count),
            among(DetectionParity.facts.cutForTide, counts.cut, results.count),
            among(DetectionParity.facts.onCrowds, book.errors.points.count { $0.isIgnored }, book.errors.points.count),
            among(DetectionParity.facts.leftOut, results.ofUnknownImages + results.ofUnknownClasses, results.count),
            among(DetectionParity.facts.detections, results.count, results.count),
        ]
        var exhibits: [Exhibit] = []
        let quirk = book.tally.scoresWithoutZeroIds()
        if let quirk {
            facts.append(
                .coco(
                    DetectionParity.facts.apWithZeroIdsMissed, quirk.averagePrecision(), n: n, else: none,
                    method: method))
            exhibits.append(Exhibit(DetectionParity.Shown.zeroIds, .table(Self.zeroIds(book, quirk))))
        } else {
            facts.append(
                Fact(
                    DetectionParity.facts.apWithZeroIdsMissed, undefined: "no object has the id 0", n: n, method: method
                ))
        }
        exhibits.insert(Exhibit(DetectionParity.Shown.numbers, .table(Self.numbers(counts, truth, facts))), at: 0)
        var flags = Flags()
        if truth.zeroIds > 0 { flags.insert(DetectionParity.Flag.hasZeroIds) }
        if counts.withoutObjects > 0 { flags.insert(DetectionParity.Flag.hasClassesWithoutObjects) }
        if counts.withDetectionsOnly > 0 { flags.insert(DetectionParity.Flag.hasClassesWithDetectionsOnly) }
        if counts.crowdedImages > 0 { flags.insert(DetectionParity.Flag.hasCrowdedImages) }
        if results.ofUnknownImages + results.ofUnknownClasses > 0 { flags.insert(DetectionParity.Flag.hasLeftOut) }
        return Section(card, facts: facts, flags: flags, exhibits: exhibits)
    }

    /// What of these data makes tools differ.
    private struct Counts {
        /// Classes without an object that counts.
        var withoutObjects = 0
        /// Those of them that were answered.
        var withDetectionsOnly = 0
        /// Images with more detections than TIDE looks at.
        var crowdedImages = 0
        /// Detections that TIDE does not look at.
        var cut = 0

        init(_ book: DetectionBook) {
            let (truth, results) = (book.evaluation.truth, book.evaluation.results)
            var objects = [Int](repeating: 0, count: truth.classes.count)
            var answers = objects
            for object in book.objects { objects[Int(truth.boxes.category[object])] += 1 }
            for category in results.boxes.category { answers[Int(category)] += 1 }
            withoutObjects = objects.count { $0 == 0 }
            withDetectionsOnly = objects.indices.count { objects[$0] == 0 && answers[$0] > 0 }
            var perImage = [Int](repeating: 0, count: truth.images.count)
            for image in results.boxes.image { perImage[Int(image)] += 1 }
            let limit = book.tally.settings.maxDetections
            crowdedImages = perImage.count { $0 > limit }
            cut = perImage.reduce(0) { $0 + max(0, $1 - limit) }
        }
    }

    private static func numbers(_ counts: Counts, _ truth: DetectionGroundTruth, _ facts: [Fact]) -> Table {
        let value = { (spec: FactSpec) -> Cell in
            guard let fact = facts.first(spec) else { return .none("not stated") }
            return fact.value.map { .number($0, fact.unit) } ?? .none(fact.undefined ?? "")
        }
        let coco = "hotcoco 1.3.0, ultrafast-pycocotools 0.1.14"
        let quirky = "pycocotools 2.0.11, faster-coco-eval 1.8.0"
        let zero =
            truth.zeroIds == 0
            ? "no object has the id 0, where these two would differ"
            : "they call an object with the id 0 missed and its detection false; the table below shows by how much"
        let empty =
            counts.withoutObjects == 0
            ? "every class has an object" : "a class without objects is not defined here and -1 there"
        let rows: [(String, Cell, String, String, String)] = [
            (
                "AP and COCO's eleven others", value(DetectionParity.facts.ap), quirky,
                truth.zeroIds == 0 ? equal : differs, zero
            ),
            (
                "AP and COCO's eleven others", value(DetectionParity.facts.ap), coco, equal,
                "an object with the id 0 counts like any other"
            ),
            (
                "AP, AP50 and AR of each class", .link("Classes", target: "section:detection-classes"), quirky,
                truth.zeroIds == 0 ? equal : differs, empty
            ),
            (
                "Precision, recall and score on the curves", .none("printed by misread measure detection"),
                "pycocotools 2.0.11",
                truth.zeroIds == 0 ? equal : differs, "the same 101 levels of recall"
            ),
            (
                "TIDE's AP at IoU 0.5", value(DetectionParity.facts.tideAp), "tidecv 1.0.1", equal,
                "the same matching and order of ties"
            ),
            (
                "TIDE's AP at IoU 0.5", value(DetectionParity.facts.tideAp), "COCO's AP50 on this page", differs,
                "100 detections of an image over all classes, not of each class; a class with detections alone counts as 0; "
                    + "objects are matched once, the first of equal overlaps"
            ),
            (
                "TIDE's gains and counts", .link("Error types", target: "section:detection-errors"), "tidecv 1.0.1",
                equal,
                "gains to 0.0001 points, counts exactly"
            ),
            (
                "TIDE's gains and counts", .link("Error types", target: "section:detection-errors"), "hotcoco 1.3.0",
                differs,
                "its base is COCO's AP50, and it leaves detections on crowds out of the counts"
            ),
            (
                "Confusion matrix", .link("Confusions", target: "section:detection-confusions"),
                "hotcoco 1.3.0 at the same thresholds",
                differs,
                "it counts detections on a crowd of their class as false; tied scores or overlaps may be paired otherwise"
            ),
            (
                "D-ECE, LaECE, LRP", .link("Calibration", target: "section:detection-calibration"), "their papers", own,
                "made from the papers' formulas; no tool was run beside them"
            ),
        ]
        return Table(
            columns: [
                Table.Column("number", "Number"), Table.Column("here", "Here", .number),
                Table.Column("tool", "Beside"), Table.Column("same", "Result"), Table.Column("why", "Why"),
            ],
            rows: rows.map { [.text($0.0), $0.1, .text($0.2), .text($0.3), .text($0.4)] })
    }

    private static let (equal, differs, own) = ("equal", "differs", "own count")

    private static func zeroIds(_ book: DetectionBook, _ quirk: DetectionScores) -> Table {
        let settings = book.tally.settings
        let cell = { (value: Double?) -> Cell in value.map { .number($0, .proportion) } ?? .none("not defined") }
        return Table(
            columns: [
                Table.Column("number", "Number"), Table.Column("here", "Here", .number),
                Table.Column("pycocotools", "pycocotools 2.0.11 prints", .number),
                Table.Column("change", "Lost there", .number),
            ],
            rows: zip(book.scores.summary(settings), quirk.summary(settings)).map { here, there in
                let change = here.value.flatMap { here in there.value.map { $0 - here } }
                return [
                    .text(here.name), cell(here.value), cell(there.value),
                    change.map { .number($0, .points) } ?? .none("not defined"),
                ]
            })
    }
}
