import Foundation

/// How four numbers may say a box, beside left, top, width and height in pixels.
struct BoxForm: Sendable, Hashable {
    /// What the four numbers are.
    enum Layout: String, Sendable, CaseIterable {
        /// As is expected.
        case size = "x, y, width, height"
        /// Two corners.
        case corners = "x1, y1, x2, y2"
        /// The middle and the size.
        case centre = "centre x, centre y, width, height"
        /// Rows of pixels before columns.
        case rowFirst = "y, x, height, width"
        /// Two corners, rows before columns.
        case rowCorners = "y1, x1, y2, x2"
        /// Both ends of one side, then of the other.
        case pairs = "x1, x2, y1, y2"
        /// Height before width.
        case turned = "x, y, height, width"
        /// As is expected elsewhere, where a file is read as two corners.
        case sizeInCorners = "x, y, width, height where two corners are expected"
        /// The middle and the size, where a file is read as two corners.
        case centreInCorners = "centre x, centre y, width, height where two corners are expected"
        /// The upper left corner where a file is read as the middle, or objects whose middle is read as their corner.
        case cornerInCentre = "x, y, width, height where the centre is expected"
        /// Of the picture mirrored left to right.
        case mirrored = "those of pictures mirrored left to right"
        /// Of the picture mirrored top to bottom.
        case upsideDown = "those of pictures mirrored top to bottom"
        /// Of the picture turned by half a turn.
        case halfTurn = "those of pictures turned by 180 degrees"
        /// A line of YOLO text with the score before the box.
        case scoreFirst = "class, score, x, y, width, height where the score is expected last"

        /// Those that are tried in every scale.
        static let usual: [Layout] = [.size, .corners, .centre]
        /// Those that are tried in pixels alone, for they say nothing of a scale.
        static let ofPixels: [Layout] = [.cornerInCentre, .mirrored, .upsideDown, .halfTurn, .scoreFirst]

        /// Whether boxes lie where those of the mirrored picture lie.
        var isMirrored: Bool { self == .mirrored || self == .upsideDown || self == .halfTurn }

        /// How numbers are meant once they are in the order of `numbers`.
        fileprivate var meaning: BoxNumbers {
            switch self {
            case .size, .rowFirst, .turned, .sizeInCorners, .cornerInCentre, .mirrored, .upsideDown, .halfTurn: .size
            case .corners, .rowCorners, .pairs: .corners
            case .centre, .centreInCorners, .scoreFirst: .centre
            }
        }

        /// The four numbers of a box, two of them across and two down, each a place and then an end or a length.
        fileprivate func numbers(of box: Box) -> (Double, Double, Double, Double) {
            switch self {
            case .size, .corners, .centre, .mirrored, .upsideDown, .halfTurn, .scoreFirst:
                (box.x, box.y, box.width, box.height)
            case .rowFirst, .rowCorners: (box.y, box.x, box.height, box.width)
            case .pairs: (box.x, box.width, box.y, box.height)
            case .turned: (box.x, box.y, box.height, box.width)
            // What was read as right and bottom is a length.
            case .sizeInCorners, .centreInCorners: (box.x, box.y, box.x + box.width, box.y + box.height)
            // Half of the size was taken off.
            case .cornerInCentre: (box.x + box.width / 2, box.y + box.height / 2, box.width, box.height)
            }
        }
    }

    /// What they are measured in.
    enum Scale: Sendable, Hashable {
        /// Pixels of the image.
        case pixels
        /// Parts of its width and height.
        case fractions
        /// Hundredths of them.
        case percent
        /// Pixels of a square that the image was stretched to.
        case square(Double)
        /// Pixels of a square that the image was fitted into, with bars on both sides.
        case letterbox(Double)
        /// Pixels of an image whose longer side was brought to a length.
        case fitted(Double)
        /// Multiples of pixels of the image: what x and y are to be multiplied with.
        case multiplied(Double, Double)
    }

    var layout = Layout.size
    var scale = Scale.pixels

    /// Sides of networks' input.
    static let sides: [Double] = [224, 256, 300, 320, 384, 416, 512, 608, 640, 768, 800, 896, 1024, 1280, 1333, 1536]

