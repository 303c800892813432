import Foundation

/// How many things there are a unit of size: false alarms an image, counted in images, or in videos of many images.
///
/// The interval is the score interval of a Poisson mean (L. D. Brown, T. T. Cai and A. DasGupta, Statistica Sinica 13:19,
/// 2003) for as many independent things as were counted: things of one unit come together, so that their number is divided
/// by the dispersion of the units' counts about the common rate (P. McCullagh and J. A. Nelder, Generalized Linear Models,
/// 1989, 4.5), at least 1, with Student's point for the number of units.
public struct CountRate: Sendable {
    /// Things.
    public let count: Int
    /// Sum of the units' sizes.
    public let size: Int
    /// Units.
    public let units: Int
    /// Variance of a unit's count over that of a Poisson count, at least 1.
    public let dispersion: Double

    /// Counts and sizes by unit.
    public init(_ parts: some Sequence<(count: Int, size: Int)>) {
        let parts = parts.filter { $0.size > 0 }
        count = parts.reduce(0) { $0 + $1.count }
        size = parts.reduce(0) { $0 + $1.size }
        units = parts.count
        let rate = size == 0 ? 0 : Double(count) / Double(size)
        guard units > 1, rate > 0 else {
            dispersion = 1
            return
        }
        let pearson = ExactSum.of(
            parts.lazy.map { part in
                let expected = rate * Double(part.size)
                return (Double(part.count) - expected) * (Double(part.count) - expected) / expected
            })
        dispersion = max(1, pearson / Double(units - 1))
    }

    /// Things a unit of size; `nil` without any size.
    public var value: Double? { size == 0 ? nil : Double(count) / Double(size) }

    /// Its interval; `nil` for fewer than two units.
    public func interval(level: Double = 0.95) -> ConfidenceInterval? {
        guard units > 1 else { return nil }
        let point = StudentT.twoSidedPoint(level: level, degrees: Double(units - 1))
        let worth = Double(count) / dispersion
        let centre = worth + point * point / 2
        let half = point * sqrt(worth + point * point / 4)
        let scale = dispersion / Double(size)
        // Of nothing the lower end is exactly 0, which rounding must not miss.
        return ConfidenceInterval(
            low: count == 0 ? 0 : max(0, (centre - half) * scale), high: (centre + half) * scale, level: level)
    }
}
