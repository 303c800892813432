// The one file that touches libwebp.
//
// Format: RFC 9649 (WebP Image Format), section 2.

import CWebP
import Pixels

/// A WebP picture: its chunks, and its pixels as libwebp 1.2 decodes them. Of an animation the first frame is read.
struct WebPFile {
    /// A chunk of the file.
    struct Chunk {
        let kind: String
        let content: UnsafeRawBufferPointer
    }

    /// Pixels of the picture.
    let width: Int
    let height: Int
    /// The chunks of the file.
    let chunks: [Chunk]
    /// What libwebp decodes: all of the file, or the first frame of an animation, and where that lies.
    private let frame: UnsafeRawBufferPointer
    private let left: Int
    private let top: Int
    private let features: WebPBitstreamFeatures

    /// Throws where the file is cut short, or its header is none.
    init(_ raw: UnsafeRawBufferPointer) throws(ImageFault) {
        // The file says how long it is: what is behind belongs to nobody.
        guard let length = raw.little(4, 4), let file = raw.part(0, length + 8), length >= 4 else {
            throw Self.damaged("the file ends too early")
        }
        chunks = try Self.chunks(file, from: 12)
        if let animation = chunks.first(where: { $0.kind == "ANMF" }), chunks.first?.kind == "VP8X" {
            let canvas = chunks[0].content
            guard let across = canvas.little(4, 3), let down = canvas.little(7, 3),
                let x = animation.content.little(0, 3),
                let y = animation.content.little(3, 3), animation.content.count >= 16
            else { throw Self.damaged("its animation has no frame") }
            frame = UnsafeRawBufferPointer(rebasing: animation.content[16...])
            features = try Self.features(frame)
            (width, height, left, top) = (across + 1, down + 1, x * 2, y * 2)
            guard left + Int(features.width) <= width, top + Int(features.height) <= height else {
                throw Self.damaged("a frame lies outside of the picture")
            }
        } else {
            frame = file
            features = try Self.features(file)
            (width, height, left, top) = (Int(features.width), Int(features.height), 0, 0)
        }
    }

    /// How the pixels lie, by EXIF; upright without.
    var orientation: Orientation {
        chunks.first { $0.kind == "EXIF" }.flatMap { EXIFOrientation.read(Self.tiff($0.content)) } ?? .upright
    }

    /// The TIFF structure of an EXIF chunk: some programs write JPEG's mark before it.
    static func tiff(_ content: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        content.holds("Exif\0\0", at: 0) ? UnsafeRawBufferPointer(rebasing: content[6...]) : content
    }

    /// The picture as 8-bit RGB, transparency and what a frame leaves free laid over white.
    func decode(pixelLimit: Int) throws(ImageFault) -> RGBImage {
        // Of one colour all of a picture takes some tens of bytes, whatever its size: a file of no size that claims to be large
        // is a bomb here too.
        guard width <= pixelLimit / height else {
            throw .tooMany(width: width, height: height, limit: pixelLimit, bits: 24, in: frame.count)
        }
        guard let base = frame.baseAddress?.assumingMemoryBound(to: UInt8.self) else { throw .notAnImage(bytes: 0) }
        let (across, down, hasAlpha) = (Int(features.width), Int(features.height), features.has_alpha != 0)
        let lanes = hasAlpha ? 4 : 3
        let stride = across * lanes
        var isDecoded = false
        let pixels = [UInt8](unsafeUninitializedCapacity: stride * down) { buffer, filled in
            let decoder = hasAlpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto
            isDecoded = decoder(base, frame.count, buffer.baseAddress, buffer.count, Int32(stride)) != nil
            filled = isDecoded ? stride * down : 0
        }
        guard isDecoded else { throw Self.damaged("its data are damaged or end too early") }
        if !hasAlpha, across == width, down == height { return RGBImage(width: width, height: height, bytes: pixels) }
        var bytes = [UInt8](repeating: 255, count: width * height * 3)
        pixels.withUnsafeBufferPointer { pixels in
            for y in 0..<down {
                for x in 0..<across {
                    let (from, to) = ((y * across + x) * lanes, ((y + top) * width + x + left) * 3)
                    let alpha = hasAlpha ? pixels[from + 3] : 255
                    for channel in 0..<3 {
                        bytes[to + channel] = PictureSample.overWhite(pixels[from + channel], alpha)
                    }
                }
            }
        }
        return RGBImage(width: width, height: height, bytes: bytes)
    }

    private static func damaged(_ message: String) -> ImageFault { .damaged(format: .webp, message: message) }

    /// The chunks from an offset on; each is filled to an even length.
    private static func chunks(_ file: UnsafeRawBufferPointer, from start: Int) throws(ImageFault) -> [Chunk] {
        var (position, found): (Int, [Chunk]) = (start, [])
        while position < file.count {
            guard let length = file.little(position + 4, 4), let content = file.part(position + 8, length) else {
                throw damaged("the file ends too early")
            }
            found.append(
                Chunk(kind: String(decoding: file[position..<(position + 4)], as: UTF8.self), content: content))
            position += 8 + length + length % 2
        }
        return found
    }

    private static func features(_ frame: UnsafeRawBufferPointer) throws(ImageFault) -> WebPBitstreamFeatures {
        var features = WebPBitstreamFeatures()
        let status = WebPGetFeatures(
            frame.baseAddress?.assumingMemoryBound(to: UInt8.self), frame.count, &features)
        guard status == VP8_STATUS_OK, features.width > 0, features.height > 0, features.has_animation == 0 else {
            throw damaged(status == VP8_STATUS_NOT_ENOUGH_DATA ? "the file ends too early" : "its header is damaged")
        }
        return features
    }
}
