// Inline SVG as text. Only classes and presentation attributes are written, for a strict content policy drops `style`;
// every colour comes from the style sheet (ChartStyle). Coordinates have one decimal: at the largest size a chart is shown
// that is a sixth of a pixel. Text from the data is escaped, and characters that XML forbids become U+FFFD.

import Foundation

/// Where text hangs on its point.
enum TextAnchor: String {
    case start, middle, end
}

/// A point in the drawing's own units.
struct Point: Hashable {
    var x: Double
    var y: Double

    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// Writes one `<svg>` element.
struct SVGWriter {
    /// Width of the view box.
    let width: Double
    /// Height of the view box.
    let height: Double
    private var body = ""

    /// A drawing whose title and description are read out in place of it; `id` must be unique on its page.
    init(classes: String, width: Double, height: Double, id: String, title: String, description: String) {
        self.width = width
        self.height = height
        let id = Self.escape(id)
        body =
            "<svg class=\"\(Self.escape(classes))\" viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" "
            + "role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\">"
            + "<title id=\"\(id)-t\">\(Self.escape(title))</title>"
            + "<desc id=\"\(id)-d\">\(Self.escape(description))</desc>"
    }

    /// A small mark in a row of text, stretched to the room it gets, with one label.
    init(mark classes: String, width: Double, height: Double, label: String) {
        self.width = width
        self.height = height
        body =
            "<svg class=\"\(Self.escape(classes))\" viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" "
            + "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"\(Self.escape(label))\">"
    }

    /// A small mark of a fixed shape, with one label.
    init(classes: String, width: Double, height: Double, label: String) {
        self.width = width
        self.height = height
        body =
            "<svg class=\"\(Self.escape(classes))\" viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" "
            + "role=\"img\" aria-label=\"\(Self.escape(label))\">"
    }

    /// The element.
    func finished() -> String { body + "</svg>" }

    /// A line, as a path: most are level or upright, and those take half the bytes of a line element.
    mutating func line(_ classes: String, _ a: Point, _ b: Point) {
        let end =
            a.y == b.y
            ? "H\(Self.number(b.x))"
            : a.x == b.x ? "V\(Self.number(b.y))" : "L\(Self.number(b.x)) \(Self.number(b.y))"
        body += "<path class=\"\(classes)\" d=\"M\(Self.number(a.x)) \(Self.number(a.y))\(end)\"/>"
    }

    mutating func circle(_ classes: String, at center: Point, radius: Double) {
        element("circle", classes, [("cx", center.x), ("cy", center.y), ("r", radius)])
    }

    mutating func rect(_ classes: String, x: Double, y: Double, width: Double, height: Double, corner: Double = 0) {
        var attributes = [("x", x), ("y", y), ("width", max(0, width)), ("height", max(0, height))]
        if corner > 0 { attributes.append(("rx", corner)) }
        element("rect", classes, attributes)
    }

    mutating func polygon(_ classes: String, _ points: [Point]) {
        body += "<polygon class=\"\(classes)\" points=\"\(Self.list(points))\"/>"
    }

    mutating func polyline(_ classes: String, _ points: [Point]) {
        body += "<polyline class=\"\(classes)\" points=\"\(Self.list(points))\"/>"
    }

    /// Lines that look alike, as one path.
    mutating func polylines(_ classes: String, _ lines: [[Point]]) {
        let lines = lines.filter { $0.count > 1 }
        guard !lines.isEmpty else { return }
        body += "<path class=\"\(classes)\" d=\""
        for line in lines {
            body += "M" + line.map { Self.number($0.x) + " " + Self.number($0.y) }.joined(separator: "L")
        }
        body += "\"/>"
    }

    /// Upright strokes, as one path.
    mutating func uprights(_ classes: String, _ strokes: [(x: Double, from: Double, to: Double)]) {
        guard !strokes.isEmpty else { return }
        body += "<path class=\"\(classes)\" d=\""
        for stroke in strokes {
            body += "M\(Self.number(stroke.x)) \(Self.number(stroke.from))V\(Self.number(stroke.to))"
        }
        body += "\"/>"
    }

    /// Points as strokes without length, one path for all; the style's line cap gives them their shape.
    mutating func points(_ classes: String, _ points: [Point], size: Double) {
        guard !points.isEmpty else { return }
        body += "<path class=\"\(classes)\" stroke-width=\"\(Self.number(size))\" d=\""
        for point in points { body += "M\(Self.number(point.x)) \(Self.number(point.y))h0" }
        body += "\"/>"
    }

    /// A diamond: the mark of what fails, told apart by shape and not by colour alone.
    mutating func diamond(_ classes: String, at p: Point, radius r: Double) {
        polygon(classes, [Point(p.x, p.y - r), Point(p.x + r, p.y), Point(p.x, p.y + r), Point(p.x - r, p.y)])
    }

    mutating func text(_ classes: String, _ string: String, at p: Point, _ anchor: TextAnchor = .start) {
        open("text", classes, p, anchor)
        body += ">\(Self.escape(string))</text>"
    }

