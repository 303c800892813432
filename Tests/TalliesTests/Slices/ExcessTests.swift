import Columns
import Statistics
import Testing

@testable import Tallies

@Suite struct ExcessTests {
    private var settings: SliceSettings {
        var settings = SliceSettings()
        settings.score = .excess
        settings.minSupport = 20
        return settings
    }

    @Test func aPlantedPairIsFoundOnceAndItsRelativesAreNot() throws {
        let data = BruteForce.random(rows: 4000, values: [4, 5, 3, 6, 2], seed: 21)
        let found = try SliceFindings(of: [data.table()], settings)
        #expect(found.slices.map { $0.predicates.map(\.attribute) } == [["c0", "c1"]])
        #expect(found.slices.first?.predicates.map(\.value) == ["0", "0"])
        #expect(found.slices.first?.isSignificant == true)
    }

    @Test func aCopyOfAColumnIsAnAlternativeAndNotASecondFinding() throws {
        let plain = BruteForce.random(rows: 4000, values: [4, 5, 3], seed: 22)
        let data = BruteForce(columns: plain.columns + [plain.columns[0]], losses: plain.losses)
        let found = try SliceFindings(of: [data.table()], settings)
        let confirmed = found.slices.filter { $0.isSignificant }
        #expect(confirmed.count == 1)
        let names = confirmed.first?.alternatives.map { $0.map(\.attribute) } ?? []
        #expect(names.contains(["c1", "c3"]))
    }

    @Test func bothHalvesAreShownAndAddUpToTheWhole() throws {
        let data = BruteForce.random(rows: 4000, values: [4, 5, 3], seed: 23)
        let slice = try #require(try SliceFindings(of: [data.table()], settings).slices.first)
        let first = try #require(slice.discovered)
        let second = try #require(slice.confirmed)
        #expect(first.size + second.size == slice.size)
        #expect(first.errors + second.errors == slice.errors)
        #expect(slice.low <= slice.errors / Double(slice.size) && slice.errors / Double(slice.size) <= slice.high)
        #expect(slice.savedErrors > 0)
    }

