// A Huffman code whose words are no longer than a limit, by package-merge (Larmore and Hirschberg 1990): optimal among
// such codes, and complete, as inflaters demand.

/// A canonical prefix code as DEFLATE writes it (RFC 1951, section 3.2.2).
struct PrefixCode {
    /// Bits of each symbol's word; 0 for a symbol without one.
    let lengths: [UInt8]
    /// Each symbol's word with its first bit lowest, in the lower 16 bits, and its length above them.
    let words: [UInt32]

    /// A code for symbols with a weight above 0, of which there are at least two and at most `1 << limit`.
    init(weights: [UInt32], limit: Int) {
        let leaves = weights.indices.filter { weights[$0] > 0 }
            .sorted { (weights[$0], $0) < (weights[$1], $1) }
        lengths = Self.lengths(of: leaves, weights, limit)

        // Words of one length are consecutive numbers, shorter ones first.
        var count = [Int](repeating: 0, count: limit + 1)
        for length in lengths where length > 0 { count[Int(length)] += 1 }
        var next = [Int](repeating: 0, count: limit + 2)
        for length in 1...limit { next[length + 1] = (next[length] + count[length]) << 1 }
        words = lengths.map { length in
            guard length > 0 else { return 0 }
            let word = next[Int(length)]
            next[Int(length)] += 1
            var reversed: UInt32 = 0
            for bit in 0..<Int(length) where word >> bit & 1 == 1 { reversed |= 1 << (Int(length) - 1 - bit) }
            return reversed | UInt32(length) << 16
        }
    }

    private static func lengths(of leaves: [Int], _ weights: [UInt32], _ limit: Int) -> [UInt8] {
        var lengths = [UInt8](repeating: 0, count: weights.count)
        guard leaves.count > 1 else {
            if let only = leaves.first { lengths[only] = 1 }
            return lengths
        }
        // Each level merges the leaves with the pairs of the level below; only which entries are leaves is kept.
        let values = leaves.map { UInt64(weights[$0]) }
        var levels: [[Bool]] = []
        var below: [UInt64] = []
        for _ in 0..<limit {
            var merged: [UInt64] = []
            var isLeaf: [Bool] = []
            var (leaf, pair) = (0, 0)
            let pairs = below.count / 2
            while leaf < values.count || pair < pairs {
                let package = pair < pairs ? below[2 * pair] + below[2 * pair + 1] : UInt64.max
                if leaf < values.count, values[leaf] <= package {
                    merged.append(values[leaf])
                    isLeaf.append(true)
                    leaf += 1
                } else {
                    merged.append(package)
                    isLeaf.append(false)
                    pair += 1
                }
            }
            levels.append(isLeaf)
            below = merged
        }
        // The cheapest 2n - 2 entries of the top level, unpacked downwards: each time a leaf is taken its word is one bit
        // longer, and at every level the leaves taken are the lightest ones.
        var taken = 2 * leaves.count - 2
        for isLeaf in levels.reversed() {
            let single = isLeaf.prefix(taken).count { $0 }
            for index in 0..<single { lengths[leaves[index]] += 1 }
            taken = 2 * (taken - single)
        }
        return lengths
    }
}
