// How a rate falls with a size: a straight line on logarithmic scales.

import Foundation

/// y = c x^b, fitted by least squares to the logarithms (the form of scaling laws: Hestness et al., arXiv 1712.00409, 2017), with
/// Student's intervals for n - 2 degrees of freedom. Where it is known how badly each y is, the standard error is no smaller than that
/// makes it: points that lie on a line by chance are not known exactly.
public struct PowerLaw: Sendable, Hashable {
    /// Points.
    public let n: Int
    /// b.
    public let exponent: Double
    /// Its standard error.
    public let standardError: Double
    /// Two-sided p-value of b = 0.
    public let p: Double
    /// 95 % interval of b.
    public let interval: ConfidenceInterval
    /// Means of the logarithms, the spread of those of x, the residual variance and the point of Student's distribution.
    private let centre: (x: Double, y: Double)
    private let spread: Double
    private let variance: Double
    private let point: Double

    /// Fewest points that show how far off they are from a line.
    public static let fewest = 3

    /// The law of some points; `nil` for fewer than `fewest` different x, or where a number is not above 0. `noise` is the variance of
    /// the logarithm of each y from its measurement alone. Precondition: one for each point, or none.
    public init?(_ points: [(x: Double, y: Double)], noise: [Double] = []) {
        precondition(noise.isEmpty || noise.count == points.count, "every point is as noisy as it is")
        guard points.allSatisfy({ $0.x > 0 && $0.y > 0 && $0.x.isFinite && $0.y.isFinite }),
            Set(points.map(\.x)).count >= Self.fewest
        else { return nil }
        let (x, y) = (points.map { log($0.x) }, points.map { log($0.y) })
        guard let meanX = ExactSum.mean(x), let meanY = ExactSum.mean(y) else { return nil }
        let spread = ExactSum.of(x.lazy.map { ($0 - meanX) * ($0 - meanX) })
        let exponent = ExactSum.of(zip(x, y).lazy.map { ($0 - meanX) * ($1 - meanY) }) / spread
        let residuals = ExactSum.of(
            zip(x, y).lazy.map { x, y in
                let residual = y - meanY - exponent * (x - meanX)
                return residual * residual
            })
        let degrees = Double(points.count - 2)
        n = points.count
        self.exponent = exponent
        self.spread = spread
        centre = (meanX, meanY)
        let measured = ExactSum.of(
            zip(x, noise).lazy.map { x, noise in (x - meanX) * (x - meanX) / (spread * spread) * noise })
        variance = max(residuals / degrees, measured * spread)
        standardError = (variance / spread).squareRoot()
        point = StudentT.twoSidedPoint(level: 0.95, degrees: degrees)
        p =
            exponent == 0
            ? 1 : standardError > 0 ? StudentT.twoSided(exponent / standardError, degrees: degrees) : 0
        interval = ConfidenceInterval(
            low: exponent - point * standardError, high: exponent + point * standardError)
    }

    /// What the law says at x, above 0, with the 95 % interval of the line there.
    public func value(at x: Double) -> (value: Double, interval: ConfidenceInterval) {
        let offset = log(x) - centre.x
        let middle = centre.y + exponent * offset
        let half = point * (variance * (1 / Double(n) + offset * offset / spread)).squareRoot()
        return (exp(middle), ConfidenceInterval(low: exp(middle - half), high: exp(middle + half)))
    }

    /// Whether two laws are of the same points.
    public static func == (a: PowerLaw, b: PowerLaw) -> Bool {
        (a.n, a.exponent, a.variance, a.spread) == (b.n, b.exponent, b.variance, b.spread)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(n)
        hasher.combine(exponent)
        hasher.combine(variance)
        hasher.combine(spread)
    }
}
