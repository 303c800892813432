// A rate that the search had no say in. Units are split in two halves by a hash of their names, so that the halves are the
// same on every machine and for any order of rows. Each half is searched as if there were no other; what it finds is
// measured on the other one, and where both find a slice, both ways round.

import Columns
import Statistics
import Tallies

/// The two halves of a table.
struct SliceHalves {
    /// One half.
    private struct Half {
        /// Its rows, among all.
        let rows: RowSet
        /// Slices that it finds when it is searched alone.
        let found: Set<[Predicate]>
    }

    /// Corrected p-value up to which a half finds a slice: what one half finds is only measured, on the other.
    private static let level = 0.05

    private let halves: [Half]
    /// Tests among all rows.
    private let tests: SliceTests

    /// `nil` when one half would be empty.
    init?(_ table: SliceTable, minSupport: Int, depth: Int, _ tests: SliceTests) throws {
        let (first, second) = table.halves(validating: 0.5)
        guard !first.isEmpty, !second.isEmpty else { return nil }
        self.tests = tests
        halves = try [first, second].map { positions in
            let half = table.gathered(positions)
            let census = try SliceCensus(half, minSupport: max(1, (minSupport + 1) / 2), maxDepth: depth)
            let alone = SliceTests(
                wrong: census.wrong, units: tests.units == nil ? nil : half.units.map { ResamplingUnits(ids: $0) })
            let adjusted = Multiplicity.benjaminiHochberg(census.entries.map { alone.p($0, census) })
            let found = adjusted.indices.filter { adjusted[$0] <= Self.level }
            return Half(
                rows: RowSet(positions.map { Int($0) }, of: table.rows),
                found: Set(found.map { census.predicates(census.entries[$0].ids) }))
        }
    }

    /// Gives each of `slices` what the halves say of it.
    func measure(_ slices: inout [RankedSlice]) {
        for index in slices.indices { slices[index].halves = measured(slices[index]) }
        let found = slices.indices.filter { slices[$0].halves?.heldOut != nil }
        let p = Multiplicity.holm(found.map { slices[$0].halves?.p ?? 1 })
        for (index, p) in zip(found, p) { slices[index].halves?.p = p }
    }

    private func measured(_ slice: RankedSlice) -> RankedSlice.Halves {
        let parts = halves.map { half in
            var part = slice.rows
            part.intersect(half.rows)
            return part
        }
        let finders = halves.indices.filter { halves[$0].found.contains(slice.predicates) }
        guard let finder = finders.first else { return .init(foundOn: 0, selected: nil, heldOut: nil, p: 1) }
        // Two ways round are two chances.
        let p = finders.map { tests.p(parts[1 - $0], within: halves[1 - $0].rows) }.min() ?? 1
        let isOne = finders.count == 1
        return .init(
            foundOn: finders.count, selected: isOne ? .init(parts[finder], tests) : nil,
            heldOut: isOne ? .init(parts[1 - finder], tests) : slice.rate, p: min(1, p * Double(finders.count)))
    }
}
