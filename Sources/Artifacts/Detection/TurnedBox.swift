import Foundation

/// Boxes around shapes that are none.
enum TurnedBox {
    /// The box around points. Precondition: there is one.
    static func around(_ points: [(x: Double, y: Double)]) -> Box {
        let (x, y) = (points.map(\.x), points.map(\.y))
        let (left, top) = (x.min() ?? 0, y.min() ?? 0)
        return Box(x: left, y: top, width: (x.max() ?? 0) - left, height: (y.max() ?? 0) - top)
    }

    /// Whether corners are those of a box along the sides of the picture.
    static func isUpright(_ corners: [(x: Double, y: Double)]) -> Bool {
        Set(corners.map(\.x)).count <= 2 && Set(corners.map(\.y)).count <= 2
    }

    /// The box around one that is turned about its centre.
    static func around(_ box: Box, degrees: Double) -> Box {
        let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
        let width = abs(box.width * cosine) + abs(box.height * sine)
        let height = abs(box.width * sine) + abs(box.height * cosine)
        return Box(
            x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width: width, height: height)
    }
}
