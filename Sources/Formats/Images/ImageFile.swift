import Foundation
import Pixels

/// Pictures of a data set, PNG or JPEG, decoded to pixels.
///
/// The format is told by the first bytes, never by the file's name. Nothing but pixels leaves this door: metadata, colour
/// profiles and trailing bytes stay behind. A picture is upright: a JPEG's EXIF orientation is applied, as programs that
/// show, annotate and train on pictures do. Four ink channels become RGB; transparency is laid over white; of an animated
/// PNG the first frame is read.
public enum ImageFile {
    /// Most pixels that are decoded by default: 64 million, 192 MB as RGB.
    public static let defaultPixelLimit = 64_000_000

    /// Decodes a picture from `bytes`. `name` is how messages call it, relative to the workspace.
    ///
    /// With `atLeast`, a JPEG may be decoded at 1/2, 1/4 or 1/8 of its size as long as both sides keep that many pixels,
    /// which is several times as fast; the caller then scales to the size it wants.
    public static func decode(
        _ bytes: Data, name: String, pixelLimit: Int = defaultPixelLimit, atLeast side: Int? = nil
    ) throws(ImageError) -> RGBImage {
        try explaining(name) { () throws(ImageFault) in
            try withBytes(bytes) { raw throws(ImageFault) in
                switch try format(raw) {
                case .png: try PNGDecoder.decode(raw, pixelLimit: pixelLimit)
                case .jpeg: try JPEGDecoder.decode(raw, pixelLimit: pixelLimit, atLeast: side)
                }
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
            try withBytes(bytes) { raw throws(ImageFault) in
                switch try format(raw) {
                case .png:
                    let header = try PNGDecoder.header(raw)
                    return PictureLayout(width: Int(header.width), height: Int(header.height))
                case .jpeg:
                    let size = try JPEGDecoder.size(raw)
                    return PictureLayout(
                        width: size.width, height: size.height, orientation: JPEGSegments(raw).orientation)
                }
            }
        }
    }

    static func format(_ raw: UnsafeRawBufferPointer) throws(ImageFault) -> ImageFormat {
        if raw.starts(with: PNGDecoder.magic) { return .png }
        if raw.starts(with: JPEGDecoder.magic) { return .jpeg }
        // Byte order mark and blanks may stand before the first tag.
        let text = raw.prefix(256).drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if text.first == UInt8(ascii: "<") { throw .markup }
        if let other = otherFormat(raw) { throw .otherFormat(other) }
        throw .notAnImage(bytes: raw.count)
    }

    /// What a file of a usual format that is not read is called.
    private static func otherFormat(_ raw: UnsafeRawBufferPointer) -> String? {
        func stands(_ text: String, at offset: Int) -> Bool {
            raw.count >= offset + text.utf8.count && raw[offset..<(offset + text.utf8.count)].elementsEqual(text.utf8)
        }
        if stands("RIFF", at: 0), stands("WEBP", at: 8) { return "WebP" }
        if stands("GIF8", at: 0) { return "GIF" }
        if stands("BM", at: 0), raw.count > 26 { return "BMP" }
        if stands("II*\0", at: 0) || stands("MM\0*", at: 0) { return "TIFF" }
        if stands("ftypavif", at: 4) || stands("ftypavis", at: 4) { return "AVIF" }
        if stands("ftyphei", at: 4) || stands("ftyphev", at: 4) || stands("ftypmif1", at: 4) { return "HEIC" }
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
