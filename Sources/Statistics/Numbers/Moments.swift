/// Mean and spread of values, summed exactly.
public struct Moments: Sendable {
    /// Values.
    public let n: Double
    /// Their mean.
    public let mean: Double
    private let squares: Double

    /// The moments; `nil` for no values.
    public init?(_ values: [Double]) {
        guard let mean = ExactSum.mean(values) else { return nil }
        n = Double(values.count)
        self.mean = mean
        squares = ExactSum.of(values.lazy.map { ($0 - mean) * ($0 - mean) })
    }

    /// The variance with n - 1 in the denominator; not a number for one value.
    public var variance: Double { n > 1 ? squares / (n - 1) : .nan }

    /// The standard deviation with n in the denominator.
    public var deviation: Double { (squares / n).squareRoot() }
}
