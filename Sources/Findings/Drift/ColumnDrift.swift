// What became of one column between a reference and a current table.

import Columns
import Statistics

/// A number of the comparison with the name that `misread measure drift` prints it under.
package struct DriftValue: Sendable, Hashable {
    /// Its name without the column's.
    package let name: String
    /// `nil` where it is not defined.
    package let value: Double?
    /// Why it is not.
    package let reason: String

    init(_ name: String, _ value: Double?, else reason: String = "there are no values on one side") {
        self.name = name
        self.value = value
        self.reason = reason
    }
}

/// How far a column moved, with what shows whether that means anything.
package struct DriftEffect: Sendable, Hashable {
    /// What is measured.
    package enum Kind: String, Sendable {
        /// First Wasserstein distance in standard deviations of the reference.
        case wasserstein = "wasserstein_normed"
        /// Total variation: the share of rows that would have to change.
        case variation = "tvd"
    }

    /// What is measured.
    package let kind: Kind
    /// The distance, at least 0.
    package let value: Double
    /// Its 95 % interval: bootstrap of both samples, mirrored, since noise can only raise a distance. `nil` where all
    /// replicates are the same.
    package let interval: ConfidenceInterval?
    /// What the distance stays below in 95 of 100 pairs of samples, both drawn from the reference, one as large as it and one as
    /// large as the current one.
    package let nullHigh: Double
    /// Least distance that is called drift.
    package let least: Double

    init(
        _ kind: Kind, _ value: Double, _ reference: [Int], _ current: [Int], seed: UInt64, least: Double,
        _ distance: ([Int], [Int]) -> Double
    ) {
        self.kind = kind
        self.value = value
        self.least = least
        let draws = CountReplicates(seed: seed)
        interval = PoissonBootstrap.basicInterval(value, draws.bootstrap(reference, current, distance))
        nullHigh = Quantiles.of(draws.null(reference, rows: current.reduce(0, +), distance), at: 0.95) ?? 0
    }
}

/// A rate of the reference and of the current table: of missing cells, or of values that the reference does not have.
package struct RateDrift: Sendable, Hashable {
    /// Rows with it in the reference. For unseen values: rows whose value stands there once, which is what would be
    /// expected unseen (Good, Biometrika 40:237, 1953).
    package let reference: Proportion
    /// Rows with it in the current table.
    package let current: Proportion
    /// Fisher's exact test.
    package let p: Double
    /// Corrected over all tests of the tables (Benjamini and Hochberg).
    package var adjusted = 1.0
    /// Whether it is called drift.
    package var hasDrifted = false

    /// How much higher the rate is now.
    package var change: Double { (current.value ?? 0) - (reference.value ?? 0) }
}

/// One column of both tables.
package struct ColumnDrift: Sendable {
    /// Column name.
    package let name: Name
    /// Whether it was compared as numbers.
    package let isNumbers: Bool
    /// Cells with a value in the reference and in the current table.
    package let rows: (reference: Int, current: Int)
    /// Every number, in the order they are printed.
    package let values: [DriftValue]
    /// How far it moved; `nil` where either side has no value.
    package let effect: DriftEffect?
    /// p-value of the values: Simes over the tests named in `tests`. `nil` where there is nothing to test.
    package let p: Double?
    /// The tests behind `p`.
    package let tests: [String]
    /// Cuts of the reference, its deciles, to be kept for later windows; empty for categories.
    package let cuts: [Double]
    /// Missing cells, where either side has any.
    package var missing: RateDrift?
    /// Values that the reference does not have, where there are any; of categories only.
    package var unseen: RateDrift?
    /// `p` corrected over all tests of the tables.
    package var adjusted: Double?
    /// Whether its values are called drifted.
    package var hasDrifted = false
}
