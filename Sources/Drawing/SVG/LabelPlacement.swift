// Direct labels need room. Two cases: a label that may sit at any of several places (the one that covers least ink is
// taken, the first of equals), and labels in a column that must not touch (they are pushed apart, keeping their order and
// staying as near to their places as they can).

/// A label at a place.
struct PlacedLabel: Hashable {
    let text: String
    let at: Point
    let anchor: TextAnchor
    let size: Double

    init(_ text: String, at point: Point, _ anchor: TextAnchor = .start, size: Double = 12) {
        self.text = text
        at = point
        self.anchor = anchor
        self.size = size
    }

    /// Left, top, right and bottom of the text.
    var box: (left: Double, top: Double, right: Double, bottom: Double) {
        let width = TextMetrics.width(text, size: size)
        let left =
            switch anchor {
            case .start: at.x
            case .middle: at.x - width / 2
            case .end: at.x - width
            }
        return (left, at.y - size * 0.8, left + width, at.y + size * 0.25)
    }
}

/// Ink that labels should not cover.
struct DrawnInk {
    private var points: [Point] = []

    /// Adds a line, as points every 3 units.
    mutating func add(line vertices: [Point]) {
        if vertices.count == 1 { points += vertices }
        for (a, b) in zip(vertices, vertices.dropFirst()) {
            let length = max(abs(b.x - a.x), abs(b.y - a.y))
            let steps = max(1, Int((min(length, 5000) / 3).rounded(.up)))
            for step in 0...steps {
                let t = Double(step) / Double(steps)
                points.append(Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t))
            }
        }
    }

    /// Adds a label's area.
    mutating func add(_ label: PlacedLabel) {
        let box = label.box
        var y = box.top
        while y <= box.bottom {
            add(line: [Point(box.left, y), Point(box.right, y)])
            y += 3
        }
    }

    /// How much of the ink a label would cover or nearly touch.
    func covered(by label: PlacedLabel) -> Int {
        let box = label.box
        return points.reduce(0) { sum, p -> Int in
            let isNear = p.x >= box.left - 4 && p.x <= box.right + 4 && p.y >= box.top - 2 && p.y <= box.bottom + 2
            return sum + (isNear ? 1 : 0)
        }
    }

    /// The first of the candidates that cover least and lie within the frame; `nil` when none lies within it.
    func best(
        of candidates: [PlacedLabel], within frame: (left: Double, top: Double, right: Double, bottom: Double)
    ) -> PlacedLabel? {
        let inside = candidates.filter {
            let box = $0.box
            return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top
                && box.bottom <= frame.bottom
        }
        return inside.enumerated().min {
            (covered(by: $0.element), $0.offset) < (covered(by: $1.element), $1.offset)
        }?.element
    }
}

enum LabelColumn {
    /// Places near the wished ones, at least `gap` apart, within `top...bottom` as far as they fit, in the same order.
    static func separated(_ wished: [Double], gap: Double, top: Double, bottom: Double) -> [Double] {
        guard !wished.isEmpty else { return [] }
        let order = wished.indices.sorted { (wished[$0], $0) < (wished[$1], $1) }
        // Blocks of touching labels, each at the mean of what its members wish: the nearest placement in least squares.
        var blocks: [(sum: Double, count: Int)] = []
        for index in order {
            blocks.append((wished[index], 1))
            while blocks.count > 1 {
                let (a, b) = (blocks[blocks.count - 2], blocks[blocks.count - 1])
                let endOfA = a.sum / Double(a.count) + gap * Double(a.count - 1) / 2
                let startOfB = b.sum / Double(b.count) - gap * Double(b.count - 1) / 2
                guard startOfB - endOfA < gap else { break }
                blocks.removeLast(2)
                blocks.append((a.sum + b.sum, a.count + b.count))
            }
        }
        var places: [Double] = []
        for block in blocks {
            let middle = block.sum / Double(block.count)
            for place in 0..<block.count {
                places.append(middle + gap * (Double(place) - Double(block.count - 1) / 2))
            }
        }
        // Push back into the frame from both ends.
        var limit = bottom
        for place in places.indices.reversed() {
            places[place] = min(places[place], limit)
            limit = places[place] - gap
        }
        limit = top
        for place in places.indices {
            places[place] = max(places[place], limit)
            limit = places[place] + gap
        }
        var result = wished
        for (place, index) in zip(places, order) { result[index] = place }
        return result
    }
}
