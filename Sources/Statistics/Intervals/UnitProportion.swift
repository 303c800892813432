// A share of rows that come in units: frames of a patient, objects of an image. Rows of one unit tend to be right or wrong
// together, so n rows say less than n independent ones. How much less is the design effect; dividing by it gives the number
// of independent rows that would be as informative, and everything that holds for those holds for these.

import Foundation

/// Successes and rows of each unit.
public struct UnitProportion: Sendable, Hashable {
    /// Successes over all units.
    public let successes: Int
    /// Rows over all units.
    public let n: Int
    /// Units that have a row.
    public let units: Int
    /// Sum over units of the squared sum of deviations from the share of the others' rows.
    private let squares: Double
    /// The number of units of one size that would be as many: n squared over the sum of their squared sizes (Kish 1965).
    private let equalUnits: Double

    /// A share from `(successes, rows)` of each unit; units without rows do not count.
    public init(_ counts: some Sequence<(successes: Int, rows: Int)>) {
        let there = counts.filter { $0.rows > 0 }
        let successes = there.reduce(0) { $0 + $1.successes }
        let n = there.reduce(0) { $0 + $1.rows }
        let share = n == 0 ? 0 : Double(successes) / Double(n)
        self.successes = successes
        self.n = n
        units = there.count
        // The share follows a large unit, and so makes its deviation too small; taken from the share of the other units it is
        // as large as it is (the jackknife; Bell & McCaffrey, Survey Methodology 28:169, 2002).
        squares = ExactSum.of(
            there.lazy.map { unit in
                let others = 1 - Double(unit.rows) / Double(n)
                let deviation = (Double(unit.successes) - share * Double(unit.rows)) / (others > 0 ? others : 1)
                return deviation * deviation
            })
        let sizes = ExactSum.of(there.lazy.map { Double($0.rows) * Double($0.rows) })
        equalUnits = sizes > 0 ? Double(n) * Double(n) / sizes : 0
    }

    /// How many times more the share varies than that of independent rows (Kish, Survey Sampling, 1965), with the
    /// variance summed unit by unit; at least 1. Where every row has the same outcome nothing shows how alike the rows of
    /// a unit are, and they are taken to be copies of one: n over as many units as would be of one size.
    public var designEffect: Double {
        guard units > 0 else { return 1 }
        let copies = Double(n) / equalUnits
        guard successes > 0, successes < n, units > 1 else { return copies }
        let share = Double(successes) / Double(n)
        let smallSample = Double(units - 1) / Double(units)
        return max(1, squares * smallSample / (Double(n) * share * (1 - share)))
    }

    /// The number of independent rows that would say as much, also for how badly few units show the variance: Student's
    /// point in place of the normal one (Korn & Graubard, Survey Methodology 24:193, 1998), for as many units as would be of
    /// one size. Never more than n.
    public func effectiveSize(level: Double = 0.95) -> Double {
        guard units > 1 else { return Double(units) }
        let ratio =
            Normal.twoSidedPoint(level: level) / StudentT.twoSidedPoint(level: level, degrees: max(1, equalUnits - 1))
        return max(1, Double(n) / designEffect * ratio * ratio)
    }

    /// Wilson's interval for as many independent rows as these are worth; `nil` without rows.
    public func wilson(level: Double = 0.95) -> ConfidenceInterval? {
        guard n > 0 else { return nil }
        let size = effectiveSize(level: level)
        return Proportion.wilson(successes: Double(successes) / Double(n) * size, n: size, level: level)
    }

    /// Counts of as many independent rows (Rao & Scott, Biometrics 48:577, 1992), rounded down, for tests of counts.
    public var asIndependent: (successes: Int, n: Int) {
        let effect = designEffect
        let size = Int((Double(n) / effect).rounded(.down))
        return (min(size, Int((Double(successes) / effect).rounded(.down))), size)
    }
}
