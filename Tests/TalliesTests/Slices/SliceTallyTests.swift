import Columns
import Statistics
import Testing

@testable import Tallies

@Suite struct SliceTallyTests {
    private var settings: SliceSettings {
        var settings = SliceSettings()
        settings.minSupport = 15
        settings.maxDepth = 2
        settings.top = 20
        return settings
    }

    private func data(isReal: Bool, seed: UInt64 = 41) -> BruteForce {
        BruteForce.random(rows: 900, values: [4, 3, 12, 2], seed: seed, isReal: isReal)
    }

    /// The table with losses on a scale that all its shards share.
    private func table(_ data: BruteForce, isReal: Bool, cut: Bucketing? = nil) throws -> SliceTable {
        try SliceTable(
            columns: data.columns.enumerated().map { index, values in
                let column = CodedColumn(name: Name("c\(index)"), integers: values)
                return index > 0
                    ? column
                    : CodedColumn(name: column.name, categories: column.categories, codes: column.codes, cut: cut)
            },
            losses: LossColumn(RowStorage(data.losses), scale: isReal ? .shared(largest: 1) : nil))
    }

    @Test(arguments: [false, true])
    func partsInAnyOrderAndNumberWithTheirOwnDictionariesAddUpToTheWholeToTheBit(isReal: Bool) throws {
        let table = try table(data(isReal: isReal), isReal: isReal)
        let whole = try SliceTally(table)
        for count in [2, 7, 31] {
            // A shard numbers its categories in order of appearance, and lacks those that it has no row of.
            let parts = try table.shards(count).map { try SliceTally($0) }
            for order in [Array(parts.indices), parts.indices.reversed(), parts.indices.map { ($0 * 5 + 3) % count }] {
                var sum = parts[order[0]]
                for part in order.dropFirst() { try sum.merge(parts[part]) }
                #expect(sum == whole)
                #expect(sum.bytes == whole.bytes)
            }
        }
    }

    @Test func addingIsAssociative() throws {
        let parts = try table(data(isReal: true), isReal: true).shards(3).map { try SliceTally($0) }
        var left = parts[0]
        try left.merge(parts[1])
        try left.merge(parts[2])
        var right = parts[1]
        try right.merge(parts[2])
        var all = parts[0]
        try all.merge(right)
        #expect(all == left)
    }

    @Test(arguments: [false, true])
    func itsSlicesAreThoseOfTheTable(isReal: Bool) throws {
        let data = data(isReal: isReal)
        let table = try table(data, isReal: isReal)
        let mine = try SliceFindings(of: SliceTally(table), settings)
        BruteForce.expectEqual(mine, data.slices(minSupport: 15, depth: 2, top: 20))
        let engine = try SliceFindings(of: [table], settings)
        #expect(mine.slices.map(\.predicates) == engine.slices.map(\.predicates))
        #expect(mine.slices.map(\.score) == engine.slices.map(\.score))
        #expect(mine.slices.map(\.low) == engine.slices.map(\.low))
        #expect(mine.slices.map(\.shares) == engine.slices.map(\.shares))
        #expect(mine.slices.map(\.worstParent) == engine.slices.map(\.worstParent))
    }

    @Test(arguments: [false, true])
    func whatIsWrittenIsReadBack(isReal: Bool) throws {
        let cut = Bucketing(of: [], by: .cuts([0.5]))
        let tally = try SliceTally(table(data(isReal: isReal), isReal: isReal, cut: cut))
        #expect(try SliceTally(bytes: tally.bytes) == tally)
        let one = try SliceTally(
            SliceTable(columns: [CodedColumn(name: "é", texts: ["a"])], losses: LossColumn(isError: [true])))
        #expect(try SliceTally(bytes: one.bytes) == one)
    }

    @Test func nothingButAWholeTallyIsRead() throws {
        let bytes = try SliceTally(table(data(isReal: false), isReal: false)).bytes
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: SliceError.self) { try SliceTally(bytes: Array(bytes[..<length])) }
        }
        for place in stride(from: 0, to: bytes.count, by: 11) {
            var changed = bytes
            changed[place] ^= 0x10
            #expect(throws: SliceError.self) { try SliceTally(bytes: changed) }
        }
        #expect(throws: SliceError.badTally("its form is 2, and only form 1 is known")) {
            var later = bytes
            later[13] = 2
            _ = try SliceTally(bytes: later)
        }
    }

    /// Random bytes under a right checksum: what a reader that trusts lengths would fall over.
    @Test func aTallyThatLiesUnderARightChecksumIsRefusedAndNeverTraps() throws {
        let bytes = try SliceTally(table(data(isReal: true), isReal: true)).bytes
        var source = SeededGenerator(seed: 8)
        var refused = 0
        for _ in 0..<400 {
            var body = Array(bytes.dropLast(8))
            for _ in 0..<1 + source.below(4) {
                body[14 + source.below(body.count - 14)] = UInt8(truncatingIfNeeded: source.below(256))
            }
            let sum = body.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            let lying = body + (0..<8).map { UInt8(truncatingIfNeeded: sum >> (8 * UInt64($0))) }
            do {
                let read = try SliceTally(bytes: lying)
                _ = try? SliceFindings(of: read, settings)
                var twice = read
                try? twice.merge(read)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 200)
    }

    @Test func whatWasCutOrScaledDifferentlyIsNotAdded() throws {
        let table = try table(data(isReal: false), isReal: false)
        var plain = try SliceTally(table)
        let cut = try SliceTally(
            self.table(data(isReal: false), isReal: false, cut: Bucketing(of: [], by: .cuts([0, 1]))))
        let scaled = try SliceTally(self.table(data(isReal: true), isReal: true))
        for other in [cut, scaled] { #expect(throws: SliceError.shardsDisagree) { try plain.merge(other) } }
    }

    @Test func sumsThatDoNotFitAreRefused() throws {
        var big = try SliceTally(table(data(isReal: false), isReal: false))
        #expect(throws: SliceError.tallyTooLarge) {
            for _ in 0..<64 { try big.merge(big) }
        }
    }

    @Test func whatNeedsRowsIsRefused() throws {
        let tally = try SliceTally(table(data(isReal: false), isReal: false))
        var excess = settings
        excess.score = .excess
        var deep = settings
        deep.maxDepth = 3
        for wrong in [excess, deep] {
            #expect(throws: SliceError.self) { try SliceFindings(of: tally, wrong) }
        }
    }

    @Test func aLossAboveTheSharedScaleIsRefused() throws {
        #expect(throws: SliceError.lossAboveScale(row: 2, value: 8, limit: 8)) {
            try LossColumn(RowStorage([1.0, 8, 0]), scale: .shared(largest: 7))
        }
    }
}
