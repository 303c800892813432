// A chain of boxes from the data down to the evaluation. It is upright at every width, for a chain across would need its
// names cut to nothing on a telephone. What a box is marked with is said by its line and by a word, never by colour alone.

/// A lineage as SVG.
public struct LineageDrawing {
    /// A box.
    public struct Node: Sendable {
        /// How the box is drawn.
        public enum Style: String, Sendable {
            /// As in the baseline, or nothing to compare with.
            case plain = "node"
            /// Heavy.
            case changed = "node changed"
            /// Dashed.
            case downstream = "node diag"
            /// Pale.
            case missing = "node grid"
        }

        let label: String
        let name: String
        let hash: String?
        let state: String
        let style: Style
        let isSide: Bool

        /// A box: its label, what stands there, a short hash, the word of its state. One that is `isSide` leads into the next
        /// that is not, beside the chain.
        public init(
            label: String, name: String, hash: String?, state: String, style: Style, isSide: Bool = false
        ) {
            self.label = label
            self.name = name
            self.hash = hash
            self.state = state
            self.style = style
            self.isSide = isSide
        }
    }

    /// A line past the chain, from one box to a later one.
    public struct Bypass: Sendable {
        let from: Int
        let to: Int

        /// A line from the box at one place to the one at another.
        public init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }

    private static let width = 360.0
    private static let left = 1.5
    private static let right = 340.0
    private static let indent = 34.0
    private static let height = 42.0
    private static let gap = 16.0

    /// The drawing; `id` must be unique on its page, and `description` says in words what it shows.
    public static func svg(
        _ nodes: [Node], bypass: Bypass? = nil, id: String, title: String, description: String
    ) -> String {
        var svg = SVGWriter(
            classes: "chart lineage", width: width,
            height: Double(nodes.count) * (height + gap) - gap + 3, id: id, title: title, description: description)
        let tops = nodes.indices.map { Double($0) * (height + gap) + 1.5 }
        for place in nodes.indices.dropLast() { arrow(nodes, tops, from: place, &svg) }
        if let bypass, nodes.indices.contains(bypass.from), nodes.indices.contains(bypass.to) {
            let (from, to) = (tops[bypass.from] + height / 2, tops[bypass.to] + height / 2)
            let rail = width - 8
            svg.polyline("line base", [Point(right, from), Point(rail, from), Point(rail, to), Point(right + 5, to)])
            svg.polygon("dot few", [Point(right, to), Point(right + 6, to - 4), Point(right + 6, to + 4)])
        }
        for (node, top) in zip(nodes, tops) { box(node, at: top, &svg) }
        return svg.finished()
    }

    /// From a box to that which it leads to: the next of the chain, past those beside it.
    private static func arrow(_ nodes: [Node], _ tops: [Double], from place: Int, _ svg: inout SVGWriter) {
        guard let next = nodes.indices.first(where: { $0 > place && !nodes[$0].isSide }) else { return }
        let x = nodes[place].isSide ? left + indent + 14 : left + 14
        // Boxes beside the chain that follow each other share the way down.
        let isCovered = nodes[place].isSide && place + 1 < next
        let end = isCovered ? tops[place + 1] : tops[next]
        svg.line("line base", Point(x, tops[place] + height), Point(x, end - (isCovered ? 0 : 5)))
        if !isCovered { svg.polygon("dot few", [Point(x, end), Point(x - 4, end - 6), Point(x + 4, end - 6)]) }
    }

    private static func box(_ node: Node, at top: Double, _ svg: inout SVGWriter) {
        let x = node.isSide ? left + indent : left
        svg.rect(node.style.rawValue, x: x, y: top, width: right - x, height: height, corner: 3)
        svg.text("label", node.label, at: Point(x + 10, top + 16))
        svg.text(node.style == .changed ? "strong" : "tick", node.state, at: Point(right - 10, top + 16), .end)
        let taken = node.hash.map { TextMetrics.width($0, size: 11) + 10 } ?? 0
        let name = TextMetrics.fitted(node.name, width: right - x - 20 - taken, size: 12.5)
        svg.text("rowlab", name, at: Point(x + 10, top + 33))
        if let hash = node.hash { svg.text("tick", hash, at: Point(right - 10, top + 33), .end) }
    }
}
