import Chronicle
import Record

/// A list for labelling in the forms that tools load: our own JSON; COCO, with an annotation for each image, or for each label or
/// detection that is disputed; and FiftyOne's `labels.json` for image classification of one label or of any number, or for detection.
struct LabellingFiles {
    private let entries: [LabellingQueue.Entry]
    private let classes: [String]
    private let task: TaskKind
    private let titles: Phrases

    init(_ entries: [LabellingQueue.Entry], task: TaskKind, classes: [String], _ phrases: Phrases) {
        self.entries = entries
        self.classes = classes
        self.task = task
        titles = phrases
    }

    private var isOfObjects: Bool { task == .detection }

    private func reason(_ entry: LabellingQueue.Entry) -> String { titles.reason(entry, task, [:]) }

    /// What is known of an image: of a classifier its label, of a detector what is disputed on it.
    private func attributes(_ entry: LabellingQueue.Entry, rank: Int) -> [(key: String, value: JSONValue)] {
        let said: [(key: String, value: JSONValue)] =
            entry.ofImage.map { image in
                [
                    ("predicted", .string(image.predicted)),
                    ("suggested", image.suggested.map { .string($0) } ?? .null),
                    ("other_probability", .number(image.otherProbability)),
                ]
            } ?? [("weight", .number(entry.weight))]
        return [("rank", .integer(rank))] + said + [
            ("reason", .string(reason(entry))), ("failure_modes", .string(entry.modes.joined(separator: " "))),
        ]
    }

    private func category(_ name: String) -> JSONValue { .integer((classes.firstIndex(of: name) ?? -1) + 1) }

    /// Our own form.
    var json: JSONValue {
        .object([
            ("schema", .string("misread-labelling/1")), ("classes", .array(classes.map { .string($0) })),
            ("images", .array(entries.enumerated().map { place, entry in json(entry, rank: place + 1) })),
        ])
    }

    private func json(_ entry: LabellingQueue.Entry, rank: Int) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("image", .string(entry.image)), ("file", entry.file.map { .string($0) } ?? .null),
        ]
        if let image = entry.ofImage { members.append(("label", .string(image.label))) }
        if isOfObjects { members += entry.sides }
        members += attributes(entry, rank: rank)
        if entry.ofImage == nil {
            members.append(("disputes", .array(isOfObjects ? entry.ofObjects.map(\.json) : entry.ofLabels.map(\.json))))
        }
        return .object(members)
    }

    /// COCO: an annotation without a box for each image, as image-level labels are written, or for each label that is disputed; of a
    /// detector one for each detection that disputes a label, with its box and class.
    var coco: JSONValue {
        .object([
            ("info", .object([("description", .string("labelling queue, first first"))])),
            ("licenses", .array([])),
            ("images", .array(entries.enumerated().map { place, entry in cocoImage(entry, id: place + 1) })),
            ("annotations", .array(annotations)),
            (
                "categories",
                .array(
                    classes.enumerated().map { place, name in
                        .object([("id", .integer(place + 1)), ("name", .string(name)), ("supercategory", .string(""))])
                    })
            ),
        ])
    }

    private func cocoImage(_ entry: LabellingQueue.Entry, id: Int) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("id", .integer(id)), ("file_name", .string(entry.file ?? entry.image)),
        ]
        if entry.size != nil { members += entry.sides }
        members.append(("image_id", .string(entry.image)))
        return .object(members)
    }

    private var annotations: [JSONValue] {
        let all = entries.enumerated().flatMap { place, entry -> [[(key: String, value: JSONValue)]] in
            let rank = place + 1
            if let image = entry.ofImage {
                return [
                    [
                        ("image_id", .integer(rank)), ("category_id", category(image.label)),
                        ("iscrowd", .integer(0)), ("attributes", .object(attributes(entry, rank: rank))),
                    ]
                ]
            }
            let labels = entry.ofLabels.map { mark -> [(key: String, value: JSONValue)] in
                [
                    ("image_id", .integer(rank)), ("category_id", category(mark.label)), ("iscrowd", .integer(0)),
                    ("attributes", .object([("rank", .integer(rank))] + mark.attributes)),
                ]
            }
            return labels
                + entry.ofObjects.map { object in
                    [("image_id", .integer(rank)), ("category_id", category(object.predicted))] + object.cocoBox
                        + [("attributes", .object([("rank", .integer(rank))] + object.attributes))]
                }
        }
        return all.enumerated().map { place, members in .object([("id", .integer(place + 1))] + members) }
    }

    /// Whether every box can be said as shares of the sides of its image.
    var areSizesKnown: Bool { entries.allSatisfy { $0.ofObjects.isEmpty || $0.size != nil } }

    /// FiftyOne's `labels.json`; `nil` of a detector where the size of an image is not known, for its boxes are shares of that.
    var fiftyOne: JSONValue? {
        guard areSizesKnown else { return nil }
        let keys = keys
        return .object([
            ("classes", .array(classes.map { .string($0) })),
            (
                "labels",
                .object(entries.enumerated().map { place, entry in (keys[place], fiftyOne(entry, rank: place + 1)) })
            ),
        ])
    }

    private func fiftyOne(_ entry: LabellingQueue.Entry, rank: Int) -> JSONValue {
        guard let image = entry.ofImage else {
            return .array(
                entry.ofLabels.map { mark in
                    .object([
                        ("label", .string(mark.label)), ("confidence", .number(mark.dispute.score)),
                        ("attributes", .object([("rank", .integer(rank))] + mark.attributes)),
                    ])
                }
                    + entry.ofObjects.map { object in
                        .object(
                            [
                                ("label", .string(object.predicted)),
                                ("bounding_box", .numbers(object.shares(of: entry.size))),
                                ("confidence", .number(object.dispute.score)),
                                (
                                    "attributes",
                                    .object([("rank", .integer(rank))] + object.attributes)
                                ),
                            ])
                    })
        }
        return .object([
            ("label", .string(image.label)), ("attributes", .object(attributes(entry, rank: rank))),
        ])
    }

    /// How FiftyOne calls each image: its path below the folder of images without the ending. Where two would be called alike
    /// they keep the whole path.
    private var keys: [String] {
        let short = entries.map { entry -> String in
            let (id, file) = (Self.withoutEnding(entry.image), Self.withoutEnding(entry.file ?? entry.image))
            return file == id || file.hasSuffix("/" + id) ? id : file
        }
        let counts = short.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        return zip(short, entries).map { key, entry in
            counts[key, default: 0] == 1 ? key : entry.file ?? entry.image
        }
    }

    /// The path of a picture without its ending.
    private static func withoutEnding(_ path: String) -> String {
        let ending = pictureEndings.first { path.lowercased().hasSuffix($0) }
        return ending.map { String(path.dropLast($0.count)) } ?? path
    }

    private static let pictureEndings = [".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp"]
}
