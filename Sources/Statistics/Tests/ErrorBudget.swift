// One budget of false alarms for a whole audit.
//
// An audit asks many questions, and each is a family of tests: every slice, every confused pair, every bin. Correcting each
// family at 5 % by itself lets an audit of ten families flag something on chance alone in up to four of ten audits. Here a
// family first has to stand as one: Simes' p-value of its tests, corrected over all families. Only in the families that
// stand are single tests looked at, at a level that shrinks with the share of families that fell. On data without any
// effect the whole audit then flags something at most as often as the level says, and with effects the expected share of
// false findings in the families that stand stays below it.

/// Selective inference over families of tests (Benjamini & Bogomolov, J. R. Stat. Soc. B 76:297, 2014), weighted (Genovese,
/// Roeder & Wasserman, Biometrika 93:509, 2006): a family of twice the weight has twice the level.
public struct ErrorBudget: Sendable, Hashable {
    /// The share of audits without an effect that may flag anything.
    public let level: Double
    /// Families that were tested.
    public let families: Int
    /// Whether each family stands, in the order given.
    public let stands: [Bool]
    /// The level of corrected p-values inside each family that stands: `level` times the share of families that do, times
    /// its weight over the mean weight, and never more than `level`. 0 for one that does not.
    public let levels: [Double]

    /// Decides over families by their Simes p-values; a family without tests is `nil` and is no look. As many `weights`, all
    /// above 0, or none: all alike.
    public init(_ families: [Double?], weights: [Double] = [], level: Double = 0.05) {
        let tested = families.compactMap { $0 }
        let given = families.indices.map { families[$0] == nil ? 0 : weights.isEmpty ? 1 : weights[$0] }
        let mean = given.reduce(0, +) / Double(max(1, tested.count))
        let shares = given.map { mean > 0 ? $0 / mean : 0 }
        let adjusted = Multiplicity.benjaminiHochberg(
            zip(families, shares).compactMap { family, share in family.map { $0 / share } })
        var next = adjusted.makeIterator()
        let stands = families.map { family in family == nil ? false : (next.next() ?? 1) <= level }
        let kept = stands.count { $0 }
        self.level = level
        self.families = tested.count
        self.stands = stands
        levels = zip(stands, shares).map { stands, share in
            stands ? min(level, level * share * Double(kept) / Double(tested.count)) : 0
        }
    }

    /// Simes' p-value (Biometrika 73:751, 1986) of the hypothesis that no test of a family has an effect: the least
    /// corrected p-value of Benjamini and Hochberg. `looks` is how many were tested when the list is only a part of them.
    /// `nil` without a test.
    public static func simes(_ pValues: [Double], looks: Int? = nil) -> Double? {
        Multiplicity.benjaminiHochberg(pValues, looks: looks).min()
    }
}
