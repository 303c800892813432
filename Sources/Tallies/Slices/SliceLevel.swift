// Slices of one depth, and the candidates of the next.
//
// A slice is the list of its value ids, ascending: one id an attribute. That list is its identity everywhere. It is
// never folded into one number, whose range the product of cardinalities would soon leave; hashes only say where to look.

/// All slices of one depth with what was counted of them, in lexicographic order of their ids.
struct SliceLevel: Sendable {
    /// Predicates in each slice.
    let depth: Int
    /// `depth` ids a slice.
    var ids: [UInt32] = []
    /// What was counted, one a slice.
    var cells: [SliceCell] = []
    /// `depth` indices a slice into the level above: the parent without its first predicate, without its second ...
    /// Empty at depth 1, whose one parent is everything.
    var parents: [Int32] = []

    var count: Int { depth == 0 ? 0 : ids.count / depth }

    /// The ids of one slice.
    func slice(_ index: Int) -> ArraySlice<UInt32> { ids[index * depth..<(index + 1) * depth] }

    /// The index of the slice with these ids, or `nil`; by halving, for a few look-ups. `SliceIndex` is for many.
    func find(_ wanted: some Sequence<UInt32>) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if slice(middle).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return low < count && slice(low).elementsEqual(wanted) ? low : nil
    }
}

/// Finds a slice of a level by its ids.
struct SliceIndex {
    private let level: SliceLevel
    private let slots: [Int32]
    private let mask: Int

    init(_ level: SliceLevel) {
        self.level = level
        var size = 16
        while size < level.count * 2 { size *= 2 }
        mask = size - 1
        var slots = [Int32](repeating: -1, count: size)
        for index in 0..<level.count {
            var slot = Self.hash(level.slice(index)) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(truncatingIfNeeded: index)
        }
        self.slots = slots
    }

    /// The index of the slice with these ids, or `nil`.
    func find(_ ids: some Sequence<UInt32>) -> Int? {
        var slot = Self.hash(ids) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if level.slice(index).elementsEqual(ids) { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private static func hash(_ ids: some Sequence<UInt32>) -> Int {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        for id in ids {
            state = (state ^ UInt64(id)) &* 0xBF58_476D_1CE4_E5B9
            state ^= state >> 29
        }
        return Int(truncatingIfNeeded: state & 0x7FFF_FFFF_FFFF_FFFF)
    }
}

extension SliceLevel {
    /// Most slices that one level may have.
    static let limit = 1 << 25

    /// All pairs of values of different attributes, except of those pairs of attributes that `isWide` holds for; this is
    /// the level of single values, whose indices are ids.
    func pairs(
        _ ids: [Range<Int>], isWide: (Int, Int) -> Bool, pruned: inout Int, keep: (ArraySlice<Int32>) -> Bool
    ) throws(SliceError) -> SliceLevel {
        var next = SliceLevel(depth: 2)
        for (attribute, values) in ids.enumerated() {
            let partners = (attribute + 1..<max(ids.count, attribute + 1)).filter { !isWide(attribute, $0) }
            for first in values {
                for partner in partners {
                    for second in ids[partner] {
                        let parents = [Int32(truncatingIfNeeded: second), Int32(truncatingIfNeeded: first)]
                        guard keep(parents[...]) else {
                            pruned += 1
                            continue
                        }
                        next.ids.append(UInt32(truncatingIfNeeded: first))
                        next.ids.append(UInt32(truncatingIfNeeded: second))
                        next.parents += parents
                    }
                }
                if next.count > Self.limit {
                    throw .tooManyCombinations(depth: 2, count: next.count, limit: Self.limit)
                }
            }
        }
        next.cells = [SliceCell](repeating: SliceCell(), count: next.count)
        return next
    }

    /// This level of pairs with `others` put in their places in the order.
    func inserting(_ others: [(ids: [UInt32], cell: SliceCell)]) -> SliceLevel {
        guard !others.isEmpty else { return self }
        let mine = (0..<count).map { (ids: Array(slice($0)), cell: cells[$0]) }
        var result = SliceLevel(depth: depth)
        for entry in (mine + others).sorted(by: { $0.ids.lexicographicallyPrecedes($1.ids) }) {
            result.ids += entry.ids
            result.cells.append(entry.cell)
            result.parents += entry.ids.reversed().map { Int32(truncatingIfNeeded: $0) }
        }
        return result
    }

    /// The slices of the next depth all of whose parents are in this level, with empty cells. `keep` decides on a
    /// candidate from the indices of its parents; what it turns down is counted in `pruned`.
    func candidates(
        attributes: [Int], pruned: inout Int, keep: (ArraySlice<Int32>) -> Bool
    ) throws(SliceError) -> SliceLevel {
        var next = SliceLevel(depth: depth + 1)
        let index = SliceIndex(self)
        var parents = [Int32](repeating: 0, count: depth + 1)
        var probe = [UInt32](repeating: 0, count: depth)
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, sharePrefix(start, end) { end += 1 }
            for first in start..<end {
                let firstLast = ids[first * depth + depth - 1]
                for second in first + 1..<max(end, first + 1) {
                    let secondLast = ids[second * depth + depth - 1]
                    if attributes[Int(firstLast)] == attributes[Int(secondLast)] { continue }
                    parents[depth] = Int32(truncatingIfNeeded: first)
                    parents[depth - 1] = Int32(truncatingIfNeeded: second)
                    var complete = true
                    for missing in 0..<depth - 1 where complete {
                        var slot = 0
                        for position in 0..<depth where position != missing {
                            probe[slot] = ids[first * depth + position]
                            slot += 1
                        }
                        probe[slot] = secondLast
                        if let found = index.find(probe) {
                            parents[missing] = Int32(truncatingIfNeeded: found)
                        } else {
                            complete = false
                        }
                    }
                    guard complete, keep(parents[...]) else {
                        pruned += 1
                        continue
                    }
                    next.ids += ids[first * depth..<(first + 1) * depth]
                    next.ids.append(secondLast)
                    next.parents += parents
                    if next.ids.count > Self.limit * next.depth {
                        throw .tooManyCombinations(depth: next.depth, count: next.count, limit: Self.limit)
                    }
                }
            }
            start = end
        }
        next.cells = [SliceCell](repeating: SliceCell(), count: next.count)
        return next
    }

    private func sharePrefix(_ a: Int, _ b: Int) -> Bool {
        for position in 0..<depth - 1 where ids[a * depth + position] != ids[b * depth + position] { return false }
        return true
    }

    /// The slices for which `keep` holds, in the same order.
    func filtered(_ keep: (Int) -> Bool) -> SliceLevel {
        var result = SliceLevel(depth: depth)
        for index in 0..<count where keep(index) {
            result.ids += slice(index)
            result.cells.append(cells[index])
            if !parents.isEmpty { result.parents += parents[index * depth..<(index + 1) * depth] }
        }
        return result
    }
}
