import Columns
import Statistics

/// Points - versions, nodes - by what is wanted of them, and which of them no other beats in everything, with how sure that
/// is.
package struct TradeOffs: Sendable {
    /// Something that is to be small or large.
    package struct Objective: Sendable {
        /// What it is called.
        package let name: String
        /// One value a row; NaN where there is none.
        package let values: [Double]
        /// The quantile that counts; the mean when `nil`.
        package let quantile: Double?
        /// Whether more is better.
        package let isLargerBetter: Bool

        /// An objective.
        package init(name: String, values: [Double], quantile: Double?, isLargerBetter: Bool) {
            self.name = name
            self.values = values
            self.quantile = quantile
            self.isLargerBetter = isLargerBetter
        }
    }

    /// A point.
    package struct Point: Sendable {
        /// What it is called.
        package let name: Name
        /// Its rows.
        package let rows: Int
        /// Each objective, with its interval where resampling shows variation; NaN where it has no value.
        package let objectives: [(value: Double, interval: ConfidenceInterval?)]
        /// Whether no other point is better.
        package let isNonDominated: Bool
        /// Share of the resampled tables in which none is; `nil` where every point has one row.
        package let share: Double?
    }

    /// All points, in canonical order.
    package let points: [Point]

    /// The points of a column. Rows of one unit are resampled together, so that points that saw the same images are compared
    /// on the same ones.
    package init(of column: CodedColumn, _ objectives: [Objective], units: [UInt64]) {
        var rows = [[Int]](repeating: [], count: column.categories.count)
        for row in 0..<column.count { rows[column.codes[row]].append(row) }
        let present = rows.indices.filter { !rows[$0].isEmpty }
        // Ascending once: a weighted quantile is then a walk.
        let orders = objectives.map { objective in
            present.map { point in
                let known = rows[point].filter { !objective.values[$0].isNaN }
                return objective.quantile == nil ? known : known.sorted { objective.values[$0] < objective.values[$1] }
            }
        }
        func values(_ weight: (Int) -> Int) -> [[Double]] {
            present.indices.map { place in
                zip(objectives, orders).map { Self.value($0, $1[place], weight) }
            }
        }
        func smaller(_ values: [[Double]]) -> [[Double]] {
            values.map { zip($0, objectives).map { $1.isLargerBetter ? -$0 : $0 } }
        }
        let found = values { _ in 1 }
        let isBest = NonDominated.of(smaller(found))
        let isResampled = present.contains { rows[$0].count > 1 }
        var wins = [Int](repeating: 0, count: present.count)
        var replicates = found.map { $0.map { _ in [Double]() } }
        let weights = BootstrapWeights(units: units)
        if isResampled {
            for replicate in 0..<UnitBootstrap.replicates {
                let drawn = weights.replicate(replicate)
                let again = values { drawn[$0] }
                for (place, won) in NonDominated.of(smaller(again)).enumerated() where won { wins[place] += 1 }
                for place in again.indices {
                    for (objective, value) in again[place].enumerated() { replicates[place][objective].append(value) }
                }
            }
        }
        points = present.indices.map { place in
            Point(
                name: column.categories[present[place]], rows: rows[present[place]].count,
                objectives: zip(found[place], replicates[place]).map { value, drawn in
                    (value, PoissonBootstrap.interval(drawn)?.holding(value))
                },
                isNonDominated: isBest[place],
                share: isResampled ? Double(wins[place]) / Double(UnitBootstrap.replicates) : nil)
        }
    }

    private static func value(_ objective: Objective, _ rows: [Int], _ weight: (Int) -> Int) -> Double {
        guard let quantile = objective.quantile else {
            var sum = ExactSum()
            var total = 0
            for row in rows {
                let weight = weight(row)
                sum.add(objective.values[row] * Double(weight))
                total += weight
            }
            return total > 0 ? sum.value / Double(total) : .nan
        }
        let total = rows.reduce(0) { $0 + weight($1) }
        guard total > 0 else { return .nan }
        // The smallest value that at least this share of the rows does not exceed.
        let bar = quantile * Double(total)
        var passed = 0
        for row in rows {
            passed += weight(row)
            if Double(passed) >= bar, passed > 0 { return objective.values[row] }
        }
        return .nan
    }
}
