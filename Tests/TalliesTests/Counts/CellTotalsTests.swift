import Statistics
import Testing

@testable import Tallies

/// Totals of many cells say the same as those of few.
@Suite struct CellTotalsTests {
    /// Some cells, most of them empty, a few below 0.
    private static func cells(_ rows: Int, seed: UInt64) -> [Int32] {
        var random = SeededGenerator(seed: seed)
        return (0..<rows).map { _ in Int32(truncatingIfNeeded: random.below(40) * 7 - 3) }
    }

    /// The same cells with a place each and without.
    private static func both(_ cells: [Int32]) -> (dense: CellTotals, sparse: CellTotals) {
        let entries = cells.filter { $0 >= 0 }.map { (cell: Int($0), rows: 1) }
        return (CellTotals(cells, of: 280), CellTotals(entries, of: 280, isSparse: true))
    }

    @Test func everyQuestionHasOneAnswer() {
        var (dense, sparse) = Self.both(Self.cells(500, seed: 1))
        let more = Self.both(Self.cells(90, seed: 2))
        dense.merge(more.dense)
        sparse.merge(more.sparse)
        #expect(Array(dense) == Array(sparse) && dense.sum == sparse.sum && dense.sum > 500)
        for range in [0..<280, 3..<4, 5..<5, 4..<60, 200..<280] {
            #expect(dense.sum(of: range) == sparse.sum(of: range) && dense.sum(of: range) == dense[range].reduce(0, +))
        }
        func listed(_ totals: CellTotals) -> [[Int]] {
            var list: [[Int]] = []
            totals.forEach { cell, rows in list.append([cell, rows]) }
            return list
        }
        #expect(listed(dense) == listed(sparse))
        #expect(zip(dense.parts(width: 14), sparse.parts(width: 14)).allSatisfy { Array($0) == Array($1) })
        #expect(dense.parts(width: 14).count == 20)
    }

    @Test func theOrderOfMergingDoesNotMatter() {
        let parts = (0..<6).map { Self.both(Self.cells(70, seed: 10 + $0)).sparse }
        var (forwards, backwards) = (parts[0], parts[5])
        for part in parts.dropFirst() { forwards.merge(part) }
        for part in parts.dropLast().reversed() { backwards.merge(part) }
        #expect(forwards == backwards)
    }

    /// 400 million cells, of which four have rows.
    @Test func manyCellsTakeNoMemory() {
        var totals = CellTotals([7, 399_999_999, 7, -1, 12], of: 400_000_000)
        totals.merge(CellTotals([399_999_999], of: 400_000_000))
        #expect(totals.sum == 5 && totals[7] == 2 && totals[399_999_999] == 2 && totals[8] == 0)
        #expect(totals.sum(of: 8..<400_000_000) == 3)
    }
}
