// Pictures as PNG, from pixels and nothing else: header, data, end. The same pixels give the same bytes everywhere.
//
// Format: PNG (Third Edition), W3C 2023.

import Pixels

/// Writes PNG files.
public enum PNGEncoder {
    /// How much work goes into making the file small.
    public enum Effort: Sendable, Hashable {
        /// One filter for all rows, fast compression: for many large overlays.
        case fast
        /// The best filter for each row, thorough compression: for what is kept for years.
        case small
    }

    /// `image` as a PNG file; grey images are stored with one channel.
    public static func encode(_ image: RGBImage, effort: Effort = .small) -> [UInt8] {
        let isGrey = image.isGrey
        let channels = isGrey ? 1 : 3
        let samples = isGrey ? stride(from: 0, to: image.bytes.count, by: 3).map { image.bytes[$0] } : image.bytes
        let stream: [UInt8]
        switch effort {
        case .fast:
            let filtered = PNGFilter.fast(
                samples, rowBytes: image.width * channels, rows: image.height, pixelBytes: channels)
            stream = PhotoDeflate.compress(filtered)
        case .small:
            let filtered = PNGFilter.best(
                samples, rowBytes: image.width * channels, rows: image.height, pixelBytes: channels)
            stream = ZlibStream.compress(filtered, level: 9) ?? []
        }
        return file(image.width, image.height, colourType: isGrey ? 0 : 2, [("IDAT", stream)])
    }

    /// A picture of black and white as a PNG file, packed by our own code: the same bytes with every version of every library.
    static func encode(_ picture: PointPicture) -> [UInt8] {
        file(
            picture.width, picture.height, bits: 1, colourType: 0,
            [("IDAT", PhotoDeflate.compress(picture.packedRows))])
    }

    /// `image` as a PNG file for pages: grey as it is, colour by a table of colours (`ColourTable`).
    public static func encodeForPages(_ image: RGBImage) -> [UInt8] {
        guard !image.isGrey else { return encode(image) }
        let table = ColourTable(of: image)
        // Places in a table are no amounts, so differences between them say nothing: rows are stored as they are.
        let rows = (0..<image.height).flatMap { row in
            [0] + table.indices[(row * image.width)..<((row + 1) * image.width)]
        }
        let stream = ZlibStream.compress(rows, level: 12) ?? []
        return file(image.width, image.height, colourType: 3, [("PLTE", table.colours), ("IDAT", stream)])
    }

    private static func file(
        _ width: Int, _ height: Int, bits: UInt8 = 8, colourType: UInt8, _ chunks: [(String, [UInt8])]
    ) -> [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        file.reserveCapacity(chunks.reduce(64) { $0 + $1.1.count })
        // So many bits a sample, deflate, the standard filters, not interlaced.
        append("IHDR", bigEndian(width) + bigEndian(height) + [bits, colourType, 0, 0, 0], to: &file)
        for (name, content) in chunks { append(name, content, to: &file) }
        append("IEND", [], to: &file)
        return file
    }

    private static func append(_ name: String, _ content: [UInt8], to file: inout [UInt8]) {
        let type = Array(name.utf8)
        file += bigEndian(content.count)
        file += type
        file += content
        file += bigEndian(Int(ZlibStream.crc32(type, content)))
    }

    private static func bigEndian(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

extension RGBImage {
    /// Whether every pixel's three channels are equal.
    var isGrey: Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                if bytes[index] != bytes[index + 1] || bytes[index] != bytes[index + 2] { return false }
                index += 3
            }
            return true
        }
    }
}
