import Testing

@testable import Statistics

@Suite struct PoissonDrawsTests {
    /// Mean and variance of 20,000 draws lie within five standard errors of the mean they were asked for.
    @Test(arguments: [0.3, 4, 9.9, 10, 35, 1_000, 5e6])
    func drawsHaveTheMeanAndTheVariance(_ mean: Double) {
        var source = PoissonDraws(seed: 3)
        let n = 20_000.0
        let draws = (0..<Int(n)).map { _ in source.next(mean: mean) }
        let found = draws.reduce(0, +) / n
        let variance = draws.reduce(0) { $0 + ($1 - found) * ($1 - found) } / (n - 1)
        #expect(abs(found - mean) < 5 * (mean / n).squareRoot())
        #expect(abs(variance - mean) < 5 * ((mean + 2 * mean * mean) / n).squareRoot())
        #expect(draws.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    }

    @Test func drawsAreAPropertyOfTheNameAndTheSeed() {
        func first(_ name: String, _ seed: UInt64) -> [Double] {
            var source = PoissonDraws(of: name, seed: seed)
            return (0..<5).map { _ in source.next(mean: 1_000) }
        }
        #expect(first("A", 1) == first("A", 1))
        #expect(first("A", 1) != first("B", 1) && first("A", 1) != first("A", 2))
        var none = PoissonDraws(seed: 1)
        #expect(none.next(mean: 0) == 0 && none.next(mean: -1) == 0)
    }
}
