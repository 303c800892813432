import Foundation

/// The rank-sum test of Wilcoxon (1945): whether one sample tends to larger values than another.
public enum RankSum {
    /// Two-sided p-value for two ascending samples, by the normal approximation with ties accounted for (Lehmann 1975,
    /// Nonparametrics, 1.4); 1 where all values are equal, `nil` when either is empty.
    public static func twoSided(_ first: [Double], _ second: [Double]) -> Double? {
        guard !first.isEmpty, !second.isEmpty else { return nil }
        let n = Double(first.count)
        let m = Double(second.count)
        let all = n + m
        var (i, j) = (0, 0)
        var sum = 0.0
        var ties = 0.0
        while i < first.count || j < second.count {
            let value = min(i < first.count ? first[i] : .infinity, j < second.count ? second[j] : .infinity)
            let start = (i, j)
            while i < first.count, first[i] == value { i += 1 }
            while j < second.count, second[j] == value { j += 1 }
            guard (i, j) != start else { return nil }
            let tied = Double(i - start.0 + j - start.1)
            sum += Double(i - start.0) * (Double(start.0 + start.1) + (tied + 1) / 2)
            ties += tied * (tied * tied - 1)
        }
        let variance = n * m / 12 * (all + 1 - ties / (all * max(1, all - 1)))
        guard variance > 0 else { return 1 }
        return Normal.twoSided((sum - n * (all + 1) / 2) / variance.squareRoot())
    }
}
