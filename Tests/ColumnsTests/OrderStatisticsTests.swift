import Testing

@testable import Columns

@Suite struct OrderStatisticsTests {
    private struct Source: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private func expectSorted(_ values: [Double], _ what: String) {
        let sorted = values.sorted()
        let ranks = Set([0, 1, 2, values.count / 5, values.count / 5 + 1, values.count / 2, values.count - 1])
            .filter { $0 < values.count }.sorted()
        #expect(OrderStatistics.of(values, ranks: ranks) == ranks.map { sorted[$0] }, "\(what)")
        let backwards = Array(ranks.reversed()) + ranks
        #expect(OrderStatistics.of(values, ranks: backwards) == backwards.map { sorted[$0] }, "\(what), in any order")
        let all = Array(values.indices)
        #expect(OrderStatistics.of(values, ranks: all) == sorted, "\(what), every rank")
    }

    @Test func ranksAreThoseOfTheSortedValues() {
        var source = Source(state: 3)
        for count in [1, 2, 63, 64, 65, 1000, 5000] {
            expectSorted((0..<count).map { _ in Double.random(in: -1...1, using: &source) }, "\(count) random")
            expectSorted((0..<count).map { _ in Double(Int.random(in: 0..<4, using: &source)) }, "\(count) repeated")
            expectSorted((0..<count).map(Double.init), "\(count) ascending")
            expectSorted((0..<count).map { Double(count - $0) }, "\(count) descending")
            expectSorted([Double](repeating: 7, count: count), "\(count) equal")
            expectSorted((0..<count).map { Double(min($0, count - $0)) }, "\(count) up and down")
        }
    }
}
