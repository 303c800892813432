// A strip or a tile of a TIFF, from the file to samples.

/// Unpacks blocks of a picture of one layout.
struct TIFFBlock {
    let layout: TIFFLayout

    /// Bytes of a row of a block.
    var rowBytes: Int { (layout.blockWidth * layout.samples * layout.bits + 7) / 8 }
    /// Most bytes that a block unpacks to: it is in memory as a whole.
    private static let mostBytes = 256 << 20
    /// How far any packing shrinks a block: LZW says at most 3,838 bytes with 12 bits.
    private static let largestRatio = 2_600

    /// The bytes of `rows` rows of a block.
    func unpacked(_ packed: UnsafeRawBufferPointer, rows: Int) throws(ImageFault) -> [UInt8] {
        let (size, overflow) = rowBytes.multipliedReportingOverflow(by: rows)
        guard !overflow, size <= Self.mostBytes else {
            throw .otherKind(format: .tiff, "with a strip or tile of \(size) bytes")
        }
        guard size / Self.largestRatio <= packed.count else { throw TIFFLayout.damaged("a block ends too early") }
        var isWhole = false
        var bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            let out = UnsafeMutableBufferPointer(rebasing: buffer[..<size])
            switch layout.packing {
            case .none:
                isWhole = packed.count >= size
                if isWhole, size > 0 {
                    UnsafeMutableRawBufferPointer(out).copyMemory(from: .init(rebasing: packed[..<size]))
                }
            case .packBits: isWhole = Self.packBits(packed, into: out)
            case .lzw: isWhole = LZWCodes(literalBits: 8, isTIFF: true).unpack(packed, into: out) == size
            case .deflate: isWhole = Deflate.inflate(zlib: packed, into: out)
            }
            filled = isWhole ? size : 0
        }
        guard isWhole else { throw TIFFLayout.damaged("a block is damaged or ends too early") }
        if layout.isDifferenced { sum(&bytes, rows) }
        return bytes
    }

    /// Runs of one byte, and bytes as they are, each behind its length.
    private static func packBits(_ packed: UnsafeRawBufferPointer, into out: UnsafeMutableBufferPointer<UInt8>) -> Bool
    {
        var (position, written) = (0, 0)
        while written < out.count {
            guard position < packed.count else { return false }
            let head = Int(packed[position])
            position += 1
            if head == 128 { continue }
            let length = min(head < 128 ? head + 1 : 257 - head, out.count - written)
            guard position + (head < 128 ? length : 1) <= packed.count else { return false }
            for index in 0..<length { out[written + index] = packed[position + (head < 128 ? index : 0)] }
            written += length
            position += head < 128 ? length : 1
        }
        return true
    }

    /// Turns differences into samples, row by row.
    private func sum(_ bytes: inout [UInt8], _ rows: Int) {
        let (length, samples, isHighFirst) = (rowBytes, layout.samples, layout.beginsHighest)
        bytes.withUnsafeMutableBufferPointer { bytes in
            for row in 0..<rows {
                let start = row * length
                if layout.bits == 8 {
                    for place in stride(from: start + samples, to: start + length, by: 1) {
                        bytes[place] &+= bytes[place - samples]
                    }
                    continue
                }
                let (high, low) = isHighFirst ? (0, 1) : (1, 0)
                for place in stride(from: start + 2 * samples, to: start + length, by: 2) {
                    let before = place - 2 * samples
                    let sum =
                        (UInt16(bytes[place + high]) << 8 | UInt16(bytes[place + low]))
                        &+ (UInt16(bytes[before + high]) << 8 | UInt16(bytes[before + low]))
                    bytes[place + high] = UInt8(truncatingIfNeeded: sum >> 8)
                    bytes[place + low] = UInt8(truncatingIfNeeded: sum)
                }
            }
        }
    }
}
