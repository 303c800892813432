import Foundation

/// Poisson numbers of any mean. The weights of n rows of one kind, each Poisson(1), add up to Poisson(n): what is counted
/// once can be resampled without its rows.
public struct PoissonDraws: Sendable {
    private var generator: SeededGenerator

    /// Draws that are the same for the same seed.
    public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// Draws that belong to a name: those of a cell do not depend on which other cells there are.
    public init(of name: String, seed: UInt64) {
        self.init(seed: SplitMix64.mix(FNV1a.hash(name.utf8)) &+ SplitMix64.mix(seed))
    }

    /// The next number, 0 for a mean of at most 0. Small means are inverted, others drawn by transformed rejection (W.
    /// Hoermann, Insurance: Mathematics and Economics 12:39, 1993, PTRS), both exactly.
    public mutating func next(mean: Double) -> Double {
        guard mean > 0 else { return 0 }
        guard mean >= 10 else {
            let bar = exp(-mean)
            var product = generator.unit()
            var count = 0.0
            while product > bar {
                count += 1
                product *= generator.unit()
            }
            return count
        }
        let b = 0.931 + 2.53 * mean.squareRoot()
        let a = -0.059 + 0.02483 * b
        let inverse = 1.1239 + 1.1328 / (b - 3.4)
        let sure = 0.9277 - 3.6224 / (b - 2)
        while true {
            let u = generator.unit() - 0.5
            let v = generator.unit()
            let us = 0.5 - abs(u)
            let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
            if us >= 0.07, v <= sure { return k }
            if k < 0 || us < 0.013 && v > us { continue }
            if log(v * inverse / (a / (us * us) + b)) <= k * log(mean) - mean - Gamma.log(k + 1) { return k }
        }
    }
}
