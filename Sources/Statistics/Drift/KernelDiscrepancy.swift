import Foundation

/// The squared maximum mean discrepancy of two samples of vectors (Gretton et al., Journal of Machine Learning Research
/// 13:723, 2012): 0 on average where both are of one distribution, whatever differs otherwise.
public struct KernelDiscrepancy: Sendable, Hashable {
    /// Width of the Gaussian kernel: the root of half the (lower) median squared distance of two rows of the reference.
    public let sigma: Double
    /// The unbiased estimate, without the diagonals; may be negative.
    public let squared: Double

    /// Of rows of equal length; `nil` for fewer than two rows on either side, and where the median distance is 0.
    public init?(reference: [[Double]], current: [[Double]]) {
        guard reference.count > 1, current.count > 1 else { return nil }
        func distance(_ a: [Double], _ b: [Double]) -> Double {
            var sum = 0.0
            for index in a.indices { sum += (a[index] - b[index]) * (a[index] - b[index]) }
            return sum
        }
        var inside: [Double] = []
        for i in reference.indices { for j in 0..<i { inside.append(distance(reference[i], reference[j])) } }
        let median = inside.sorted()[(inside.count - 1) / 2]
        guard median > 0 else { return nil }
        sigma = (median / 2).squareRoot()
        func kernel(_ square: Double) -> Double { exp(-square / median) }
        var (within, among, across) = (ExactSum(), ExactSum(), ExactSum())
        for square in inside { within.add(kernel(square)) }
        for i in current.indices { for j in 0..<i { among.add(kernel(distance(current[i], current[j]))) } }
        for a in reference { for b in current { across.add(kernel(distance(a, b))) } }
        let n = Double(reference.count)
        let m = Double(current.count)
        squared = 2 * within.value / (n * (n - 1)) + 2 * among.value / (m * (m - 1)) - 2 * across.value / (n * m)
    }
}
