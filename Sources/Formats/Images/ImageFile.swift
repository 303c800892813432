import Foundation
import Pixels

/// Pictures of a data set, decoded to pixels: PNG, JPEG, WebP, TIFF, BMP and GIF.
///
/// The format is told by the first bytes, never by the file's name. Nothing but pixels leaves this door: metadata, colour
/// profiles and trailing bytes stay behind. A picture is upright: the orientation that EXIF (or TIFF) notes is applied, as
/// programs that show, annotate and train on pictures do. Four ink channels become RGB; transparency is laid over white; of
/// 16 bits the nearest of 8 is taken; of several frames or pages the first is read.
public enum ImageFile {
    /// Most pixels that are decoded by default: 64 million, 192 MB as RGB.
    public static let defaultPixelLimit = 64_000_000
    /// Most pixels of a picture that is decoded smaller than it is.
    public static let mostPixels = 1_000_000_000

    /// Decodes a picture from `bytes`. `name` is how messages call it, relative to the workspace.
    ///
    /// With `atLeast`, a JPEG may be decoded at 1/2, 1/4 or 1/8 of its size as long as both sides keep that many pixels,
    /// which is several times as fast; the caller then scales to the size it wants.
    public static func decode(
        _ bytes: Data, name: String, pixelLimit: Int = defaultPixelLimit, atLeast side: Int? = nil
    ) throws(ImageError) -> RGBImage {
        try explaining(name) { () throws(ImageFault) in
            try withBytes(bytes) { raw throws(ImageFault) in
                let format = try format(raw)
                if format == .jpeg { return try JPEGDecoder.decode(raw, pixelLimit: pixelLimit, atLeast: side) }
                let stored = try layout(raw, format)
                return try decode(raw, format, pixelLimit: pixelLimit).seen(in: stored.orientation)
            }
        }
    }

    /// A picture for showing and measuring, with how its pixels are stored: one of more pixels than the limit is decoded
    /// smaller, where its format allows it without all of its pixels in memory (JPEG, PNG, TIFF).
    public static func picture(
        _ bytes: Data, name: String, pixelLimit: Int = defaultPixelLimit
    ) throws(ImageError) -> DecodedPicture {
        try explaining(name) { () throws(ImageFault) in
            try withBytes(bytes) { raw throws(ImageFault) in
                let format = try format(raw)
                let stored = try layout(raw, format)
                let shrunk: (image: RGBImage, divisor: Int)
                switch format {
                case .jpeg: shrunk = try JPEGDecoder.shrunk(raw, pixelLimit: pixelLimit)
                case .png: shrunk = try PNGDecoder.shrunk(raw, pixelLimit: pixelLimit)
                case .tiff: shrunk = try TIFFDecoder(raw).shrunk(pixelLimit: pixelLimit)
                default: shrunk = (try decode(raw, format, pixelLimit: pixelLimit), 1)
                }
                return DecodedPicture(
                    image: shrunk.image.seen(in: stored.orientation), layout: stored, divisor: shrunk.divisor)
            }
        }
    }

    /// Width and height in pixels of the upright picture, from the header alone.
    public static func size(_ bytes: Data, name: String) throws(ImageError) -> (width: Int, height: Int) {
        try layout(bytes, name: name).seen
    }

    /// How the pixels are stored, from the header alone.
    public static func layout(_ bytes: Data, name: String) throws(ImageError) -> PictureLayout {
        try explaining(name) { () throws(ImageFault) in
            try withBytes(bytes) { raw throws(ImageFault) in try layout(raw, try format(raw)) }
        }
    }

    private static func layout(
        _ raw: UnsafeRawBufferPointer, _ format: ImageFormat
    ) throws(ImageFault) -> PictureLayout {
        func stored(_ size: (width: Int, height: Int), _ orientation: Orientation = .upright) -> PictureLayout {
            PictureLayout(width: size.width, height: size.height, orientation: orientation)
        }
        switch format {
        case .png:
            let header = try PNGDecoder.header(raw)
            return stored((Int(header.width), Int(header.height)), PNGChunks(raw).orientation)
        case .jpeg: return stored(try JPEGDecoder.size(raw), JPEGSegments(raw).orientation)
        case .webp:
            let file = try WebPFile(raw)
            return stored((file.width, file.height), file.orientation)
        case .tiff:
            return stored(try TIFFLayout.size(raw), EXIFOrientation.read(raw) ?? .upright)
        case .bmp:
            let size = try BMPDecoder.size(raw)
            return stored((size.width, size.height))
        case .gif:
            let file = try GIFDecoder(raw)
            return stored((file.width, file.height))
        }
    }

    /// The pixels as they are stored; JPEG has more to say and is decoded apart.
    private static func decode(
        _ raw: UnsafeRawBufferPointer, _ format: ImageFormat, pixelLimit: Int
    ) throws(ImageFault) -> RGBImage {
        switch format {
        case .png: try PNGDecoder.decode(raw, pixelLimit: pixelLimit)
        case .jpeg: try JPEGDecoder.decode(raw, pixelLimit: pixelLimit)
        case .webp: try WebPFile(raw).decode(pixelLimit: pixelLimit)
        case .tiff: try TIFFDecoder(raw).decode(pixelLimit: pixelLimit)
        case .bmp: try BMPDecoder(raw).decode(pixelLimit: pixelLimit)
        case .gif: try GIFDecoder(raw).decode(pixelLimit: pixelLimit)
        }
    }

    static func format(_ raw: UnsafeRawBufferPointer) throws(ImageFault) -> ImageFormat {
        if raw.starts(with: PNGDecoder.magic) { return .png }
        if raw.starts(with: JPEGDecoder.magic) { return .jpeg }
        if raw.holds("RIFF", at: 0), raw.holds("WEBP", at: 8) { return .webp }
        if raw.holds("GIF87a", at: 0) || raw.holds("GIF89a", at: 0) { return .gif }
        if raw.holds("II*\0", at: 0) || raw.holds("MM\0*", at: 0) { return .tiff }
        if BMPDecoder.begins(raw) { return .bmp }
        // Byte order mark and blanks may stand before the first tag.
        let text = raw.prefix(256).drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if text.first == UInt8(ascii: "<") { throw .markup }
        if let other = otherFormat(raw) { throw .otherFormat(other) }
        throw .notAnImage(bytes: raw.count)
    }

    /// What a file of a usual format that is not read is called.
    private static func otherFormat(_ raw: UnsafeRawBufferPointer) -> String? {
        if raw.holds("II+\0", at: 0) || raw.holds("MM\0+", at: 0) { return "BigTIFF" }
        if raw.holds("ftypavif", at: 4) || raw.holds("ftypavis", at: 4) { return "AVIF" }
        if ["ftyphei", "ftyphev", "ftypmif1"].contains(where: { raw.holds($0, at: 4) }) { return "HEIC" }
        if raw.holds("\0\0\0\u{0C}jP  ", at: 0) { return "JPEG 2000" }
        return nil
    }

    static func explaining<Result>(
        _ name: String, _ body: () throws(ImageFault) -> Result
    ) throws(ImageError) -> Result {
        do {
            return try body()
        } catch {
            throw ImageError(file: name, fault: error)
        }
    }

    /// `Data.withUnsafeBytes` with the type of the error kept.
    static func withBytes<Value>(
        _ bytes: Data, _ body: (UnsafeRawBufferPointer) throws(ImageFault) -> Value
    ) throws(ImageFault) -> Value {
        let outcome: Swift.Result<Value, ImageFault> = bytes.withUnsafeBytes { raw in
            do throws(ImageFault) {
                return .success(try body(raw))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}
