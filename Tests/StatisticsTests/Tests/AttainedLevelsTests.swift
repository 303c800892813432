import Testing

@testable import Statistics

@Suite struct AttainedLevelsTests {
    /// 18 of 90 are marked.
    private static let samples = [3, 10, 10, 25, 40, 61, 90]

    private static func p(_ k: Int, _ sample: Int) -> Double {
        Hypergeometric.upperTail(k, sample: sample, marked: 18, population: 90)
    }

    @Test func everyTestCountsAtWhatItCanAttain() {
        let pValues = [3, 5, 6, 11, 9, 16, 18].enumerated().map { Self.p($1, Self.samples[$0]) }
        let attained = Hypergeometric.attained(
            pValues, samples: Self.samples, marked: 18, population: 90, upTo: 0.2)
        for (index, value) in pValues.enumerated() {
            guard value <= 0.2 else {
                #expect(attained[index] == value)
                continue
            }
            let sum = Self.samples.reduce(0.0) { sum, sample in
                sum + ((0...sample + 1).map { Self.p($0, sample) }.filter { $0 <= value }.max() ?? 0)
            }
            #expect(abs(attained[index] - sum / 7) < 1e-15)
            #expect(attained[index] <= value)
        }
    }

    @Test func orderStaysAndOnlyTheSmallestAreReplaced() {
        let pValues = [3, 5, 6, 11, 9, 16, 18].enumerated().map { Self.p($1, Self.samples[$0]) }
        let attained = Hypergeometric.attained(
            pValues, samples: Self.samples, marked: 18, population: 90, upTo: 1, most: 3)
        let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
        #expect(attained.indices.sorted { attained[$0] < attained[$1] } == order)
        for place in order.dropFirst(3) { #expect(attained[place] == pValues[place]) }
    }

    @Test func testsThatCanAttainNothingCostNothing() {
        let alone = Hypergeometric.attained([Self.p(11, 25)], samples: [25], marked: 18, population: 90, upTo: 1)
        let beside = Hypergeometric.attained(
            [Self.p(11, 25)] + [Double](repeating: 1, count: 9), samples: [25] + [Int](repeating: 1, count: 9),
            marked: 18, population: 90, upTo: 0.5)
        #expect(alone == [Self.p(11, 25)])
        #expect(abs(beside[0] * 10 - alone[0]) < 1e-15)
    }
}
