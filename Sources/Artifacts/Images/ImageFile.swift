import Foundation
import Pixels

/// Pictures of a data set, PNG or JPEG, decoded to pixels.
///
/// The format is told by the first bytes, never by the file's name. Nothing but pixels leaves this door: metadata, colour
/// profiles and trailing bytes stay behind, and an EXIF orientation is not applied, because the model was given the
/// stored pixels. Transparency is laid over white; of an animated PNG the first frame is read.
public enum ImageFile {
    /// Most pixels that are decoded by default: 64 million, 192 MB as RGB.
    public static let defaultPixelLimit = 64_000_000

    /// Decodes the picture at `url`. `name` is how messages call it, relative to the workspace.
    public static func decode(
        contentsOf url: URL, name: String, pixelLimit: Int = defaultPixelLimit
    ) throws(ImageError) -> RGBImage {
        try decode(try mapped(url, name: name), name: name, pixelLimit: pixelLimit)
    }

    /// Decodes a picture from `bytes`.
    ///
    /// With `atLeast`, a JPEG may be decoded at 1/2, 1/4 or 1/8 of its size as long as both sides keep that many pixels,
    /// which is several times as fast; the caller then scales to the size it wants.
    public static func decode(
        _ bytes: Data, name: String, pixelLimit: Int = defaultPixelLimit, atLeast side: Int? = nil
    ) throws(ImageError) -> RGBImage {
        try explaining(name) { () throws(ImageError.Fault) in
            try withBytes(bytes) { raw throws(ImageError.Fault) in
                switch try format(raw) {
                case .png: try PNGDecoder.decode(raw, pixelLimit: pixelLimit)
                case .jpeg: try JPEGDecoder.decode(raw, pixelLimit: pixelLimit, atLeast: side)
                }
            }
        }
    }

    /// Width and height in pixels, from the header alone.
    public static func size(_ bytes: Data, name: String) throws(ImageError) -> (width: Int, height: Int) {
        try explaining(name) { () throws(ImageError.Fault) in
            try withBytes(bytes) { raw throws(ImageError.Fault) in
                switch try format(raw) {
                case .png:
                    let header = try PNGDecoder.header(raw)
                    return (Int(header.width), Int(header.height))
                case .jpeg: return try JPEGDecoder.size(raw)
                }
            }
        }
    }

    static func format(_ raw: UnsafeRawBufferPointer) throws(ImageError.Fault) -> ImageFormat {
        if raw.starts(with: PNGDecoder.magic) { return .png }
        if raw.starts(with: JPEGDecoder.magic) { return .jpeg }
        // Byte order mark and blanks may stand before the first tag.
        let text = raw.prefix(256).drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if text.first == UInt8(ascii: "<") { throw .markup }
        throw .notAnImage(bytes: raw.count)
    }

    static func mapped(_ url: URL, name: String) throws(ImageError) -> Data {
        do {
            return try Data(contentsOf: url, options: .alwaysMapped)
        } catch {
            throw ImageError(file: name, fault: .unreadable)
        }
    }

    static func explaining<Result>(
        _ name: String, _ body: () throws(ImageError.Fault) -> Result
    ) throws(ImageError) -> Result {
        do {
            return try body()
        } catch {
            throw ImageError(file: name, fault: error)
        }
    }

    /// `Data.withUnsafeBytes` with the type of the error kept.
    static func withBytes<Value>(
        _ bytes: Data, _ body: (UnsafeRawBufferPointer) throws(ImageError.Fault) -> Value
    ) throws(ImageError.Fault) -> Value {
        let outcome: Swift.Result<Value, ImageError.Fault> = bytes.withUnsafeBytes { raw in
            do throws(ImageError.Fault) {
                return .success(try body(raw))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}
