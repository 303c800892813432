// Windows bitmaps, by our own reader: the format is a header, a table of colours and rows.
//
// Format: Microsoft, Bitmap Storage (BITMAPFILEHEADER, BITMAPCOREHEADER, BITMAPINFOHEADER to BITMAPV5HEADER).

import Pixels

/// A BMP of 1, 2, 4, 8, 16, 24 or 32 bits a pixel, rows from below or from above. Packed runs (RLE), and JPEG or PNG inside, are
/// refused by name.
struct BMPDecoder {
    /// Pixels of the picture.
    let width: Int
    let height: Int
    private let isFromAbove: Bool
    private let bits: Int
    private let palette: [UInt8]
    /// Red, green, blue and alpha of 16 and 32 bits; `nil` for no alpha.
    private let masks: [Channel?]
    private let rows: UnsafeRawBufferPointer
    private let stride: Int

    /// Where a channel lies in a pixel.
    private struct Channel {
        let shift: Int
        let most: UInt32

        init?(mask: Int) {
            guard mask > 0 else { return nil }
            shift = mask.trailingZeroBitCount
            most = UInt32(mask >> shift)
            guard most & (most &+ 1) == 0 else { return nil }
        }

        /// 8 bits, the nearest.
        func value(_ pixel: UInt32) -> UInt8 {
            let value = UInt64(pixel >> UInt32(shift) & most)
            return UInt8(truncatingIfNeeded: (value * 255 + UInt64(most) / 2) / UInt64(most))
        }
    }

    /// Lengths of the headers there are, OS/2's first.
    private static let headers = [12, 40, 52, 56, 64, 108, 124]

    /// Whether a file begins as a BMP does: two letters, and the length of a header that is known.
    static func begins(_ raw: UnsafeRawBufferPointer) -> Bool {
        raw.holds("BM", at: 0) && raw.little(14, 4).map(headers.contains) ?? false
    }

    /// Pixels across and down, of a picture of any kind, and whether rows are stored from above.
    static func size(
        _ raw: UnsafeRawBufferPointer
    ) throws(ImageFault) -> (width: Int, height: Int, isFromAbove: Bool) {
        let isOld = raw.little(14, 4) == 12
        guard let across = raw.little(18, isOld ? 2 : 4), let down = raw.little(isOld ? 20 : 22, isOld ? 2 : 4) else {
            throw damaged("the file ends too early")
        }
        let (width, height) = isOld ? (across, down) : (signed(across), signed(down))
        guard width > 0, height != 0, height > Int(Int32.min) else {
            throw damaged("its sides are \(width) x \(height)")
        }
        return (width, abs(height), height < 0)
    }

    /// Throws where the header does not fit the file, or is of a kind that is not read.
    init(_ raw: UnsafeRawBufferPointer) throws(ImageFault) {
        (width, height, isFromAbove) = try Self.size(raw)
        guard let start = raw.little(10, 4), let length = raw.little(14, 4), let header = raw.part(14, length) else {
            throw Self.damaged("the file ends too early")
        }
        func number(_ offset: Int, _ size: Int) -> Int { header.little(offset, size) ?? 0 }
        let isOld = length == 12
        bits = isOld ? number(10, 2) : number(14, 2)
        let packing = isOld ? 0 : number(16, 4)
        let hasMasks = packing == 3 || packing == 6
        guard packing == 0 || hasMasks && (bits == 16 || bits == 32) else {
            let names = [1: "packed in runs", 2: "packed in runs", 4: "that holds a JPEG", 5: "that holds a PNG"]
            guard let name = names[packing] else { throw Self.damaged("compression \(packing) is unknown") }
            throw .otherKind(format: .bmp, name)
        }
        guard [1, 2, 4, 8, 16, 24, 32].contains(bits) else { throw Self.damaged("\(bits) bits a pixel") }
        stride = (width * bits + 31) / 32 * 4
        // Masks stand in the header, or behind that of 40 bytes.
        if hasMasks {
            guard let red = raw.little(54, 4), let green = raw.little(58, 4), let blue = raw.little(62, 4) else {
                throw Self.damaged("the file ends too early")
            }
            let alpha = length >= 56 ? number(52, 4) : 0
            masks = [red, green, blue, alpha].map { Channel(mask: $0) }
            guard masks.prefix(3).allSatisfy({ $0 != nil }) else { throw Self.damaged("its masks have holes") }
        } else if bits == 16 {
            masks = [0x7C00, 0x3E0, 0x1F, 0].map { Channel(mask: $0) }
        } else {
            masks = []
        }
        let entry = isOld ? 3 : 4
        let used = isOld ? 0 : number(32, 4)
        let colours = bits > 8 ? 0 : used == 0 || used > 1 << bits ? 1 << bits : used
        guard let table = raw.part(14 + length, colours * entry) else { throw Self.damaged("the file ends too early") }
        palette = (0..<colours * 3).map { table[$0 / 3 * entry + 2 - $0 % 3] }
        guard start <= raw.count else { throw Self.damaged("the file ends too early") }
        rows = UnsafeRawBufferPointer(rebasing: raw[start...])
    }

    /// The picture as 8-bit RGB, transparency laid over white.
    func decode(pixelLimit: Int) throws(ImageFault) -> RGBImage {
        guard width <= pixelLimit / height else {
            throw .tooMany(width: width, height: height, limit: pixelLimit, bits: bits, in: rows.count)
        }
        guard stride <= rows.count / height else { throw Self.damaged("the file ends too early") }
        var bytes = [UInt8](repeating: 0, count: width * height * 3)
        var isSound = true
        bytes.withUnsafeMutableBufferPointer { out in
            for y in 0..<height {
                let from = (isFromAbove ? y : height - 1 - y) * stride
                let row = UnsafeRawBufferPointer(rebasing: rows[from..<(from + stride)])
                isSound = unpack(row, into: out, at: y * width * 3) && isSound
            }
        }
        guard isSound else { throw Self.damaged("a colour is beyond the table") }
        return RGBImage(width: width, height: height, bytes: bytes)
    }

    /// One row; `false` where a pixel names a colour that is not there.
    private func unpack(_ row: UnsafeRawBufferPointer, into out: UnsafeMutableBufferPointer<UInt8>, at start: Int)
        -> Bool
    {
        var isSound = true
        for x in 0..<width {
            let to = start + x * 3
            switch bits {
            case 24,
                32 where masks.isEmpty:
                let from = x * bits / 8
                for channel in 0..<3 { out[to + channel] = row[from + 2 - channel] }
            case 16, 32:
                let size = bits / 8
                let pixel = (0..<size).reduce(UInt32(0)) { $0 | UInt32(row[x * size + $1]) << UInt32(8 * $1) }
                let alpha = masks[3]?.value(pixel) ?? 255
                for channel in 0..<3 {
                    out[to + channel] = PictureSample.overWhite(masks[channel]?.value(pixel) ?? 0, alpha)
                }
            default:
                // The first pixel stands in the highest bits.
                let place = x * bits
                let index = Int(row[place / 8] >> UInt8(8 - bits - place % 8)) & ((1 << bits) - 1)
                guard index * 3 < palette.count else {
                    isSound = false
                    continue
                }
                for channel in 0..<3 { out[to + channel] = palette[index * 3 + channel] }
            }
        }
        return isSound
    }

    private static func signed(_ value: Int) -> Int { value > Int(Int32.max) ? value - 1 << 32 : value }

    private static func damaged(_ message: String) -> ImageFault { .damaged(format: .bmp, message: message) }
}
