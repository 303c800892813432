import Testing

@testable import Statistics

@Suite struct ChiSquaredTests {
    /// scipy.stats.chi2.sf, scipy 1.17.
    @Test(arguments: [
        (0.5, 1.0, 0.47950012218695337), (3.84, 1, 0.05004352124870519), (10, 3, 0.01856613546304325),
        (2, 7, 0.9598403687301016), (100, 30, 1.8568023365102314e-09), (300, 5, 1.0015302305957817e-62),
        (20, 20.5, 0.4896969549998459),
    ])
    func upperTailsEqualScipy(_ x: Double, _ degrees: Double, _ p: Double) {
        #expect(near(ChiSquared.upperTail(x, degrees: degrees), p, 1e-12))
    }

    @Test func endsAreDefined() {
        #expect(ChiSquared.upperTail(0, degrees: 2) == 1 && ChiSquared.upperTail(-1, degrees: 2) == 1)
        #expect(ChiSquared.upperTail(.infinity, degrees: 2) == 0)
        #expect(ChiSquared.upperTail(1, degrees: 0).isNaN && ChiSquared.upperTail(.nan, degrees: 1).isNaN)
    }
}
