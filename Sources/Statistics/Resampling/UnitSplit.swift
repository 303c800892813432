// Parts of rows for fitting and judging apart. A part is chosen by a hash of the unit's id: rows of one unit stay together,
// and neither the order of rows nor how they were read shows in it. Each kind of part has a hash of its own, so that the
// halves say nothing about the folds.

/// Folds, samples and halves of rows by the ids of their units.
public enum UnitSplit {
    /// Which of `count` parts of about equally many units each row is in.
    public static func folds(_ ids: [UInt64], _ count: Int) -> [Int] {
        ids.map { Int(SplitMix64.mix($0 ^ 0xF01D) % UInt64(count)) }
    }

    /// Rows of about `share` of the units, ascending; all rows for a share of 1 or more.
    public static func sample(_ ids: [UInt64], share: Double) -> [Int] {
        let limit = share < 1 ? UInt64(max(share, 0) * 0x1p64) : .max
        return ids.indices.filter { SplitMix64.mix(ids[$0] ^ 0x5A3B) <= limit }
    }

    /// Rows 0..<`rows` in two parts, ascending, the second of about `share` of the units. Without ids each row is a unit
    /// of its own, named by its place among all rows, of which `first` is that of row 0.
    public static func halves(
        _ ids: [UInt64]?, rows: Int, from first: Int, holdingOut share: Double
    ) -> (kept: [Int32], heldOut: [Int32]) {
        var kept: [Int32] = []
        var heldOut: [Int32] = []
        kept.reserveCapacity(rows)
        heldOut.reserveCapacity(rows)
        for row in 0..<rows {
            if isHeldOut(ids?[row] ?? UInt64(first + row), share: share) {
                heldOut.append(Int32(truncatingIfNeeded: row))
            } else {
                kept.append(Int32(truncatingIfNeeded: row))
            }
        }
        return (kept, heldOut)
    }

    /// Whether a unit is in the second of two such parts: a property of its id alone.
    @inline(__always)
    public static func isHeldOut(_ id: UInt64, share: Double) -> Bool {
        SplitMix64.mix(id &+ 0x9E37_79B9_7F4A_7C15) >> 32 < UInt64(min(max(share, 0), 1) * 0x1p32)
    }
}
