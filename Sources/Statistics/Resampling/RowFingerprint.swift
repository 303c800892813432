/// What tells one set of labelled rows from another, whatever their order and however they are parted: the sum of a hash of
/// each, without carrying. Two sets that differ have the same sum once in 2^64.
public enum RowFingerprint {
    /// What a row adds, by the hash of its id and its label.
    @inline(__always)
    public static func of(_ id: UInt64, label: Int32) -> UInt64 {
        SplitMix64.mix(SplitMix64.mix(id) ^ UInt64(UInt32(bitPattern: label)))
    }
}
