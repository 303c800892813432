import Testing

@testable import Statistics

/// Expected values were computed by a Python program of its own from the definitions: FNV-1a, SplitMix64, xoshiro256**.
@Suite struct UnitSplitTests {
    private let ids = (0..<12).map { PoissonBootstrap.id(of: "patient-\($0)") }

    @Test func idsAreTheHashOfTheName() {
        #expect(FNV1a.hash([]) == 0xcbf2_9ce4_8422_2325)
        #expect(FNV1a.hash("foobar".utf8) == 0x8594_4171_f739_67e8)
        #expect(ids[0] == 0x4e7a_144c_0b2a_9941 && ids[1] == 0xf62d_7e1a_b4bc_0bbf)
    }

    @Test func partsOfUnitsAreTheSameForEver() {
        #expect(UnitSplit.folds(ids, 5) == [1, 2, 1, 2, 3, 2, 0, 0, 0, 4, 1, 4])
        #expect(UnitSplit.sample(ids, share: 0.5) == [1, 5, 7, 8, 9, 10, 11])
        #expect(UnitSplit.halves(ids, rows: 12, from: 0, holdingOut: 0.5).heldOut == [1, 2, 3, 4, 5, 6, 7, 9, 11])
        #expect(UnitSplit.halves(nil, rows: 12, from: 100, holdingOut: 0.25).heldOut == [0, 2, 3, 6, 7])
    }

    @Test func aPartKeepsRowsOfAUnitTogetherAndLosesNone() {
        let rows = (0..<600).map { ids[$0 % 12] }
        let folds = UnitSplit.folds(rows, 3)
        let sample = Set(UnitSplit.sample(rows, share: 0.4))
        let halves = UnitSplit.halves(rows, rows: 600, from: 0, holdingOut: 0.5)
        for row in rows.indices {
            #expect(folds[row] == folds[row % 12])
            #expect(sample.contains(row) == sample.contains(row % 12))
        }
        #expect(Set(halves.kept).union(halves.heldOut).count == 600)
        #expect(Set(halves.kept.map { rows[Int($0)] }).isDisjoint(with: Set(halves.heldOut.map { rows[Int($0)] })))
        #expect(UnitSplit.sample(rows, share: 1).count == 600 && UnitSplit.sample(rows, share: 2).count == 600)
    }

    @Test func permutationsAreTheSameForEver() {
        let free = UnitPermutations(rows: 10, units: nil, seed: 7)
        #expect(free.shuffled(Array(0..<10), 3) == [5, 2, 1, 8, 0, 7, 6, 9, 3, 4])
        #expect(free.masks(2..<5, ones: 4) { [] } == [1, 6, 0, 0, 0, 7, 4, 7, 1, 2])
        let units = UnitPermutations(rows: 10, units: [5, 5, 9, 9, 9, 2, 2, 7, 1, 1], seed: 7)
        #expect(units.shuffled(Array(0..<10), 0) == [9, 2, 4, 5, 6, 1, 8, 3, 7, 0])
        #expect(units.shuffled(Array(0..<10), 1) == [3, 4, 9, 0, 1, 7, 2, 8, 5, 6])
    }

    @Test func masksOfUnitsAreTheShuffledValuesBitByBit() {
        let values: [UInt64] = [1, 1, 0, 0, 1, 0, 1, 0, 0, 1]
        let units = UnitPermutations(rows: 10, units: [5, 5, 9, 9, 9, 2, 2, 7, 1, 1], seed: 7)
        let masks = units.masks(0..<32, ones: 5) { values }
        for lane in 0..<32 { #expect(masks.map { UInt64($0 >> UInt32(lane) & 1) } == units.shuffled(values, lane)) }
    }

    @Test func unitsAreNumberedInTheOrderInWhichTheyFirstOccur() {
        let shared = ResamplingUnits(ids: [9, 4, 9, 1])
        #expect(shared.codes == [0, 1, 0, 2] && shared.count == 3 && shared.areShared)
        #expect(shared.shared(2) == 9)
        let gathered = shared.gathered([3, nil, 1])
        #expect(gathered.areShared && gathered.shared(0) == 1 && gathered.shared(2) == 4)
        let own = ResamplingUnits(independent: ["a", "b"])
        #expect(own.ids == ["a", "b"].map { PoissonBootstrap.id(of: $0) } && !own.areShared && own.shared(1) == nil)
        #expect(own.weights.replicate(3) == own.ids.map { BootstrapWeights.weight(of: $0, replicate: 3) })
    }
}
