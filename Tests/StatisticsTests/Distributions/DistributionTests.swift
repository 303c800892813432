import Testing

@testable import Statistics

/// Reference values: scipy 1.17.1 unless said otherwise.
@Suite struct DistributionTests {
    @Test(arguments: [
        (1e-300, -37.0470962993612), (1e-20, -9.262340089798409), (1e-05, -4.264890793922825),
        (0.025, -1.959963984540054), (0.3, -0.5244005127080409), (0.5, 0.0), (0.975, 1.959963984540054),
    ])
    func normalQuantileEqualsItsReference(_ p: Double, _ x: Double) {
        #expect(near(Normal.quantile(p), x, 2e-15))
    }

    @Test(arguments: [
        (-30.0, 4.906713927147908e-198), (-8, 6.22096057427174e-16), (-1.5, 0.06680720126885807), (0, 0.5),
        (0.3, 0.6179114221889526), (3, 0.9986501019683699),
    ])
    func normalDistributionFunctionEqualsItsReference(_ x: Double, _ p: Double) {
        #expect(near(Normal.cumulative(x), p, 1e-13))
    }

    @Test func normalQuantileInvertsTheDistributionFunction() {
        for step in 1..<400 {
            let p = Double(step) / 400
            #expect(near(Normal.cumulative(Normal.quantile(p)), p, 4e-16, absolute: 1e-16))
        }
        #expect(Normal.quantile(0) == -.infinity)
        #expect(Normal.quantile(1) == .infinity)
        #expect(Normal.quantile(-0.1).isNaN)
    }

    @Test(arguments: [
        (0.5, 0.5723649429247001), (1.5, -0.12078223763524522), (3.7, 1.428072326665388), (10, 12.801827480081469),
        (15.5, 26.536914491115613), (100, 359.1342053695754), (1e6, 12815504.569147611), (1e-5, 11.512919692895826),
    ])
    func logGammaEqualsItsReference(_ x: Double, _ value: Double) {
        #expect(near(Gamma.log(x), value, 1e-14, absolute: 4e-15))
    }

    @Test(arguments: [
        (0.2, 2.0, 3.0, 0.1808), (0.5, 0.5, 0.5, 0.5), (0.01, 1, 1000, 0.9999568287525893),
        (0.999, 50, 0.3, 0.5524049218371451), (0.3, 1e5, 2.4e5, 0.9999999999999679),
        (0.45, 400, 600, 0.9993014099387023),
    ])
    func incompleteBetaEqualsItsReference(_ x: Double, _ a: Double, _ b: Double, _ value: Double) {
        #expect(near(IncompleteBeta.regularised(x, a, b), value, 2e-14))
    }

    @Test func incompleteBetaQuantileInvertsIt() {
        for (a, b) in [(0.5, 0.5), (2, 30), (400, 3), (1e5, 2e5)] {
            for p in [1e-6, 0.025, 0.5, 0.975] {
                let x = IncompleteBeta.quantile(p, a, b)
                #expect(near(IncompleteBeta.regularised(x, a, b), p, 1e-10))
            }
        }
    }

    @Test func studentEqualsItsReference() {
        #expect(near(StudentT.twoSidedPoint(level: 0.95, degrees: 4), 2.7764451051977934, 1e-13))
        #expect(near(StudentT.twoSidedPoint(level: 0.95, degrees: 1), 12.706204736174694, 1e-12))
        #expect(near(StudentT.twoSided(2.5, degrees: 7), 0.04099221858575289, 1e-13))
    }

    @Test(arguments: [
        (7, 10, 0.5, 0.171875, 0.9453125, 0.34375),
        (3, 40, 0.2, 0.9920578627251851, 0.028462094459744576, 0.04786946338839313),
        (60, 1000, 0.05, 0.08673217838486103, 0.9329374813666919, 0.14654705743676422),
        (50600, 1_000_000, 0.05, 0.0030144991246204337, 0.9970272417190243, 0.005988510111721172),
        (20, 1000, 0.05, 0.9999997120308004, 7.658846376635442e-07, 1.4122215508242232e-06),
    ])
    func binomialTailsEqualTheirReference(
        _ k: Int, _ n: Int, _ p: Double, _ upper: Double, _ lower: Double, _ two: Double
    ) throws {
        #expect(near(Binomial.upperTail(k, of: n, p: p), upper, 1e-11))
        #expect(near(Binomial.lowerTail(k, of: n, p: p), lower, 1e-11))
        let both = try #require(Binomial.twoSided(k, of: n, p: p))
        #expect(near(both, two, 1e-11))
    }

    @Test func binomialTermsAddUpToOne() {
        for (n, p) in [(1, 0.3), (17, 0.5), (400, 0.01), (3000, 0.999)] {
            let total = ExactSum.of((0...n).map { Binomial.probability($0, of: n, p: p) })
            #expect(near(total, 1, 1e-13))
        }
    }

    @Test(arguments: [
        (5, 10, 20, 100, 0.025464546427043128), (30, 200, 1000, 10000, 0.015402528376521311),
        (1, 10, 20, 100, 0.9048837275692115), (120, 1000, 5000, 100000, 1.5753015973648524e-18),
    ])
    func hypergeometricTailEqualsItsReference(_ k: Int, _ sample: Int, _ marked: Int, _ all: Int, _ p: Double) {
        #expect(near(Hypergeometric.upperTail(k, sample: sample, marked: marked, population: all), p, 1e-10))
    }

    @Test func hypergeometricTailsMeet() {
        for k in 1...10 {
            let upper = Hypergeometric.upperTail(k, sample: 10, marked: 20, population: 100)
            let lower = Hypergeometric.lowerTail(k - 1, sample: 10, marked: 20, population: 100)
            #expect(near(upper + lower, 1, 1e-13))
        }
        #expect(Hypergeometric.upperTail(11, sample: 10, marked: 20, population: 100) == 0)
        #expect(Hypergeometric.upperTail(5, sample: 10, marked: 99, population: 100) == 1)
        #expect(Hypergeometric.upperTail(5, sample: 101, marked: 99, population: 100).isNaN)
    }
}
