import Testing

@testable import Statistics

@Suite struct PoissonCountsTests {
    @Test(arguments: [1, 4, 29, 64, 65, 400])
    func meanAndVarianceAreThoseOfAPoissonCount(_ mean: Int) {
        var generator = SeededGenerator(seed: 11)
        let count = PoissonCount(mean: mean)
        let draws = (0..<20_000).map { _ in Double(count.of(UInt32(truncatingIfNeeded: generator.next()))) }
        let average = draws.reduce(0, +) / 20_000
        let variance = draws.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 19_999
        #expect(abs(average - Double(mean)) < 5 * (Double(mean) / 20_000).squareRoot())
        #expect(abs(variance / Double(mean) - 1) < 0.08)
    }

    @Test func aMeanOfOneCountsAsItsDistributionSays() {
        // e^-1 of all draws are 0, as many are 1, half as many 2.
        let count = PoissonCount(mean: 1)
        let least = UInt32(0.36787944117144233 * 0x1p32)
        #expect(count.of(0) == 0 && count.of(least - 1) == 0 && count.of(least + 1) == 1)
        #expect(count.of(2 * least - 2) == 1 && count.of(2 * least + 2) == 2)
        #expect(count.of(.max) > 8)
    }

    @Test func ofNothingIsNothing() {
        #expect(PoissonCount(mean: 0).of(.max) == 0 && PoissonCount(mean: -1).of(.max) == 0)
    }
}
