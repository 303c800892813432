// Rows that share a unit - a video, a camera, an image that was replayed on every node - are not so many pieces of evidence.
// What each unit adds to the comparison is summed first; units vary, rows inside them do not count.

import Foundation

/// A matched comparison whose evidence is units: sandwich variance of Mantel and Haenszel's difference (Liang & Zeger,
/// Biometrika 73:13, 1986; with one row a unit it is that of Greenland and Robins, up to m / (m - 1)), a score test, and a
/// permutation of units.
public struct UnitScores: Sendable {
    /// What one unit has in one stratum.
    public struct Entry: Sendable, Hashable {
        /// The stratum, an index.
        public let stratum: Int
        /// Rows of the level.
        public let rows: Int
        /// Errors among them.
        public let errors: Int
        /// Rows of the others.
        public let otherRows: Int
        /// Errors among those.
        public let otherErrors: Int

        /// An entry.
        public init(stratum: Int, rows: Int, errors: Int, otherRows: Int, otherErrors: Int) {
            self.stratum = stratum
            self.rows = rows
            self.errors = errors
            self.otherRows = otherRows
            self.otherErrors = otherErrors
        }
    }

    /// Units with rows in shared strata.
    public let units: Int
    /// Standard error of the matched difference; `nil` for fewer than two units.
    public let standardError: Double?
    /// The score statistic, chi-squared with one degree of freedom where there is no difference.
    public let statistic: Double

    /// Residuals of the rows, by unit: of rows on one side only, their sum; of units with both, one a row.
    private var wholes: [(sum: Double, isLevel: Bool)] = []
    private var mixed: [(residuals: [Double], levelRows: Int)] = []
    private let score: Double

    /// The comparison of `strata`, of which each unit has some entries. Entries of strata with one side are left out.
    public init(_ strata: [Stratum], units entries: some Sequence<ArraySlice<Entry>>) {
        let weights = ExactSum.of(strata.lazy.map(\.weight))
        var influence = ExactSum()
        var squares = ExactSum()
        var total = ExactSum()
        var count = 0
        for unit in entries {
            var influenced = 0.0
            var scored = 0.0
            var residuals: [Double] = []
            var levelRows = 0
            var allRows = 0
            var observed = ExactSum()
            for entry in unit where strata[entry.stratum].isShared {
                let s = strata[entry.stratum]
                let n1 = Double(s.rows)
                let n0 = Double(s.otherRows)
                let rate = Double(s.errors + s.otherErrors) / (n1 + n0)
                let share = n1 / (n1 + n0)
                let r1 = Double(entry.errors) - Double(entry.rows) * rate
                let r0 = Double(entry.otherErrors) - Double(entry.otherRows) * rate
                influenced +=
                    s.weight
                    * ((Double(entry.errors) - Double(entry.rows) * Double(s.errors) / n1) / n1
                        - (Double(entry.otherErrors) - Double(entry.otherRows) * Double(s.otherErrors) / n0) / n0)
                scored += (1 - share) * r1 - share * r0
                observed.add(r1)
                levelRows += entry.rows
                allRows += entry.rows + entry.otherRows
                let errors = entry.errors + entry.otherErrors
                residuals += repeatElement(1 - rate, count: errors)
                residuals += repeatElement(-rate, count: entry.rows + entry.otherRows - errors)
            }
            guard allRows > 0 else { continue }
            count += 1
            influence.add(influenced * influenced)
            squares.add(scored * scored)
            total.add(observed.value)
            if levelRows == 0 || levelRows == allRows {
                wholes.append((ExactSum.of(residuals), levelRows > 0))
            } else {
                mixed.append((residuals, levelRows))
            }
        }
        units = count
        let m = Double(count)
        standardError = count > 1 && weights > 0 ? sqrt(influence.value * m / (m - 1)) / weights : nil
        score = total.value
        statistic = squares.value > 0 ? score * score / squares.value : 0
    }

    /// Two-sided p-value of the score, by Student's distribution with a degree for each unit but one.
    public var p: Double {
        units > 1 ? StudentT.twoSided(sqrt(statistic), degrees: Double(units - 1)) : 1
    }

    /// Two-sided p-value by `draws` permutations: whole units exchange the side they are on, and inside a unit with rows of
    /// both sides the rows do, for residuals from their strata's rates are exchangeable where there is no difference.
    /// It stops where `enough` permutations were as far out (Besag & Clifford, Biometrika 78:301, 1991).
    public func permutationP(draws: Int, enough: Int = 50, seed: UInt64) -> Double {
        let levelWholes = wholes.count { $0.isLevel }
        let expected =
            (wholes.isEmpty
                ? 0 : ExactSum.of(wholes.lazy.map(\.sum)) * Double(levelWholes) / Double(wholes.count))
            + ExactSum.of(
                mixed.lazy.map { unit in
                    unit.residuals.reduce(0, +) * Double(unit.levelRows) / Double(unit.residuals.count)
                })
        let bar = abs(score - expected) * (1 - 1e-9)
        var generator = SeededGenerator(seed: seed)
        var sums = wholes.map(\.sum)
        var rows = mixed.map(\.residuals)
        var further = 0
        for draw in 1...max(1, draws) {
            var drawn = Self.sample(levelWholes, of: &sums, &generator)
            for unit in rows.indices { drawn += Self.sample(mixed[unit].levelRows, of: &rows[unit], &generator) }
            if abs(drawn - expected) >= bar { further += 1 }
            if further >= enough { return Double(further) / Double(draw) }
        }
        return Double(further + 1) / Double(max(1, draws) + 1)
    }

    /// The sum of `count` of the values, drawn without replacement.
    private static func sample(_ count: Int, of values: inout [Double], _ generator: inout SeededGenerator) -> Double {
        var sum = 0.0
        for place in 0..<count {
            values.swapAt(place, place + generator.below(values.count - place))
            sum += values[place]
        }
        return sum
    }
}
