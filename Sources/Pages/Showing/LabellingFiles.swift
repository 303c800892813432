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
            ("expected_label_errors", .number(entry.expected)),
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
        .object([
            ("classes", .array(classes.map { .string($0) })),
            (
                "labels",
                .object(
                    entries.enumerated().map { place, entry in
                        (
                            Self.stem(entry.file ?? entry.image),
                            .object([
                                ("label", .string(entry.label)),
                                ("attributes", .object(attributes(entry, rank: place + 1))),
                            ])
                        )
                    })
            ),
        ])
    }

    /// The name of a file without its folder and ending.
    private static func stem(_ file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        let ending = name[name.index(after: dot)...]
        return ending.utf8.count <= 4 ? String(name[..<dot]) : name
    }
}
