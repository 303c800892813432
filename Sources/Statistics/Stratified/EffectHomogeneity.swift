/// Whether estimates of one effect in several groups agree: Cochran's Q (Biometrics 10:101, 1954), the test of
/// homogeneity over strata on the scale of the risk difference (Greenland & Robins 1985), where Breslow and Day's is on
/// that of the odds ratio.
public struct EffectHomogeneity: Sendable, Hashable {
    /// The sum of squared distances from the weighted mean, in standard errors.
    public let statistic: Double
    /// Groups that could be weighed, less one.
    public let degrees: Int

    /// The test over effects with their standard errors; groups whose error is 0 cannot be weighed and are left out. `nil`
    /// for fewer than two.
    public init?(_ effects: [(value: Double, standardError: Double)]) {
        let weighed = effects.filter { $0.standardError > 0 && $0.value.isFinite }
        guard weighed.count > 1 else { return nil }
        let weights = weighed.map { 1 / ($0.standardError * $0.standardError) }
        let mean = ExactSum.of(zip(weights, weighed).lazy.map { $0 * $1.value }) / ExactSum.of(weights)
        statistic = ExactSum.of(zip(weights, weighed).lazy.map { $0 * ($1.value - mean) * ($1.value - mean) })
        degrees = weighed.count - 1
    }

    /// The p-value: small where the effect differs between groups.
    public var p: Double { IncompleteGamma.chiSquareTail(statistic, degrees: degrees) }
}
