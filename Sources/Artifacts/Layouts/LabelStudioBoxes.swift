// Label Studio's JSON of boxes. A task has its picture under `data` and what people drew under `annotations`; in the form that it
// calls JSON_MIN the picture and the shapes are keys of the task itself. Numbers are percent of the picture's sides, and a box is
// turned about its upper left corner (labelstud.io/guide/task_format, /guide/export).

import Foundation
import Formats

/// A task of Label Studio's with shapes on its picture.
struct LabelStudioTask {
    /// A shape, with the value that says where it is.
    struct Shape {
        let label: String
        let value: JSONTree
        let width: Double?
        let height: Double?
    }

    /// What the picture is called.
    let picture: String
    /// The shapes of the annotation that counts.
    let shapes: [Shape]
    /// Kinds of what was drawn and is none.
    let others: [String]
    /// How many more annotations of other people there are.
    let further: Int
    /// Whether anybody looked at it: a task that waits says nothing of what is on its picture.
    let isAnnotated: Bool

    /// Keys of the labels of a shape.
    private static let kinds = ["rectanglelabels", "polygonlabels", "ellipselabels"]
    /// Keys of the labels of what has no box.
    private static let bare = ["keypointlabels", "brushlabels", "videorectangle", "choices", "textarea"]

    /// `nil` for what is none, or has not a single shape.
    init?(_ tree: JSONTree) {
        guard let members = tree.members else { return nil }
        if let data = tree["data"]?.members,
            let annotations = (tree["annotations"] ?? tree["completions"])?.elements
        {
            guard let name = Self.picture(in: data) else { return nil }
            picture = name
            let given = annotations.filter { annotation in
                if case .boolean(true)? = annotation["was_cancelled"] { return false }
                return true
            }
            let results = given.first?["result"]?.elements ?? []
            (further, isAnnotated) = (max(0, given.count - 1), !given.isEmpty)
            shapes = results.compactMap { result in
                result["value"].flatMap { Self.shape($0, sizes: result) }
            }
            others = results.filter { $0["value"].flatMap { Self.shape($0, sizes: $0) } == nil }
                .compactMap { $0["type"]?.text }
            guard annotations.contains(where: { $0["result"] != nil }) || annotations.isEmpty else { return nil }
        } else {
            let lists = members.compactMap { $0.value.elements }.filter { list in
                list.first.map { first in Self.kinds.contains { first[$0] != nil } } ?? false
            }
            guard !lists.isEmpty, let name = Self.picture(in: members) else { return nil }
            picture = name
            shapes = lists.flatMap { $0.compactMap { Self.shape($0, sizes: $0) } }
            (others, further, isAnnotated) = ([], 0, true)
        }
    }

    /// Whether anybody drew a shape on it.
    static func hasShapes(_ tree: JSONTree) -> Bool { LabelStudioTask(tree).map { !$0.shapes.isEmpty } ?? false }

    /// The first text that names a picture, without the store and the server's folder before it.
    static func picture(in members: [(key: String, value: JSONTree)]) -> String? {
        let texts = members.compactMap { $0.value.text }
        guard let path = texts.first(where: { PictureNames.isPicture($0) }) else { return nil }
        // Files of the server's disk are named by a query: ?d=folder/a.png.
        let inner = path.range(of: "?d=").map { String(path[$0.upperBound...]) } ?? path
        let last = inner.split(separator: "/").last.map(String.init) ?? inner
        return last.removingPercentEncoding ?? last
    }

    private static func shape(_ value: JSONTree, sizes: JSONTree) -> Shape? {
        for kind in kinds {
            guard let label = value[kind]?.elements?.first?.text else { continue }
            return Shape(
                label: label, value: value, width: sizes["original_width"]?.number,
                height: sizes["original_height"]?.number)
        }
        return nil
    }
}

extension LabelStudioTask.Shape {
    /// The box around the shape, in shares of the picture, and whether the shape is none itself; `nil` where numbers are missing.
    var box: (box: Box, isAround: Bool)? {
        func number(_ key: String) -> Double? { value[key]?.number.map { $0 / 100 } }
        if let points = value["points"]?.elements {
            let corners = points.compactMap { point -> (x: Double, y: Double)? in
                let pair = point.elements?.compactMap(\.number) ?? []
                return pair.count == 2 ? (pair[0] / 100, pair[1] / 100) : nil
            }
            return corners.count < 2 ? nil : (TurnedBox.around(corners), true)
        }
        guard let x = number("x"), let y = number("y") else { return nil }
        if let across = number("radiusX"), let down = number("radiusY") {
            return (Box(x: x - across, y: y - down, width: 2 * across, height: 2 * down), true)
        }
        guard let width = number("width"), let height = number("height") else { return nil }
        let degrees = value["rotation"]?.number ?? 0
        guard degrees != 0 else { return (Box(x: x, y: y, width: width, height: height), false) }
        // Turned in pixels: shares of two sides have no common angle.
        let ratio = (self.width ?? 1) / (self.height ?? 1)
        let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
        let corners = [(0, 0), (width, 0), (width, height), (0, height)].map { across, down in
            (x: x + across * cosine - down / ratio * sine, y: y + across * ratio * sine + down * cosine)
        }
        return (TurnedBox.around(corners), true)
    }
}

extension BoxJSON {
    /// The shapes of a task of Label Studio's.
    mutating func add(_ task: LabelStudioTask, _ context: Context) {
        guard task.isAnnotated else {
            rows.note("tasks that nobody annotated are left out")
            return
        }
        var context = context
        let named = BoxRows.Image(named: task.picture)
        (context.id, context.fileName, context.isShares) = (named.id, named.fileName, true)
        if let shape = task.shapes.first { (context.width, context.height) = (shape.width, shape.height) }
        _ = image(context)
        for kind in task.others { rows.leave(kind) }
        if task.further > 0 {
            rows.note("several people annotated some images: the first annotation of each counts")
        }
        for shape in task.shapes {
            guard let (box, isAround) = shape.box else {
                rows.leave("a shape without numbers")
                continue
            }
            if isAround { rows.anomalies.note(.polygon, rows.files[Int(file)]) { shape.label } }
            add(box, rows.category(.text(shape.label)), score: nil, context)
        }
    }
}
