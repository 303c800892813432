import Columns

/// Counting by refinement: each row of a tile is looked up along the trie and adds to one cell of each counted node.
struct TileRefinement {
    private let plan: CountingPlan
    private let counter: TileCounter
    /// For each attribute of the trie, by attribute: places of the tile's rows.
    private var codes: [[UInt32]]
    /// For each depth: places of the tile's rows in the node at hand.
    private var places: [[UInt32]]
    /// Error of each row of the tile.
    private var wrong: [UInt64]

    init(_ plan: CountingPlan, _ counter: TileCounter) {
        self.plan = plan
        self.counter = counter
        let used = Set(plan.trie.attributes)
        codes = counter.places.indices.map { attribute in
            [UInt32](repeating: 0, count: used.contains(attribute) ? plan.tileRows : 0)
        }
        places = [[UInt32]](
            repeating: [UInt32](repeating: 0, count: plan.trie.nodes.isEmpty ? 0 : plan.tileRows),
            count: plan.trie.depth + 1)
        wrong = [UInt64](repeating: 0, count: plan.trie.nodes.isEmpty ? 0 : plan.tileRows)
    }

    /// Adds the rows of one tile.
    mutating func count(_ rows: Range<Int>, into sums: inout TileSums) {
        let scale = counter.table.losses.scale
        // Taken out of self for the while, so that the closure may read it as self changes.
        var wrong = self.wrong
        self.wrong = []
        defer { self.wrong = wrong }
        switch counter.table.losses.form {
        case .binary(let words):
            for row in rows { wrong[row - rows.lowerBound] = (words[row >> 6] >> UInt64(row & 63) & 1) << 32 | 1 }
        case .real(let units, _):
            for row in rows { wrong[row - rows.lowerBound] = units[row] }
        }
        visit(rows) { node, places, rows in
            if let scale {
                Self.add(places, wrong, scale, into: &sums.cells[node])
            } else {
                Self.add(places, wrong, into: &sums.packed[node])
            }
        }
    }

    /// Calls `body` with each counted node, the places of the tile's rows in it, and the rows.
    mutating func visit(_ rows: Range<Int>, _ body: (Int, ArraySlice<UInt32>, Range<Int>) -> Void) {
        for attribute in plan.trie.attributes { translate(attribute, rows) }
        for index in 0..<rows.count { places[0][index] = 0 }
        for root in plan.trie.roots { descend(root, rows, body) }
    }

    private mutating func descend(
        _ index: Int, _ rows: Range<Int>, _ body: (Int, ArraySlice<UInt32>, Range<Int>) -> Void
    ) {
        let node = plan.trie.nodes[index]
        refine(node, rows.count)
        if node.isCounted { body(index, places[node.depth][..<rows.count], rows) }
        for child in node.children { descend(child, rows, body) }
    }

    private mutating func refine(_ node: RefinementTrie.Node, _ rows: Int) {
        let width = UInt32(truncatingIfNeeded: node.width)
        var target = places[node.depth]
        places[node.depth] = []
        places[node.depth - 1].withUnsafeBufferPointer { parents in
            codes[node.attribute].withUnsafeBufferPointer { codes in
                node.table.withUnsafeBufferPointer { table in
                    target.withUnsafeMutableBufferPointer { target in
                        for row in 0..<rows { target[row] = table[Int(parents[row] &* width &+ codes[row])] }
                    }
                }
            }
        }
        places[node.depth] = target
    }

    private mutating func translate(_ attribute: Int, _ rows: Range<Int>) {
        let table = counter.places[attribute]
        var target = codes[attribute]
        codes[attribute] = []
        switch counter.table.columns[attribute].codes {
        case .narrow(let all): Self.translate(all, rows, table, &target)
        case .medium(let all): Self.translate(all, rows, table, &target)
        case .wide(let all): Self.translate(all, rows, table, &target)
        }
        codes[attribute] = target
    }

    private static func translate<Code: FixedWidthInteger>(
        _ codes: RowStorage<Code>, _ rows: Range<Int>, _ table: [UInt32], _ target: inout [UInt32]
    ) {
        codes.withRows { codes in
            table.withUnsafeBufferPointer { table in
                target.withUnsafeMutableBufferPointer { target in
                    for row in rows { target[row - rows.lowerBound] = table[Int(codes[row])] }
                }
            }
        }
    }

    private static func add(_ places: ArraySlice<UInt32>, _ wrong: [UInt64], into packed: inout [UInt64]) {
        packed.withUnsafeMutableBufferPointer { packed in
            wrong.withUnsafeBufferPointer { wrong in
                places.withUnsafeBufferPointer { places in
                    for row in 0..<places.count { packed[Int(places[row]) << 2 | row & 3] &+= wrong[row] }
                }
            }
        }
    }

    private static func add(
        _ places: ArraySlice<UInt32>, _ units: [UInt64], _ scale: LossScale, into cells: inout [SliceCell]
    ) {
        cells.withUnsafeMutableBufferPointer { cells in
            units.withUnsafeBufferPointer { units in
                for (row, place) in places.enumerated() {
                    let loss = units[row]
                    cells[Int(place)].rows &+= 1
                    cells[Int(place)].errors &+= loss
                    cells[Int(place)].squares &+= scale.square(loss)
                    if loss > cells[Int(place)].largest { cells[Int(place)].largest = loss }
                }
            }
        }
    }
}
