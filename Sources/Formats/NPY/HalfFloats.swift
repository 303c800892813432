// Halves as floats by whole numbers and one addition, several at a time: the standard library's conversion is a call for each.

/// Converts numbers of the IEEE 754 form binary16 to floats.
enum HalfFloats {
    /// Converts little-endian halves that begin at `first`, wherever in memory that is, one for each place of `out`.
    static func convert(_ first: UnsafeRawPointer, into out: UnsafeMutableBufferPointer<Float>) {
        for index in out.indices {
            out[index] = float(UInt16(littleEndian: first.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)))
        }
    }

    /// The float that is equal to a half; not a number for what is none.
    @inline(__always)
    static func float(_ half: UInt16) -> Float {
        let word = UInt32(truncatingIfNeeded: half)
        // The ten digits after the point become the first of twenty-three.
        let magnitude = (word & 0x7fff) << 13
        // The exponent's bias is 127 and not 15.
        let usual = magnitude &+ (112 << 23)
        // Below 2^-14 a half has no leading one: a float that has one is made, and the one is taken off.
        let small = (Float(bitPattern: magnitude &+ (113 << 23)) - Float(bitPattern: 113 << 23)).bitPattern
        let finite = magnitude < 1 << 23 ? small : usual
        let bits = magnitude < 0x1f << 23 ? finite : magnitude | 0xff << 23
        return Float(bitPattern: bits | (word & 0x8000) << 16)
    }
}
