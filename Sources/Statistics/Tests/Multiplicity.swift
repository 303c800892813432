import Foundation

/// Paying for having looked at many things. Each function returns adjusted p-values in the order given: reject where the
/// adjusted value is at most the level you can bear. NaN counts as 1 (nothing was shown) but does count as a look.
public enum Multiplicity {
    /// Benjamini & Hochberg (1995): bounds the expected share of false discoveries, for independent or positively
    /// dependent tests. `looks` is how many were tested when the list is only a part of them (never fewer than the list).
    public static func benjaminiHochberg(_ pValues: [Double], looks: Int? = nil) -> [Double] {
        let m = Double(max(looks ?? 0, pValues.count))
        let order = ascending(pValues)
        var adjusted = [Double](repeating: 1, count: pValues.count)
        var smallest = 1.0
        for rank in stride(from: order.count, through: 1, by: -1) {
            let index = order[rank - 1]
            smallest = min(smallest, clean(pValues[index]) * (m / Double(rank)))
            adjusted[index] = smallest
        }
        return adjusted
    }

    /// Holm (1979): bounds the chance of even one false discovery, under any dependence.
    public static func holm(_ pValues: [Double], looks: Int? = nil) -> [Double] {
        let m = max(looks ?? 0, pValues.count)
        var adjusted = [Double](repeating: 1, count: pValues.count)
        var largest = 0.0
        for (position, index) in ascending(pValues).enumerated() {
            largest = max(largest, min(1, clean(pValues[index]) * Double(m - position)))
            adjusted[index] = largest
        }
        return adjusted
    }

    /// Holm's procedure with weights set before the p-values were seen, all above 0 (Holm 1979, 3; Benjamini & Hochberg,
    /// Scandinavian Journal of Statistics 24:407, 1997): what weighs twice as much is given twice the level.
    public static func holm(_ pValues: [Double], weights: [Double]) -> [Double] {
        precondition(pValues.count == weights.count, "a weight for each p-value")
        var adjusted = [Double](repeating: 1, count: pValues.count)
        var largest = 0.0
        var left = weights.reduce(0, +)
        for index in ascending(zip(pValues, weights).map { clean($0) / $1 / max(1, left) }) {
            largest = max(largest, min(1, clean(pValues[index]) * left / weights[index]))
            adjusted[index] = largest
            left -= weights[index]
        }
        return adjusted
    }

    /// Bonferroni: each p-value times the number of looks.
    public static func bonferroni(_ pValues: [Double], looks: Int? = nil) -> [Double] {
        let m = Double(max(looks ?? 0, pValues.count))
        return pValues.map { min(1, clean($0) * m) }
    }

    /// The level at which each of `looks` independent intervals is made for all of them to hold at once with the given
    /// probability (Sidak 1967); exact for independent ones, and safe for those of shares that add up to a whole.
    public static func sidakLevel(_ level: Double = 0.95, of looks: Int) -> Double {
        pow(level, 1 / Double(max(1, looks)))
    }

    private static func clean(_ p: Double) -> Double { p.isNaN ? 1 : min(1, max(0, p)) }

    private static func ascending(_ pValues: [Double]) -> [Int] {
        pValues.indices.sorted {
            let a = clean(pValues[$0])
            let b = clean(pValues[$1])
            return a == b ? $0 < $1 : a < b
        }
    }
}
