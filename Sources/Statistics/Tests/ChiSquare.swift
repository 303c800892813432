import Foundation

/// Pearson's chi-square tests of counts by category.
public enum ChiSquare {
    /// Statistic and p-value; an infinite statistic has p 0.
    public struct Result: Sendable, Hashable {
        /// Pearson's sum.
        public let statistic: Double
        /// Chance of at least that much.
        public let p: Double
    }

    /// Whether the counts of two samples are of one distribution: a table of two rows. With `yates`, and two categories,
    /// each difference from what is expected is made smaller by one half (scipy's `chi2_contingency`). Categories without
    /// any row are left out; `nil` where fewer than two are left or a sample is empty.
    public static func twoSample(_ first: [Int], _ second: [Int], yates: Bool) -> Result? {
        let cells = zip(first, second).filter { $0 + $1 > 0 }
        let n = cells.reduce(0) { $0 + $1.0 }
        let m = cells.reduce(0) { $0 + $1.1 }
        guard cells.count > 1, n > 0, m > 0 else { return nil }
        let isCorrected = yates && cells.count == 2
        var sum = ExactSum()
        for (a, b) in cells {
            for (seen, rows) in [(a, n), (b, m)] {
                let expected = Double(a + b) * Double(rows) / Double(n + m)
                var gap = abs(Double(seen) - expected)
                if isCorrected { gap -= min(0.5, gap) }
                sum.add(gap * gap / expected)
            }
        }
        return Result(
            statistic: sum.value, p: IncompleteGamma.chiSquareTail(sum.value, degrees: cells.count - 1))
    }

    /// Whether `current` is a sample of the shares of `reference`, these being taken for exact: what Evidently prints, whose
    /// p-value is too small because the reference is a sample too.
    public static func oneSample(reference: [Int], current: [Int]) -> Result? {
        let cells = zip(reference, current).filter { $0 + $1 > 0 }
        let n = cells.reduce(0) { $0 + $1.0 }
        let m = cells.reduce(0) { $0 + $1.1 }
        guard cells.count > 1, n > 0, m > 0 else { return nil }
        var sum = ExactSum()
        for (a, b) in cells {
            let expected = Double(a) * Double(m) / Double(n)
            let gap = Double(b) - expected
            sum.add(gap * gap / expected)
        }
        return Result(
            statistic: sum.value, p: IncompleteGamma.chiSquareTail(sum.value, degrees: cells.count - 1))
    }
}
