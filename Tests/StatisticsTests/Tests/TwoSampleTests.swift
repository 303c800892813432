import Testing

@testable import Statistics

/// Tests of two samples; values of scipy 1.17.
@Suite struct TwoSampleTests {
    @Test(
        arguments: [
            (10, 0.2, 0.7487190399999999), (10, 0.04, 1), (50, 0.1, 0.6623112704658186),
            (100, 0.2, 0.0005551927327988775),
            (140, 0.05, 0.8576480297656114), (140, 0.16, 0.001344016324418744), (141, 0.02, 0.9999999744561288),
            (308, 0.05375, 0.32416733194363245), (308, 0.16125, 1.8290790003426798e-07),
            (1000, 0.03, 0.3226902143914636),
            (1000, 0.06, 0.001428597887952891), (5000, 0.01, 0.6954557253913853), (20, 0.6, 2.0483011649719853e-07),
            (30, 0.98, 2.1474836480000572e-51),
        ] as [(Int, Double, Double)])
    func kolmogorovsDistribution(n: Int, d: Double, p: Double) {
        #expect(abs(KolmogorovDistribution.upperTail(d, n: n) - p) <= 1e-9 * p + 1e-60)
    }

    /// `ks_2samp(..., method="exact")`.
    @Test(
        arguments: [
            (5, 7, 0.42857142857142855, 0.5454545454545454), (20, 20, 0.55, 0.00396729438660086),
            (30, 45, 0.18888888888888888, 0.503153792822461), (101, 97, 0.15372052669184444, 0.16709066569451206),
            (800, 500, 0.16125, 1.8938026989801876e-07),
        ] as [(Int, Int, Double, Double)])
    func exactKolmogorovSmirnov(n: Int, m: Int, d: Double, p: Double) {
        #expect(abs(KolmogorovSmirnov.exact(d, n, m) - p) <= 1e-9 * p)
        #expect(abs(KolmogorovSmirnov.exact(d, m, n) - p) <= 1e-9 * p)
    }

    @Test func theStatisticCountsTiesOnce() {
        #expect(abs((KolmogorovSmirnov.statistic([1, 2, 2, 3], [2, 2, 4]) ?? 0) - 1 / 3.0) < 1e-15)
        #expect(KolmogorovSmirnov.statistic([1, 1], [1, 1]) == 0)
        #expect(KolmogorovSmirnov.statistic([], [1]) == nil)
    }

    /// `mannwhitneyu(..., use_continuity=False, method="asymptotic")`.
    @Test func rankSumWithTies() throws {
        let p = try #require(RankSum.twoSided([1, 2, 2, 3, 4.5, 6], [2, 3, 5, 7, 8, 9, 9]))
        #expect(abs(p - 0.05181525175316386) < 1e-12)
        #expect(RankSum.twoSided([1, 1], [1]) == 1)
        #expect(RankSum.twoSided([], [1]) == nil)
    }

    @Test(
        arguments: [
            (3.84, 1, 0.05004352124870519), (30.55, 3, 1.0572388894318542e-06), (0.5, 10, 0.999993388289439),
            (200, 5, 2.8406228986415534e-41), (1000, 900, 0.010994608942135844), (0, 4, 1),
        ] as [(Double, Int, Double)])
    func chiSquareTail(x: Double, degrees: Int, p: Double) {
        #expect(abs(IncompleteGamma.chiSquareTail(x, degrees: degrees) - p) <= 1e-11 * p)
    }

    @Test func chiSquareTests() throws {
        let three = try #require(ChiSquare.twoSample([10, 20, 30], [6, 20, 34], yates: true))
        #expect(abs(three.p - 0.5352614285189903) < 1e-12)
        let corrected = try #require(ChiSquare.twoSample([10, 20], [6, 34], yates: true))
        #expect(abs(corrected.statistic - 2.3107156635802464) < 1e-12)
        let bare = try #require(ChiSquare.twoSample([10, 20], [6, 34], yates: false))
        #expect(bare.statistic > corrected.statistic)
        // A category that the reference does not have is impossible where the reference is taken for exact.
        #expect(ChiSquare.oneSample(reference: [10, 10, 0], current: [5, 5, 1])?.p == 0)
        #expect(ChiSquare.twoSample([3, 0], [2, 0], yates: true) == nil)
    }

    @Test func ratesByFisherAndByTheirPooledVariance() throws {
        let few = try #require(Proportion(1, of: 20))
        let many = try #require(Proportion(9, of: 20))
        let exact = try #require(RateChange.exact(few, many))
        let pooled = try #require(RateChange.pooled(few, many))
        #expect(abs(exact - 0.008414186476809) < 1e-3 && pooled < exact)
        #expect(RateChange.exact(few, few) == 1)
    }
}
