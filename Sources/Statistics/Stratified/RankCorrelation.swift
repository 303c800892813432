// Whether two numbers of the same things go together, whatever the shape: their ranks do.

import Foundation

/// Spearman's rank correlation (American Journal of Psychology 15:72, 1904) with mid-ranks for ties, a permutation test and the
/// interval of Bonett and Wright (Psychometrika 65:23, 2000).
public struct RankCorrelation: Sendable, Hashable {
    /// Pairs.
    public let n: Int
    /// The correlation, -1...1.
    public let value: Double
    /// Two-sided p-value over the permutations of one side: all of them up to `mostExact` pairs, else drawn.
    public let p: Double
    /// 95 % interval.
    public let interval: ConfidenceInterval

    /// Fewest pairs that have an interval.
    public static let fewest = 4
    /// Most pairs of which every permutation is made: 40,320.
    static let mostExact = 8
    /// Permutations that are drawn of more.
    static let draws = 9_999

    /// The correlation of pairs; `nil` for fewer than `fewest`, and where one side is the same throughout. Precondition: both
    /// have as many.
    public init?(_ first: [Double], _ second: [Double], seed: UInt64 = 1) {
        precondition(first.count == second.count, "values come in pairs")
        let n = first.count
        guard n >= Self.fewest, (first + second).allSatisfy(\.isFinite) else { return nil }
        // Twice the mid-ranks are whole numbers, and their sums exact.
        let (x, y) = (Self.doubledRanks(first), Self.doubledRanks(second))
        let mean = n + 1
        func spread(_ ranks: [Int]) -> Int { ranks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } }
        let product = Double(spread(x)) * Double(spread(y))
        guard product > 0 else { return nil }
        func covariance(_ other: [Int]) -> Int {
            var sum = 0
            for index in 0..<n { sum += (x[index] - mean) * (other[index] - mean) }
            return sum
        }
        let observed = covariance(y)
        self.n = n
        value = max(-1, min(1, Double(observed) / product.squareRoot()))
        interval = Self.interval(value, n)
        if n <= Self.mostExact {
            var (all, further) = (0, 0)
            Self.permute(y) { other in
                all += 1
                if abs(covariance(other)) >= abs(observed) { further += 1 }
            }
            p = Double(further) / Double(all)
        } else {
            var generator = SeededGenerator(seed: seed)
            var further = 0
            for _ in 0..<Self.draws {
                let other = generator.permutation(n).map { y[$0] }
                if abs(covariance(other)) >= abs(observed) { further += 1 }
            }
            p = Double(further + 1) / Double(Self.draws + 1)
        }
    }

    /// Pairs whose interval, at this correlation, cannot hold both 0 and `smallest`; `nil` for more than a billion.
    public static func pairs(toTell smallest: Double, at value: Double) -> Int? {
        let half = atanh(smallest) / 2
        return Int(exactly: (3 + (1 + value * value / 2) * (Normal.z95 / half) * (Normal.z95 / half)).rounded(.up))
            .flatMap { $0 < 1_000_000_000 ? $0 : nil }
    }

    /// The interval that holds with the chance `level`: of one correlation of several, where it was chosen for how it came out.
    public func interval(level: Double) -> ConfidenceInterval {
        Self.interval(value, n, point: Normal.twoSidedPoint(level: level))
    }

    /// Fisher's transformation with the variance of ranks. 1 has no transformation: the correlation nearest to it without ties stands
    /// for it.
    private static func interval(_ value: Double, _ n: Int, point: Double = Normal.z95) -> ConfidenceInterval {
        let count = Double(n)
        let most = 1 - 12 / (count * (count * count - 1))
        let inside = abs(value) == 1 ? value * most : value
        let half = point * ((1 + inside * inside / 2) / (count - 3)).squareRoot()
        return ConfidenceInterval(low: tanh(atanh(inside) - half), high: tanh(atanh(inside) + half)).holding(value)
    }

    /// Twice the rank of each value, from 2; values that are equal share the mean of their ranks.
    private static func doubledRanks(_ values: [Double]) -> [Int] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Int](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start
            while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
            for place in start...end { ranks[order[place]] = start + end + 2 }
            start = end + 1
        }
        return ranks
    }

    /// Every permutation once (Heap, Computer Journal 6:293, 1963).
    private static func permute(_ values: [Int], _ take: ([Int]) -> Void) {
        var values = values
        var counters = [Int](repeating: 0, count: values.count)
        take(values)
        var place = 0
        while place < values.count {
            if counters[place] < place {
                values.swapAt(place % 2 == 0 ? 0 : counters[place], place)
                take(values)
                counters[place] += 1
                place = 0
            } else {
                counters[place] = 0
                place += 1
            }
        }
    }
}
