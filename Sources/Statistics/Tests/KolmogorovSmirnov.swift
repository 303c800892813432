import Foundation

/// The two-sample test of Kolmogorov and Smirnov: the largest distance of two empirical distribution functions.
public enum KolmogorovSmirnov {
    /// Rows of the larger sample up to which `pValue` counts paths exactly, as scipy's `ks_2samp` does.
    public static let mostExact = 10_000

    /// The largest distance of the distribution functions of two ascending samples; `nil` when either is empty.
    public static func statistic(_ first: [Double], _ second: [Double]) -> Double? {
        guard !first.isEmpty, !second.isEmpty else { return nil }
        let n = Double(first.count)
        let m = Double(second.count)
        var (i, j) = (0, 0)
        var largest = 0.0
        while i < first.count, j < second.count {
            let value = min(first[i], second[j])
            while i < first.count, first[i] == value { i += 1 }
            while j < second.count, second[j] == value { j += 1 }
            largest = max(largest, abs(Double(i) / n - Double(j) / m))
        }
        return largest
    }

    /// The chance of a distance of at least `d` between samples of `n` and `m` rows of one continuous distribution:
    /// exact where neither has more than `mostExact` rows, else `asymptotic`.
    public static func pValue(_ d: Double, _ n: Int, _ m: Int) -> Double {
        max(n, m) <= mostExact ? exact(d, n, m) : asymptotic(d, n, m)
    }

    /// The exact chance, by the random walk of two samples drawn row by row (Hodges, Arkiv foer Matematik 3:469, 1958): the
    /// mass that leaves the band within `d` is added up, so that small chances keep their relative accuracy.
    public static func exact(_ d: Double, _ n: Int, _ m: Int) -> Double {
        guard n > 0, m > 0 else { return .nan }
        let divisor = greatestCommonDivisor(n, m)
        let a = m / divisor
        let b = n / divisor
        guard let h = Int(exactly: (d * Double(a) * Double(n)).rounded()) else { return .nan }
        if h <= 0 { return 1 }
        func lowest(_ i: Int) -> Int { max(0, floorDivided(i * a - h, b) + 1) }
        var mass = [Double](repeating: 0, count: m + 2)
        mass[0] = 1
        var left = 0.0
        mass.withUnsafeMutableBufferPointer { mass in
            for i in 0...n {
                let first = lowest(i)
                let last = min(m, -floorDivided(-(i * a + h), b) - 1)
                let next = lowest(i + 1)
                guard first <= last else { break }
                for j in first...last where n + m > i + j {
                    let here = mass[j] / Double(n + m - i - j)
                    let up = here * Double(n - i)
                    let right = here * Double(m - j)
                    if j >= next {
                        mass[j] = up
                    } else {
                        mass[j] = 0
                        left += up
                    }
                    if j < last { mass[j + 1] += right } else { left += right }
                }
            }
        }
        return min(1, left)
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    private static func floorDivided(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((-a + b - 1) / b) }

    /// The chance by the distribution of one sample of n m / (n + m) rows, rounded (scipy's `kstwo`).
    public static func asymptotic(_ d: Double, _ n: Int, _ m: Int) -> Double {
        let effective = Double(n) * Double(m) / Double(n + m)
        return KolmogorovDistribution.upperTail(d, n: Int(exactly: effective.rounded(.toNearestOrEven)) ?? 0)
    }
}
