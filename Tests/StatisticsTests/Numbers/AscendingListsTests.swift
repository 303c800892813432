import Statistics
import Testing

@Suite struct AscendingListsTests {
    /// A thing that is counted: the place decides the order, the count is added up.
    private struct Counted: Equatable {
        let place: Int
        let count: Int
    }

    private static func merged(_ first: [Counted], _ second: [Counted]) -> [Counted] {
        AscendingLists.merged(
            first, second, by: { $0.place < $1.place },
            together: { Counted(place: $0.place, count: $0.count + $1.count) })
    }

    private static func list(_ places: [Int], count: Int = 1) -> [Counted] {
        places.map { Counted(place: $0, count: count) }
    }

    @Test func whatIsInBothIsOneElement() {
        let merged = Self.merged(Self.list([1, 3, 4, 9], count: 2), Self.list([0, 3, 5, 9], count: 5))
        #expect(merged.map(\.place) == [0, 1, 3, 4, 5, 9])
        #expect(merged.map(\.count) == [5, 2, 7, 2, 5, 7])
    }

    @Test func anEmptySideAddsNothing() {
        let list = Self.list([2, 5, 7])
        #expect(Self.merged(list, []) == list && Self.merged([], list) == list && Self.merged([], []).isEmpty)
    }

    @Test func whatIsLeftOfEitherFollows() {
        #expect(Self.merged(Self.list([1, 2]), Self.list([3, 4])) == Self.list([1, 2, 3, 4]))
        #expect(Self.merged(Self.list([3, 4]), Self.list([1, 2])) == Self.list([1, 2, 3, 4]))
        #expect(Self.merged(Self.list([1, 2]), Self.list([1, 2])) == Self.list([1, 2], count: 2))
    }

    @Test func theFirstListIsTheFirstArgument() {
        func sides(_ first: [Int], _ second: [Int]) -> [String] {
            AscendingLists.merged(
                first.map { ($0, "a") }, second.map { ($0, "b") }, by: { $0.0 < $1.0 },
                together: { ($0.0, $0.1 + $1.1) }
            ).map { "\($0.0)\($0.1)" }
        }
        #expect(sides([1, 2], [2, 3]) == ["1a", "2ab", "3b"] && sides([2, 3], [1, 2]) == ["1b", "2ab", "3a"])
    }

    /// Lists of arrays side by side are walked by their places.
    @Test func placesAreMetInOrder() {
        func met(_ first: [Int], _ second: [Int]) -> [String] {
            var met: [String] = []
            AscendingLists.walk(
                first.count, second.count, isFirst: { first[$0] <= second[$1] }, first: { met.append("a\($0)") },
                second: { met.append("b\($0)") })
            return met
        }
        #expect(met([1, 3, 9], [0, 3, 4]) == ["b0", "a0", "a1", "b1", "b2", "a2"])
        #expect(met([], [5, 6]) == ["b0", "b1"] && met([5, 6], []) == ["a0", "a1"] && met([], []).isEmpty)
        #expect(met([1, 2], [7]) == ["a0", "a1", "b0"] && met([7], [1, 2]) == ["b0", "b1", "a0"])
    }

    @Test func countsAddUpInAnyOrder() {
        var random = SeededGenerator(seed: 21)
        func drawn() -> [Counted] {
            (0..<40).compactMap { place in
                random.below(3) == 0 ? nil : Counted(place: place, count: 1 + random.below(9))
            }
        }
        for _ in 0..<50 {
            let (a, b, c) = (drawn(), drawn(), drawn())
            #expect(Self.merged(a, b) == Self.merged(b, a))
            #expect(Self.merged(Self.merged(a, b), c) == Self.merged(a, Self.merged(b, c)))
            // By hand: what a dictionary of the sums says.
            let sums = Dictionary((a + b).map { ($0.place, $0.count) }, uniquingKeysWith: +)
            let expected = sums.sorted { $0.key < $1.key }.map { Counted(place: $0.key, count: $0.value) }
            #expect(Self.merged(a, b) == expected)
        }
    }
}
