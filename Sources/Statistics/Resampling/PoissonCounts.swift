import Foundation

/// Poisson counts: what independent rows that were counted together weigh in a bootstrap replicate, where each weighs a
/// Poisson count of mean 1.
///
/// Up to a mean of 64 by inverting the distribution function, which is searched from where the highest eight bits of the
/// draw begin; above by the rounded normal of the same mean and variance, from as many points of equal probability as
/// twelve bits tell apart.
struct PoissonCount: Sendable {
    private enum Kind: Sendable {
        case none
        case table(Int)
        case normal(mean: Double, deviation: Double)
    }
    private let kind: Kind

    /// A count of that mean, a number of rows.
    init(mean: Int) {
        kind =
            mean <= 0
            ? .none
            : mean <= Self.most ? .table(mean - 1) : .normal(mean: Double(mean), deviation: Double(mean).squareRoot())
    }

    /// The count of a draw of 32 bits.
    @inline(__always)
    func of(_ draw: UInt32) -> Int {
        switch kind {
        case .none: 0
        case .table(let table): Self.tables[table].count(draw)
        case .normal(let mean, let deviation):
            max(0, Int((mean + Self.normals[Int(draw >> 20)] * deviation).rounded()))
        }
    }

    private static let most = 64
    private static let tables = (1...most).map { Table(mean: Double($0)) }

    /// Normal quantiles in the middle of 4,096 cells of equal probability, of variance 1.
    private static let normals: [Double] = {
        let points = (0..<4096).map { Normal.quantile((Double($0) + 0.5) / 4096) }
        let variance = points.reduce(0) { $0 + $1 * $1 } / Double(points.count)
        return points.map { $0 / variance.squareRoot() }
    }()

    /// The distribution function of one mean in units of 2^-32.
    private struct Table {
        private let cumulative: [UInt32]
        private let first: [UInt8]

        init(mean: Double) {
            var (density, sum, cumulative) = (exp(-mean), 0.0, [UInt32]())
            for count in 1... {
                sum += density
                cumulative.append(sum < 1 ? UInt32(min(0x1p32 - 1, sum * 0x1p32)) : .max)
                if cumulative.last == .max || (density < 0x1p-34 && Double(count) > mean) { break }
                density *= mean / Double(count)
            }
            self.cumulative = cumulative
            first = (0..<256).map { high in
                UInt8(cumulative.firstIndex { $0 > UInt32(high) << 24 } ?? cumulative.count - 1)
            }
        }

        @inline(__always)
        func count(_ draw: UInt32) -> Int {
            var count = Int(first[Int(draw >> 24)])
            while count < cumulative.count, draw >= cumulative[count] { count += 1 }
            return count
        }
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
        let counts = cells.map { (own: PoissonCount(mean: $0.own), other: PoissonCount(mean: $0.other)) }
        var drawn = cells
        return (0..<replicates).map { _ in
            drawn.withUnsafeMutableBufferPointer { drawn in
                for place in drawn.indices {
                    let bits = generator.next()
                    drawn[place] = (
                        counts[place].own.of(UInt32(truncatingIfNeeded: bits >> 32)),
                        counts[place].other.of(UInt32(truncatingIfNeeded: bits))
                    )
                }
            }
            return body(drawn)
        }
    }
}
