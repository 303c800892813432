import Testing

@testable import Statistics

@Suite struct MantelHaenszelTests {
    /// By hand: weights 20*80/100 = 16 and 30*30/60 = 15; differences .1 and .2.
    @Test func differencesAreWeighedByTheirStrata() throws {
        let strata = [
            Stratum(rows: 20, errors: 4, otherRows: 80, otherErrors: 8),
            Stratum(rows: 30, errors: 12, otherRows: 30, otherErrors: 6),
            Stratum(rows: 50, errors: 50),
        ]
        let found = try #require(MantelHaenszel(strata))
        #expect(near(found.difference, (16 * 0.1 + 15 * 0.2) / 31, 1e-13))
        // Sum of squared weights times the variance of each difference, over the squared sum of weights.
        let variance = 256 * (0.2 * 0.8 / 20 + 0.1 * 0.9 / 80) + 225 * (0.4 * 0.6 / 30 + 0.2 * 0.8 / 30)
        #expect(near(found.standardError, variance.squareRoot() / 31, 1e-13))
        // (4 - 2.4 + 12 - 9)^2 over 20*80*12*88/(100^2*99) + 30*30*18*42/(60^2*59).
        #expect(near(found.statistic, 4.6 * 4.6 / (1600.0 * 1056 / 990_000 + 900.0 * 756 / 212_400), 1e-12))
        #expect(found.sharedRows == 50)
    }

    @Test func withoutASharedStratumThereIsNothing() {
        #expect(MantelHaenszel([Stratum(rows: 5, errors: 1), Stratum(otherRows: 5)]) == nil)
        let same = MantelHaenszel([Stratum(rows: 5, errors: 0, otherRows: 5, otherErrors: 0)])
        #expect(same?.statistic == 0 && same?.p == 1 && same?.standardError == 0)
    }

    /// Q of 0.1 and 0.3 with standard error 0.1 each: twice 0.1 / 0.1 squared.
    @Test func effectsThatDifferAreToldApart() throws {
        let test = try #require(EffectHomogeneity([(0.1, 0.1), (0.3, 0.1), (0.5, 0)]))
        #expect(near(test.statistic, 2, 1e-12) && test.degrees == 1)
        #expect(near(test.p, 0.15729920705028513, 1e-12))
        #expect(EffectHomogeneity([(0.1, 0.1), (0.3, 0)]) == nil)
    }
}
