import Testing

@testable import Columns

/// Ids in one piece of memory, and where each stands.
@Suite struct IDIndexTests {
    /// Of every length around eight bytes, with beginnings and ends in common, and two spellings of one letter.
    private static let ids: [ItemID] =
        (0..<20).map { ItemID(String(repeating: "a", count: $0)) } + (0..<3000).map { ItemID("img/\($0)") }
        + (0..<300).map { ItemID("\($0)/a-long-name-that-ends-alike") } + ["caf\u{E9}", "cafe\u{301}", "a\0", "\0"]

    @Test func idsAreWhatTheyWereGiven() {
        let ids = ItemIDs(Self.ids)
        #expect(ids.count == Self.ids.count && ids.elementsEqual(Self.ids))
        #expect(ids == ItemIDs(ids) && ids != ItemIDs(Self.ids.dropLast()) && ItemIDs([]).isEmpty)
        #expect(ids.gathered([3, 0, 25]).elementsEqual([Self.ids[3], Self.ids[0], Self.ids[25]]))
        // The same bytes, cut elsewhere.
        #expect(["ab", "c"] as ItemIDs != ["a", "bc"])
    }

    @Test func everyIDIsFoundWhereItStands() {
        let index = IDIndex(ItemIDs(Self.ids))
        #expect(index.repeated.isEmpty)
        for (row, id) in Self.ids.enumerated() { #expect(index.row(of: id) == row) }
        for absent in ["b", "img/3000", "aaaaaaaab", "café/", "caf"] as [ItemID] {
            #expect(index.row(of: absent) == nil)
        }
        #expect(IDIndex([]).row(of: "") == nil && IDIndex([]).rows(of: ["a"]) == [-1])
    }

    @Test func rowsAreFoundInWhateverOrderTheyAreAskedFor() {
        let index = IDIndex(ItemIDs(Self.ids))
        let rows = Array(Self.ids.indices)
        for order in [rows, rows.reversed(), rows.filter { $0 % 7 != 3 }, rows.map { $0 * 1_001 % rows.count }] {
            #expect(index.rows(of: ItemIDs(order.map { Self.ids[$0] })) == order)
        }
        #expect(index.rows(of: ["img/5", "nowhere", "img/6", "", "a"]) == [25, -1, 26, 0, 1])
    }

    @Test func whatStandsTwiceIsToldWithWhereItStoodFirst() {
        let index = IDIndex(["a", "b", "a", "", "b", "a", ""])
        #expect(index.repeated.map(\.row) == [2, 4, 5, 6] && index.repeated.map(\.first) == [0, 1, 0, 3])
        #expect(index.row(of: "a") == 0 && index.row(of: "b") == 1 && index.row(of: "") == 3)
    }
}
