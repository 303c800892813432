import Foundation

/// A Poisson count: what independent rows that were counted together weigh in a bootstrap replicate, where each weighs a
/// Poisson count of mean 1. By multiplication of uniform numbers (D. E. Knuth, The Art of Computer Programming 2, 3.4.1)
/// up to a mean of 30, above by the rounded normal of the same mean and variance. What a mean fixes is computed once.
struct PoissonCount {
    private let mean: Double
    /// Where the product of uniform numbers ends; `nil` above the mean up to which they are multiplied.
    private let limit: Double?
    private let deviation: Double

    init(mean: Double) {
        self.mean = mean
        limit = mean <= 30 ? exp(-mean) : nil
        deviation = max(0, mean).squareRoot()
    }

    func draw(_ generator: inout SeededGenerator) -> Int {
        guard mean > 0 else { return 0 }
        guard let limit else { return max(0, Int((mean + generator.normal() * deviation).rounded())) }
        var count = 0
        var product = generator.unit()
        while product > limit {
            count += 1
            product *= generator.unit()
        }
        return count
    }
}

/// Bootstrap replicates drawn after counting: the rows of a cell are alike, so that all of them together weigh a Poisson
/// count of their number.
public enum PoissonCells {
    /// What `body` makes of each replicate of pairs of counts, in order; the same for the same seed.
    public static func map<Value>(
        _ cells: [(own: Int, other: Int)], replicates: Int, seed: UInt64, _ body: ([(own: Int, other: Int)]) -> Value
    ) -> [Value] {
        var generator = SeededGenerator(seed: SplitMix64.mix(seed &+ 0x6D69_7372))
        let counts = cells.map {
            (own: PoissonCount(mean: Double($0.own)), other: PoissonCount(mean: Double($0.other)))
        }
        return (0..<replicates).map { _ in
            body(counts.map { ($0.own.draw(&generator), $0.other.draw(&generator)) })
        }
    }
}
