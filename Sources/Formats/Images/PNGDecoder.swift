// The one file that touches libpng (through its C shim).

import CPNG
import Pixels

/// PNG pictures decoded by libpng 1.6. Sizes are checked from the header before anything is allocated.
enum PNGDecoder {
    /// Every PNG begins with these bytes.
    static let magic: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Width, height and kind, from the header alone.
    static func header(_ bytes: UnsafeRawBufferPointer) throws(ImageFault) -> misread_png_header {
        guard let base = bytes.baseAddress else { throw .notAnImage(bytes: 0) }
        var header = misread_png_header()
        var message = [CChar](repeating: 0, count: Int(misread_png_message_size))
        let failed = misread_png_read_header(
            base.assumingMemoryBound(to: UInt8.self), bytes.count, &header, &message)
        if failed != 0 { throw .damaged(format: .png, message: text(message)) }
        return header
    }

    /// The picture as 8-bit RGB, transparency laid over white.
    static func decode(_ bytes: UnsafeRawBufferPointer, pixelLimit: Int) throws(ImageFault) -> RGBImage {
        let header = try checkedHeader(bytes, pixelLimit: pixelLimit)
        let (width, height) = (Int(header.width), Int(header.height))
        let pixels = try decode(bytes, header, form: misread_png_rgb8, bytesPerPixel: 3)
        return RGBImage(width: width, height: height, bytes: pixels)
    }

    /// Most pixels of a row of a picture that is decoded smaller: some rows are in memory as they are.
    private static let longestRow = 4_000_000

    /// The picture as `decode` gives it; of one with more pixels than the limit the means of squares of pixels, the smallest
    /// that fit the limit, and the length of their sides.
    static func shrunk(_ bytes: UnsafeRawBufferPointer, pixelLimit: Int) throws(ImageFault) -> (RGBImage, Int) {
        let plain = try header(bytes)
        let (width, height) = (Int(plain.width), Int(plain.height))
        let mayShrink = plain.is_interlaced == 0 && width <= longestRow
        guard mayShrink, width * height > pixelLimit, !isBomb(plain, bytes.count) else {
            return (try decode(bytes, pixelLimit: pixelLimit), 1)
        }
        _ = try checkedHeader(bytes, pixelLimit: ImageFile.mostPixels)
        let divisor = ShrinkingSums.divisor(width: width, height: height, limit: pixelLimit)
        let (across, down) = ((width + divisor - 1) / divisor, (height + divisor - 1) / divisor)
        let pixels = try filled(bytes, across * down * 3) { base, out, size, message in
            misread_png_decode_shrunk(
                base, bytes.count, plain.width, plain.height, UInt32(divisor), out, size, message)
        }
        return (RGBImage(width: across, height: down, bytes: pixels), divisor)
    }

    /// Whether the file is far too small for a picture of that size.
    private static func isBomb(_ header: misread_png_header, _ count: Int) -> Bool {
        let fault = ImageFault.tooMany(
            width: Int(header.width), height: Int(header.height), limit: 0, bits: bits(header), in: count)
        return !fault.costsOnlyItself
    }

    private static func bits(_ header: misread_png_header) -> Int {
        Int(header.bit_depth) * (header.is_colour == 0 ? 1 : 3)
    }

    /// A grey picture as values 0...1, 8 or 16 bits deep. Colour is refused: its order of magnitude is a guess.
    static func decodeGray(_ bytes: UnsafeRawBufferPointer, pixelLimit: Int) throws(ImageFault) -> SaliencyGrid {
        let header = try checkedHeader(bytes, pixelLimit: pixelLimit)
        guard header.is_colour == 0 else { throw .colourMap }
        let samples = try decode(bytes, header, form: misread_png_gray16, bytesPerPixel: 2)
        let values = stride(from: 0, to: samples.count, by: 2).map { index in
            Float(UInt16(samples[index]) << 8 | UInt16(samples[index + 1])) / 65535
        }
        return SaliencyGrid(width: Int(header.width), height: Int(header.height), values: values)
    }

    private static func checkedHeader(
        _ bytes: UnsafeRawBufferPointer, pixelLimit: Int
    ) throws(ImageFault) -> misread_png_header {
        let header = try header(bytes)
        let (width, height) = (Int(header.width), Int(header.height))
        // Both are below 2^31, so the product fits.
        guard width > 0, height > 0, width * height <= pixelLimit else {
            throw .tooMany(
                width: width, height: height, limit: pixelLimit, bits: bits(header), in: bytes.count)
        }
        // DEFLATE shrinks at most 1032-fold, to 2 bits for 258 bytes, so a file that is too small for its rows is cut short:
        // told before memory is taken for them.
        let rowBytes = (width * Int(header.pixel_depth) + 7) / 8
        guard bytes.count >= rowBytes * height / largestRatio else {
            throw .damaged(format: .png, message: "the file ends too early")
        }
        return header
    }

    /// How far DEFLATE can shrink anything (zlib's technical details: 1032 to 1).
    private static let largestRatio = 1032

    private static func decode(
        _ bytes: UnsafeRawBufferPointer, _ header: misread_png_header, form: misread_png_form, bytesPerPixel: Int
    ) throws(ImageFault) -> [UInt8] {
        try filled(bytes, Int(header.width) * Int(header.height) * bytesPerPixel) { base, out, size, message in
            misread_png_decode(base, bytes.count, form, header.width, header.height, out, size, message)
        }
    }

    /// As many bytes as `read` fills, from a file's first byte, or the message that it leaves.
    private static func filled(
        _ bytes: UnsafeRawBufferPointer, _ size: Int,
        _ read: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int, UnsafeMutablePointer<CChar>) -> Int32
    ) throws(ImageFault) -> [UInt8] {
        guard let base = bytes.baseAddress else { throw .notAnImage(bytes: 0) }
        var message = [CChar](repeating: 0, count: Int(misread_png_message_size))
        var failed: Int32 = 1
        let pixels = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            guard let out = buffer.baseAddress else { return }
            failed = read(base.assumingMemoryBound(to: UInt8.self), out, size, &message)
            filled = failed == 0 ? size : 0
        }
        if failed != 0 { throw .damaged(format: .png, message: text(message)) }
        return pixels
    }

    private static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
