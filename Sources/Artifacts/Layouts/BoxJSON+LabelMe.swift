import Diagnostics
import Formats

extension BoxJSON {
    /// A shape of LabelMe's: two corners of a rectangle, or the points of a polygon.
    mutating func labelMe(_ shape: JSONTree, _ context: Context) {
        let points = (shape["points"]?.elements ?? []).compactMap { point -> (x: Double, y: Double)? in
            let numbers = point.elements?.compactMap(\.number) ?? []
            return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
        }
        let kind = shape["shape_type"]?.text ?? (points.count > 2 ? "polygon" : "rectangle")
        guard let label = shape["label"]?.text, ["rectangle", "polygon", "rotation", "circle"].contains(kind),
            points.count >= 2
        else {
            rows.leave(kind)
            return
        }
        var box = TurnedBox.around(points)
        if kind == "circle" {
            let (x, y) = (points[1].x - points[0].x, points[1].y - points[0].y)
            let radius = (x * x + y * y).squareRoot()
            box = Box(x: points[0].x - radius, y: points[0].y - radius, width: 2 * radius, height: 2 * radius)
        }
        if kind != "rectangle" { rows.anomalies.note(.polygon, rows.files[Int(file)]) { label } }
        var said: [(name: String, value: String)] = []
        for (name, value) in (shape["flags"]?.members ?? []) + (shape["attributes"]?.members ?? []) {
            if let text = value.plain { said.append((name, ObjectWords.flag(text))) }
        }
        let isDifficult = shape["difficult"]?.plain.flatMap(ObjectWords.isSet) ?? false
        add(box, rows.category(.text(label)), score: nil, isIgnored: isDifficult, context, said)
    }
}
