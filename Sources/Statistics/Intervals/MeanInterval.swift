import Foundation

/// Intervals of means.
public enum MeanInterval {
    /// Student's t interval of a mean; `nil` for fewer than two values.
    public static func student(_ values: [Double], level: Double = 0.95) -> Estimate? {
        guard let moments = Moments(values), values.count > 1 else { return nil }
        let half =
            StudentT.twoSidedPoint(level: level, degrees: moments.n - 1) * sqrt(moments.variance / moments.n)
        return Estimate(
            value: moments.mean,
            interval: ConfidenceInterval(low: moments.mean - half, high: moments.mean + half, level: level),
            method: "Student t", n: values.count)
    }

    /// The mean of `first` minus the mean of `second` with Welch's interval (1947); `nil` for fewer than two values on
    /// either side.
    public static func welch(_ first: [Double], _ second: [Double], level: Double = 0.95) -> Estimate? {
        guard let a = Moments(first), let b = Moments(second), first.count > 1, second.count > 1 else { return nil }
        let va = a.variance / a.n
        let vb = b.variance / b.n
        let value = a.mean - b.mean
        let bottom = va * va / (a.n - 1) + vb * vb / (b.n - 1)
        let half =
            bottom > 0
            ? StudentT.twoSidedPoint(level: level, degrees: (va + vb) * (va + vb) / bottom) * sqrt(va + vb) : 0
        return Estimate(
            value: value, interval: ConfidenceInterval(low: value - half, high: value + half, level: level),
            method: "Welch t", n: first.count + second.count)
    }

    /// The mean of values with a Poisson bootstrap percentile interval. Rows with the same unit id are resampled
    /// together. `nil` for no values or lists of different lengths.
    public static func bootstrap(
        _ values: [Double], units: [UInt64], replicates: Int = PoissonBootstrap.replicates, level: Double = 0.95
    ) -> Estimate? {
        guard values.count == units.count, let mean = ExactSum.mean(values) else { return nil }
        var means: [Double] = []
        means.reserveCapacity(replicates)
        for replicate in 0..<replicates {
            var sum = ExactSum()
            var total = 0
            for (value, unit) in zip(values, units) {
                let weight = PoissonBootstrap.weight(of: unit, replicate: replicate)
                guard weight > 0 else { continue }
                sum.add(value * Double(weight))
                total += weight
            }
            if total > 0 { means.append(sum.value / Double(total)) }
        }
        return Estimate(
            value: mean, interval: PoissonBootstrap.interval(means, level: level),
            method: "Poisson bootstrap, B = \(replicates)", n: Set(units).count)
    }
}
