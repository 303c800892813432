import Foundation

extension SeededGenerator {
    /// A Poisson count: what independent rows that were counted together weigh in a bootstrap replicate, where each weighs a
    /// Poisson count of mean 1. By multiplication of uniform numbers (D. E. Knuth, The Art of Computer Programming 2, 3.4.1)
    /// up to a mean of 30, above by the rounded normal of the same mean and variance.
    public mutating func poisson(_ mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        if mean <= 30 {
            let limit = exp(-mean)
            var count = 0
            var product = unit()
            while product > limit {
                count += 1
                product *= unit()
            }
            return count
        }
        return max(0, Int((mean + normal() * mean.squareRoot()).rounded()))
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
        return (0..<replicates).map { _ in
            body(cells.map { (generator.poisson(Double($0.own)), generator.poisson(Double($0.other))) })
        }
    }
}
