import Diagnostics
import Formats

/// CVAT's XML, for images and for videos: `<image>` elements with `<box>` and `<polygon>`, `<track>` elements with a box a
/// frame. Attributes and `occluded` are said of each object; a box that is turned is read as the one around it.
enum CVATBoxes {
    /// Reads a document.
    static func read(_ root: XMLElement, file: Int32, into rows: inout BoxRows) {
        var row: Int32 = 0
        for image in root.children where image.name == "image" {
            let name = image.attributes["name"] ?? image.attributes["id"] ?? ""
            let index = rows.image(
                BoxRows.Image(
                    named: name, width: number("width", image), height: number("height", image)))
            for shape in image.children {
                row += 1
                add(
                    shape, label: shape.attributes["label"], image: index, BoxRows.RowPlace(file: file, row: row), &rows
                )
            }
        }
        let size = root.child("meta").flatMap { meta in
            (meta.child("task") ?? meta.child("job")).flatMap { $0.child("original_size") }
        }
        for track in root.children where track.name == "track" {
            for shape in track.children {
                row += 1
                guard let frame = shape.attributes["frame"].flatMap({ Int($0) }) else { continue }
                let digits = String(frame)
                let name = "frame_" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".PNG"
                let index = rows.image(
                    BoxRows.Image(
                        id: .number(frame), fileName: name, width: size?.number("width"), height: size?.number("height")
                    ))
                if shape.attributes["outside"] == "1" { continue }
                add(
                    shape, label: track.attributes["label"], image: index, BoxRows.RowPlace(file: file, row: row), &rows
                )
            }
        }
    }

    private static func number(_ name: String, _ element: XMLElement) -> Double? {
        element.attributes[name].flatMap { Double(decimal: $0) }
    }

    private static func add(
        _ shape: XMLElement, label: String?, image: Int32, _ place: BoxRows.RowPlace, _ rows: inout BoxRows
    ) {
        guard let box = box(shape, place, &rows) else { return }
        guard let label else {
            rows.problems.add(LayoutFault.noClass(file: rows.files[Int(place.file)], row: Int(place.row)))
            return
        }
        var said: [(name: String, value: String)] = []
        if let occluded = shape.attributes["occluded"] { said.append(("occluded", ObjectWords.flag(occluded))) }
        for child in shape.children where child.name == "attribute" {
            if let name = child.attributes["name"] { said.append((name, ObjectWords.flag(child.text))) }
        }
        rows.add(BoxRows.Row(box: box, image: image, category: rows.category(.text(label)), place: place), said)
    }

    private static func box(_ shape: XMLElement, _ place: BoxRows.RowPlace, _ rows: inout BoxRows) -> Box? {
        switch shape.name {
        case "box":
            let corners = ["xtl", "ytl", "xbr", "ybr"].map { number($0, shape) }
            guard let left = corners[0], let top = corners[1], let right = corners[2], let bottom = corners[3] else {
                rows.problems.add(
                    LayoutFault.notABox(
                        file: rows.files[Int(place.file)], row: Int(place.row), value: "a box without its corners"))
                return nil
            }
            let box = BoxNumbers.corners.box(left, top, right, bottom)
            guard let angle = number("rotation", shape), angle != 0 else { return box }
            let at = "\(rows.files[Int(place.file)]):\(place.row)"
            rows.anomalies.note(.polygon, at) { shape.attributes["label"] ?? "" }
            return TurnedBox.around(box, degrees: angle)
        case "polygon", "polyline":
            let points = (shape.attributes["points"] ?? "").split(separator: ";").map { point in
                point.split(separator: ",").compactMap { Double(decimal: $0) }
            }
            guard shape.name == "polygon", points.count > 2, points.allSatisfy({ $0.count == 2 }) else {
                rows.leave(shape.name)
                return nil
            }
            let at = "\(rows.files[Int(place.file)]):\(place.row)"
            rows.anomalies.note(.polygon, at) { shape.attributes["label"] ?? "" }
            return TurnedBox.around(points.map { ($0[0], $0[1]) })
        case "attribute": return nil
        default:
            rows.leave(shape.name)
            return nil
        }
    }
}
