// The packing of GIF and of many TIFFs: codes of 9 to 12 bits for strings that came before.
//
// Sources: CompuServe, Graphics Interchange Format 89a, appendix F; Adobe, TIFF 6.0, section 13.

/// Codes of LZW in one of its two dialects.
struct LZWCodes {
    /// Bits of what stands for itself: 8, or of a GIF with few colours fewer.
    let literalBits: Int
    /// TIFF begins with the highest bit of a byte, and lengthens its codes one code early; GIF with the lowest, and does not.
    let isTIFF: Bool

    /// There are no longer codes than of 12 bits.
    private static let room = 4096

    /// Writes what `packed` unpacks to, as far as `out` has room, and returns how many bytes that are; `nil` where a code stands
    /// for nothing.
    func unpack(_ packed: UnsafeRawBufferPointer, into out: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        let (clear, end, early) = (1 << literalBits, 1 << literalBits + 1, isTIFF ? 1 : 0)
        // Each code is that of a shorter string and a last byte.
        var shorter = [UInt16](repeating: 0, count: Self.room)
        var last = [UInt8](repeating: 0, count: Self.room)
        var first = last
        var length = [Int32](repeating: 1, count: Self.room)
        for literal in 0..<clear {
            last[literal] = UInt8(truncatingIfNeeded: literal)
            first[literal] = last[literal]
        }
        var bits = CodeBits(packed, isHighestFirst: isTIFF)
        var (next, width, previous, written) = (clear + 2, literalBits + 1, -1, 0)
        while written < out.count, let code = bits.next(width), code != end {
            if code == clear {
                (next, width, previous) = (clear + 2, literalBits + 1, -1)
                continue
            }
            // The string that comes may be the one that this very code makes.
            guard code < clear || code < next || code == next && previous >= 0 else { return nil }
            if previous >= 0, next < Self.room {
                shorter[next] = UInt16(truncatingIfNeeded: previous)
                first[next] = first[previous]
                last[next] = first[code < next ? code : previous]
                length[next] = length[previous] + 1
                next += 1
                if next + early == 1 << width, width < 12 { width += 1 }
            }
            previous = code
            var place = written + Int(length[code]) - 1
            var string = code
            while place >= written {
                if place < out.count { out[place] = last[string] }
                string = Int(shorter[string])
                place -= 1
            }
            written = min(out.count, written + Int(length[code]))
        }
        return written
    }
}

/// Whole numbers of some bits, one behind the other.
private struct CodeBits {
    private let bytes: UnsafeRawBufferPointer
    private let isHighestFirst: Bool
    private var position = 0
    private var held: UInt32 = 0
    private var count = 0

    init(_ bytes: UnsafeRawBufferPointer, isHighestFirst: Bool) {
        self.bytes = bytes
        self.isHighestFirst = isHighestFirst
    }

    /// The next number; `nil` at the end.
    mutating func next(_ width: Int) -> Int? {
        while count < width {
            guard position < bytes.count else { return nil }
            let byte = UInt32(bytes[position])
            held = isHighestFirst ? held << 8 | byte : held | byte << UInt32(count)
            position += 1
            count += 8
        }
        count -= width
        let mask: UInt32 = 1 << UInt32(width) - 1
        if isHighestFirst { return Int(held >> UInt32(count) & mask) }
        let code = Int(held & mask)
        held >>= UInt32(width)
        return code
    }
}
