/// Counts by cell drawn again and again: what a distance of two samples would be in other samples.
///
/// A cell of n rows weighs Poisson(n), keyed by cell and replicate, so that neither order nor parts show in a draw.
public struct CountReplicates: Sendable {
    /// How often is drawn.
    public let replicates: Int
    private let seed: UInt64

    /// `replicates` draws from a seed.
    public init(_ replicates: Int = 400, seed: UInt64) {
        self.replicates = replicates
        self.seed = seed
    }

    /// The statistic of both samples drawn again, each from itself.
    public func bootstrap(_ first: [Int], _ second: [Int], _ statistic: ([Int], [Int]) -> Double) -> [Double] {
        (0..<replicates).map { replicate in
            statistic(
                drawn(first.map { Double($0) }, replicate, stream: 1),
                drawn(second.map { Double($0) }, replicate, stream: 2))
        }
    }

    /// The statistic where nothing has changed: both samples drawn from `reference`, the second with as many rows as
    /// `rows` on average.
    public func null(_ reference: [Int], rows: Int, _ statistic: ([Int], [Int]) -> Double) -> [Double] {
        let all = Double(max(1, reference.reduce(0, +)))
        let means = reference.map { Double($0) }
        let scaled = means.map { $0 * Double(rows) / all }
        return (0..<replicates).map { replicate in
            statistic(drawn(means, replicate, stream: 3), drawn(scaled, replicate, stream: 4))
        }
    }

    private func drawn(_ means: [Double], _ replicate: Int, stream: UInt64) -> [Int] {
        let salt = SplitMix64.mix(seed &+ stream &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: replicate) << 8)
        return means.enumerated().map { cell, mean in
            let bits = SplitMix64.mix(salt &+ UInt64(truncatingIfNeeded: cell) &* 0xD1B5_4A32_D192_ED03)
            var draws = PoissonDraws(seed: bits)
            return Int(exactly: draws.next(mean: mean)) ?? 0
        }
    }
}
