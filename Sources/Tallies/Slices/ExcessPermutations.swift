// What chance alone would find (Westfall & Young 1993, max-z): the errors are shuffled over the rows, whatever else the
// table holds staying as it is, and the largest statistic over all slices is taken. The threshold is what at most
// `level` of the shuffles reach. All dependence between slices is in it, because the slices are the same ones.
//
// For 0/1 errors 32 shuffles are counted in one pass: a row adds a mask of 32 bits to the 32 lanes of its cell. Units
// stay together (`UnitPermutations`).

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
        let shuffled = ShuffledErrors(search.shards, seed: seed)
        var first = 0
        while first < count {
            let some = first..<min(count, first + (isBinary ? BitKernels.lanes : 1))
            if isBinary {
                let masks = shuffled.masks(some)
                let sums = plans.map { lanes($0, masks, some.count) }
                result += maxima(sums, of: some.count)
            } else {
                let losses = shuffled.losses(first)
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

/// The errors of a table shuffled over its rows, over all shards in order.
struct ShuffledErrors: Sendable {
    private let shards: [SliceTable]
    private let wrong: UInt64
    private let permutations: UnitPermutations

    init(_ shards: [SliceTable], seed: UInt64) {
        self.shards = shards
        wrong = shards.reduce(0) { $0 + RowSet(all: $1.rows).cell($1.losses).errors }
        let units = shards.compactMap(\.units)
        permutations = UnitPermutations(
            rows: shards.reduce(0) { $0 + $1.rows },
            units: units.count == shards.count ? units.flatMap(\.self) : nil, seed: seed)
    }

    /// For each shard and row, bit j says whether the row is an error in permutation `some.lowerBound + j`.
    func masks(_ some: Range<Int>) -> [[UInt32]] { cut(permutations.masks(some, ones: wrong) { losses }) }

    /// The losses of each shard in one permutation.
    func losses(_ permutation: Int) -> [LossColumn] {
        guard let scale = shards.first?.losses.scale else { return shards.map(\.losses) }
        return cut(permutations.shuffled(losses, permutation)).map {
            LossColumn(.real($0, scale: scale), count: $0.count)
        }
    }

    /// The losses as they are, over all shards.
    private var losses: [UInt64] {
        shards.flatMap { shard in (0..<shard.rows).map { shard.losses.units($0) } }
    }

    private func cut<Value>(_ values: [Value]) -> [[Value]] {
        var start = 0
        return shards.map { shard in
            defer { start += shard.rows }
            return Array(values[start..<start + shard.rows])
        }
    }
}
