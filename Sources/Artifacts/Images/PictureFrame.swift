import Formats
import Pixels

/// Where the boxes of an image lie on its picture as it is seen.
///
/// The size that the annotations declare decides. It is that of the picture as seen, as most tools show and annotate it;
/// or that of the stored pixels, which some read; or of another size but the same shape, and then boxes are scaled. A
/// picture of another shape is another picture, or a part of one: no box can be placed on it.
public struct PictureFrame: Sendable, Hashable {
    /// What the boxes belong to.
    public enum Fit: Sendable, Hashable {
        /// The picture as it is seen.
        case seen
        /// The stored pixels.
        case stored
        /// Neither: the shapes differ.
        case otherShape
    }

    /// Sides may differ by this share, or by a pixel, and still be of one shape.
    private static let tolerance = 0.01

    /// What the boxes belong to.
    public let fit: Fit
    /// Whether they are scaled.
    public let isScaled: Bool
    /// The picture.
    public let layout: PictureLayout
    /// How many of its pixels across and down a pixel stands for as it was decoded: 1 for all but huge pictures.
    public let divisor: Int
    private let scaleX: Double
    private let scaleY: Double

    /// The frame of a picture whose annotations declare a size, or none.
    public init(_ layout: PictureLayout, declaredWidth: Double?, declaredHeight: Double?, divisor: Int = 1) {
        self.layout = layout
        self.divisor = divisor
        let (seen, stored) = (layout.seen, (width: layout.width, height: layout.height))
        guard let width = declaredWidth, let height = declaredHeight, width > 0, height > 0 else {
            (fit, isScaled, scaleX, scaleY) = (.seen, false, 1, 1)
            return
        }
        func isSize(_ size: (width: Int, height: Int)) -> Bool {
            Double(size.width) == width && Double(size.height) == height
        }
        func isShape(_ size: (width: Int, height: Int)) -> Bool {
            let (x, y) = (Double(size.width), Double(size.height))
            let (wanted, other) = (y * width / height, x * height / width)
            return abs(x - wanted) <= max(Self.tolerance * wanted, 1)
                && abs(y - other) <= max(Self.tolerance * other, 1)
        }
        func frame(_ fit: Fit, _ size: (width: Int, height: Int)) -> (Fit, Bool, Double, Double) {
            isSize(size)
                ? (fit, false, 1, 1) : (fit, true, Double(size.width) / width, Double(size.height) / height)
        }
        if isSize(seen) || !isSize(stored) && isShape(seen) {
            (fit, isScaled, scaleX, scaleY) = frame(.seen, seen)
        } else if isShape(stored) {
            (fit, isScaled, scaleX, scaleY) = frame(.stored, stored)
        } else {
            (fit, isScaled, scaleX, scaleY) = (.otherShape, false, 1, 1)
        }
    }

    /// A box in pixels of the picture as it is seen; `nil` where none can be placed.
    public func place(_ box: Box) -> Box? {
        if fit == .otherShape { return nil }
        let scaled = Box(
            x: box.x * scaleX, y: box.y * scaleY, width: box.width * scaleX, height: box.height * scaleY)
        if fit == .seen { return scaled }
        let seen = layout.orientation.seen(
            x: scaled.x, y: scaled.y, width: scaled.width, height: scaled.height,
            in: (Double(layout.width), Double(layout.height)))
        return Box(x: seen.x, y: seen.y, width: seen.width, height: seen.height)
    }

    /// A box in pixels of the picture as it was decoded; `nil` where none can be placed.
    public func draw(_ box: Box) -> Box? {
        place(box).map { $0.divided(by: Double(divisor)) }
    }

    /// A map over what the boxes belong to, as it lies over the picture as it is seen.
    public func place(_ map: SaliencyGrid) -> SaliencyGrid { fit == .stored ? map.seen(in: layout.orientation) : map }
}

extension Box {
    /// It, in pixels that each stand for some across and down.
    func divided(by divisor: Double) -> Box {
        divisor == 1
            ? self : Box(x: x / divisor, y: y / divisor, width: width / divisor, height: height / divisor)
    }
}
