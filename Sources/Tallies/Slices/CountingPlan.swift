// How a level's candidates are counted: by bitmaps or by refinement, whichever is cheaper for their attributes.
//
// A bitmap AND with two population counts costs the same whatever is in it, and refinement the same however many
// candidates it serves. So candidates over the same attributes are counted by bitmaps while they are few, and by
// refinement when they are many. Real losses are always counted by refinement: their sums are not population counts.
// Errors that were shuffled are counted 32 shuffles at a time, in either way.

import Columns

/// One level's candidates, arranged for counting.
struct CountingPlan: Sendable {
    /// Candidates `range`, which share all but their last predicate.
    struct Group: Sendable {
        /// Slots of the shared predicates' bitmaps.
        let prefix: [UInt32]
        let range: Range<Int>
    }

    /// Candidates over the same attributes from which on refinement is cheaper than bitmaps.
    static let denseFrom = BitKernels.isWide ? 500 : 200
    /// The same for 32 lanes of shuffled errors.
    static let denseLanesFrom = BitKernels.isWide ? 120 : 60

    /// By bitmaps.
    private(set) var groups: [Group] = []
    /// Value ids whose bitmaps are needed, by slot.
    private(set) var bitmapIDs: [Int] = []
    /// For each candidate the slot of its last predicate; 0 where refinement counts it.
    private(set) var lastSlots: [UInt32]
    /// By refinement.
    let trie: RefinementTrie
    /// Candidates in all.
    let count: Int
    /// Rows counted at a time.
    let tileRows: Int

    /// Arranges `level`; with `isPermuted` for counting shuffled errors in lanes.
    init(_ level: SliceLevel, _ universe: SliceUniverse, isBinary: Bool, isPermuted: Bool = false) throws(SliceError) {
        let depth = level.depth
        let attributeOf = universe.attributes.map { UInt16(truncatingIfNeeded: $0) }
        count = level.count
        lastSlots = [UInt32](repeating: 0, count: level.count)
        // Runs: candidates that share a prefix and the attribute of the last predicate.
        var runs: [Range<Int>] = []
        var sizes: [[UInt16]: Int] = [:]
        var signatures: [[UInt16]] = []
        var start = 0
        while start < level.count {
            let first = level.slice(start)
            let signature = first.map { attributeOf[Int($0)] }
            var end = start + 1
            while end < level.count {
                let next = level.slice(end)
                guard next.dropLast().elementsEqual(first.dropLast()),
                    attributeOf[Int(next[next.endIndex - 1])] == signature[depth - 1]
                else { break }
                end += 1
            }
            runs.append(start..<end)
            signatures.append(signature)
            sizes[signature, default: 0] += end - start
            start = end
        }
        var slots = [UInt32](repeating: .max, count: universe.values.count)
        var dense: [Range<Int>] = []
        let denseFrom = isPermuted ? Self.denseLanesFrom : Self.denseFrom
        for (run, signature) in zip(runs, signatures) {
            if !isBinary || sizes[signature, default: 0] >= denseFrom {
                dense.append(run)
                continue
            }
            for index in run {
                for id in level.slice(index) where slots[Int(id)] == .max { slots[Int(id)] = 0 }
            }
        }
        // Slots in order of id, so that bitmaps lie in the order in which candidates use them.
        for id in slots.indices where slots[id] == 0 {
            slots[id] = UInt32(truncatingIfNeeded: bitmapIDs.count)
            bitmapIDs.append(id)
        }
        let denseStarts = Set(dense.map(\.lowerBound))
        for run in runs where !denseStarts.contains(run.lowerBound) {
            let slice = level.slice(run.lowerBound)
            for index in run { lastSlots[index] = slots[Int(level.ids[index * depth + depth - 1])] }
            let prefix = slice.dropLast().map { slots[Int($0)] }
            if let last = groups.last, last.range.upperBound == run.lowerBound, last.prefix == prefix {
                groups[groups.count - 1] = Group(prefix: prefix, range: last.range.lowerBound..<run.upperBound)
            } else {
                groups.append(Group(prefix: prefix, range: run))
            }
        }
        var trie = try RefinementTrie(level, chosen: dense.joined(), universe)
        try trie.close()
        self.trie = trie
        // A tile's bitmaps, and a tile's codes, should stay in the second-level cache.
        let lanes = isPermuted ? BitKernels.lanes : 0
        let fitting = bitmapIDs.isEmpty ? 1 << 15 : (1 << 19) * 8 / (bitmapIDs.count + lanes)
        // Lanes are emptied once a tile, which should not cost more than filling them.
        let most = trie.nodes.isEmpty || isPermuted ? 1 << 15 : 1 << 13
        tileRows = max(1 << 11, min(most, fitting & ~1023))
    }
}
