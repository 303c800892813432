/// A rate at another mix: each cell's own rate at the share that the target gives the cell (Holt & Smith, Journal of the
/// Royal Statistical Society A 142:33, 1979).
public struct PostStratification: Sendable {
    /// A cell: rows, errors among them, and the target's share.
    public struct Cell: Sendable, Hashable {
        /// Rows.
        public let rows: Int
        /// Errors among them.
        public let errors: Int
        /// Share of the target mix.
        public let share: Double

        /// A cell.
        public init(rows: Int, errors: Int, share: Double) {
            self.rows = rows
            self.errors = errors
            self.share = share
        }
    }

    /// Share of the target in cells without a row.
    public let emptyShare: Double
    /// The rate over the cells that have rows, at their shares of the target; `nil` where none has.
    public let coveredRate: Double?
    /// Kish's effective number of rows (Survey Sampling, 1965): so many rows of equal weight tell as much where every cell has
    /// one rate.
    public let effectiveRows: Double
    /// So many independent rows would leave the rate as unsure as it is: its variance is that of the cells, each at its own rate,
    /// which counts half an error and half a right row more (Jeffreys), so that a cell without errors is not certain.
    private let rowsWorth: Double

    /// The rate; `nil` where some of the target has no rows.
    public var rate: Double? { emptyShare > 0 ? nil : coveredRate }

    /// What the rate lies between whatever the empty cells are like; `nil` where no cell has rows.
    public var bounds: (low: Double, high: Double)? {
        coveredRate.map { ($0 * (1 - emptyShare), $0 * (1 - emptyShare) + emptyShare) }
    }

    /// Wilson's interval for as many rows as the rate is worth; `nil` without a rate.
    public var interval: ConfidenceInterval? {
        guard let rate, rowsWorth > 0 else { return nil }
        return Proportion.wilson(successes: rate * rowsWorth, n: rowsWorth)
    }

    /// The rate of `cells`, whose shares add up to 1.
    public init(_ cells: [Cell]) {
        let wanted = cells.filter { $0.share > 0 }
        let covered = wanted.filter { $0.rows > 0 }
        emptyShare = ExactSum.of(wanted.lazy.filter { $0.rows == 0 }.map(\.share))
        let share = ExactSum.of(covered.lazy.map(\.share))
        guard share > 0 else {
            coveredRate = nil
            (effectiveRows, rowsWorth) = (0, 0)
            return
        }
        coveredRate =
            ExactSum.of(covered.lazy.map { $0.share * Double($0.errors) / Double($0.rows) }) / share
        effectiveRows = share * share / ExactSum.of(covered.lazy.map { $0.share * $0.share / Double($0.rows) })
        let smoothed = covered.map { (Double($0.errors) + 0.5) / (Double($0.rows) + 1) }
        let rate = ExactSum.of(zip(covered, smoothed).lazy.map { $0.share * $1 }) / share
        let variances = zip(covered, smoothed).map { cell, rate -> Double in
            let weight = cell.share / share
            return weight * weight * rate * (1 - rate) / Double(cell.rows)
        }
        let variance = ExactSum.of(variances)
        rowsWorth = rate * (1 - rate) / variance
    }
}

/// Shares of cells that have given margins and are otherwise like those they start from: iterative proportional fitting
/// (Deming & Stephan, Annals of Mathematical Statistics 11:427, 1940).
public enum Raking {
    /// A margin: the value of each cell, and the share that each value is to have.
    public struct Margin: Sendable {
        /// The value of each cell, an index into `shares`.
        public let values: [Int]
        /// What the cells of each value are to add up to.
        public let shares: [Double]

        /// A margin.
        public init(values: [Int], shares: [Double]) {
            self.values = values
            self.shares = shares
        }
    }

    /// Rounds at most.
    static let rounds = 10_000
    /// How near each share comes.
    static let tolerance = 1e-10

    /// The shares; `nil` where no shares of these cells have these margins.
    public static func shares(_ start: [Double], margins: [Margin]) -> [Double]? {
        var shares = start
        for _ in 0..<rounds {
            var worst = 0.0
            for margin in margins {
                var sums = [Double](repeating: 0, count: margin.shares.count)
                for (cell, value) in margin.values.enumerated() { sums[value] += shares[cell] }
                for (value, wanted) in margin.shares.enumerated() {
                    if sums[value] == 0, wanted > 0 { return nil }
                    worst = max(worst, abs(sums[value] - wanted))
                }
                for (cell, value) in margin.values.enumerated() where sums[value] > 0 {
                    shares[cell] *= margin.shares[value] / sums[value]
                }
            }
            if worst < tolerance { return shares }
        }
        return nil
    }
}
