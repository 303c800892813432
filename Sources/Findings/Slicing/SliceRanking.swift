// Which slices fail, each once.
//
// Every slice with enough rows is tested against the whole and each of its parents; its p-value is the largest of those,
// for it must beat them all. Benjamini and Hochberg's correction counts every slice tested. Among those that stand, the
// one with the largest standardised excess is reported and its rows are taken out; what no longer stands on the rest was
// only related to it. What holds nearly the same rows (Jaccard at least 0.8) is listed as another way to say it.

import Artifacts
import Columns
import Statistics
import Tallies

/// One slice that is reported.
struct RankedSlice: Sendable {
    let predicates: [Predicate]
    let ids: [UInt32]
    let rows: RowSet
    let count: SliceCensus.Count
    /// The highest rate of the whole and every parent.
    let worstParent: Double
    /// Corrected for every slice tested.
    let adjusted: Double
    var alternatives: [[Predicate]] = []
    /// Rates in the two halves, when it was found on the first alone, and the p-value on the second.
    var halves: Halves?
    /// Interval of the rate.
    let interval: ConfidenceInterval
    /// What each predicate brings to the rate's excess over that of all rows, and the count of each alone.
    let shares: [(share: Double, alone: SliceCensus.Count)]

    /// Found on the first half, tested on the second.
    struct Halves: Sendable {
        let first: SliceCensus.Count
        let second: SliceCensus.Count
        /// Interval of the rate on the first half, and on the second; `nil` where no row of the second is in the slice.
        let firstInterval: ConfidenceInterval
        let secondInterval: ConfidenceInterval?
        /// Corrected by Holm over the reported slices that were found on the first half.
        var p: Double

        var isConfirmed: Bool { p <= 0.05 }
    }

    /// Errors that would not happen at the rate of the worst parent, at the lower end of the interval; at least 0.
    var saved: Double { max(0, Double(count.rows) * (interval.low - worstParent)) }
}

/// The search over one evaluation.
struct SliceRanking: Sendable {
    /// A corrected p-value up to which a slice is a finding, and a lead.
    static let findingLevel = 0.05
    static let leadLevel = 0.2
    /// Slices that share this much are one (Jaccard).
    static let sameness = 0.8
    /// Most slices that are looked at one by one.
    private static let candidates = 400

    /// Most errors saved first.
    let slices: [RankedSlice]
    let tested: Int
    let evaluated: Int
    let tooSmall: Int
    /// Slices that stand alone but not beside those reported.
    let explained: Int

    init(
        _ evaluation: Evaluation, _ columns: SliceColumns, _ resampling: ResamplingUnits, _ settings: WorkspaceSettings
    ) throws {
        let table = try SliceTable(
            columns: columns.columns,
            losses: LossColumn(isError: (0..<evaluation.count).map { !evaluation.isCorrect($0) }),
            units: resampling.ids)
        let depth = min(settings.slicing.maxDepth, columns.columns.count)
        let minSupport = max(1, settings.slicing.minSupport)
        let census = try SliceCensus(table, minSupport: minSupport, maxDepth: depth)
        let units = resampling.areShared ? resampling.ids : nil
        let wrong = census.wrong
        tested = census.entries.count
        evaluated = census.evaluated
        tooSmall = census.tooSmall

        let evaluator = SliceTests(wrong: wrong, units: units)
        let p = census.entries.map { evaluator.p($0, census) }
        let adjusted = Multiplicity.benjaminiHochberg(p)
        let standing = p.indices.filter { adjusted[$0] <= Self.leadLevel && census.entries[$0].count.errors > 1 }
            .sorted { (p[$0], $0) < (p[$1], $1) }.prefix(Self.candidates)
        var greedy = GreedySlices(
            standing.map { .init(entry: census.entries[$0], p: p[$0], adjusted: adjusted[$0], census) }, wrong: wrong)
        let found = greedy.run()
        explained = greedy.explained
        var slices = found.map { one in
            RankedSlice(
                predicates: census.predicates(one.entry.ids), ids: one.entry.ids, rows: one.rows,
                count: one.entry.count, worstParent: one.entry.parents.map(\.rate).max() ?? 0, adjusted: one.adjusted,
                alternatives: one.alternatives.map { census.predicates($0) },
                interval: evaluator.interval(one.rows),
                shares: census.shares(one.entry.ids))
        }
        if !slices.isEmpty {
            let halves = try SliceHalves(table, minSupport: minSupport, depth: depth, isClustered: units != nil)
            halves?.evaluate(&slices)
        }
        // Ties go to the slice that holds the item whose id comes first, which no renaming changes.
        func firstItem(_ slice: RankedSlice) -> ItemID {
            var least: ItemID?
            slice.rows.forEach { row in
                let id = evaluation.items.ids[row]
                if least.map({ id < $0 }) ?? true { least = id }
            }
            return least ?? ""
        }
        self.slices = slices.map { (slice: $0, first: firstItem($0)) }.sorted { a, b in
            let x = (a.slice.saved, a.slice.count.errors, b.slice.count.rows)
            let y = (b.slice.saved, b.slice.count.errors, a.slice.count.rows)
            return x != y ? x > y : a.first < b.first
        }.map(\.slice)
    }
}
