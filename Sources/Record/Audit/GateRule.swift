/// A release gate: a fact of the audit and the bound it must keep.
///
/// Decided by the interval, not the point: passed when the whole interval keeps the bound, failed when none of it does,
/// undecided between.
public struct GateRule: Sendable, Hashable {
    /// What is asked of the fact.
    public enum Bound: Sendable, Hashable {
        /// At least this value.
        case atLeast(Double)
        /// At most this value.
        case atMost(Double)
    }

    /// How the team calls it, or `nil` to word it from the rule.
    public var name: String?
    /// Path of the fact: `section/fact`, e.g. `headline/accuracy`, `headline/recall@class=8`,
    /// `calibration/ece`, `comparison/classes_worse`; `headline/recall@class=*` asks of every class.
    public var fact: String
    /// What is asked of it.
    public var bound: Bound
    /// Whether it is asked only of versions that can be compared: `when: baseline`. The first version of a workspace is
    /// not asked; a later one that names no baseline is, and what it asks is then not measured.
    public var needsBaseline: Bool

    /// A release gate.
    public init(name: String? = nil, fact: String, bound: Bound, needsBaseline: Bool = false) {
        self.name = name
        self.fact = fact
        self.bound = bound
        self.needsBaseline = needsBaseline
    }
}
