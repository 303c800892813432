// Pairs of columns that both have very many values: most combinations never occur, so only those that do are counted.

import Columns

/// Combinations of the values of two attributes that occur.
struct WidePairs {
    /// Pairs of attributes with more combinations than this are counted by what occurs.
    static let combinations = 1 << 20

    private var cells: [UInt64: SliceCell] = [:]

    /// Counts the pairs of live values of attributes `a` and `b` over all shards.
    init(_ shards: [SliceTable], _ universe: SliceUniverse, _ a: Int, _ b: Int) {
        for (shard, places) in zip(shards, universe.places) {
            count(
                Self.places(shard.columns[a].codes, places[a]), Self.places(shard.columns[b].codes, places[b]), shard)
        }
    }

    private mutating func count(_ first: [UInt32], _ second: [UInt32], _ shard: SliceTable) {
        for row in 0..<shard.rows where first[row] > 0 && second[row] > 0 {
            // Two 32-bit places side by side: no product, so nothing to overflow.
            let key = UInt64(first[row]) << 32 | UInt64(second[row])
            add(shard.losses.units(row), of: shard.losses.scale, to: key)
        }
    }

    /// Adds one row. A function of its own: inlined into the loop, the release optimiser of Swift 6.3.1 stops with an
    /// ownership error.
    @inline(never)
    private mutating func add(_ loss: UInt64, of scale: LossScale?, to key: UInt64) {
        var cell = cells[key, default: SliceCell()]
        cell.rows += 1
        cell.errors += loss
        cell.squares += scale.map { $0.square(loss) } ?? loss
        cell.largest = max(cell.largest, loss)
        cells[key] = cell
    }

    /// Combinations that occur.
    var count: Int { cells.count }

    /// The pairs with at least `minSupport` rows, by their ids.
    func slices(_ universe: SliceUniverse, _ a: Int, _ b: Int, minSupport: Int) -> [(ids: [UInt32], cell: SliceCell)] {
        let firsts = UInt32(truncatingIfNeeded: universe.ids[a].lowerBound)
        let seconds = UInt32(truncatingIfNeeded: universe.ids[b].lowerBound)
        return cells.filter { $0.value.rows >= UInt64(minSupport) }.sorted { $0.key < $1.key }.map { key, cell in
            ([UInt32(key >> 32) - 1 + firsts, UInt32(key & 0xFFFF_FFFF) - 1 + seconds], cell)
        }
    }

    private static func places(_ codes: Codes, _ table: [UInt32]) -> [UInt32] {
        func look<Code: FixedWidthInteger>(_ rows: UnsafeBufferPointer<Code>) -> [UInt32] {
            rows.map { table[Int($0)] }
        }
        return switch codes {
        case .narrow(let rows): rows.withRows(look)
        case .medium(let rows): rows.withRows(look)
        case .wide(let rows): rows.withRows(look)
        }
    }
}
