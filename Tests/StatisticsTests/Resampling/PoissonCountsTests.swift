import Testing

@testable import Statistics

@Suite struct PoissonCountsTests {
    @Test(arguments: [0.3, 4, 29, 31, 400])
    func meanAndVarianceAreThoseOfAPoissonCount(_ mean: Double) {
        var generator = SeededGenerator(seed: 11)
        let draws = (0..<20_000).map { _ in Double(PoissonCount(mean: mean).draw(&generator)) }
        let average = draws.reduce(0, +) / 20_000
        let variance = draws.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 19_999
        #expect(abs(average - mean) < 5 * (mean / 20_000).squareRoot())
        #expect(abs(variance / mean - 1) < 0.08)
    }

    @Test func ofNothingIsNothing() {
        var generator = SeededGenerator(seed: 1)
        #expect(PoissonCount(mean: 0).draw(&generator) == 0 && PoissonCount(mean: -1).draw(&generator) == 0)
    }
}
