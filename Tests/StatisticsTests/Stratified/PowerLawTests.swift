import Testing

@testable import Statistics

/// References: scipy 1.11 `linregress` of the logarithms, and Student's quantile.
@Suite struct PowerLawTests {
    @Test func aLineOnLogarithmicScales() throws {
        let law = try #require(PowerLaw([(1, 0.2), (2, 0.155), (4, 0.11), (8, 0.09)]))
        #expect(law.n == 4)
        #expect(near(law.exponent, -0.39507739720847296, 1e-12))
        #expect(near(law.standardError, 0.02655307708985161, 1e-12) && near(law.p, 0.004486780196334306, 1e-10))
        #expect(near(law.interval.low, -0.5093260668323709, 1e-9))
        #expect(near(law.interval.high, -0.280828727584575, 1e-9))
        let doubled = law.value(at: 16)
        #expect(near(doubled.value, 0.06674578638386094, 1e-10))
        #expect(near(doubled.interval.low, 0.05373246022924731, 1e-9))
        #expect(near(doubled.interval.high, 0.0829107764839526, 1e-9))
    }

    @Test func twoSizesAreNoLine() {
        #expect(PowerLaw([(1, 0.2), (1, 0.21), (2, 0.15)]) == nil)
        #expect(PowerLaw([(1, 0.2), (2, 0), (4, 0.1)]) == nil)
    }

    /// Three rates that happen to be the same are not known exactly: each is 5 of 100, and its logarithm has the variance 0.19.
    @Test func theNoiseOfEachPointIsInTheInterval() throws {
        let points = [(x: 1.0, y: 0.05), (2, 0.05), (4, 0.05)]
        let exact = try #require(PowerLaw(points))
        #expect(exact.exponent == 0 && exact.standardError == 0)
        let law = try #require(PowerLaw(points, noise: [0.19, 0.19, 0.19]))
        // The root of 0.19 over the spread of the logarithms, 0.9609.
        #expect(law.exponent == 0 && near(law.standardError, 0.444671, 1e-5) && law.p == 1)
        #expect(law.interval.low < -5 && law.interval.high > 5)
    }
}
