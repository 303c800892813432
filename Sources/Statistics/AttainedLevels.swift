// What exact tests are worth among many (Heyse 2011; Gilbert 2005 for the smallest p-value).
//
// The p-value of an exact test can only be one of a few numbers. A slice of 25 rows may go from 0.013 to 0.0031: at a level of
// 0.01 it is wrong in 0.0031 of the cases, not in 0.01. Bonferroni's and Benjamini and Hochberg's corrections count every test
// as wrong at the full level. Here each is counted at what it can attain: a p-value is replaced by the mean, over all tests,
// of the largest p-value each of them can have that is no larger. For the smallest of m, m times that is the chance that any
// of the m is as small, summed: no less than the truth, and no more than Bonferroni's.

extension Hypergeometric {
    /// The p-values of one-sided Fisher tests of samples of one population, each as the mean of what all of the tests attain at
    /// it; never more than it was, and in the same order. Only the `most` smallest of those up to `level` are replaced.
    ///
    /// - Parameters:
    ///   - pValues: `upperTail` of each sample, exactly as this type gives it.
    ///   - samples: the size of each sample, in the order of the p-values.
    public static func attained(
        _ pValues: [Double], samples: [Int], marked: Int, population: Int, upTo level: Double, most: Int = 1_000
    ) -> [Double] {
        precondition(pValues.count == samples.count, "one sample for each p-value")
        let asked = pValues.indices.filter { pValues[$0] <= level }
            .sorted { (pValues[$0], $0) < (pValues[$1], $1) }.prefix(most)
        guard let last = asked.last else { return pValues }
        var sums = [Double](repeating: 0, count: asked.count)
        let sizes = samples.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        for (sample, count) in sizes.sorted(by: { $0.key < $1.key }) {
            func tail(_ k: Int) -> Double { upperTail(k, sample: sample, marked: marked, population: population) }
            // The fewest that are as rare as the largest p-value asked of, then more for each that is smaller.
            var low = 0
            var k = min(sample, marked) + 1
            while low < k {
                let middle = low + (k - low) / 2
                if tail(middle) <= pValues[last] { k = middle } else { low = middle + 1 }
            }
            var attained = tail(k)
            for place in asked.indices.reversed() {
                while attained > pValues[asked[place]] {
                    k += 1
                    attained = tail(k)
                }
                sums[place] += attained * Double(count)
            }
        }
        var result = pValues
        for (place, index) in asked.enumerated() {
            result[index] = min(pValues[index], sums[place] / Double(samples.count))
        }
        return result
    }
}
