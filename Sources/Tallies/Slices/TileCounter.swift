// One pass over the rows: every candidate of a level counted, a tile of rows at a time.

import Columns

/// Counts a plan's candidates on one shard.
struct TileCounter: Sendable {
    let table: SliceTable
    /// For each attribute: code to place, as in `SliceUniverse.places`.
    let places: [[UInt32]]
    let universe: SliceUniverse
    let plan: CountingPlan

    /// The cells of all candidates. `threads` tiles are counted at a time; the sums are the same for any number.
    func count(threads: Int) -> [SliceCell] {
        let tiles = (table.rows + plan.tileRows - 1) / plan.tileRows
        let parts = max(1, min(threads, tiles))
        let counted = inParallel(parts) { part in
            var sums = TileSums(plan, isBinary: table.losses.scale == nil)
            countTiles(tiles * part / parts..<tiles * (part + 1) / parts, into: &sums)
            return sums.cells(plan)
        }
        var total = counted.first ?? []
        for other in counted.dropFirst() {
            for index in total.indices { total[index].merge(other[index]) }
        }
        return total
    }

    /// For each candidate 32 sums: rows whose mask has the lane's bit set, right for the first `lanes` of them.
    func countLanes(_ masks: [UInt32], lanes: Int, threads: Int) -> [UInt32] {
        let tiles = (table.rows + plan.tileRows - 1) / plan.tileRows
        let parts = max(1, min(threads, tiles))
        let counted = inParallel(parts) { part in
            var sums = LaneSums(plan)
            var bitmaps = TileBitmaps(plan, self, inLanes: true)
            var refined = TileRefinement(plan, self)
            for tile in tiles * part / parts..<tiles * (part + 1) / parts {
                let start = tile * plan.tileRows
                let rows = start..<min(start + plan.tileRows, table.rows)
                if !plan.groups.isEmpty { bitmaps.countLanes(rows, masks[rows], lanes: lanes, into: &sums) }
                if plan.trie.nodes.isEmpty { continue }
                refined.visit(rows) { node, places, rows in sums.add(node, places, masks[rows]) }
            }
            return sums.lanes(plan)
        }
        var total = counted.first ?? []
        for other in counted.dropFirst() {
            for index in total.indices { total[index] += other[index] }
        }
        return total
    }

    private func countTiles(_ tiles: Range<Int>, into sums: inout TileSums) {
        var bitmaps = TileBitmaps(plan, self)
        var refined = TileRefinement(plan, self)
        for tile in tiles {
            let start = tile * plan.tileRows
            let rows = start..<min(start + plan.tileRows, table.rows)
            if !plan.groups.isEmpty { bitmaps.count(rows, into: &sums) }
            if !plan.trie.nodes.isEmpty { refined.count(rows, into: &sums) }
        }
    }
}

/// Running sums of one thread.
struct TileSums {
    /// Rows and errors of candidates counted by bitmaps.
    var rows: [UInt64]
    var errors: [UInt64]
    /// Sums of the counted nodes: for 0/1 errors four packed numbers a place, rows | errors << 32, which four
    /// neighbouring rows add to in turn so that no addition waits for the one before.
    var packed: [[UInt64]]
    /// For real losses: a cell a place.
    var cells: [[SliceCell]]

    init(_ plan: CountingPlan, isBinary: Bool) {
        rows = [UInt64](repeating: 0, count: plan.count)
        errors = rows
        packed = plan.trie.nodes.map { [UInt64](repeating: 0, count: $0.isCounted && isBinary ? $0.places * 4 : 0) }
        cells = plan.trie.nodes.map { node in
            [SliceCell](repeating: SliceCell(), count: node.isCounted && !isBinary ? node.places : 0)
        }
    }

    func cells(_ plan: CountingPlan) -> [SliceCell] {
        var result = zip(rows, errors).map { SliceCell(rows: $0, wrong: $1) }
        for (index, node) in plan.trie.nodes.enumerated() where node.isCounted {
            for (place, candidate) in node.candidates.enumerated() where candidate >= 0 {
                if cells[index].isEmpty {
                    var rows: UInt64 = 0
                    var wrong: UInt64 = 0
                    for part in packed[index][place * 4..<place * 4 + 4] {
                        rows += part & 0xFFFF_FFFF
                        wrong += part >> 32
                    }
                    result[Int(candidate)] = SliceCell(rows: rows, wrong: wrong)
                } else {
                    result[Int(candidate)] = cells[index][place]
                }
            }
        }
        return result
    }
}

/// Running sums of 32 lanes.
struct LaneSums {
    /// Of each candidate that is counted by bitmaps.
    var single: [UInt32]
    /// Of each place of each counted node.
    private var totals: [[UInt32]]
    private var tile: [UInt16]

    init(_ plan: CountingPlan) {
        single = [UInt32](repeating: 0, count: plan.count * BitKernels.lanes)
        totals = plan.trie.nodes.map { node in
            [UInt32](repeating: 0, count: node.isCounted ? node.places * BitKernels.lanes : 0)
        }
        tile = [UInt16](repeating: 0, count: totals.map(\.count).max() ?? 0)
    }

    mutating func add(_ node: Int, _ places: ArraySlice<UInt32>, _ masks: ArraySlice<UInt32>) {
        let count = totals[node].count
        tile.withUnsafeMutableBufferPointer { tile in
            let cells = UnsafeMutableBufferPointer(rebasing: tile[..<count])
            places.withUnsafeBufferPointer { places in
                masks.withUnsafeBufferPointer { BitKernels.addLanes(cell: places, masks: $0, cells: cells) }
            }
            totals[node].withUnsafeMutableBufferPointer { totals in
                for index in 0..<count {
                    totals[index] &+= UInt32(cells[index])
                    cells[index] = 0
                }
            }
        }
    }

    func lanes(_ plan: CountingPlan) -> [UInt32] {
        let width = BitKernels.lanes
        var result = single
        for (index, node) in plan.trie.nodes.enumerated() where node.isCounted {
            for (place, candidate) in node.candidates.enumerated() where candidate >= 0 {
                for lane in 0..<width {
                    result[Int(candidate) * width + lane] = totals[index][place * width + lane]
                }
            }
        }
        return result
    }
}
