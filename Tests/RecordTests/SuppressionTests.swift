import Record
import Testing

@Suite struct SuppressionTests {
    @Test func aLoneSmallGroupTakesTheSmallestOfTheOthersWithIt() {
        #expect(Suppression.withheld([50, 3, 40, 12], below: 10) == [1, 3])
        // Two that are too few together take a third.
        #expect(Suppression.withheld([50, 3, 40, 2, 12], below: 10) == [1, 3, 4])
        #expect(Suppression.withheld([50, 6, 40, 7], below: 10) == [1, 3])
        #expect(Suppression.withheld([50, 40], below: 10) == [])
        // Nobody is nobody's secret.
        #expect(Suppression.withheld([50, 0, 40], below: 10) == [])
        #expect(Suppression.withheld([5, 3], below: 0) == [])
    }

    /// No row and no column of the table has one withheld cell that is the sum less the others, nor withheld cells that are
    /// together fewer than one may be, while there is anything left to withhold.
    @Test(arguments: 0..<60) func nothingCanBeSubtracted(_ seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let table = (0..<3 + next(3)).map { _ in (0..<4).map { _ in next(30) < 6 ? next(12) : 10 + next(60) } }
        let hidden = Suppression.withheld(table, below: 10)
        func check(_ counts: [Int], _ out: [Int]) {
            guard !out.isEmpty else { return }
            let isAll = counts.indices.allSatisfy { out.contains($0) || counts[$0] == 0 }
            #expect(isAll || out.count > 1 && out.reduce(0) { $0 + counts[$1] } >= 10)
        }
        for row in table.indices {
            check(table[row], hidden[row].sorted())
            for (column, count) in table[row].enumerated() where count > 0 && count < 10 {
                #expect(hidden[row].contains(column))
            }
        }
        for column in 0..<4 {
            check(table.map { $0[column] }, table.indices.filter { hidden[$0].contains(column) })
        }
    }
}
