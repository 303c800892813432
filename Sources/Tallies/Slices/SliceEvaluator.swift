// How sure a slice's mean error is, and what chance alone would do.

import Foundation
import Statistics

/// Intervals and bounds for cells of one table.
struct SliceEvaluator: Sendable {
    let whole: SliceCell
    let reader: CellReader
    /// Rows of one unit vary together: the interval is that of `rows / designEffect` independent rows.
    var designEffect = 1.0

    /// Mean error.
    func mean(_ cell: SliceCell) -> Double { cell.rows == 0 ? 0 : reader.errors(cell) / Double(cell.rows) }

    /// The interval of the mean error at 95 %: Wilson for 0/1 errors; for losses the empirical Bernstein bound (Maurer &
    /// Pontil 2009, theorem 4, both sides) with the largest loss of the table as the range.
    func interval(_ cell: SliceCell) -> ConfidenceInterval {
        guard cell.rows > 0 else { return ConfidenceInterval(low: 0, high: 0) }
        let n = max(1, Double(cell.rows) / designEffect)
        let mean = mean(cell)
        guard reader.scale != nil else { return Proportion.wilson(successes: mean * n, n: n) }
        let range = reader.largest(whole)
        guard n > 1 else { return ConfidenceInterval(low: 0, high: range) }
        let variance = max(0, reader.squares(cell) / Double(cell.rows) - mean * mean) * n / (n - 1)
        let log4 = log(4 / 0.05)
        let half = sqrt(2 * variance * log4 / n) + 7 * range * log4 / (3 * (n - 1))
        return ConfidenceInterval(low: max(0, mean - half), high: max(mean, min(range, mean + half)))
    }

    /// An upper bound on the chance that as many rows drawn at random from the whole have at least this mean error.
    ///
    /// For 0/1 errors exp(-n KL(rate || mean)) (Chernoff; Hoeffding 1963 shows that it holds for draws without
    /// replacement); for losses Bernstein's inequality, likewise.
    func chanceBound(_ cell: SliceCell) -> Double {
        let n = Double(cell.rows)
        let base = mean(whole)
        let rate = mean(cell)
        guard n > 0, rate > base else { return 1 }
        if reader.scale == nil {
            func term(_ a: Double, _ b: Double) -> Double { a <= 0 ? 0 : a * log(a / b) }
            return exp(-n * (term(rate, base) + term(1 - rate, 1 - base)))
        }
        let variance = max(0, reader.squares(whole) / Double(whole.rows) - base * base)
        let range = reader.largest(whole) - base
        let excess = rate - base
        return exp(-n * excess * excess / (2 * variance + 2 * range * excess / 3))
    }
}
