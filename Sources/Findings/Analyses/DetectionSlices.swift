// Where false detections gather, and on which kinds of image anything is wrong: the slice engine over detections and over
// images. Missed and confused objects are the rows of the page of slices.

import Artifacts
import Record
import Statistics
import Tallies

/// Slices of detections and of images that fail more than each of their parents.
public struct DetectionSlices: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let detections = FactSpec("detections", .count)
        let falseDetections = FactSpec("false_detections", .count, better: .lower)
        let falseRate = FactSpec("false_rate", .proportion, better: .lower)
        let detectionSlicesTested = FactSpec("detection_slices_tested", .count)
        let detectionFindings = FactSpec("detection_findings", .count, better: .lower)
        let detectionLeads = FactSpec("detection_leads", .count, better: .lower)
        let topRate = FactSpec("top_rate", .proportion, better: .lower)
        let topExpected = FactSpec("top_expected", .proportion)
        let images = FactSpec("images", .count)
        let imagesWithErrors = FactSpec("images_with_errors", .count, better: .lower)
        let imageRate = FactSpec("image_rate", .proportion, better: .lower)
        let imageSlicesTested = FactSpec("image_slices_tested", .count)
        let imageFindings = FactSpec("image_findings", .count, better: .lower)
        let imageLeads = FactSpec("image_leads", .count, better: .lower)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case topSlice = "top_slice"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyDetectionFinding = "any_detection_finding", anyDetectionSlice = "any_detection_slice"
        case anyImageSlice = "any_image_slice", hasAttributes = "has_attributes"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case detections, images, examples
    }

    /// Its card.
    public let card = Card(
        id: "detection-slices", topic: .failures, title: "Slices of detections and images",
        question: "In which slices do false positives concentrate, and on which images is there an error?",
        tasks: [.detection],
        facts: Self.facts.all,
        terms: Term.ids,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "detection-operating-point", "slice-search", "slice-gain", "fisher-exact", "benjamini-hochberg",
            "error-budget", "wilson",
        ])

    /// States where errors gather.
    public func draft(_ examination: Examination) throws -> Draft {
        let book = try examination.detector()
        let detected = book.detectionRows()
        let rows = detected.rows
        guard rows.count > 0 else { throw Missing("no detection has a score of 0.25 or more") }
        let images = book.imageRows()
        var settings = Self.settings(examination.settings, extra: "detection_size")
        let ofDetections = try Self.tested(rows, settings)
        settings = Self.settings(examination.settings, extra: "object_count")
        settings.slicing.includesLabel = false
        let ofImages = try Self.tested(images, settings)
        return Draft([ofDetections, ofImages].compactMap { $0?.family }) { levels in
            func ranking(_ tested: TestedSlices?, _ rows: Evaluation) throws -> SliceRanking? {
                try tested.map {
                    try SliceRanking(
                        $0, rows, level: levels[.slices], smallestEffect: examination.settings.smallestEffect)
                }
            }
            return section(
                examination, book, detected, images, try ranking(ofDetections, rows), try ranking(ofImages, images),
                level: levels[.slices])
        }
    }

    private func section(
        _ examination: Examination, _ book: DetectionBook,
        _ detected: (rows: Evaluation, detections: [Int], objects: [Int?]), _ images: Evaluation,
        _ found: SliceRanking?, _ onImages: SliceRanking?, level: Double
    ) -> Section {
        let (rows, detections, objects) = detected
        let slices = found?.slices ?? []
        let imageSlices = onImages?.slices ?? []
        let top = slices.first
        let wrong = rows.wrongRows
        let point = "detection-operating-point"
        let none = "no slice is a finding or a lead"
        var facts: [Fact] = [
            .count(DetectionSlices.facts.detections, rows.count, among: book.evaluation.results.count, method: point),
            .count(DetectionSlices.facts.falseDetections, wrong.count, among: rows.count, method: point),
            .stating(
                DetectionSlices.facts.falseRate,
                ResamplingUnits(of: rows).rate(of: 0..<rows.count, method: point, where: { !rows.isCorrect($0) }),
                else: "no detection", method: point),
            .count(
                DetectionSlices.facts.detectionSlicesTested, found?.tested ?? 0, among: rows.count,
                method: "slice-search"),
            .count(
                DetectionSlices.facts.detectionFindings, slices.count { $0.isFinding }, among: found?.tested ?? 0,
                method: "benjamini-hochberg"),
            .count(
                DetectionSlices.facts.detectionLeads, slices.count { !$0.isFinding }, among: found?.tested ?? 0,
                method: "benjamini-hochberg"),
            .stating(DetectionSlices.facts.topRate, top?.measure, else: none, method: "slice-search"),
            top.map {
                Fact(
                    DetectionSlices.facts.topExpected, $0.siblings.count.rate, n: $0.count.rows, method: "slice-search")
            }
                ?? Fact(DetectionSlices.facts.topExpected, undefined: none, n: rows.count, method: "slice-search"),
            .count(
                DetectionSlices.facts.images, images.count, among: book.evaluation.truth.images.count, method: point),
            .count(DetectionSlices.facts.imagesWithErrors, images.wrongRows.count, among: images.count, method: point),
            ResamplingUnits(of: images).rate(
                DetectionSlices.facts.imageRate, of: 0..<images.count, undefined: "no image has a box", method: point,
                where: { !images.isCorrect($0) }),
            .count(
                DetectionSlices.facts.imageSlicesTested, onImages?.tested ?? 0, among: images.count,
                method: "slice-search"),
            .count(
                DetectionSlices.facts.imageFindings, imageSlices.count { $0.isFinding }, among: onImages?.tested ?? 0,
                method: "benjamini-hochberg"),
            .count(
                DetectionSlices.facts.imageLeads, imageSlices.count { !$0.isFinding }, among: onImages?.tested ?? 0,
                method: "benjamini-hochberg"),
        ]
        // The slice that is first now may be another than the baseline's first.
        facts = examination.besideBaseline(
            facts, of: card.id, sameAs: [DetectionSlices.facts.topRate: nil, DetectionSlices.facts.topExpected: nil])
        var flags = Flags()
        if !slices.isEmpty { flags.insert(DetectionSlices.Flag.anyDetectionSlice) }
        if slices.contains(where: \.isFinding) { flags.insert(DetectionSlices.Flag.anyDetectionFinding) }
        if !imageSlices.isEmpty { flags.insert(DetectionSlices.Flag.anyImageSlice) }
        if found != nil { flags.insert(DetectionSlices.Flag.hasAttributes) }
        var examples = Gallery([], total: 0)
        if let top {
            var failing: [Int] = []
            top.rows.forEach { if !rows.isCorrect($0) { failing.append($0) } }
            examples = Gallery(
                rows.mostConfident(failing).prefix(ShowAtMost.evidence).map { row in
                    book.shown(detection: detections[row], object: objects[row])
                }, total: failing.count)
        }
        return Section(
            card, facts: facts, terms: top.map { Terms([Term.topSlice: Slices.words($0.predicates)]) } ?? Terms(),
            flags: flags,
            exhibits: [
                Exhibit(DetectionSlices.Shown.detections, .table(Self.table(slices, "Detections").held(to: level))),
                Exhibit(DetectionSlices.Shown.images, .table(Self.table(imageSlices, "Images").held(to: level))),
                Exhibit(DetectionSlices.Shown.examples, .gallery(examples)),
            ])
    }

    /// The workspace's settings, with one attribute more that is made here.
    private static func settings(_ settings: WorkspaceSettings, extra: String) -> WorkspaceSettings {
        var settings = settings
        settings.slicing.attributes = settings.slicing.attributes.map { $0 + [extra] }
        settings.publish = settings.publish.map { $0 + [extra] }
        return settings
    }

    /// `nil` when there is nothing to slice by.
    private static func tested(_ rows: Evaluation, _ settings: WorkspaceSettings) throws -> TestedSlices? {
        let columns = SliceColumns(of: rows, settings)
        guard rows.count > 0, !columns.columns.isEmpty else { return nil }
        return try TestedSlices(rows, columns, ResamplingUnits(of: rows), settings)
    }

    private static func table(_ slices: [RankedSlice], _ title: String) -> Table {
        Table(
            columns: [
                Table.Column("slice", "Slice"), Table.Column("state", "State", .state),
                Table.Column("errors", "Wrong", .number), Table.Column("n", title, .number),
                Table.Column("rate", "Rate", .number),
                Table.Column("interval", "95 % interval, │ siblings", .interval, method: "wilson"),
                Table.Column("expected", "Siblings", .number, method: "slice-gain"),
                Table.Column("saved", "Errors saved, at least", .number, method: "slice-gain"),
                Table.Column("p", "p, corrected", .number, method: "benjamini-hochberg"),
            ],
            rows: slices.prefix(ShowAtMost.rows).map { slice in
                [
                    .predicates(slice.predicates, target: nil),
                    .state(slice.isFinding ? .finding : .lead, nil),
                    .number(Double(slice.count.errors), .count), .number(Double(slice.count.rows), .count),
                    .number(slice.count.rate, .proportion),
                    .interval(of: slice.measure, mark: slice.siblings.count.rate),
                    .number(slice.siblings.count.rate, .proportion), .number(slice.savedAtLeast, .raw),
                    .number(slice.adjusted, .pValue),
                ]
            })
    }
}
