import Foundation

/// What a change of the mix does to a rate by itself: the rates of the same cells, weighed by the mix of one time and of another
/// (post-stratification: Holt & Smith, J. R. Stat. Soc. A 142:33, 1979), and whether the two differ.
public struct MixShift: Sendable, Hashable {
    /// Rows that are alike: those that rates are from, and how many came at each time.
    public struct Cell: Sendable, Hashable {
        /// Rows that the rate is of, at least one.
        public let rows: Int
        /// Errors among them.
        public let errors: Int
        /// Rows of the first time.
        public let before: Int
        /// Rows of the second.
        public let now: Int

        /// A cell.
        public init(rows: Int, errors: Int, before: Int, now: Int) {
            self.rows = rows
            self.errors = errors
            self.before = before
            self.now = now
        }
    }

    /// The rate at the first mix, and at the second.
    public let before: Double
    /// The rate at the second mix.
    public let now: Double
    /// The standard error of the difference: of the cells' rates, and of both mixes, which are samples too.
    public let standardError: Double

    /// The second less the first.
    public var difference: Double { now - before }
    /// Two-sided p-value of no difference, by the normal distribution.
    public var p: Double { standardError > 0 ? Normal.twoSided(difference / standardError) : 1 }
    /// 95 % interval of the difference.
    public var interval: ConfidenceInterval {
        let half = Normal.z95 * standardError
        return ConfidenceInterval(low: max(-1, difference - half), high: min(1, difference + half))
    }

    /// The comparison; `nil` where nothing came at one of the times, or a cell that came has no rows to know its rate by.
    public init?(_ cells: [Cell]) {
        let first = cells.reduce(0) { $0 + $1.before }
        let second = cells.reduce(0) { $0 + $1.now }
        guard first > 0, second > 0, cells.allSatisfy({ $0.rows > 0 || $0.before + $0.now == 0 }) else { return nil }
        var (one, two) = (ExactSum(), ExactSum())
        var (squaresOne, squaresTwo) = (ExactSum(), ExactSum())
        var variance = ExactSum()
        for cell in cells where cell.rows > 0 {
            let rate = Double(cell.errors) / Double(cell.rows)
            let w1 = Double(cell.before) / Double(first)
            let w2 = Double(cell.now) / Double(second)
            one.add(w1 * rate)
            two.add(w2 * rate)
            squaresOne.add(w1 * rate * rate)
            squaresTwo.add(w2 * rate * rate)
            // Half an error and half a correct prediction more: no rate is known for certain.
            let unsure = (Double(cell.errors) + 0.5) / (Double(cell.rows) + 1)
            variance.add((w2 - w1) * (w2 - w1) * unsure * (1 - unsure) / Double(cell.rows))
        }
        before = one.value
        now = two.value
        let ofMixes =
            max(0, squaresOne.value - before * before) / Double(first)
            + max(0, squaresTwo.value - now * now) / Double(second)
        standardError = (variance.value + ofMixes).squareRoot()
    }
}
