import Columns
import Statistics

/// The quantiles of a latency by level.
package struct LevelQuantiles: Sendable {
    /// A quantile of a level.
    package struct Quantile: Sendable {
        /// Which: 50, 95 or 99.
        package let percent: Int
        /// The quantile with its interval; `nil` without a value.
        package let found: QuantileInterval.Found?
    }

    /// What it is of.
    package let name: String
    private let ofFactor: [[[Quantile]]]

    /// The quantiles of a column by the levels of some factors. Precondition: columns are equally long.
    package init(_ column: NumericColumn, by factors: [CodedColumn]) {
        name = column.name.text
        let values = column.values
        ofFactor = factors.map { factor in
            var groups = [[Double]](repeating: [], count: factor.categories.count)
            for (row, value) in values.enumerated() where value.isFinite { groups[factor.codes[row]].append(value) }
            return groups.map { group in
                let sorted = group.sorted()
                return [50, 95, 99].map { percent in
                    Quantile(percent: percent, found: QuantileInterval.ofSorted(sorted, at: Double(percent) / 100))
                }
            }
        }
    }

    /// The quantiles of one level.
    public subscript(place: FactorLevel.Place) -> [Quantile] { ofFactor[place.factor][place.level] }
}