    /// All forms that are tried, the expected one first, then those that people meet most.
    static let all: [BoxForm] = {
        let scales =
            [.pixels, .fractions, .percent] + sides.map { Scale.square($0) } + sides.map { Scale.letterbox($0) }
            + sides.map { Scale.fitted($0) }
        let others = Layout.allCases.filter { !Layout.usual.contains($0) && !Layout.ofPixels.contains($0) }
        return scales.flatMap { scale in Layout.usual.map { BoxForm(layout: $0, scale: scale) } }
            + [Scale.pixels, .fractions, .percent].flatMap { scale in
                others.map { BoxForm(layout: $0, scale: scale) }
            } + Layout.ofPixels.map { BoxForm(layout: $0, scale: .pixels) }
    }()

    /// The box that four numbers say in this form, in an image of a size; `nil` for an image of none where one is needed. Where
    /// the score was written first, the number at its place, `score`, belongs to the box.
    func box(_ box: Box, width: Double?, height: Double?, score: Double? = nil) -> Box? {
        if layout == .scoreFirst {
            guard let width, let height, let score, width > 0, height > 0 else { return nil }
            // Read as centre x, centre y, width, height, in shares: the score, and x, y and width of the box.
            let (x, y, w) = ((box.y + box.height / 2) / height, box.width / width, box.height / height)
            return BoxNumbers.centre.box(x * width, y * height, w * width, score * height)
        }
        if layout.isMirrored {
            guard let width, let height, width > 0, height > 0 else { return nil }
            let (x, y) = (width - box.x - box.width, height - box.y - box.height)
            return Box(
                x: layout == .upsideDown ? box.x : x, y: layout == .mirrored ? box.y : y, width: box.width,
                height: box.height)
        }
        guard let (sx, sy, dx, dy) = factors(width, height) else { return nil }
        let (p, q, r, s) = layout.numbers(of: box)
        let (a, b) = ((p - dx) * sx, (q - dy) * sy)
        switch layout.meaning {
        case .corners: return BoxNumbers.corners.box(a, b, (r - dx) * sx, (s - dy) * sy)
        case let form: return form.box(a, b, r * sx, s * sy)
        }
    }

    /// What numbers are multiplied with, and what is taken off before.
    private func factors(_ width: Double?, _ height: Double?) -> (Double, Double, Double, Double)? {
        if case .pixels = scale { return (1, 1, 0, 0) }
        if case .multiplied(let x, let y) = scale { return (x, y, 0, 0) }
        guard let width, let height, width > 0, height > 0 else { return nil }
        switch scale {
        case .pixels, .multiplied: return (1, 1, 0, 0)
        case .fractions: return (width, height, 0, 0)
        case .percent: return (width / 100, height / 100, 0, 0)
        case .square(let side): return (width / side, height / side, 0, 0)
        case .letterbox(let side):
            let factor = max(width, height) / side
            return (factor, factor, (side - width / factor) / 2, (side - height / factor) / 2)
        case .fitted(let side):
            let factor = max(width, height) / side
            return (factor, factor, 0, 0)
        }
    }

    /// What they look like, completing "detections look ...".
    func words(width: Double?, height: Double?) -> String {
        switch scale {
        case .pixels: "like " + layout.rawValue
        case .fractions: "like fractions of the image" + suffix
        case .percent: "like percent of the image" + suffix
        case .square(let side):
            "scaled by \(Self.factor(side, width)) and \(Self.factor(side, height)) (another image size, \(Int(side)) x "
                + "\(Int(side))?)" + suffix
        case .fitted(let side):
            "scaled by \(Self.factor(side, max(width ?? 0, height ?? 0))) (longer side \(Int(side))?)" + suffix
        case .multiplied(let x, let y):
            "scaled by \(Self.factor(1, x)) and \(Self.factor(1, y)) (another image size?)" + suffix
        case .letterbox(let side):
            "scaled to fit into \(Int(side)) x \(Int(side)) with bars" + suffix
        }
    }

    /// What to do about it.
    var way: String {
        switch layout {
        case .mirrored, .upsideDown, .halfTurn: "was the model run on pictures that were turned? turn its boxes back;"
        case .scoreFirst: "write class, x, y, width, height, score;"
        case .cornerInCentre:
            "write the corner or the centre as the format asks; if it is the ground truth that holds centres in place of corners, "
                + "mend that;"
        default: "write x, y, width, height in pixels of the image;"
        }
    }

    private var suffix: String { layout == .size ? "" : ", as \(layout.rawValue)" }

    private static func factor(_ side: Double, _ length: Double?) -> String {
        guard let length, length > 0 else { return "?" }
        return "\((side / length * 100).rounded() / 100)"
    }
}
