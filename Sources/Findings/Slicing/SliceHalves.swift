// Found on one half, confirmed on the other. Units are split by a hash of their names, so that the halves are the same on
// every machine and for any order of rows. The first half is searched as if there were no other.

import Statistics
import Tallies

/// The two halves of a table.
struct SliceHalves {
    private let first: SliceCensus
    private let secondCensus: SliceCensus
    private let isClustered: Bool

    /// `nil` when one half would be empty.
    init?(_ table: SliceTable, minSupport: Int, depth: Int, isClustered: Bool) throws {
        let (discovery, confirmation) = table.halves(validating: 0.5)
        guard !discovery.isEmpty, !confirmation.isEmpty else { return nil }
        let support = max(1, (minSupport + 1) / 2)
        let half = table.gathered(discovery)
        first = try SliceCensus(half, minSupport: support, maxDepth: depth)
        secondCensus = try SliceCensus(table.gathered(confirmation), minSupport: 1, maxDepth: depth)
        self.isClustered = isClustered
    }

    /// Gives each of `slices` that the first half alone finds its rates in the two, and the p-value on the second.
    func evaluate(_ slices: inout [RankedSlice]) {
        let here = tests(first)
        let adjusted = Multiplicity.benjaminiHochberg(first.entries.map { here.p($0, first) })
        let there = tests(secondCensus)
        var tested: [(slice: Int, p: Double)] = []
        for index in slices.indices {
            guard let mine = first.entries.firstIndex(where: { same($0, slices[index], first) }),
                adjusted[mine] <= SliceRanking.findingLevel
            else { continue }
            let other = secondCensus.entries.first { same($0, slices[index], secondCensus) }
            let p = other.map { there.p($0, secondCensus) } ?? 1
            slices[index].halves = RankedSlice.Halves(
                first: first.entries[mine].count, second: other?.count ?? .init(rows: 0, errors: 0),
                firstInterval: here.interval(first.rows(first.entries[mine].ids)),
                secondInterval: other.map { there.interval(secondCensus.rows($0.ids)) }, p: p)
            tested.append((index, p))
        }
        for (entry, p) in zip(tested, Multiplicity.holm(tested.map(\.p))) { slices[entry.slice].halves?.p = p }
    }

    private func same(_ entry: SliceCensus.Entry, _ slice: RankedSlice, _ census: SliceCensus) -> Bool {
        entry.ids.count == slice.ids.count && census.predicates(entry.ids) == slice.predicates
    }

    private func tests(_ census: SliceCensus) -> SliceTests {
        SliceTests(wrong: census.wrong, units: isClustered ? census.units : nil)
    }
}
