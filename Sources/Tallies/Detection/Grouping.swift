/// Members in groups: those of group `g` are `members[starts[g]..<starts[g + 1]]`.
struct Grouping: Sendable {
    let starts: [Int]
    let members: [Int32]

    /// The members of one group.
    @inline(__always)
    subscript(group: Int) -> Range<Int> { starts[group]..<starts[group + 1] }

    /// Number of groups.
    var count: Int { starts.count - 1 }

    /// Sorts `order` by `key` stably, by counting.
    init(_ order: [Int32], groups: Int, by key: [Int32]) {
        var starts = [Int](repeating: 0, count: groups + 1)
        for member in order { starts[Int(key[Int(member)]) + 1] += 1 }
        for group in 0..<groups { starts[group + 1] += starts[group] }
        var next = starts
        members = [Int32](unsafeUninitializedCapacity: order.count) { buffer, count in
            for member in order {
                let group = Int(key[Int(member)])
                buffer[next[group]] = member
                next[group] += 1
            }
            count = order.count
        }
        self.starts = starts
    }
}

/// The indices of `scores` from the highest to the lowest, equal scores in the order of `order`.
///
/// A least-significant-digit radix sort on the bits of the doubles: stable by construction, linear, and the same on every
/// machine. -0 and 0 are equal. NaN must have been refused.
func descending(_ scores: [Double], in order: [Int32]) -> [Int32] {
    typealias Entry = (key: UInt64, index: Int32)
    var entries = order.map { index -> Entry in
        let bits = (scores[Int(index)] + 0).bitPattern
        // Negative numbers count down: all bits turn; the whole is turned once more for descending order.
        let ascending = bits >> 63 == 1 ? ~bits : bits | 1 << 63
        return (~ascending, index)
    }
    var other = entries
    let digits = 11
    for pass in 0..<6 {
        let shift = UInt64(pass * digits)
        var counts = [Int](repeating: 0, count: 1 << digits)
        for entry in entries { counts[Int(truncatingIfNeeded: entry.key >> shift) & (1 << digits - 1)] += 1 }
        if counts.contains(entries.count) { continue }
        var sum = 0
        for digit in counts.indices {
            let count = counts[digit]
            counts[digit] = sum
            sum += count
        }
        for entry in entries {
            let digit = Int(truncatingIfNeeded: entry.key >> shift) & (1 << digits - 1)
            other[counts[digit]] = entry
            counts[digit] += 1
        }
        swap(&entries, &other)
    }
    return entries.map(\.index)
}
