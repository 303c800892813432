// What chance alone would find (Westfall & Young 1993, max-z): the errors are shuffled over the rows, whatever else the
// table holds staying as it is, and the largest statistic over all slices is taken. The threshold is what at most
// `level` of the shuffles reach. All dependence between slices is in it, because the slices are the same ones.
//
// For 0/1 errors 32 shuffles are counted in one pass: a row adds a mask of 32 bits to the 32 lanes of its cell. Units
// stay together: the errors are laid end to end unit by unit, units are shuffled, and the errors are dealt out again.

import Columns
import Statistics

/// Largest statistics of shuffled errors.
struct ExcessPermutations: Sendable {
    let search: SliceSearch
    let statistic: ExcessStatistic
    let count: Int
    let seed: UInt64
    let threads: Int

    /// One maximum a permutation, in the order of permutations.
    func maxima() throws(SliceError) -> [Double] {
        var result: [Double] = []
        let isBinary = search.reader.scale == nil
        var plans: [CountingPlan] = []
        for level in search.levels {
            plans.append(try CountingPlan(level, search.universe, isBinary: isBinary, isPermuted: true))
        }
        let deal = ErrorDeal(search.shards)
        var first = 0
        while first < count {
            let some = first..<min(count, first + (isBinary ? BitKernels.lanes : 1))
            if isBinary {
                let masks = deal.masks(some, seed: seed)
                let sums = plans.map { lanes($0, masks, some.count) }
                result += maxima(sums, of: some.count)
            } else {
                let losses = deal.shuffled(first, seed: seed)
                result.append(maximum(plans.map { cells($0, losses) }))
            }
            first = some.upperBound
        }
        return result
    }

    /// Sums of shuffled errors: 32 a slice, of which the first `some` are in use.
    private func lanes(_ plan: CountingPlan, _ masks: [[UInt32]], _ some: Int) -> [UInt32] {
        var total = [UInt32](repeating: 0, count: plan.count * BitKernels.lanes)
        for (index, shard) in search.shards.enumerated() {
            let counter = TileCounter(
                table: shard, places: search.universe.places[index], universe: search.universe, plan: plan)
            for (slot, value) in counter.countLanes(masks[index], lanes: some, threads: threads).enumerated() {
                total[slot] += value
            }
        }
        return total
    }

    private func maxima(_ sums: [[UInt32]], of lanes: Int) -> [Double] {
        let width = BitKernels.lanes
        let whole = search.universe.whole
        let base = search.reader.errors(whole) / Double(whole.rows)
        var best = [Double](repeating: 0, count: width)
        var least = best
        for (depth, level) in search.levels.enumerated() {
            for index in 0..<level.count {
                let rows = Double(level.cells[index].rows)
                let all = Double(whole.rows)
                let spread = all > 1 ? rows * base * (1 - base) * (all - rows) / (all - 1) : 0
                guard spread > 1e-12, level.cells[index].rows < whole.rows else { continue }
                let scale = 1 / spread.squareRoot()
                for lane in 0..<lanes {
                    least[lane] = (Double(sums[depth][index * width + lane]) - rows * base) * scale
                }
                if level.depth > 1 {
                    for parent in level.parents[index * level.depth..<(index + 1) * level.depth] {
                        let cell = search.levels[depth - 1].cells[Int(parent)]
                        let parentRows = Double(cell.rows)
                        let factor = rows * (parentRows - rows) / max(1, parentRows - 1)
                        for lane in 0..<lanes where least[lane] > best[lane] {
                            let mean = Double(sums[depth - 1][Int(parent) * width + lane]) / parentRows
                            let spread = factor * mean * (1 - mean)
                            let excess = Double(sums[depth][index * width + lane]) - rows * mean
                            least[lane] = spread > 1e-12 ? min(least[lane], excess / spread.squareRoot()) : 0
                        }
                    }
                }
                for lane in 0..<lanes where least[lane] > best[lane] { best[lane] = least[lane] }
            }
        }
        return Array(best[..<lanes])
    }

    private func cells(_ plan: CountingPlan, _ losses: [LossColumn]) -> [SliceCell] {
        var total = [SliceCell](repeating: SliceCell(), count: plan.count)
        for (index, shard) in search.shards.enumerated() {
            let counter = TileCounter(
                table: shard.with(losses[index]), places: search.universe.places[index], universe: search.universe,
                plan: plan)
            for (slot, cell) in counter.count(threads: threads).enumerated() { total[slot].merge(cell) }
        }
        return total
    }

