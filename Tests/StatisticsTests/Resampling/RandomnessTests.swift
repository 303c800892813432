import Testing

@testable import Statistics

@Suite struct RandomnessTests {
    @Test func splitMixYieldsThePublishedStream() {
        // The first outputs for seed 1234567 of the authors' reference code.
        var source = SplitMix64(seed: 1_234_567)
        #expect(source.next() == 6_457_827_717_110_365_317)
        #expect(source.next() == 3_203_168_211_198_807_973)
        #expect(source.next() == 9_817_491_932_198_370_423)
    }

    @Test func theSameSeedGivesTheSameStream() {
        var one = SeededGenerator(seed: 42)
        var other = SeededGenerator(seed: 42)
        var third = SeededGenerator(seed: 43)
        let first = (0..<8).map { _ in one.next() }
        #expect(first == (0..<8).map { _ in other.next() })
        #expect(first != (0..<8).map { _ in third.next() })
    }

    @Test func boundedNumbersAreEven() {
        var random = SeededGenerator(seed: 5)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70000 { counts[random.below(7)] += 1 }
        // Five standard deviations of a count of 10,000.
        for count in counts { #expect(abs(count - 10000) < 470) }
        #expect(random.below(1) == 0 && random.below(0) == 0 && random.below(-3) == 0)
    }

    @Test func permutationsHoldEachIndexOnce() {
        var random = SeededGenerator(seed: 6)
        #expect(random.permutation(100).sorted() == Array(0..<100))
        #expect(random.permutation(0).isEmpty)
    }

    @Test func poissonWeightsHaveTheRightShares() {
        var counts = [Int](repeating: 0, count: 20)
        for id in 0..<100_000 { counts[PoissonBootstrap.weight(of: UInt64(id), replicate: 3)] += 1 }
        // e^-1 / k!, with five standard deviations.
        for (k, share) in [0.36787944, 0.36787944, 0.18393972, 0.06131324].enumerated() {
            #expect(abs(Double(counts[k]) / 100_000 - share) < 5 * (share * (1 - share) / 100_000).squareRoot())
        }
    }

    @Test func replicatesAreUnrelated() {
        var both = 0
        for id in 0..<20000 where PoissonBootstrap.weight(of: UInt64(id), replicate: 0) == 0 {
            both += PoissonBootstrap.weight(of: UInt64(id), replicate: 1) == 0 ? 1 : 0
        }
        #expect(abs(Double(both) / 20000 - 0.13533528) < 0.0125)
    }

    @Test func bootstrapOfAMeanAgreesWithStudent() throws {
        var random = SeededGenerator(seed: 8)
        let values = (0..<400).map { _ in random.normal() }
        let ids = (0..<400).map { SplitMix64.mix(UInt64($0)) }
        let boot = try #require(MeanInterval.bootstrap(values, units: ids)?.interval)
        let student = try #require(MeanInterval.student(values)?.interval)
        #expect(abs(boot.width / student.width - 1) < 0.15)
        let backwards = try #require(MeanInterval.bootstrap(values.reversed(), units: ids.reversed())?.interval)
        #expect(backwards == boot)
    }

    @Test func namesHashToDistinctIds() {
        #expect(PoissonBootstrap.id(of: "000213") != PoissonBootstrap.id(of: "000214"))
        // Swift's == calls these two spellings of é equal; their bytes differ, and so do their ids.
        #expect(PoissonBootstrap.id(of: "\u{E9}") != PoissonBootstrap.id(of: "e\u{301}"))
    }
}
