import Statistics
import Testing

@Suite struct UnitBootstrapTests {
    /// 200 replicates spread evenly by `deviation` around `mean`.
    private func replicates(_ mean: Double, _ deviation: Double) -> [Double] {
        (0..<200).map { mean + deviation * 1.7 * (Double($0) / 99.5 - 1) }
    }

    @Test func theBiasOfTheReplicatesIsTakenOff() throws {
        let above = replicates(0.55, 0.02)
        let interval = try #require(UnitBootstrap.interval(0.5, above, units: 100))
        // Mirrored: around 0.45, lower by twice the bias that resampling hides, and stretched to the value.
        #expect(interval.low > 0.29 && interval.low < 0.34)
        #expect(interval.high >= 0.5 && interval.high < 0.51)
        #expect(abs(try #require(UnitBootstrap.bias(0.5, above)) - 0.05) < 1e-9)
    }

    @Test func theArmThatTheBiasPointsToIsLonger() throws {
        let below = try #require(UnitBootstrap.interval(0.5, replicates(0.48, 0.02), units: 100))
        let hidden = try #require(UnitBootstrap.interval(0.5, replicates(0.48, 0.02), units: 100, hidden: 3))
        #expect(below.high - 0.52 > 1.5 * (0.52 - below.low))
        #expect(abs(hidden.high - below.high - 0.02) < 1e-3 && hidden.low == below.low)
    }

    @Test func aShareStaysWithinItsRangeAndOthersAreCut() throws {
        let near = try #require(UnitBootstrap.interval(0.98, replicates(0.97, 0.02), units: 30))
        #expect(near.high <= 1 && near.low > 0.85)
        let cut = try #require(
            UnitBootstrap.interval(0.1, replicates(0.1, 0.2), units: 30, within: 0...Double.infinity))
        #expect(cut.low == 0 && cut.high > 0.4)
    }

    @Test func fewUnitsGiveNoInterval() {
        #expect(UnitBootstrap.interval(0.5, replicates(0.5, 0.1), units: 19) == nil)
        #expect(UnitBootstrap.interval(0.5, [Double](repeating: 0.5, count: 200), units: 100) == nil)
        #expect(UnitBootstrap.interval(0.5, [0.4, 0.6], units: 100) == nil)
    }

    @Test func fewerUnitsAndMoreLooksMakeItWider() throws {
        let values = replicates(0.5, 0.05)
        func width(_ units: Int, _ looks: Int) throws -> Double {
            try #require(UnitBootstrap.interval(0.5, values, units: units, oneOf: looks)).width
        }
        #expect(try width(20, 1) > width(1000, 1) * 1.05)
        #expect(try width(1000, 20) > width(1000, 1) * 1.4)
    }
}
