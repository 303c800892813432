import Record

/// Ground truth and results as COCO JSON: what an export of another form becomes.
enum COCOText {
    /// Ground truth. Ids are kept; objects without one are numbered from 1.
    static func of(_ truth: DetectionGroundTruth) -> JSONValue {
        let images = truth.imagesInFileOrder.map { index -> JSONValue in
            let image = truth.images[Int(index)]
            return .object(
                [("id", id(image.id))] + (image.fileName.map { [("file_name", .string($0))] } ?? [])
                    + (image.width.map { [("width", number($0))] } ?? [])
                    + (image.height.map { [("height", number($0))] } ?? []))
        }
        let objects = (0..<truth.boxes.count).map { index -> JSONValue in
            let said = truth.objectAttributes.map { column in
                (column.name.text, JSONValue.string(column.categories[Int(column.codes[index])].text))
            }
            return .object(
                [
                    ("id", truth.ids[index].map(id) ?? .integer(index + 1)),
                    ("image_id", id(truth.images[Int(truth.boxes.image[index])].id)),
                    ("category_id", id(truth.classes[Int(truth.boxes.category[index])].id)),
                    ("bbox", box(truth.boxes[index])), ("area", number(truth.areas[index])),
                    ("iscrowd", .integer(truth.isCrowd[index] ? 1 : 0)),
                ] + (said.isEmpty ? [] : [("attributes", .object(said))]))
        }
        return .object([
            ("images", .array(images)),
            (
                "categories",
                .array(truth.classes.map { .object([("id", id($0.id)), ("name", .string($0.name))]) })
            ),
            ("annotations", .array(objects)),
        ])
    }

    /// Results, with the ids of `truth`.
    static func of(_ results: DetectionResults, _ truth: DetectionGroundTruth) -> JSONValue {
        .array(
            (0..<results.count).map { index in
                .object([
                    ("image_id", id(truth.images[Int(results.boxes.image[index])].id)),
                    ("category_id", id(truth.classes[Int(results.boxes.category[index])].id)),
                    ("bbox", box(results.boxes[index])), ("score", .number(results.scores[index])),
                ])
            })
    }

    private static func id(_ id: Identifier) -> JSONValue {
        switch id {
        case .number(let number): .integer(number)
        case .text(let text): .string(text)
        }
    }

    private static func box(_ box: Box) -> JSONValue {
        .array([box.x, box.y, box.width, box.height].map(number))
    }

    private static func number(_ value: Double) -> JSONValue {
        Int(exactly: value).map { .integer($0) } ?? .number(value)
    }
}
