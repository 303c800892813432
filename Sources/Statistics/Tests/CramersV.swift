import Foundation

/// How far one category tells another: 0 when it tells nothing, 1 when it tells all.
public enum CramersV {
    /// Cramér's V of a table of counts, rows by columns, less what chance alone makes of it (Bergsma, Journal of the Korean
    /// Statistical Society 42:323, 2013); rows and columns without a count are left out. `nil` where fewer than two rows or
    /// columns are left.
    public static func debiased(_ table: [[Int]]) -> Double? {
        let rows = table.map { $0.reduce(0, +) }
        let columns = (0..<(table.first?.count ?? 0)).map { column in table.reduce(0) { $0 + $1[column] } }
        let n = Double(rows.reduce(0, +))
        let (r, c) = (Double(rows.count { $0 > 0 }), Double(columns.count { $0 > 0 }))
        guard r > 1, c > 1, n > 1 else { return nil }
        var parts: [Double] = []
        for (row, counts) in table.enumerated() where rows[row] > 0 {
            for (column, count) in counts.enumerated() where columns[column] > 0 {
                let expected = Double(rows[row]) * Double(columns[column]) / n
                parts.append((Double(count) - expected) * (Double(count) - expected) / expected)
            }
        }
        let phi = max(0, ExactSum.of(parts) / n - (r - 1) * (c - 1) / (n - 1))
        let most = min(r - (r - 1) * (r - 1) / (n - 1), c - (c - 1) * (c - 1) / (n - 1)) - 1
        return most > 0 ? min(1, sqrt(phi / most)) : nil
    }
}