    @Test func dataWithoutStructureIsQuiet() throws {
        var flagged = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            var data = BruteForce.random(rows: 1500, values: [4, 5, 3, 6], seed: seed)
            var source = SeededGenerator(seed: seed)
            data = BruteForce(
                columns: data.columns, losses: source.permutation(1500).map { data.losses[$0] })
            let found = try SliceFindings(of: [data.table()], settings)
            if found.slices.contains(where: \.isSignificant) { flagged += 1 }
        }
        #expect(flagged <= 1)
    }

    @Test func errorsThatComeUnitByUnitDoNotMakeASliceOfTheirUnits() throws {
        // 60 videos of 50 frames; every tenth video fails as a whole, and each video has one camera. Row by row that
        // looks like a slice of cameras; unit by unit there are six failures to explain.
        var source = SeededGenerator(seed: 3)
        let camera = (0..<60).map { _ in source.below(6) }
        let fails = (0..<60).map { $0 % 10 == 0 }
        let units = (0..<3000).map { UInt64($0 / 50) }
        let columns = [CodedColumn(name: "camera", integers: units.map { camera[Int($0)] })]
        let losses = LossColumn(isError: units.map { fails[Int($0)] })
        let alone = try SliceFindings(of: [SliceTable(columns: columns, losses: losses)], settings)
        let together = try SliceFindings(of: [SliceTable(columns: columns, losses: losses, units: units)], settings)
        #expect(alone.slices.count { $0.isSignificant } > 0)
        #expect(together.slices.count { $0.isSignificant } == 0)
    }

    @Test func unitsAreNeverSplitBetweenTheHalves() throws {
        let units = (0..<1000).map { UInt64($0 % 40) }
        let table = try SliceTable(
            columns: [CodedColumn(name: "a", integers: [Int](repeating: 0, count: 1000))],
            losses: LossColumn(isError: [Bool](repeating: false, count: 1000)), units: units)
        let (first, second) = table.halves(validating: 0.5)
        let left = Set(first.map { units[Int($0)] })
        #expect(left.isDisjoint(with: Set(second.map { units[Int($0)] })))
        #expect(first.count + second.count == 1000)
        #expect(!first.isEmpty && !second.isEmpty)
    }

    @Test func shufflingKeepsTheErrorsThatThereAre() throws {
        let data = BruteForce.random(rows: 777, values: [2], seed: 4)
        let shuffled = ShuffledErrors([try data.table()], seed: 9)
        let masks = shuffled.masks(0..<32)[0]
        let total = Int(data.losses.reduce(0, +))
        for lane in 0..<32 { #expect(masks.count { $0 >> UInt32(lane) & 1 == 1 } == total) }
    }

    @Test func zAgainstAParentIsThatOfDrawingWithoutReplacement() {
        // 30 of 100 rows, 20 of all 100 wrong, 12 of them in the slice: mean 6, variance 30 * .2 * .8 * 70 / 99.
        let statistic = ExcessStatistic(reader: CellReader(scale: nil))
        let z = statistic.z(SliceCell(rows: 30, wrong: 12), within: SliceCell(rows: 100, wrong: 20))
        #expect(abs(z - 6 / (30 * 0.16 * 70 / 99).squareRoot()) < 1e-12)
        #expect(statistic.z(SliceCell(rows: 100, wrong: 20), within: SliceCell(rows: 100, wrong: 20)) == 0)
    }

    @Test func shuffledErrorsAreCountedTheSameByBitmapsAndByRefinement() throws {
        // 30 x 25 values are counted by refinement, the rest by bitmaps; neither may differ from counting rows.
        let data = BruteForce.random(rows: 70_001, values: [30, 25, 3, 2], seed: 31)
        var search = try SliceSearch([data.table()], settings, minSupport: 5)
        while try search.deepen({ _, _ in true }) {}
        let masks = ShuffledErrors(search.shards, seed: 5).masks(0..<20)[0]
        for level in search.levels {
            let plan = try CountingPlan(level, search.universe, isBinary: true, isPermuted: true)
            let counter = TileCounter(
                table: search.shards[0], places: search.universe.places[0], universe: search.universe, plan: plan)
            let sums = counter.countLanes(masks, lanes: 20, threads: 2)
            for index in stride(from: 0, to: level.count, by: max(1, level.count / 40)) {
                let rows = RowSet(level.slice(index), in: search.shards[0], search.universe.places[0], search.universe)
                var expected = [UInt32](repeating: 0, count: 20)
                rows.forEach { row in for lane in 0..<20 { expected[lane] += masks[row] >> UInt32(lane) & 1 } }
                #expect(Array(sums[index * 32..<index * 32 + 20]) == expected)
            }
            #expect(level.depth != 2 || (!plan.groups.isEmpty && !plan.trie.nodes.isEmpty))
        }
    }

    @Test func theSharesOfItsPredicatesAddUpToItsExcessOverEverything() throws {
        for isReal in [false, true] {
            let data = BruteForce.random(rows: 4000, values: [4, 5, 3, 2], seed: 24, isReal: isReal)
            for score in SliceScore.allCases {
                var settings = settings
                settings.score = score
                let found = try SliceFindings(of: [data.table()], settings)
                #expect(!found.slices.isEmpty)
                for slice in found.slices {
                    #expect(slice.shares.count == slice.predicates.count)
                    #expect(abs(slice.shares.reduce(0, +) - (slice.meanError - found.meanError)) < 1e-9)
                    if slice.predicates.count == 1 {
                        #expect(slice.worstParent.predicates.isEmpty)
                        #expect(abs(slice.worstParent.meanError - found.meanError) < 1e-12)
                    }
                }
            }
        }
    }

    @Test func aPredicateThatOnlyComesAlongHasNoShare() throws {
        // c2 has one value: it adds nothing to any part of a slice.
        let plain = BruteForce.random(rows: 2000, values: [3, 3], seed: 25)
        let data = BruteForce(columns: plain.columns + [[Int](repeating: 1, count: 2000)], losses: plain.losses)
        var wanted = SliceSettings()
        wanted.minSupport = 20
        wanted.top = 50
        let slices = try SliceFindings(of: [data.table()], wanted).slices
        let withConstant = slices.filter { slice in slice.predicates.contains { $0.attribute == "c2" } }
        #expect(!withConstant.isEmpty)
        for slice in withConstant { #expect(abs(slice.shares[slice.shares.count - 1]) < 1e-12) }
    }
}
