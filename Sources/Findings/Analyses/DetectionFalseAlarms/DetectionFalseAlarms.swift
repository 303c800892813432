// What a detector says where nothing is: false positives an image by score and by kind of image, and false alarms on images
// without any object, where every detection is one.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// False positives per image, and false alarms on images without objects.
public struct DetectionFalseAlarms: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let score = FactSpec("score", .score)
        let images = FactSpec("images", .count)
        let emptyImages = FactSpec("empty_images", .count)
        let falsePositives = FactSpec("false_positives", .count, better: .lower)
        let falsePositivesPerImage = FactSpec(
            "false_positives_per_image", "the number of false positives per image at the operating point", .raw,
            better: .lower,
            tile: Tile(4, "False positives per image"), change: .falsePositivesChange)
        let imagesWithFalseAlarm = FactSpec("images_with_false_alarm", .count, better: .lower)
        let falseAlarmShare = FactSpec(
            "false_alarm_share", "the share of images without objects that have a false alarm", .proportion,
            better: .lower)
        let falseAlarmsPerImage = FactSpec(
            "false_alarms_per_image", "false alarms per image without objects", .raw, better: .lower)
        let perImageAtScore = FactSpec(
            "false_positives_per_image_at", "false positives per image", .raw, better: .lower, each: .scores)
        let shareAtScore = FactSpec(
            "false_alarm_share_at", "the share of images without objects that have a false alarm", .proportion,
            better: .lower, each: .scores)
        let perImageOnSlice = FactSpec(
            "false_positives_per_image_on", "false positives per image", .raw, better: .lower, each: .slices)
        let shareOnSlice = FactSpec(
            "false_alarm_share_on", "the share of images without objects that have a false alarm", .proportion,
            better: .lower, each: .slices)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyEmpty = "any_empty", anyAlarm = "any_alarm", hasAttributes = "has_attributes"
        case hasDeclared = "has_declared"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case byScore = "by_score", byAttribute = "by_attribute", declared, examples
    }

    /// Its card.
    public let card = Card(
        id: "detection-false-alarms", topic: .failures, title: "False alarms",
        question: "How many false positives does an image have, and what is detected where no object is?",
        tasks: [.detection],
        facts: Self.facts.all,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: ["false-alarms", "count-rate", "wilson"])

    /// States the alarms.
    public func examine(_ examination: Examination) throws -> Section {
        guard let book = examination.detection else { throw Missing("no detections in this evaluation") }
        let alarms = FalseAlarms(book)
        let all = Array(0..<alarms.images)
        let score = book.tally.settings.confusionScore
        let facts = DetectionFalseAlarms.facts
        let whole = alarms.counted(all, from: score)
        var stated: [Fact] = [
            Fact(facts.score, score, n: alarms.images, method: "false-alarms"),
            .count(facts.images, alarms.images, among: alarms.images, method: "false-alarms"),
            .count(facts.emptyImages, whole.empty, among: alarms.images, method: "false-alarms"),
            .count(facts.falsePositives, whole.falsePositives, among: alarms.images, method: "false-alarms"),
            whole.perImage(facts.falsePositivesPerImage),
            .count(facts.imagesWithFalseAlarm, whole.alarmed, among: whole.empty, method: "false-alarms"),
            whole.share(facts.falseAlarmShare),
            whole.perEmptyImage(facts.falseAlarmsPerImage),
        ]
        let byScore = FactSpec.scores.map { (name: $0, counted: alarms.counted(all, from: Double($0) ?? 0)) }
        for (name, counted) in byScore {
            stated += [
                counted.perImage(facts.perImageAtScore.atScore(name)), counted.share(facts.shareAtScore.atScore(name)),
            ]
        }
        let rows = book.everyImage()
        let columns = SliceColumns(of: rows, Self.settings(examination.settings))
        let declared = examination.settings.slicing.declared.map { slice in
            let (rows, unknown) = columns.rows(slice.predicates)
            let why = unknown.map { "no image has \($0)" } ?? "no image"
            return (slice: slice, counted: alarms.counted(rows, from: score), why: why)
        }
        for (slice, counted, why) in declared {
            stated += [
                counted.perImage(facts.perImageOnSlice.ofSlice(slice.name), else: why),
                counted.share(facts.shareOnSlice.ofSlice(slice.name), else: why),
            ]
        }
        let values = columns.withoutLabel.flatMap { column in
            column.categories.indices.map { value in
                (
                    predicates: [column.predicate(value)],
                    counted: alarms.counted(all.filter { column.codes[$0] == value }, from: score)
                )
            }
        }.filter { $0.counted.images >= examination.settings.slicing.minSupport }

        var flags = Flags()
        if whole.empty > 0 { flags.insert(DetectionFalseAlarms.Flag.anyEmpty) }
        if whole.alarmed > 0 { flags.insert(DetectionFalseAlarms.Flag.anyAlarm) }
        if !values.isEmpty { flags.insert(DetectionFalseAlarms.Flag.hasAttributes) }
        if !declared.isEmpty { flags.insert(DetectionFalseAlarms.Flag.hasDeclared) }
        let examples = alarms.onEmptyImages(from: score)
        return Section(
            card, facts: examination.besideBaseline(stated, of: card.id), flags: flags,
            exhibits: [
                Exhibit(
                    DetectionFalseAlarms.Shown.byScore,
                    .table(
                        Self.table(
                            Table.Column("score", "Score of at least", .number),
                            byScore.map { (.number(Double($0.name) ?? 0, .score), $0.counted) }))),
                Exhibit(
                    DetectionFalseAlarms.Shown.byAttribute,
                    .table(
                        Self.table(
                            Table.Column("slice", "Images with"),
                            values.sorted { ($0.counted.perImage.value ?? 0) > ($1.counted.perImage.value ?? 0) }
                                .prefix(ShowAtMost.rows).map { (.predicates($0.predicates, target: nil), $0.counted) }))
                ),
                Exhibit(
                    DetectionFalseAlarms.Shown.declared,
                    .table(
                        Self.table(
                            Table.Column("slice", "Declared slice"), declared.map { (.text($0.slice.name), $0.counted) }
                        ))
                ),
                Exhibit(
                    DetectionFalseAlarms.Shown.examples,
                    .gallery(
                        Gallery(
                            examples.prefix(ShowAtMost.evidence).map { book.shown(detection: $0, object: nil) },
                            total: examples.count))),
            ], imageCounts: ImageCounts(alarms.byImage(from: score)))
    }

    /// The workspace's settings for images, which are of no class.
    private static func settings(_ settings: WorkspaceSettings) -> WorkspaceSettings {
        var settings = settings
        settings.slicing.includesLabel = false
        return settings
    }

    private static func table(_ first: Table.Column, _ rows: [(Cell, FalseAlarms.Counted)]) -> Table {
        let facts = DetectionFalseAlarms.facts
        let anyEmpty = rows.contains { $0.1.empty > 0 }
        let all = [
            first, Table.Column("images", "Images", .number),
            Table.Column("false_positives", "False positives", .number),
            Table.Column("per_image", "Per image", .number, method: "false-alarms"),
            Table.Column("per_image_interval", "95 % interval", .interval, method: "count-rate"),
        ]
        let empty = [
            Table.Column("empty", "Without objects", .number), Table.Column("alarmed", "With a false alarm", .number),
            Table.Column("share", "Share", .number, method: "false-alarms"),
            Table.Column("share_interval", "95 % interval", .interval, method: "wilson"),
        ]
        return Table(
            columns: all + (anyEmpty ? empty : []),
            rows: rows.map { first, counted in
                let cells =
                    [
                        first, .number(Double(counted.images), .count), .number(Double(counted.falsePositives), .count),
                    ] + Self.cells(counted.perImage(facts.falsePositivesPerImage))
                if !anyEmpty { return cells }
                return cells + [.number(Double(counted.empty), .count), .number(Double(counted.alarmed), .count)]
                    + Self.cells(counted.share(facts.falseAlarmShare))
            })
    }

    /// A value and its interval.
    private static func cells(_ fact: Fact) -> [Cell] {
        guard let value = fact.value else { return [.none("none"), .none(fact.undefined ?? "none")] }
        let range = fact.interval.map {
            Cell.interval(low: $0.low, value: value, high: $0.high, unit: fact.unit, mark: nil)
        }
        return [.number(value, fact.unit), range ?? .none("too few images")]
    }
}