    private func maximum(_ cells: [[SliceCell]]) -> Double {
        var best = 0.0
        for (depth, level) in search.levels.enumerated() {
            for index in 0..<level.count {
                best = max(
                    best,
                    statistic.least(
                        index, of: level, above: depth > 0 ? cells[depth - 1] : [], whole: search.universe.whole,
                        cells: cells[depth]))
            }
        }
        return best
    }
}

/// Deals the errors of a table out again, over all shards in order.
struct ErrorDeal: Sendable {
    private let shards: [SliceTable]
    private let rows: Int
    private let wrong: UInt64
    /// Where rows belong together: positions over all shards, unit by unit, and where each unit starts.
    private let blocks: (order: [Int32], starts: [Int])?

    init(_ shards: [SliceTable]) {
        self.shards = shards
        rows = shards.reduce(0) { $0 + $1.rows }
        wrong = shards.reduce(0) { $0 + RowSet(all: $1.rows).cell($1.losses).errors }
        let units = shards.compactMap(\.units)
        guard units.count == shards.count else {
            blocks = nil
            return
        }
        let all = units.flatMap { $0 }
        let order = all.indices.sorted { (all[$0], $0) < (all[$1], $1) }
        var starts = order.indices.filter { $0 == 0 || all[order[$0]] != all[order[$0 - 1]] }
        starts.append(order.count)
        blocks = (order.map { Int32(truncatingIfNeeded: $0) }, starts)
    }

    /// For each shard and row, bit j says whether the row is an error in permutation `some.lowerBound + j`.
    func masks(_ some: Range<Int>, seed: UInt64) -> [[UInt32]] {
        var masks = [UInt32](repeating: 0, count: rows)
        for (lane, permutation) in some.enumerated() {
            var source = Self.generator(seed, permutation)
            if let blocks {
                deal(blocks, &source) { row, error in masks[row] |= UInt32(truncatingIfNeeded: error) << UInt32(lane) }
                continue
            }
            // Each row is taken with chance (errors left) / (rows left): every choice of rows is equally likely.
            var left = wrong
            masks.withUnsafeMutableBufferPointer { masks in
                for row in 0..<rows {
                    let isError = source.next().multipliedFullWidth(by: UInt64(rows - row)).high < left
                    left -= isError ? 1 : 0
                    masks[row] |= (isError ? 1 : 0) << UInt32(lane)
                }
            }
        }
        return cut(masks)
    }

    /// The losses of each shard in one permutation.
    func shuffled(_ permutation: Int, seed: UInt64) -> [LossColumn] {
        guard let scale = shards.first?.losses.scale else { return shards.map(\.losses) }
        var source = Self.generator(seed, permutation)
        var losses = [UInt64](repeating: 0, count: rows)
        if let blocks {
            deal(blocks, &source) { row, loss in losses[row] = loss }
        } else {
            losses = shards.flatMap { shard in (0..<shard.rows).map { shard.losses.units($0) } }
            for index in stride(from: rows - 1, to: 0, by: -1) { losses.swapAt(index, source.below(index + 1)) }
        }
        return cut(losses).map { LossColumn(.real($0, scale: scale), count: $0.count) }
    }

    private func deal(
        _ blocks: (order: [Int32], starts: [Int]), _ source: inout SeededGenerator, _ give: (Int, UInt64) -> Void
    ) {
        let all = shards.flatMap { shard in (0..<shard.rows).map { shard.losses.units($0) } }
        var target = 0
        for unit in source.permutation(blocks.starts.count - 1) {
            for position in blocks.starts[unit]..<blocks.starts[unit + 1] {
                give(Int(blocks.order[target]), all[Int(blocks.order[position])])
                target += 1
            }
        }
    }

    private func cut<Value>(_ values: [Value]) -> [[Value]] {
        var start = 0
        return shards.map { shard in
            defer { start += shard.rows }
            return Array(values[start..<start + shard.rows])
        }
    }

    private static func generator(_ seed: UInt64, _ permutation: Int) -> SeededGenerator {
        SeededGenerator(seed: SplitMix64.mix(seed) &+ UInt64(permutation))
    }
}
