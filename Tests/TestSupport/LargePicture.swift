import Foundation

/// A picture of more pixels than are decoded at once.
package enum LargePicture {
    /// A PNG of two colours, the second in a rectangle. Its rows are in blocks that are not packed, so that the file is as large as
    /// its pixels are: one bit each.
    package static func png(
        width: Int, height: Int, colours: (first: [UInt8], second: [UInt8]), columns: Range<Int>, rows: Range<Int>
    ) -> Data {
        let plain = [UInt8](repeating: 0, count: 1 + (width + 7) / 8)
        var marked = plain
        for x in columns { marked[1 + x / 8] |= 0x80 >> UInt8(x % 8) }
        var packed: [UInt8] = [0x78, 0x01]
        var (low, high): (UInt32, UInt32) = (1, 0)
        let length = UInt16(plain.count)
        for y in 0..<height {
            let row = rows.contains(y) ? marked : plain
            packed.append(y == height - 1 ? 1 : 0)
            for number in [length, ~length] {
                packed.append(UInt8(number & 255))
                packed.append(UInt8(number >> 8))
            }
            packed += row
            for byte in row {
                low = (low + UInt32(byte)) % 65521
                high = (high + low) % 65521
            }
        }
        packed += bytes(high << 16 | low)
        let header = bytes(UInt32(width)) + bytes(UInt32(height)) + [1, 3, 0, 0, 0]
        return Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            + chunk("IHDR", header) + chunk("PLTE", colours.first + colours.second) + chunk("IDAT", packed)
            + chunk("IEND", [])
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func chunk(_ kind: String, _ content: [UInt8]) -> Data {
        let table = (0..<256).map { byte in
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
            return crc
        }
        let named = Array(kind.utf8) + content
        var crc = ~UInt32(0)
        for byte in named { crc = table[Int((crc ^ UInt32(byte)) & 255)] ^ (crc >> 8) }
        return Data(bytes(UInt32(content.count)) + named + bytes(~crc))
    }
}
