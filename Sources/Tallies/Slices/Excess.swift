// Slices that explain where errors gather, each once, and no more of them than are there.
//
// 1. Units are split in two halves by a hash of their id. Every slice with enough rows is counted on the first.
// 2. Each has one statistic: its least z against the whole and every parent. Shuffled errors say how large the largest of
//    them becomes by chance.
// 3. The best slice above that is listed, its rows are taken out of everything that was counted, and the next is looked
//    for: what merely overlaps with it has nothing left. Slices with nearly the same rows are its alternatives.
// 4. Each is tested on the other half; Holm's correction over those that were listed.

import Columns
import Statistics

/// The search behind `--score excess`.
struct Excess {
    private var search: SliceSearch
    private let settings: SliceSettings
    private let statistic: ExcessStatistic
    private let all: [SliceTable]
    private let confirmation: [SliceTable]
    private let minSupport: Int

    /// Cells with the rows of listed slices taken out, by level.
    private var cells: [[SliceCell]]
    private var whole: SliceCell
    /// Slices that are out of the running because they are nearly one that is listed, by level.
    private var barred: [Set<Int>]
    /// Rows not taken out yet, by shard of the discovery half.
    private var left: [RowSet]
    private var listed: [Listed] = []

    private struct Listed {
        let ids: [UInt32]
        let z: Double
        var alternatives: [[UInt32]]
        /// Rows of the discovery half, by shard, listed slices before it included.
        let rows: [RowSet]
    }

    /// Slices whose rows agree this far are one finding (Jaccard).
    static let sameness = 0.8
    /// Most alternatives that are listed with a slice.
    static let alternativesShown = 8

    static func findings(_ shards: [SliceTable], _ settings: SliceSettings) throws(SliceError) -> SliceFindings {
        var excess = try Excess(shards.sorted { $0.firstRow < $1.firstRow }, settings)
        return try excess.run()
    }

    private init(_ shards: [SliceTable], _ settings: SliceSettings) throws(SliceError) {
        try settings.check()
        self.settings = settings
        let rows = shards.reduce(0) { $0 + $1.rows }
        minSupport = settings.support(rows: rows)
        let share = settings.validationShare
        var halves: [SliceTable] = []
        var others: [SliceTable] = []
        for shard in shards where share > 0 {
            let (discovery, kept) = shard.halves(validating: share)
            halves.append(shard.gathered(discovery))
            others.append(shard.gathered(kept))
        }
        all = shards
        confirmation = others
        let enough = max(1, Int((Double(minSupport) * (1 - share)).rounded(.up)))
        search = try SliceSearch(share > 0 ? halves : shards, settings, minSupport: enough)
        statistic = ExcessStatistic(reader: search.reader)
        while try search.deepen({ _, _ in true }) {}
        cells = search.levels.map(\.cells)
        whole = search.universe.whole
        barred = search.levels.map { _ in [] }
        left = search.shards.map { RowSet(all: $0.rows) }
    }

    private mutating func run() throws(SliceError) -> SliceFindings {
        let rows = search.shards.reduce(0) { $0 + $1.rows }
        let count = settings.permutationCount(rows: rows)
        var maxima: [Double] = []
        var threshold = Double.infinity
        if count == 0 {
            threshold = 0
        } else if best(above: 0) != nil {
            maxima = try ExcessPermutations(
                search: search, statistic: statistic, count: count, seed: settings.seed, threads: settings.threads
            ).maxima().sorted(by: >)
            // p = (1 + maxima at or above z) / (1 + permutations) must be at most the level.
            let allowed = Int((settings.level * Double(count + 1)).rounded(.down)) - 1
            threshold = allowed >= 0 ? maxima[allowed] : .infinity
        }
        while listed.count < settings.top, let next = best(above: threshold) { try take(next) }
        let slices = describe(maxima)
        let reader = search.reader
        let total = all.reduce(into: SliceCell()) { $0.merge(RowSet(all: $1.rows).cell($1.losses)) }
        return SliceFindings(
            settings: settings, minSupport: minSupport, rows: Int(total.rows), errors: reader.errors(total),
            slices: slices, evaluated: search.evaluated, pruned: search.pruned, tested: search.tested,
            tooSmall: search.tooSmall, threshold: maxima.isEmpty || !threshold.isFinite ? nil : threshold,
            permutations: maxima.count)
    }

    /// The slice with the largest statistic above `threshold`, or `nil`; ties go to fewer predicates, then to the order
    /// of columns and categories.
    private func best(above threshold: Double) -> (level: Int, index: Int, z: Double)? {
        var best: (level: Int, index: Int, z: Double)?
        for (depth, level) in search.levels.enumerated() {
            for index in 0..<level.count where cells[depth][index].rows >= UInt64(search.minSupport) {
                if barred[depth].contains(index) { continue }
                let z = statistic.least(
                    index, of: level, above: depth > 0 ? cells[depth - 1] : [], whole: whole, cells: cells[depth])
                if z > max(threshold, best?.z ?? -.infinity) { best = (depth, index, z) }
            }
        }
        return best
    }

