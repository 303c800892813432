import Foundation
import Testing

@testable import Columns

@Suite struct ColumnTests {
    /// The same rows in memory and where they lie in bytes.
    private func both<Element>(_ values: [Element]) throws -> [RowStorage<Element>] {
        let bytes = values.withUnsafeBytes { Data(repeating: 0xFF, count: 8) + Data($0) }
        return [RowStorage(values), try #require(RowStorage(mapped: bytes, start: 8, count: values.count))]
    }

    @Test(arguments: [1, 256, 257, 65_536, 65_537])
    func codesTakeTheNarrowestWidthThatHoldsThem(categories: Int) {
        let given = [0, categories - 1, categories / 2, 0]
        let codes = Codes(given, categories: categories)
        let width =
            switch codes {
            case .narrow: 1
            case .medium: 2
            case .wide: 4
            }
        #expect(width == (categories <= 256 ? 1 : categories <= 65_536 ? 2 : 4))
        #expect(Array(codes) == given && codes == Codes(given.map { UInt32($0) }, categories: categories))
        #expect(codes.highest == categories - 1)
        #expect(codes.count(of: 0) == given.count { $0 == 0 } && codes.count(of: categories + 1) == 0)
        #expect(codes.gathered([3, 1, 1]).map { $0 } == [0, categories - 1, categories - 1])
        #expect(codes.looked(up: Array(0..<categories)) == given)
        let reversed = codes.renumbered((0..<UInt32(categories)).reversed(), categories: categories)
        #expect(Array(reversed) == given.map { categories - 1 - $0 })
    }

    @Test func rowsThatAreMappedAreThoseInMemory() throws {
        for rows in try both([UInt16(3), 0, 700]) {
            #expect(rows == RowStorage([3, 0, 700]) && rows != RowStorage([3, 0, 701]))
            #expect(rows[2] == 700 && rows.values == [3, 0, 700] && rows.gathered([2, 0]).values == [700, 3])
            #expect(Set([rows, RowStorage([3, 0, 700])]).count == 1)
            #expect(Array(Codes.medium(rows)) == [3, 0, 700])
        }
    }

    @Test func numbersAreTheSameInEitherPrecisionAndMissingIsNaN() throws {
        let storages =
            try both([Float(1.5), .nan, -2]).map { NumericColumn.Storage.floats($0) }
            + both([1.5, Double.nan, -2]).map { .doubles($0) }
        for storage in storages {
            let column = NumericColumn(name: "x", storage, isComputed: true)
            #expect(column.count == 3 && column.missing == 1 && !column.isWhole)
            #expect(column[0] == 1.5 && column[1].isNaN && column.values[2] == -2)
            let some = column.gathered([2, 0])
            #expect(some.values == [-2, 1.5] && some.isComputed && some.name == "x")
            let joined = column.gathered([nil, 0])
            #expect(joined[0].isNaN && joined[1] == 1.5 && joined.isComputed)
        }
    }

    @Test func whatHasNoRowIsMissing() {
        let column = CodedColumn(name: "light", texts: ["night", "", "day"])
        #expect(column.categories == ["day", "missing", "night"] && column.missing == 1)
        let joined = column.gathered([2, nil, 0])
        #expect(joined.categories == column.categories && Array(joined.codes) == [0, 1, 2])
        let without = CodedColumn(name: "light", texts: ["night"]).gathered([nil, 0])
        #expect(without.categories == ["night", "missing"] && Array(without.codes) == [1, 0])
        #expect(Column.coded(column).missing == 1 && Column.coded(column).gathered([2, 0]).count == 2)
    }

    @Test func codesThatNobodyHasCheckedAreChecked() {
        let codes = Codes([0, 1, 1], categories: 2)
        #expect(CodedColumn(checking: "a", categories: ["x", "y"], codes: codes) != nil)
        #expect(CodedColumn(checking: "a", categories: ["x"], codes: codes) == nil)
        #expect(CodedColumn(checking: "a", categories: ["x", "x"], codes: codes) == nil)
        // The letter e with an accent, as one character and as two: text that looks alike and is not the same.
        #expect(CodedColumn(checking: "a", categories: ["\u{E9}", "e\u{301}"], codes: codes)?.categories.count == 2)
    }

    @Test func textsInEitherOrderAndThoseThatRepeatAreOneCategory() {
        let texts = ["10", "b", "", "9", "missing", "b"]
        let codes = Codes([0, 1, 2, 3, 4, 5], categories: 6)
        let canonical = CodedColumn(name: "a", texts: texts, codes: codes, order: .canonical)
        #expect(canonical.categories == ["9", "10", "b", "missing"])
        #expect(canonical.codes.map { canonical.categories[$0] } == ["10", "b", "missing", "9", "missing", "b"])
        let bytes = CodedColumn(name: "a", texts: texts, codes: codes, order: .bytes)
        #expect(bytes.categories == ["10", "9", "b", "missing"])
    }

    @Test func numbersBecomeCategoriesByOneRule() throws {
        let whole = Column.numeric(NumericColumn(name: "n", values: [10, 9, .nan, 8]))
        let named = whole.coded(whole: .areCategories)
        #expect(named.categories == ["8", "9", "10", "missing"] && named.cut == nil)
        #expect(Array(named.codes) == [2, 1, 3, 0])
        let cut = whole.coded(by: .quantiles(2))
        #expect(cut.categories == ["lowest", "highest", "missing"])
        #expect(try #require(cut.cut).rule == .quantiles(2))
        // Edges that somebody chose cut whole numbers too.
        let edges = whole.coded(by: .cuts([9.5]), whole: .areCategories)
        #expect(edges.categories == ["lowest", "highest", "missing"] && Array(edges.codes) == [1, 0, 2, 0])
        let fractions = Column.numeric(NumericColumn(name: "n", values: [0.5, 1, 2], isComputed: true))
        let buckets = fractions.coded(whole: .areCategories)
        #expect(buckets.cut != nil && buckets.isComputed)
        // What is cut already, and shards and rows of it, keep where.
        #expect(Column.coded(buckets).coded() == buckets)
        #expect(buckets.gathered([0]).cut == buckets.cut && buckets.shard(1..<2).cut == buckets.cut)
    }

    @Test func aShardHasADictionaryOfItsOwn() {
        let column = CodedColumn(name: "a", texts: ["x", "y", "z", "y"])
        let shard = column.shard(2..<4)
        #expect(shard.categories == ["z", "y"] && Array(shard.codes) == [0, 1])
        #expect(shard.category(of: 1) == "y")
    }
}
