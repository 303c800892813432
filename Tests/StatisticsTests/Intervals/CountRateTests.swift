import Foundation
import Statistics
import Testing

@Suite struct CountRateTests {
    private static func rate(_ counts: [Int]) -> CountRate { CountRate(counts.map { ($0, 1) }) }

    /// Of 10 things in 100,000 units that hold one at most the interval is (10 + z^2/2 -+ z sqrt(10 + z^2/4)): 5.432 to
    /// 18.410 with z of Student's 1.95998.
    @Test func singleThingsInManyUnitsHaveThePoissonScoreInterval() throws {
        let rate = Self.rate([Int](repeating: 1, count: 10) + [Int](repeating: 0, count: 99_990))
        #expect(rate.value == 1e-4 && rate.dispersion == 1)
        let interval = try #require(rate.interval())
        #expect(abs(interval.low * 1e5 - 5.432) < 0.002)
        #expect(abs(interval.high * 1e5 - 18.410) < 0.002)
    }

    @Test func ofNothingTheLowerEndIsZeroAndTheUpperIsNot() throws {
        let interval = try #require(Self.rate([Int](repeating: 0, count: 100)).interval())
        #expect(interval.low == 0)
        #expect(interval.high > 0.036 && interval.high < 0.042)
    }

    @Test func withFewerThanTwoUnitsThereIsNone() {
        #expect(Self.rate([3]).interval() == nil && Self.rate([]).interval() == nil)
        #expect(Self.rate([]).value == nil && Self.rate([3]).value == 3)
    }

    /// Forty things in four units of a hundred are worth fewer than forty things in forty.
    @Test func thingsThatComeTogetherAreWorthLess() throws {
        let spread = Self.rate([Int](repeating: 1, count: 40) + [Int](repeating: 0, count: 60))
        let together = Self.rate([Int](repeating: 10, count: 4) + [Int](repeating: 0, count: 96))
        #expect(spread.value == together.value)
        let (a, b) = (try #require(spread.interval()), try #require(together.interval()))
        #expect(b.high - b.low > 2.5 * (a.high - a.low))
    }

    @Test func unitsOfSeveralImagesCountTheirImages() throws {
        let rate = CountRate([(count: 4, size: 10), (count: 6, size: 20), (count: 0, size: 0)])
        #expect(rate.value == 1.0 / 3 && rate.units == 2)
    }

    /// Images whose rates differ among themselves: of 60, a fifth are four times as bad as the mean of the rest.
    @Test(arguments: [0.1, 0.5, 2.0])
    func theIntervalHoldsTheRate(_ mean: Double) throws {
        var generator = SeededGenerator(seed: 7)
        var held = 0
        let simulations = 400
        for _ in 0..<simulations {
            let counts = (0..<60).map { _ in
                let rate = generator.unit() < 0.2 ? mean * 2.5 : mean * 0.625
                // A sum of many rare things is a Poisson count.
                return (0..<200).count { _ in generator.unit() < rate / 200 }
            }
            let interval = try #require(Self.rate(counts).interval())
            if interval.low <= mean, mean <= interval.high { held += 1 }
        }
        #expect(Double(held) / Double(simulations) >= 0.92)
    }
}
