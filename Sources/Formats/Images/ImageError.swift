import Diagnostics

/// The picture formats that are read.
public enum ImageFormat: String, Sendable, Hashable {
    /// Portable Network Graphics.
    case png = "PNG"
    /// JPEG.
    case jpeg = "JPEG"
    /// WebP.
    case webp = "WebP"
    /// Tagged Image File Format.
    case tiff = "TIFF"
    /// Windows bitmap.
    case bmp = "BMP"
    /// Graphics Interchange Format.
    case gif = "GIF"

    /// As a sentence lists them.
    static let all = "PNG, JPEG, WebP, TIFF, BMP and GIF"
}

/// Why a picture or a saliency map is not read.
public typealias ImageError = Located<ImageFault>

/// What can be wrong with a picture.
public enum ImageFault: Error, Sendable, Hashable {
    /// The first bytes are of no format that is read.
    case notAnImage(bytes: Int)
    /// A picture of another usual format, by its name.
    case otherFormat(String)
    /// Text that begins like SVG or HTML: it may hold scripts and is never a photo.
    case markup
    /// A kind of a format that is not read; the words complete "is a TIFF ...".
    case otherKind(format: ImageFormat, String)
    /// The decoder refused it.
    case damaged(format: ImageFormat, message: String)
    /// More pixels than the limit; `isBomb` where the file is far too small for a picture of that size.
    case tooManyPixels(width: Int, height: Int, limit: Int, isBomb: Bool = false)
    /// A saliency map stored as a picture in colour.
    case colourMap
    /// A saliency map in a format of pictures that holds none.
    case noMap(ImageFormat)
    /// An array whose shape is not that of one map.
    case notOneMap(shape: [Int])
    /// A map that is asked for beyond the end of a stack.
    case noSuchMap(index: Int, count: Int)
    /// An array that cannot be read.
    case array(NPYFault)
    /// An NPZ file that cannot be read.
    case archive(NPZFault)
    /// An NPZ file with several arrays where one map was expected.
    case severalArrays([String])
}

extension ImageFault {
    /// Whether a picture with it is only one picture that cannot be shown. What was made to cost more than anything it could
    /// show is refused with everything around it.
    package var costsOnlyItself: Bool {
        switch self {
        case .tooManyPixels(_, _, _, isBomb: true), .archive(.bomb), .archive(.memberTooLarge): false
        default: true
        }
    }

    /// Most bytes of pixels that a byte of a file of a picture stands for: a sheet of one colour takes a 200th of its size where
    /// it is packed in haste, and deflate can say no more than 1032 bytes with one.
    private static let mostPacked = 800

    /// More pixels of so many bits than the limit, in a file of `count` bytes.
    static func tooMany(width: Int, height: Int, limit: Int, bits: Int, in count: Int) -> ImageFault {
        // Sides are below 2^31: divided first, nothing overflows.
        let least = width * height / (8 * mostPacked) * bits
        return .tooManyPixels(width: width, height: height, limit: limit, isBomb: least > count)
    }
}

extension ImageFault: PlacedFault {
    /// The wording.
    public func problem(at place: Place) -> Problem {
        switch self {
        case .notAnImage(let bytes):
            return bytes == 0
                ? Problem(at: place, "is empty, a picture was expected")
                : Problem(at: place, "is no picture that is read by its first bytes: \(ImageFormat.all) are")
        case .otherFormat(let name):
            return Problem(
                at: place, "is \(name), only \(ImageFormat.all) are read", suggestion: "convert it to one of them")
        case .otherKind(let format, let words):
            return Problem(
                at: place, "is a \(format.rawValue) \(words), which is not read",
                suggestion: format == .jpeg ? "save it in one scan, not progressive" : "convert it to PNG or JPEG")
        case .markup:
            return Problem(
                at: place, "is SVG or HTML, which may hold scripts and is not read as a picture",
                suggestion: "convert it to PNG")
        case .damaged(let format, let message):
            return Problem(at: place, "is not a sound \(format.rawValue): \(message)")
        case .tooManyPixels(let width, let height, let limit, _):
            return Problem(
                at: place, "is \(width) x \(height), \(width * height) pixels, at most \(limit) are decoded",
                suggestion: "scale it down")
        case .colourMap:
            return Problem(
                at: place, "is a picture in colour, a saliency map has one value a cell",
                suggestion: "save the map itself, before colours are applied, as NPY or a grey PNG")
        case .noMap(let format):
            return Problem(
                at: place, "is \(format.rawValue), a map is an NPY or NPZ array or a grey PNG",
                suggestion: "save the map itself as NPY")
        case .notOneMap(let shape):
            return Problem(
                at: place, "has shape \(NPYFault.text(shape)), a map of shape (height, width) was expected")
        case .noSuchMap(let index, let count):
            return Problem(at: place, "holds \(count) maps, map \(index) was asked for (the first is 0)")
        case .array(let fault):
            return fault.problem(at: place)
        case .archive(let fault):
            return fault.problem(at: place)
        case .severalArrays(let names):
            return Problem(
                at: place, "holds \(names.count) arrays (\(names.prefix(5).joined(separator: ", "))), one was expected")
        }
    }
}
