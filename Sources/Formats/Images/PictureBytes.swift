// What readers of pictures ask of bytes, with every offset checked.

extension UnsafeRawBufferPointer {
    /// Whether a text stands at an offset.
    func holds(_ text: String, at offset: Int) -> Bool {
        count >= offset + text.utf8.count && self[offset..<(offset + text.utf8.count)].elementsEqual(text.utf8)
    }

    /// A whole number of some bytes, the lowest first; `nil` beyond the end.
    func little(_ offset: Int, _ size: Int) -> Int? {
        guard offset >= 0, offset <= count - size else { return nil }
        return (0..<size).reduce(0) { $0 | Int(self[offset + $1]) << (8 * $1) }
    }

    /// The bytes of a range; `nil` where it reaches beyond the end.
    func part(_ offset: Int, _ size: Int) -> UnsafeRawBufferPointer? {
        guard offset >= 0, size >= 0, offset <= count, size <= count - offset else { return nil }
        return UnsafeRawBufferPointer(rebasing: self[offset..<(offset + size)])
    }
}

/// Colours as they are laid over white and brought to 8 bits, the same in every format.
enum PictureSample {
    /// A sample of 8 bits over white, where `alpha` of 255 lets nothing of the white through.
    @inline(__always)
    static func overWhite(_ value: UInt8, _ alpha: UInt8) -> UInt8 {
        let (value, alpha) = (Int(value), Int(alpha))
        return UInt8(truncatingIfNeeded: (value * alpha + 255 * (255 - alpha) + 127) / 255)
    }

    /// The nearest of 8 bits to a sample of 16: divided by 257, as libpng does.
    @inline(__always)
    static func narrowed(_ value: UInt16) -> UInt8 {
        UInt8(truncatingIfNeeded: (Int(value) * 255 + 32895) >> 16)
    }
}