    /// Text turned by `degrees` about its point.
    mutating func text(
        _ classes: String, _ string: String, at p: Point, _ anchor: TextAnchor, turned degrees: Double
    ) {
        body += "<text class=\"\(classes)\" transform=\"translate(\(Self.number(p.x)) \(Self.number(p.y))) "
        body += "rotate(\(Self.number(degrees)))\""
        if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
        body += ">\(Self.escape(string))</text>"
    }

    /// Texts that share a class, each centred on its point: a class written once, not once a cell.
    mutating func centred(_ classes: String, _ texts: [(text: String, at: Point)]) {
        guard !texts.isEmpty else { return }
        body += "<g class=\"\(classes)\" text-anchor=\"middle\">"
        for (text, p) in texts {
            body += "<text x=\"\(Self.number(p.x))\" y=\"\(Self.number(p.y))\">\(Self.escape(text))</text>"
        }
        body += "</g>"
    }

    /// The rules of a grid, as one path.
    mutating func grid(
        _ classes: String, left: Double, top: Double, width: Double, height: Double, columns: Int, rows: Int
    ) {
        body += "<path class=\"\(classes)\" d=\""
        for row in 0...max(rows, 0) {
            let y = Self.number(top + Double(row) * height)
            body += "M\(Self.number(left)) \(y)h\(Self.number(width * Double(columns)))"
        }
        for column in 0...max(columns, 0) {
            let x = Self.number(left + Double(column) * width)
            body += "M\(x) \(Self.number(top))v\(Self.number(height * Double(rows)))"
        }
        body += "\"/>"
    }

    /// Cells as thick strokes, one path for all that look alike: about ten bytes a cell. `at` are middles of left edges.
    mutating func cells(_ classes: String, at starts: [Point], width: Double, height: Double, pattern: String? = nil) {
        guard !starts.isEmpty else { return }
        let across = Self.number(width)
        body += "<path class=\"\(classes)\""
        if let pattern { body += " stroke=\"url(#\(Self.escape(pattern)))\"" }
        body += " stroke-width=\"\(Self.number(height))\" d=\""
        var last: Point?
        for start in starts {
            // Within a row a step from the end of the cell before is shorter than a place.
            if let last, last.y == start.y {
                body += "m\(Self.number(start.x - last.x - width)) 0h\(across)"
            } else {
                body += "M\(Self.number(start.x)) \(Self.number(start.y))h\(across)"
            }
            last = start
        }
        body += "\"/>"
    }

    /// A pattern of diagonal lines of the given class, to paint with `url(#id)`.
    mutating func hatchPattern(id: String, _ classes: String) {
        body +=
            "<defs><pattern id=\"\(Self.escape(id))\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
            + "patternTransform=\"rotate(45)\"><line class=\"\(classes)\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\"/>"
            + "</pattern></defs>"
    }

    /// A rectangle filled with a pattern.
    mutating func rect(pattern id: String, x: Double, y: Double, width: Double, height: Double) {
        body += "<rect fill=\"url(#\(Self.escape(id)))\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
        body += "width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(max(0, height)))\"/>"
    }

    /// An area painted where a picture is white, in the colour of its class.
    mutating func rect(
        _ classes: String, through png: [UInt8], id: String, x: Double, y: Double, width: Double, height: Double
    ) {
        let place =
            "x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
            + "height=\"\(Self.number(height))\""
        let id = Self.escape(id)
        body += "<mask id=\"\(id)\"><image \(place) preserveAspectRatio=\"none\" "
        body += "href=\"data:image/png;base64,\(Data(png).base64EncodedString())\"/></mask>"
        body += "<rect class=\"\(classes)\" \(place) mask=\"url(#\(id))\"/>"
    }

    private mutating func open(_ name: String, _ classes: String, _ p: Point, _ anchor: TextAnchor) {
        body += "<\(name) class=\"\(classes)\" x=\"\(Self.number(p.x))\" y=\"\(Self.number(p.y))\""
        if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    }

    private mutating func element(_ name: String, _ classes: String, _ attributes: [(String, Double)]) {
        body += "<\(name) class=\"\(classes)\""
        for (key, value) in attributes { body += " \(key)=\"\(Self.number(value))\"" }
        body += "/>"
    }

    private static func list(_ points: [Point]) -> String {
        points.map { number($0.x) + "," + number($0.y) }.joined(separator: " ")
    }

    /// One decimal, without ".0"; a number that is not finite is 0.
    static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded(.toNearestOrEven)
        guard tenths.isFinite, tenths.magnitude < 1e9, tenths != 0 else { return "0" }
        let whole = Int(tenths)
        let digits = String(whole.magnitude / 10)
        let decimal = whole.magnitude % 10
        return (whole < 0 ? "-" : "") + digits + (decimal == 0 ? "" : ".\(decimal)")
    }

    /// Text that can stand in an element or a quoted attribute.
    static func escape(_ string: String) -> String {
        var out = ""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "\t", "\n", "\r": out += " "
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}": out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