    /// Lists a slice and takes its rows out, or, when it is nearly one that is listed, adds it to that one's
    /// alternatives and takes it out of the running.
    private mutating func take(_ found: (level: Int, index: Int, z: Double)) throws(SliceError) {
        let ids = Array(search.levels[found.level].slice(found.index))
        let rows = sets(ids, search.shards)
        for (index, earlier) in listed.enumerated() where Self.jaccard(rows, earlier.rows) >= Self.sameness {
            listed[index].alternatives.append(ids)
            barred[found.level].insert(found.index)
            return
        }
        var tables: [SliceTable] = []
        for shard in search.shards.indices {
            var remaining = rows[shard]
            remaining.intersect(left[shard])
            left[shard].subtract(rows[shard])
            tables.append(search.shards[shard].gathered(remaining.positions))
        }
        let explained = cells[found.level][found.index]
        var alternatives: [(z: Double, ids: [UInt32])] = []
        for (depth, level) in search.levels.enumerated() {
            let taken = try count(level, tables)
            for index in 0..<level.count where taken[index].rows > 0 {
                let before = cells[depth][index].rows
                let union = before + explained.rows - taken[index].rows
                if Double(taken[index].rows) >= Self.sameness * Double(union),
                    (depth, index) != (found.level, found.index)
                {
                    let z = statistic.z(cells[depth][index], within: whole)
                    if z > 0 { alternatives.append((z, Array(level.slice(index)))) }
                }
            }
            for index in 0..<level.count { cells[depth][index].remove(taken[index]) }
        }
        whole.remove(explained)
        alternatives.sort { $0.z > $1.z }
        listed.append(
            Listed(
                ids: ids, z: found.z, alternatives: alternatives.prefix(Self.alternativesShown).map(\.ids),
                rows: rows))
    }

    private func count(_ level: SliceLevel, _ tables: [SliceTable]) throws(SliceError) -> [SliceCell] {
        let plan = try CountingPlan(level, search.universe, isBinary: search.reader.scale == nil)
        var total = [SliceCell](repeating: SliceCell(), count: level.count)
        for (table, places) in zip(tables, search.universe.places) where table.rows > 0 {
            let counter = TileCounter(table: table, places: places, universe: search.universe, plan: plan)
            for (index, cell) in counter.count(threads: settings.threads).enumerated() { total[index].merge(cell) }
        }
        return total
    }

    private func sets(_ ids: [UInt32], _ tables: [SliceTable]) -> [RowSet] {
        zip(tables, search.universe.places).map { RowSet(ids, in: $0, $1, search.universe) }
    }

    private static func jaccard(_ a: [RowSet], _ b: [RowSet]) -> Double {
        var both = 0
        var either = 0
        for (x, y) in zip(a, b) {
            for (p, q) in zip(x.words, y.words) {
                both += (p & q).nonzeroBitCount
                either += (p | q).nonzeroBitCount
            }
        }
        return either == 0 ? 0 : Double(both) / Double(either)
    }

    private func describe(_ maxima: [Double]) -> [FoundSlice] {
        let discovery = ExcessConfirmation(shards: search.shards, reader: search.reader)
        let tests = ExcessConfirmation(shards: confirmation, reader: search.reader)
        let everything = ExcessConfirmation(shards: all, reader: search.reader)
        var open = confirmation.map { RowSet(all: $0.rows) }
        var confirmedP: [Double] = []
        for slice in listed where !confirmation.isEmpty {
            let rows = sets(slice.ids, confirmation)
            let inside = zip(rows, open).map { Self.both($0, $1) }
            confirmedP.append(
                SliceCensus.parents(slice.ids).map { parent in
                    let around = zip(sets(parent, confirmation), open).map { Self.both($0, $1) }
                    return tests.pValue(.init(slice: inside, parent: around))
                }.max() ?? 1)
            for shard in open.indices { open[shard].subtract(rows[shard]) }
        }
        let holm = Multiplicity.holm(confirmedP)
        let whole = everything.total(all.map { RowSet(all: $0.rows) })
        let found = listed.enumerated().map { index, slice in
            let chance = Double(1 + maxima.count { $0 >= slice.z }) / Double(1 + maxima.count)
            let p = max(chance, confirmation.isEmpty ? 0 : holm[index])
            let rows = sets(slice.ids, all)
            let cell = everything.total(rows)
            let evaluator = SliceEvaluator(
                whole: whole, reader: search.reader, designEffect: everything.designEffect(rows))
            let interval = evaluator.interval(cell)
            let relatives = SliceRelatives(slice.ids) { evaluator.mean(everything.total(sets($0, all))) }
            return FoundSlice(
                predicates: search.predicates(slice.ids), size: Int(cell.rows), errors: search.reader.errors(cell),
                score: slice.z, low: interval.low, high: interval.high, isSignificant: p <= settings.level,
                adjustedP: p, alternatives: slice.alternatives.map { search.predicates($0) },
                discovered: confirmation.isEmpty ? nil : rate(discovery.total(slice.rows)),
                confirmed: confirmation.isEmpty ? nil : rate(tests.total(sets(slice.ids, confirmation))),
                savedErrors: max(0, Double(cell.rows) * (interval.low - relatives.worst.mean)),
                worstParent: .init(
                    predicates: search.predicates(relatives.worst.ids), meanError: relatives.worst.mean),
                shares: relatives.shares)
        }
        // Best first; a slice can become clearer once another is taken out.
        return found.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(
            \.element)
    }

    private func rate(_ cell: SliceCell) -> SliceRate {
        SliceRate(size: Int(cell.rows), errors: search.reader.errors(cell))
    }

    private static func both(_ a: RowSet, _ b: RowSet) -> RowSet {
        var result = a
        result.intersect(b)
        return result
    }
}
