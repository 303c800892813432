extension [Float] {
    /// The largest magnitude of all; not finite where any number is not. 0 of nothing.
    public var largestMagnitude: Float {
        // Without the sign, floats are in the order of their bits, and what is not finite has the largest.
        Float(bitPattern: reduce(UInt32(0)) { Swift.max($0, $1.bitPattern & 0x7fff_ffff) })
    }
}
