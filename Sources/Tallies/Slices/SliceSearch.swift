// Every conjunction of up to L predicates that has enough rows, counted level by level over any number of shards.
//
// Each level is one round: the candidates are agreed, every shard counts them, the counts are added. What is added are
// whole numbers keyed by category, so shards in any order and number give the same bits. Ranked lists are never merged.

import Columns

/// What a search found.
public struct SliceFindings: Sendable {
    /// Settings in force.
    public let settings: SliceSettings
    /// Fewest rows of a slice that were asked for.
    public let minSupport: Int
    /// Rows.
    public let rows: Int
    /// Sum of errors.
    public let errors: Double
    /// Mean error of all rows.
    public var meanError: Double { errors / Double(rows) }
    /// The slices, best first.
    public let slices: [FoundSlice]
    /// Candidates that were counted.
    public let evaluated: Int
    /// Candidates that were left out before counting: a parent too small, or the bound below what is listed already.
    public let pruned: Int
    /// Slices with enough rows: the number of looks that is paid for.
    public let tested: Int
    /// Values and combinations that occur but have too few rows to judge, where they were counted (depth 1 and 2).
    public let tooSmall: Int
    /// The threshold on the score that chance reaches in at most `settings.level` of data without structure; `nil`
    /// where it was not asked for.
    public let threshold: Double?
    /// Permutations behind the threshold.
    public let permutations: Int
}

/// One slice and what is known of it.
public struct FoundSlice: Sendable {
    /// Ascending by the order of columns.
    public let predicates: [Predicate]
    /// Rows, of all there are.
    public let size: Int
    /// Sum of errors over those rows.
    public let errors: Double
    /// By which it is ranked.
    public let score: Double
    /// Interval of the mean error at 95 %.
    public let low: Double
    /// Upper end.
    public let high: Double
    /// Whether it is more than chance, all looks paid for.
    public let isSignificant: Bool
    /// The p-value behind that, adjusted for all looks; an upper bound.
    public let adjustedP: Double
    /// Slices that hold nearly the same rows (Jaccard at least 0.8).
    public let alternatives: [[Predicate]]
    /// Mean error in the half that the slice was found on, when there was one.
    public let discovered: SliceRate?
    /// Mean error in the half that was kept for confirmation.
    public let confirmed: SliceRate?
    /// Errors that would not have happened at the mean error of the worst parent: rows times the difference, at the lower
    /// end of the interval; at least 0.
    public let savedErrors: Double
    /// The wider group that fails most: the whole, or the slice without one of its predicates.
    public let worstParent: Parent
    /// What each predicate brings to the excess over the mean error of all rows: its Shapley value, the groups being all
    /// sub-conjunctions of the slice. They add up to the slice's mean error less that of all rows.
    public let shares: [Double]

    /// A wider group that the slice belongs to.
    public struct Parent: Sendable, Hashable {
        /// What defines it; empty for all rows.
        public let predicates: [Predicate]
        /// Its mean error.
        public let meanError: Double
    }

    /// Mean error of its rows.
    public var meanError: Double { size == 0 ? 0 : errors / Double(size) }
}

/// A mean error and how many rows it is of.
public struct SliceRate: Sendable, Hashable {
    /// Rows.
    public let size: Int
    /// Sum of errors.
    public let errors: Double
}

/// A search over one table, in one or several shards.
struct SliceSearch {
    let shards: [SliceTable]
    let settings: SliceSettings
    let minSupport: Int
    let universe: SliceUniverse
    let reader: CellReader
    private(set) var evaluated = 0
    private(set) var pruned = 0
    private(set) var tested = 0
    private(set) var tooSmall = 0

    /// Slices of each depth that have enough rows, from depth 1 on.
    private(set) var levels: [SliceLevel] = []

    init(_ shards: [SliceTable], _ settings: SliceSettings, minSupport: Int) throws(SliceError) {
        try settings.check()
        guard let first = shards.first else { throw .noRows }
        for shard in shards {
            guard shard.columns.map(\.name) == first.columns.map(\.name), shard.losses.scale == first.losses.scale
            else {
                throw .shardsDisagree
            }
        }
        self.shards = shards
        self.settings = settings
        self.minSupport = minSupport
        reader = CellReader(scale: first.losses.scale)
        universe = SliceUniverse(
            shards, attributes: first.columns.count, minSupport: minSupport, threads: settings.threads)
        var level = SliceLevel(depth: 1)
        level.ids = universe.values.indices.map { UInt32($0) }
        level.cells = universe.values.map(\.cell)
        levels = [level]
        evaluated = universe.occurring
        tested = level.count
        tooSmall = universe.tooSmall
    }

    /// Counts `level` on all shards.
    func counted(_ level: SliceLevel) throws(SliceError) -> [SliceCell] {
        let plan = try CountingPlan(level, universe, isBinary: reader.scale == nil)
        var total = [SliceCell](repeating: SliceCell(), count: level.count)
        for (shard, places) in zip(shards, universe.places) {
            let counter = TileCounter(table: shard, places: places, universe: universe, plan: plan)
            for (index, cell) in counter.count(threads: settings.threads).enumerated() { total[index].merge(cell) }
        }
        return total
    }

    /// Counts the next level: those candidates for which `keep` holds, given the cells of their parents. Returns whether
    /// there was any.
    mutating func deepen(_ keep: (_ level: SliceLevel, _ parents: ArraySlice<Int32>) -> Bool) throws(SliceError) -> Bool
    {
        guard let last = levels.last, last.depth < min(settings.maxDepth, shards[0].columns.count) else { return false }
        var candidates =
            last.depth == 1
            ? try last.pairs(universe.ids, isWide: isWide, pruned: &pruned) { keep(last, $0) }
            : try last.candidates(attributes: universe.attributes, pruned: &pruned) { keep(last, $0) }
        candidates.cells = try counted(candidates)
        evaluated += candidates.count
        var enough = candidates.filtered { candidates.cells[$0].rows >= UInt64(minSupport) }
        if candidates.depth == 2 {
            tooSmall += candidates.cells.count { $0.rows > 0 && $0.rows < UInt64(minSupport) }
            enough = enough.inserting(widePairs())
        }
        guard enough.count > 0 else { return false }
        tested += enough.count
        levels.append(enough)
        return enough.count > 0
    }

    private func isWide(_ a: Int, _ b: Int) -> Bool {
        universe.ids[a].count.multipliedReportingOverflow(by: universe.ids[b].count).overflow
            || universe.ids[a].count * universe.ids[b].count > WidePairs.combinations
    }

    /// Pairs of attributes with too many combinations to list.
    private mutating func widePairs() -> [(ids: [UInt32], cell: SliceCell)] {
        var found: [(ids: [UInt32], cell: SliceCell)] = []
        for a in universe.ids.indices {
            for b in universe.ids.indices where b > a && isWide(a, b) {
                let pairs = WidePairs(shards, universe, a, b)
                let slices = pairs.slices(universe, a, b, minSupport: minSupport)
                evaluated += pairs.count
                tooSmall += pairs.count - slices.count
                found += slices
            }
        }
        return found
    }

    /// The predicates of a slice.
    func predicates(_ ids: some Sequence<UInt32>) -> [Predicate] {
        ids.map { id in
            let value = universe.values[Int(id)]
            return shards[0].columns[value.attribute].predicate(value.category)
        }
    }
}
