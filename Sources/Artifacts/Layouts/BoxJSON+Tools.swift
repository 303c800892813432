// Shapes as two more annotation tools write them: the VGG Image Annotator's regions, and Supervisely's objects.

import Diagnostics
import Formats

extension BoxJSON {
    /// Regions of VIA: by file, each with its `filename` and `regions`, alone or inside a project (version 1 counts them by key).
    static func regions(_ tree: JSONTree) -> [JSONTree]? {
        let files = (tree["_via_img_metadata"] ?? tree).members ?? []
        let isOfVIA = files.allSatisfy { $0.value["filename"]?.text != nil && $0.value["regions"] != nil }
        return files.isEmpty || !isOfVIA ? nil : files.map(\.value)
    }

    /// A file of VIA's, with its regions.
    mutating func addVIA(_ entry: JSONTree, _ context: Context) {
        var context = context
        let named = BoxRows.Image(named: entry["filename"]?.text ?? "")
        (context.id, context.fileName) = (named.id, named.fileName)
        _ = image(context)
        let regions = entry["regions"]?.elements ?? entry["regions"]?.members?.map(\.value) ?? []
        for region in regions {
            let shape = region["shape_attributes"]
            let kind = shape?["name"]?.text ?? "rect"
            func number(_ key: String) -> Double? { shape?[key]?.number }
            func numbers(_ key: String) -> [Double] { shape?[key]?.elements?.compactMap(\.number) ?? [] }
            let box: Box?
            if let x = number("x"), let y = number("y"), let width = number("width"), let height = number("height") {
                box = Box(x: x, y: y, width: width, height: height)
            } else if let x = number("cx"), let y = number("cy"), let across = number("r") ?? number("rx") {
                let down = number("r") ?? number("ry") ?? across
                box = kind == "point" ? nil : Box(x: x - across, y: y - down, width: 2 * across, height: 2 * down)
            } else {
                let points = zip(numbers("all_points_x"), numbers("all_points_y")).map { (x: $0, y: $1) }
                box = points.count < 2 || kind == "polyline" ? nil : TurnedBox.around(points)
            }
            guard let box else {
                rows.leave(kind)
                continue
            }
            let (label, others) = Self.label(region["region_attributes"])
            if kind != "rect" { rows.anomalies.note(.polygon, rows.files[Int(file)]) { label ?? "" } }
            add(box, label.map { rows.category(.text($0)) }, score: nil, context, others)
        }
    }

    /// The class among the attributes of a region, and the others: what is called as classes are, else the only one. Of boxes to
    /// be ticked the one that is.
    private static func label(_ attributes: JSONTree?) -> (label: String?, others: [(name: String, value: String)]) {
        let said = (attributes?.members ?? []).compactMap { key, value -> (name: String, value: String)? in
            let ticked = value.members?.first { inner in if case .boolean(true) = inner.value { true } else { false } }
            return (value.plain ?? ticked?.key).map { (key, $0) }
        }
        let usual = ["label", "class", "name", "category", "type", "object"]
        let at =
            usual.lazy.compactMap { name in said.firstIndex { BoxKeys.plain($0.name) == name } }.first
            ?? (said.count == 1 ? 0 : nil)
        guard let at else { return (nil, said) }
        return (said[at].value, said.indices.filter { $0 != at }.map { said[$0] })
    }

    /// Whether a value is Supervisely's annotation of one picture.
    static func isOfSupervisely(_ tree: JSONTree) -> Bool {
        guard tree["size"]?["height"]?.number != nil, let objects = tree["objects"]?.elements else { return false }
        return objects.allSatisfy { $0["classTitle"]?.text != nil && $0["points"]?["exterior"] != nil }
    }

    /// Objects of Supervisely, whose file is called by the picture: `a.png.json`.
    mutating func addSupervisely(_ tree: JSONTree, _ context: Context) {
        var context = context
        if let name = context.name, PictureNames.isPicture(name) {
            let named = BoxRows.Image(named: name)
            (context.id, context.fileName) = (named.id, named.fileName)
        }
        (context.width, context.height) = (tree["size"]?["width"]?.number, tree["size"]?["height"]?.number)
        _ = image(context)
        for object in tree["objects"]?.elements ?? [] {
            let kind = object["geometryType"]?.text ?? "rectangle"
            let points = (object["points"]?["exterior"]?.elements ?? []).compactMap {
                point -> (x: Double, y: Double)? in
                let pair = point.elements?.compactMap(\.number) ?? []
                return pair.count == 2 ? (pair[0], pair[1]) : nil
            }
            guard points.count >= 2, ["rectangle", "polygon"].contains(kind), let title = object["classTitle"]?.text
            else {
                rows.leave(kind)
                continue
            }
            if kind != "rectangle" { rows.anomalies.note(.polygon, rows.files[Int(file)]) { title } }
            let said = (object["tags"]?.elements ?? []).compactMap { tag -> (name: String, value: String)? in
                tag["name"]?.text.map { ($0, tag["value"]?.plain.map(ObjectWords.flag) ?? "yes") }
            }
            add(TurnedBox.around(points), rows.category(.text(title)), score: nil, context, said)
        }
    }
}
