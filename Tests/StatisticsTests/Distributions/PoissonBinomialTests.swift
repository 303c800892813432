import Testing

@testable import Statistics

@Suite struct PoissonBinomialTests {
    /// By hand: 0.1 x 0.4 x 0.2 and so on.
    @Test func threeCoinsAreExact() {
        let coins = PoissonBinomial([0.9, 0.6, 0.8])
        for (k, p) in [0.008, 0.124, 0.568, 1].enumerated() { #expect(near(coins.lowerTail(k), p, 1e-14)) }
        for (k, p) in [1, 0.992, 0.876, 0.432].enumerated() { #expect(near(coins.upperTail(k), p, 1e-14)) }
        #expect(near(coins.twoSided(0), 0.016, 1e-14))
        #expect(near(coins.twoSided(3), 0.864, 1e-14))
        #expect(coins.twoSided(2) == 1)
    }

    /// Sums of numpy 2.4.6 convolutions; (i mod 97 + 1)/100 for trial i.
    @Test(arguments: [
        (500, 239, 0.5283182352273357, 1 - 0.5283182352273357), (500, 229, 1 - 0.8458873531716831, 0.8458873531716831),
        (500, 259, 1 - 0.012212092851111304, 0.012212092851111304),
    ])
    func exactTailsEqualConvolution(_ trials: Int, _ k: Int, _ lower: Double, _ upper: Double) {
        let sum = PoissonBinomial((0..<trials).map { Double($0 % 97 + 1) / 100 })
        #expect(near(sum.lowerTail(k), lower, 1e-9))
        #expect(near(sum.upperTail(k + 1), upper, 1e-9))
    }

    @Test func beyondTheExactSizeTheTailsAreCloseToConvolution() {
        let sum = PoissonBinomial((0..<6000).map { Double($0 % 97 + 1) / 100 })
        #expect(abs(sum.lowerTail(2900) - 0.14693793798426136) < 3e-4)
        #expect(abs(sum.lowerTail(2850) - 0.0045580298540003495) < 3e-4)
        #expect(abs(sum.upperTail(3000) - 0.02093420525770272) < 3e-4)
        let rare = PoissonBinomial((0..<5000).map { 0.001 * Double($0 % 7 + 1) })
        #expect(abs(rare.lowerTail(10) - 0.01069552727814091) < 1e-6)
        #expect(abs(rare.upperTail(35) - 0.0014415533789912719) < 1e-6)
    }

    @Test func equalCoinsAreBinomial() {
        let coins = PoissonBinomial([Double](repeating: 0.3, count: 40))
        for k in 0...40 { #expect(near(coins.upperTail(k), Binomial.upperTail(k, of: 40, p: 0.3), 1e-9)) }
    }

    @Test func certainOutcomesLeaveNoRoomForChance() {
        let sure = PoissonBinomial([1, 1, 0, 1])
        #expect(sure.twoSided(3) == 1)
        #expect(sure.twoSided(2) == 0)
        #expect(PoissonBinomial([]).twoSided(0) == 1)
    }

    /// A calibrated model's p-value is below a level no more often than the level says.
    @Test func calibratedModelsAreRejectedNoMoreOftenThanStated() {
        var random = SeededGenerator(seed: 3)
        var rejected = 0
        for _ in 0..<2000 {
            let p = (0..<30).map { _ in 0.5 + random.unit() / 2 }
            let hits = p.count { random.unit() < $0 }
            if PoissonBinomial(p).twoSided(hits) <= 0.05 { rejected += 1 }
        }
        #expect(rejected <= 120)
        #expect(rejected >= 20)
    }
}
