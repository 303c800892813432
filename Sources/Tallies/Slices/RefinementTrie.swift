// Dense counting of many slices over the same attributes.
//
// Rows are refined one attribute at a time: a row's place in (a), then in (a, b), then in (a, b, c) is looked up in a
// table that has one row for each value combination that some candidate starts with. Place 0 is "in no candidate". The
// last table's places are the candidates, so a row adds to one cell, whatever the number of candidates. Tables hold only
// what candidates need, and places are indices into them: nothing is a product of cardinalities.

/// Candidates arranged by their attributes, then by their values.
struct RefinementTrie: Sendable {
    /// One attribute after its parent's.
    struct Node: Sendable {
        let attribute: Int
        let depth: Int
        /// Live values of the attribute, plus one for "not live".
        let width: Int
        /// Place in this node, by parent's place * width + value's place; the parent's place of a root is 0.
        var table: [UInt32]
        /// Number of places, the one for "none" included.
        var places = 1
        /// Candidate of each place, -1 where no candidate ends.
        var candidates: [Int32] = [-1]
        /// Whether any candidate ends here.
        var isCounted = false
        var children: [Int] = []
    }

    private(set) var nodes: [Node] = []
    private(set) var roots: [Int] = []
    /// Attributes that occur.
    private(set) var attributes: [Int] = []
    /// Most predicates of a candidate.
    private(set) var depth = 0

    /// Most entries of one table: places and indices into it then fit 32 bits with room to spare.
    static let tableLimit = 1 << 28

    /// A trie of the slices `chosen` of `level`. Throws when a table would be longer than `tableLimit`.
    init(_ level: SliceLevel, chosen: some Sequence<Int>, _ universe: SliceUniverse) throws(SliceError) {
        let attributeOf = universe.attributes
        var used = Set<Int>()
        // Consecutive candidates share most of their path: what is known of the last one is kept.
        var path = [(id: UInt32, node: Int, place: Int)](repeating: (UInt32.max, 0, 0), count: level.depth)
        depth = level.depth
        for index in chosen {
            let slice = level.slice(index)
            var node = -1
            var place = 0
            var isShared = true
            for (position, id) in slice.enumerated() {
                if isShared, path[position].id == id {
                    node = path[position].node
                    place = path[position].place
                    continue
                }
                isShared = false
                let attribute = attributeOf[Int(id)]
                let next = child(of: node, attribute, depth: position + 1, width: universe.ids[attribute].count + 1)
                used.insert(attribute)
                place = try step(next, from: place, value: Int(id) - universe.ids[attribute].lowerBound + 1)
                node = next
                path[position] = (id, node, place)
            }
            guard node >= 0 else { continue }
            nodes[node].candidates[place] = Int32(truncatingIfNeeded: index)
            nodes[node].isCounted = true
        }
        attributes = used.sorted()
    }

    private mutating func child(of parent: Int, _ attribute: Int, depth: Int, width: Int) -> Int {
        let siblings = parent < 0 ? roots : nodes[parent].children
        if let known = siblings.last(where: { nodes[$0].attribute == attribute }) { return known }
        let made = nodes.count
        nodes.append(Node(attribute: attribute, depth: depth, width: width, table: []))
        if parent < 0 { roots.append(made) } else { nodes[parent].children.append(made) }
        return made
    }

    private mutating func step(_ node: Int, from parentPlace: Int, value: Int) throws(SliceError) -> Int {
        let width = nodes[node].width
        let needed = (parentPlace + 1) * width
        guard needed <= Self.tableLimit else {
            throw .tooManyCombinations(depth: nodes[node].depth, count: needed, limit: Self.tableLimit)
        }
        if nodes[node].table.count < needed {
            nodes[node].table += [UInt32](repeating: 0, count: needed - nodes[node].table.count)
        }
        let slot = parentPlace * width + value
        if nodes[node].table[slot] == 0 {
            nodes[node].table[slot] = UInt32(truncatingIfNeeded: nodes[node].places)
            nodes[node].places += 1
            nodes[node].candidates.append(-1)
        }
        return Int(nodes[node].table[slot])
    }

    /// Makes every table long enough for every place of its parent, so that no look-up can leave it.
    mutating func close() throws(SliceError) {
        for node in nodes.indices {
            for child in nodes[node].children { try extend(child, parentPlaces: nodes[node].places) }
        }
        for root in roots { try extend(root, parentPlaces: 1) }
    }

    private mutating func extend(_ node: Int, parentPlaces: Int) throws(SliceError) {
        let needed = parentPlaces * nodes[node].width
        guard needed <= Self.tableLimit else {
            throw .tooManyCombinations(depth: nodes[node].depth, count: needed, limit: Self.tableLimit)
        }
        if nodes[node].table.count < needed {
            nodes[node].table += [UInt32](repeating: 0, count: needed - nodes[node].table.count)
        }
    }
}
