import Testing

@testable import Statistics

@Suite struct ProportionTests {
    /// scipy 1.17.1: `binomtest(k, n).proportion_ci(0.95, "wilson")`, and `beta.ppf` for the exact interval, whose own
    /// function stops its root search early.
    @Test(arguments: [
        (0, 10, 0, 0.27753279986288926, 0, 0.30849710781876294),
        (1, 10, 0.017876213095072896, 0.4041500267952385, 0.0025285785444617848, 0.4450161170281953),
        (8, 10, 0.4901624715366418, 0.9433178485456248, 0.4439045376923585, 0.9747892736731666),
        (10, 10, 0.7224672001371109, 1, 0.6915028921812371, 1),
        (48, 80, 0.490454650051604, 0.7003817240412907, 0.4843769404954894, 0.7079906437446895),
        (1, 1000, 0.00017654637062607809, 0.0056425585979579355, 2.531748749129404e-05, 0.005558924279826672),
        (12345, 1_000_000, 0.012130446166424584, 0.01256330043238542, 0.01212949382560612, 0.012563337660712826),
    ])
    func intervalsEqualTheirReference(
        _ k: Int, _ n: Int, _ low: Double, _ high: Double, _ exactLow: Double, _ exactHigh: Double
    ) throws {
        let proportion = try #require(Proportion(k, of: n))
        let wilson = try #require(proportion.wilson())
        #expect(near(wilson.low, low, 1e-12, absolute: 1e-17) && near(wilson.high, high, 1e-12))
        let exact = try #require(proportion.clopperPearson())
        #expect(near(exact.low, exactLow, 1e-11) && near(exact.high, exactHigh, 1e-11))
    }

    @Test func everyIntervalEnclosesItsRateAndStaysInBounds() throws {
        for n in [1, 2, 3, 7, 20, 100, 999, 12345] {
            for k in Set([0, 1, n / 3, n / 2, n - 1, n]).sorted() {
                let proportion = try #require(Proportion(k, of: n))
                let p = try #require(proportion.value)
                for level in [0.5, 0.9, 0.95, 0.999] {
                    for interval in [
                        proportion.wilson(level: level), proportion.clopperPearson(level: level),
                        proportion.jeffreys(level: level),
                    ] {
                        let found = try #require(interval)
                        #expect(0 <= found.low && found.low <= p && p <= found.high && found.high <= 1)
                    }
                }
            }
        }
    }

    @Test func successAndFailureAreMirrorImages() throws {
        for (k, n) in [(0, 5), (3, 10), (17, 40), (1, 2000)] {
            let seen = try #require(Proportion(k, of: n))
            let mirrored = try #require(Proportion(n - k, of: n))
            let pairs = [
                (seen.wilson(), mirrored.wilson()), (seen.clopperPearson(), mirrored.clopperPearson()),
                (seen.jeffreys(), mirrored.jeffreys()),
            ]
            for (left, right) in pairs {
                let a = try #require(left)
                let b = try #require(right)
                #expect(near(a.low, 1 - b.high, 0, absolute: 1e-13) && near(a.high, 1 - b.low, 0, absolute: 1e-13))
            }
        }
    }

    @Test func moreTrialsOfTheSameRateNarrowTheInterval() throws {
        var last = Double.infinity
        for n in stride(from: 10, through: 5000, by: 10) {
            let width = try #require(Proportion(3 * n / 10, of: n)?.wilson()).width
            #expect(width < last)
            last = width
        }
    }

    @Test func aRateOfNothingIsUndefined() throws {
        let nothing = try #require(Proportion(0, of: 0))
        #expect(nothing.value == nil && nothing.wilson() == nil && nothing.clopperPearson() == nil)
        #expect(nothing.jeffreys() == nil && nothing.estimate() == nil)
        #expect(Proportion(3, of: 2) == nil)
        #expect(Proportion(-1, of: 2) == nil)
    }

    @Test func independentDifferenceEqualsThePublishedExample() throws {
        // Newcombe 1998, table II, example (a): 56/70 - 48/80, method 10.
        let first = try #require(Proportion(56, of: 70))
        let second = try #require(Proportion(48, of: 80))
        let found = try #require(IndependentProportions.difference(first, second))
        #expect(near(found.value, 0.2, 1e-14))
        let interval = try #require(found.interval)
        #expect(near(interval.low, 0.0524, 0, absolute: 5e-5) && near(interval.high, 0.3339, 0, absolute: 5e-5))
    }

    @Test func pairedDifferenceEqualsAnIndependentProgram() throws {
        // 20, 12, 2, 16: the difference is 0.20; the limits from the paper's formula in an independent program.
        let pairs = PairedProportions(both: 20, onlyFirst: 2, onlySecond: 12, neither: 16)
        let found = try #require(pairs.difference())
        #expect(near(found.value, 0.2, 1e-14))
        let interval = try #require(found.interval)
        #expect(near(interval.low, 0.056156424841748265, 1e-12) && near(interval.high, 0.3292069954001405, 1e-12))
    }

    @Test func swappingVersionsFlipsThePairedDifference() throws {
        for (a, b, c, d) in [(20, 12, 2, 16), (0, 5, 0, 0), (900, 0, 0, 3), (1, 1, 1, 1), (0, 0, 3, 400)] {
            let one = try #require(PairedProportions(both: a, onlyFirst: b, onlySecond: c, neither: d).difference())
            let other = try #require(PairedProportions(both: a, onlyFirst: c, onlySecond: b, neither: d).difference())
            let i = try #require(one.interval)
            let j = try #require(other.interval)
            #expect(near(one.value, -other.value, 0, absolute: 1e-15))
            #expect(near(i.low, -j.high, 0, absolute: 1e-13) && near(i.high, -j.low, 0, absolute: 1e-13))
            #expect(i.low <= one.value && one.value <= i.high && i.low >= -1 && i.high <= 1)
        }
        #expect(PairedProportions(both: 0, onlyFirst: 0, onlySecond: 0, neither: 0).difference() == nil)
    }

    @Test func pooledZIsUndefinedWhereNothingVaries() throws {
        let all = try #require(Proportion(5, of: 5))
        let half = try #require(Proportion(30, of: 60))
        #expect(IndependentProportions.pooledZ(all, all) == nil)
        let more = try #require(Proportion(45, of: 60))
        let z = try #require(IndependentProportions.pooledZ(more, half))
        // sqrt(0.625 * 0.375 * 2 / 60) = 0.08838834764831845
        #expect(near(z, 0.25 / 0.08838834764831845, 1e-13))
    }

    @Test func welchAndStudentEqualTheirReference() throws {
        // scipy 1.17.1, ttest_ind(equal_var=False).confidence_interval() and t.interval.
        let first = [1.0, 2, 3, 4, 7]
        let welch = try #require(MeanInterval.welch(first, [2, 2, 5, 9])?.interval)
        #expect(near(welch.low, -6.065276199650176, 1e-12) && near(welch.high, 3.8652761996501765, 1e-12))
        let student = try #require(MeanInterval.student(first)?.interval)
        #expect(near(student.low, 0.5414748090129775, 1e-12) && near(student.high, 6.258525190987022, 1e-12))
        #expect(MeanInterval.student([1]) == nil)
    }
}
