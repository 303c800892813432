// Which slices fail, each once: every slice with enough rows is tested, the culprits are chosen, and each is described.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Every slice with enough rows, tested against all rows.
struct TestedSlices: Sendable {
    let table: SliceTable
    let census: SliceCensus
    let tests: SliceTests
    /// One-sided p-value of each slice of the census; where it is exact, as what all of these tests attain at it.
    let p: [Double]
    /// The same corrected by Benjamini and Hochberg over all of them.
    let adjusted: [Double]
    let minSupport: Int
    let depth: Int

    /// The p-values as a part of the family.
    var family: FamilyTests { FamilyTests(.slices, p) }

    init(
        _ evaluation: Evaluation, _ columns: SliceColumns, _ resampling: ResamplingUnits, _ settings: WorkspaceSettings
    ) throws {
        table = try SliceTable(
            columns: columns.columns,
            losses: LossColumn(isError: (0..<evaluation.count).map { !evaluation.isCorrect($0) }),
            units: resampling.ids)
        depth = min(settings.slicing.maxDepth, columns.columns.count)
        minSupport = max(1, settings.slicing.minSupport)
        let census = try SliceCensus(table, minSupport: minSupport, maxDepth: depth)
        let tests = SliceTests(wrong: census.wrong, units: resampling.areShared ? resampling : nil)
        let alone = census.entries.map { tests.p($0, census) }
        p =
            resampling.areShared
            ? alone
            : Hypergeometric.attained(
                alone, samples: census.entries.map(\.count.rows), marked: census.whole.errors,
                population: census.whole.rows, upTo: TestLevels.ofLeads)
        adjusted = Multiplicity.benjaminiHochberg(p)
        (self.census, self.tests) = (census, tests)
    }
}

/// The search over one evaluation.
struct SliceRanking: Sendable {
    /// A corrected p-value up to which a slice is a lead.
    static let leadLevel = TestLevels.ofLeads

    /// Findings before leads, most errors saved first.
    let slices: [RankedSlice]
    let tested: Int
    let evaluated: Int
    let tooSmall: Int
    /// Slices that stand alone but not beside those reported.
    let explained: Int

    /// Slices stand up to a corrected p-value of `level`, and where their rate is `smallestEffect` above their siblings'.
    init(_ tested: TestedSlices, _ evaluation: Evaluation, level: Double, smallestEffect: Double) throws {
        let (census, tests) = (tested.census, tested.tests)
        var selection = SliceSelection(tested, findingLevel: level, level: Self.leadLevel)
        selection.run()
        self.tested = census.entries.count
        evaluated = census.evaluated
        tooSmall = census.tooSmall
        explained = selection.explained

        var slices = selection.listed.map { Self.described($0, census, tests, level, smallestEffect) }
        for index in slices.indices { slices[index].within = Self.closest(slices[index], slices) }
        if !slices.isEmpty {
            let halves = try SliceHalves(
                tested.table, minSupport: tested.minSupport, depth: tested.depth, tests)
            halves?.measure(&slices)
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
        self.slices = slices.map { (slice: $0, first: firstItem($0), saved: $0.saved.low) }.sorted { a, b in
            if a.slice.isFinding != b.slice.isFinding { return a.slice.isFinding }
            let x = (a.saved, a.slice.count.errors, b.slice.count.rows)
            let y = (b.saved, b.slice.count.errors, a.slice.count.rows)
            return x != y ? x > y : a.first < b.first
        }.map(\.slice)
    }

    private static func described(
        _ listed: SliceSelection.Listed, _ census: SliceCensus, _ tests: SliceTests, _ level: Double,
        _ smallestEffect: Double
    ) -> RankedSlice {
        let entry = census.entries[listed.entry]
        let parents = zip(SliceCensus.parents(entry.ids), entry.parents).filter { $0.1.rows > entry.count.rows }
        let worst = parents.max { ($0.1.rate, $1.1.rows) < ($1.1.rate, $0.1.rows) }
        var siblings = census.rows(worst?.0 ?? [])
        siblings.subtract(listed.rows)
        let (rate, others) = (RankedSlice.Rate(listed.rows, tests), RankedSlice.Rate(siblings, tests))
        return RankedSlice(
            predicates: census.predicates(entry.ids), rows: listed.rows, rate: rate, siblings: others,
            adjusted: listed.adjusted,
            isFinding: listed.adjusted <= level && rate.count.rate - others.count.rate >= smallestEffect,
            alternatives: listed.alternatives.map { census.predicates($0) },
            shares: census.shares(entry.ids).map(\.share))
    }

    private static func closest(_ slice: RankedSlice, _ all: [RankedSlice]) -> [Predicate]? {
        let own = Set(slice.predicates)
        return all.map(\.predicates).filter { $0.count < own.count && own.isSuperset(of: $0) }
            .max { $0.count < $1.count }
    }
}
