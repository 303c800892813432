import Chronicle
import Record

/// A list for labelling in the forms that tools load: our own JSON, COCO with annotations of whole images, and FiftyOne's image
/// classification format (`labels.json`: classes, and a label, confidence and attributes by the name of a file without its ending).
struct LabellingFiles {
    private let entries: [LabellingQueue.Entry]
    private let classes: [String]
    private let titles: Phrases

    init(_ entries: [LabellingQueue.Entry], classes: [String], _ phrases: Phrases) {
        self.entries = entries
        self.classes = classes
        titles = phrases
    }

    private func reason(_ entry: LabellingQueue.Entry) -> String { titles.reason(entry, [:]) }

    private func attributes(_ entry: LabellingQueue.Entry, rank: Int) -> [(key: String, value: JSONValue)] {
        [
            ("rank", .integer(rank)), ("predicted", .string(entry.predicted)),
            ("suggested", entry.suggested.map { .string($0) } ?? .null),
            ("other_probability", .number(entry.otherProbability)),
            ("reason", .string(reason(entry))), ("failure_modes", .string(entry.modes.joined(separator: " "))),
        ]
    }

    /// Our own form.
    var json: JSONValue {
        .object([
            ("schema", .string("misread-labelling/1")), ("classes", .array(classes.map { .string($0) })),
            (
                "images",
                .array(
                    entries.enumerated().map { place, entry in
                        .object(
                            [
                                ("image", .string(entry.image)), ("file", entry.file.map { .string($0) } ?? .null),
                                ("label", .string(entry.label)),
                            ] + attributes(entry, rank: place + 1))
                    })
            ),
        ])
    }

    /// COCO: an annotation without a box for each image, as image-level labels are written.
    var coco: JSONValue {
        .object([
            ("info", .object([("description", .string("labelling queue, first first"))])),
            ("licenses", .array([])),
            (
                "images",
                .array(
                    entries.enumerated().map { place, entry in
                        .object([
                            ("id", .integer(place + 1)), ("file_name", .string(entry.file ?? entry.image)),
                            ("image_id", .string(entry.image)),
                        ])
                    })
            ),
            (
                "annotations",
                .array(
                    entries.enumerated().map { place, entry in
                        .object([
                            ("id", .integer(place + 1)), ("image_id", .integer(place + 1)),
                            ("category_id", .integer((classes.firstIndex(of: entry.label) ?? -1) + 1)),
                            ("iscrowd", .integer(0)), ("attributes", .object(attributes(entry, rank: place + 1))),
                        ])
                    })
            ),
            (
                "categories",
                .array(
                    classes.enumerated().map { place, name in
                        .object([("id", .integer(place + 1)), ("name", .string(name)), ("supercategory", .string(""))])
                    })
            ),
        ])
    }

    /// FiftyOne's `labels.json`.
    var fiftyOne: JSONValue {
        let keys = keys
        return .object([
            ("classes", .array(classes.map { .string($0) })),
            (
                "labels",
                .object(
                    entries.enumerated().map { place, entry in
                        (
                            keys[place],
                            .object([
                                ("label", .string(entry.label)),
                                ("attributes", .object(attributes(entry, rank: place + 1))),
                            ])
                        )
                    })
            ),
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
