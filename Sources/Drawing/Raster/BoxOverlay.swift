import Pixels

/// Boxes over a picture, told apart without colour: solid lines for what is there, dashed for what the model answered, a
/// heavier line for the one that is meant. Each line has a dark edge, so that it shows on light and dark ground.
public struct BoxOverlay: Sendable {
    /// A box in pixels of the picture.
    public struct Box: Sendable, Hashable {
        /// Left edge.
        public var x: Double
        /// Upper edge.
        public var y: Double
        /// Width.
        public var width: Double
        /// Height.
        public var height: Double
        /// Whether the model answered it: dashed.
        public var isAnswer: Bool
        /// Whether it is the one meant: heavier.
        public var isFocus: Bool

        /// A box.
        public init(x: Double, y: Double, width: Double, height: Double, isAnswer: Bool, isFocus: Bool) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
            self.isAnswer = isAnswer
            self.isFocus = isFocus
        }
    }

    /// Pixels of a dash and of the gap after it.
    private static let dash = 5
    private static let gap = 4
    private static let there: [UInt8] = [255, 255, 255]
    private static let answer: [UInt8] = [255, 196, 64]
    private static let edge: [UInt8] = [16, 16, 20]

    /// An overlay.
    public init() {}

    /// The picture with the boxes over it, those meant last.
    public func draw(_ boxes: [Box], over picture: RGBImage) -> RGBImage {
        var out = picture
        for box in boxes.filter({ !$0.isFocus }) + boxes.filter(\.isFocus) {
            let thickness = box.isFocus ? 2 : 1
            stroke(box, offset: -1, thickness: thickness + 2, Self.edge, &out)
            stroke(box, offset: 0, thickness: thickness, box.isAnswer ? Self.answer : Self.there, &out)
        }
        return out
    }

    private func stroke(_ box: Box, offset: Int, thickness: Int, _ colour: [UInt8], _ image: inout RGBImage) {
        let limit = Double(max(image.width, image.height)) + 8
        let clamp = { (value: Double) in Int(min(max(value.rounded(), -8), limit)) }
        let (left, top) = (clamp(box.x), clamp(box.y))
        let (right, bottom) = (clamp(box.x + box.width), clamp(box.y + box.height))
        guard right >= left, bottom >= top else { return }
        for depth in 0..<thickness {
            // Lines grow inwards, so that a box never covers more than it means.
            let inset = offset + depth
            for x in left + offset...max(left + offset, right - offset) where isDrawn(x - left, box) {
                set(x, top + inset, colour, &image)
                set(x, bottom - inset, colour, &image)
            }
            for y in top + offset...max(top + offset, bottom - offset) where isDrawn(y - top, box) {
                set(left + inset, y, colour, &image)
                set(right - inset, y, colour, &image)
            }
        }
    }

    private func isDrawn(_ step: Int, _ box: Box) -> Bool {
        !box.isAnswer || (step + 1024 * (Self.dash + Self.gap)) % (Self.dash + Self.gap) < Self.dash
    }

    private func set(_ x: Int, _ y: Int, _ colour: [UInt8], _ image: inout RGBImage) {
        guard x >= 0, y >= 0, x < image.width, y < image.height else { return }
        let start = (y * image.width + x) * 3
        for channel in 0..<3 { image.bytes[start + channel] = colour[channel] }
    }
}
