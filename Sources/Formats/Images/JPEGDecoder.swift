// The one file that touches libturbojpeg.

import CTurboJPEG
import Pixels

/// JPEG pictures decoded by libjpeg-turbo 2.1. Sizes are checked from the header before anything is allocated.
enum JPEGDecoder {
    /// Every JPEG begins with these bytes.
    static let magic: [UInt8] = [0xFF, 0xD8, 0xFF]

    /// Stored width and height in pixels, from the header alone.
    static func size(_ bytes: UnsafeRawBufferPointer) throws(ImageFault) -> (width: Int, height: Int) {
        guard let handle = tjInitDecompress() else { throw .damaged(format: .jpeg, message: "libjpeg cannot start") }
        defer { tjDestroy(handle) }
        let header = try header(bytes, handle)
        return (header.width, header.height)
    }

    /// The upright picture as 8-bit RGB. With `atLeast`, decoded at the smallest of the scales 1/8, 1/4, 1/2 and 1 at which both
    /// sides stay at least that long (or at full size), for thumbnails.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, pixelLimit: Int, atLeast side: Int? = nil
    ) throws(ImageFault) -> RGBImage {
        guard let handle = tjInitDecompress() else { throw .damaged(format: .jpeg, message: "libjpeg cannot start") }
        defer { tjDestroy(handle) }
        let header = try header(bytes, handle)
        guard header.width <= pixelLimit / header.height else { throw tooMany(header, pixelLimit, bytes) }
        var divisor = 1
        if let side {
            divisor = scales.first { (min(header.width, header.height) + $0 - 1) / $0 >= side } ?? 1
        }
        return try decode(bytes, handle, header, divisor).seen(in: JPEGSegments(bytes).orientation)
    }

    /// The divisors of the sides that libjpeg decodes at, largest first.
    private static let scales = [8, 4, 2]
    /// Most bytes that may be kept of a huge picture whose rows come several times.
    private static let mostKept = 512 << 20

    /// The picture as it is stored; of one with more pixels than the limit at the largest of the scales 1/2, 1/4 and 1/8 that
    /// fits, and the divisor of its sides. libjpeg has some rows in memory at a time, but where they come in several scans all
    /// of the coefficients.
    static func shrunk(_ bytes: UnsafeRawBufferPointer, pixelLimit: Int) throws(ImageFault) -> (RGBImage, Int) {
        guard let handle = tjInitDecompress() else { throw .damaged(format: .jpeg, message: "libjpeg cannot start") }
        defer { tjDestroy(handle) }
        let header = try header(bytes, handle)
        let (width, height) = (header.width, header.height)
        if width <= pixelLimit / height { return (try decode(bytes, handle, header, 1), 1) }
        let fault = tooMany(header, pixelLimit, bytes)
        guard fault.costsOnlyItself else { throw fault }
        let fitting = scales.last { ((width + $0 - 1) / $0) * ((height + $0 - 1) / $0) <= pixelLimit }
        guard let fitting, width <= ImageFile.mostPixels / height else {
            throw tooMany(header, min(ImageFile.mostPixels, pixelLimit * 64), bytes)
        }
        guard JPEGSegments(bytes).bytesKept(width: width, height: height) <= mostKept else {
            throw .otherKind(format: .jpeg, "of \(width) x \(height) pixels in several scans")
        }
        return (try decode(bytes, handle, header, fitting), fitting)
    }

    private static func tooMany(_ header: Header, _ limit: Int, _ bytes: UnsafeRawBufferPointer) -> ImageFault {
        .tooMany(width: header.width, height: header.height, limit: limit, bits: 24, in: bytes.count)
    }

    /// The picture as it is stored, its sides divided by `divisor` and rounded up.
    private static func decode(
        _ bytes: UnsafeRawBufferPointer, _ handle: tjhandle, _ header: Header, _ divisor: Int
    ) throws(ImageFault) -> RGBImage {
        let width = (header.width + divisor - 1) / divisor
        let height = (header.height + divisor - 1) / divisor
        let hasInks = header.hasInks
        let segments = JPEGSegments(bytes)
        let form = hasInks ? TJPF_CMYK : TJPF_RGB
        // Every warning stops the decoder, for most mean that a part of the picture would be made up. Stray bytes that
        // cameras leave between segments and before the end are forgiven.
        var (outcome, pixels) = pixels(bytes, handle, width, height, form, flags: TJFLAG_STOPONWARNING)
        if outcome != 0, message(handle).contains("extraneous bytes") {
            let tidy = withoutStrayBytes(bytes)
            tidy.withUnsafeBytes { tidy in
                (outcome, pixels) = Self.pixels(tidy, handle, width, height, form, flags: TJFLAG_STOPONWARNING)
                // The first warning there was is about bytes before the end marker, so all of the picture was sound.
                if outcome != 0, message(handle).contains("extraneous bytes before marker 0xd9") {
                    (_, pixels) = Self.pixels(tidy, handle, width, height, form, flags: 0)
                    outcome = 0
                }
            }
        }
        guard outcome == 0 else { throw .damaged(format: .jpeg, message: message(handle)) }
        if hasInks { pixels = rgb(inks: pixels, areInverted: segments.isAdobe) }
        return RGBImage(width: width, height: height, bytes: pixels)
    }

    /// Cyan, magenta, yellow and black as RGB, each colour what its ink and the black leave of the light. Adobe programs
    /// store the light that is left in place of the ink.
    private static func rgb(inks: [UInt8], areInverted: Bool) -> [UInt8] {
        var rgb = [UInt8](repeating: 0, count: inks.count / 4 * 3)
        for pixel in 0..<(inks.count / 4) {
            func light(_ channel: Int) -> Int {
                let value = Int(inks[pixel * 4 + channel])
                return areInverted ? value : 255 - value
            }
            let black = light(3)
            for channel in 0..<3 {
                rgb[pixel * 3 + channel] = UInt8(truncatingIfNeeded: (light(channel) * black + 127) / 255)
            }
        }
        return rgb
    }

    private static func pixels(
        _ bytes: UnsafeRawBufferPointer, _ handle: tjhandle, _ width: Int, _ height: Int, _ form: TJPF,
        flags: Int32
    ) -> (Int32, [UInt8]) {
        let count = width * height * (form == TJPF_CMYK ? 4 : 3)
        var outcome: Int32 = -1
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            // Rows that a damaged file leaves out stay zero, whatever the caller does with them.
            buffer.initialize(repeating: 0)
            outcome = tjDecompress2(
                handle, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt(bytes.count), buffer.baseAddress,
                Int32(width), 0, Int32(height), Int32(form.rawValue), flags | TJFLAG_LIMITSCANS)
            filled = count
        }
        return (outcome, pixels)
    }

    /// The same file without bytes that belong to no segment, up to the first scan.
    private static func withoutStrayBytes(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var tidy = Array(bytes.prefix(2))
        var position = 2
        while position + 4 <= bytes.count {
            let marker = bytes[position + 1]
            guard bytes[position] == 0xFF, marker != 0, marker != 0xFF else {
                position += 1
                continue
            }
            if marker == 0xDA { break }
            let length = 2 + Int(bytes[position + 2]) << 8 + Int(bytes[position + 3])
            let end = min(position + length, bytes.count)
            tidy.append(contentsOf: bytes[position..<end])
            position = end
        }
        tidy.append(contentsOf: bytes[position...])
        return tidy
    }

    /// The stored size, and whether the channels are inks.
    private typealias Header = (width: Int, height: Int, hasInks: Bool)

    private static func header(
        _ bytes: UnsafeRawBufferPointer, _ handle: tjhandle
    ) throws(ImageFault) -> Header {
        var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let outcome = tjDecompressHeader3(
            handle, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt(bytes.count), &width, &height,
            &sampling, &space)
        // A warning is judged when the picture is decoded.
        let isReadable = outcome == 0 || tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue)
        guard isReadable, width > 0, height > 0 else { throw .damaged(format: .jpeg, message: message(handle)) }
        let hasInks = space == Int32(TJCS_CMYK.rawValue) || space == Int32(TJCS_YCCK.rawValue)
        return (Int(width), Int(height), hasInks)
    }

    private static func message(_ handle: tjhandle) -> String {
        guard let text = tjGetErrorStr2(handle) else { return "no message" }
        return String(cString: text)
    }
}
