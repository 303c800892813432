// A slice against the rows around it, given what is listed already.
//
// Rows that are in the same of the listed slices form a stratum. Errors of the slice are compared with those of its own
// strata (Cochran, Biometrics 10:417, 1954; Mantel & Haenszel, JNCI 22:719, 1959): what a listed slice explains by its
// rate, all rows of the stratum share, and nothing is left; what fails more than that still stands out. No row is taken out.

import Statistics
import Tallies

/// Rows in strata, and what is counted of them.
struct SliceStrata: Sendable {
    /// Rows without and with an error in each cell, a cell being a stratum or, where rows share units, the part of a unit
    /// in a stratum.
    typealias Counts = [Int32]

    /// How much a slice stands out.
    struct Comparison: Sendable {
        /// Standard deviations above what its strata have, continuity-corrected; the smaller of that of independent rows
        /// and that of units.
        let z: Double
        /// The one-sided p-value of more errors.
        let p: Double

        /// Nothing to compare with.
        static let none = Comparison(z: 0, p: 1)
    }

    private let wrong: RowSet
    private let units: ResamplingUnits?
    /// Of each row.
    private var strata: [Int32]
    private var strataCount = 1
    /// Twice the cell of each row, and one more for an error.
    private var codes: [Int32] = []
    /// Of each cell, ascending by unit, then stratum.
    private var cellUnit: [Int32] = []
    private var cellStratum: [Int32] = []
    /// All rows.
    private(set) var whole: Counts = []

    /// Fewer errors expected than this: the exact distribution instead of the normal one.
    private static let fewExpected = 10.0

    /// One stratum of all rows; `units` are what rows belong to, when they share it.
    init(wrong: RowSet, units: ResamplingUnits?) {
        self.wrong = wrong
        self.units = units
        strata = [Int32](repeating: 0, count: wrong.rows)
        codeRows()
    }

    /// Parts each stratum into what is inside `rows` and what is not. Strata are numbered by membership, so that the order
    /// of rows shows in nothing.
    mutating func split(by rows: RowSet) {
        for row in strata.indices { strata[row] = 2 * strata[row] + (rows.contains(row) ? 1 : 0) }
        var numbers = [Int32](repeating: 0, count: 2 * strataCount)
        for stratum in strata { numbers[Int(stratum)] = 1 }
        strataCount = 0
        for signature in numbers.indices where numbers[signature] > 0 {
            numbers[signature] = Int32(truncatingIfNeeded: strataCount)
            strataCount += 1
        }
        for row in strata.indices { strata[row] = numbers[Int(strata[row])] }
        codeRows()
    }

    private mutating func codeRows() {
        var cellOfRow = strata
        if let units {
            let keys = strata.indices.map { Int(units.codes[$0]) * strataCount + Int(strata[$0]) }
            let cells = Set(keys).sorted()
            let number = Dictionary(uniqueKeysWithValues: zip(cells, 0..<Int32(truncatingIfNeeded: cells.count)))
            cellOfRow = keys.map { number[$0] ?? 0 }
            cellUnit = cells.map { Int32(truncatingIfNeeded: $0 / strataCount) }
            cellStratum = cells.map { Int32(truncatingIfNeeded: $0 % strataCount) }
        } else {
            cellStratum = (0..<strataCount).map { Int32(truncatingIfNeeded: $0) }
        }
        codes = cellOfRow.indices.map { 2 * cellOfRow[$0] + (wrong.contains($0) ? 1 : 0) }
        whole = RowSet(all: wrong.rows).histogram(of: codes, count: 2 * cellStratum.count)
    }

    /// What is counted of some rows.
    func counts(_ rows: RowSet) -> Counts { rows.histogram(of: codes, count: whole.count) }

    /// The rows of `larger` that are not in `smaller`, a part of it.
    static func rest(_ larger: Counts, without smaller: Counts) -> Counts { zip(larger, smaller).map { $0 - $1 } }

    /// Whether `slice` has more errors than the rows of `base`, of which it is a part, in the same strata.
    func comparison(of slice: Counts, in base: Counts) -> Comparison {
        let tables = tables(slice, base)
        var (excess, variance, expected) = (0.0, 0.0, 0.0)
        for table in tables {
            excess += Double(table.errors) - table.expected
            variance += table.variance
            expected += table.expected
        }
        guard variance > 0 else { return .none }
        let corrected = excess > 0 ? max(excess - 0.5, 0) : min(excess + 0.5, 0)
        let z = corrected / variance.squareRoot()
        var p = Normal.upperTail(z)
        if excess > 0, tables.count == 1 {
            p = tables[0].upperTail
        } else if excess > 0, expected < Self.fewExpected {
            p = Self.exact(tables)
        }
        guard units != nil else { return Comparison(z: z, p: p) }
        let clustered = byUnit(slice, base)
        return Comparison(z: min(z, clustered.z), p: max(p, clustered.p))
    }

    /// One stratum with rows of the slice and others.
    private struct Stratum {
        let rows: Int
        let errors: Int
        let allRows: Int
        let allErrors: Int

        var expected: Double { Double(rows) * Double(allErrors) / Double(allRows) }

        /// Hypergeometric.
        var variance: Double {
            let (n, all, wrong) = (Double(rows), Double(allRows), Double(allErrors))
            return n * (all - n) * wrong * (all - wrong) / (all * all * (all - 1))
        }

        var upperTail: Double {
            Hypergeometric.upperTail(errors, sample: rows, marked: allErrors, population: allRows)
        }
    }

    private func tables(_ slice: Counts, _ base: Counts) -> [Stratum] {
        var counts = [(n: Int, k: Int, all: Int, wrong: Int)](repeating: (0, 0, 0, 0), count: strataCount)
        for cell in cellStratum.indices {
            let stratum = Int(cellStratum[cell])
            let (errors, allErrors) = (Int(slice[2 * cell + 1]), Int(base[2 * cell + 1]))
            counts[stratum].n += Int(slice[2 * cell]) + errors
            counts[stratum].k += errors
            counts[stratum].all += Int(base[2 * cell]) + allErrors
            counts[stratum].wrong += allErrors
        }
        return counts.filter { $0.n > 0 && $0.n < $0.all }.map {
            Stratum(rows: $0.n, errors: $0.k, allRows: $0.all, allErrors: $0.wrong)
        }
    }

    /// The chance of as many errors or more in all strata together: the distributions of the strata, folded.
    private static func exact(_ strata: [Stratum]) -> Double {
        var chances = [1.0]
        var least = 0
        for stratum in strata {
            let lowest = max(0, stratum.rows + stratum.allErrors - stratum.allRows)
            let own = (lowest...min(stratum.rows, stratum.allErrors)).map {
                Hypergeometric.probability(
                    $0, sample: stratum.rows, marked: stratum.allErrors, population: stratum.allRows)
            }
            var folded = [Double](repeating: 0, count: chances.count + own.count - 1)
            for (i, a) in chances.enumerated() where a > 0 {
                for (j, b) in own.enumerated() { folded[i + j] += a * b }
            }
            chances = folded
            least += lowest
        }
        let errors = strata.reduce(0) { $0 + $1.errors }
        return min(1, chances.dropFirst(max(0, errors - least)).reversed().reduce(0, +))
    }

    /// Rows of a unit are not independent, units are: (error - rate) x (inside - share), each of its own stratum, is summed
    /// by unit, and the squares of the sums add up to the variance (Liang & Zeger, Biometrika 73:13, 1986). With few units
    /// on either side that variance is known badly, which Student's distribution with one degree of freedom less than units
    /// on the smaller side allows for.
    private func byUnit(_ slice: Counts, _ base: Counts) -> Comparison {
        var n = [Double](repeating: 0, count: strataCount)
        var (all, wrong) = (n, n)
        for cell in cellStratum.indices {
            let stratum = Int(cellStratum[cell])
            n[stratum] += Double(slice[2 * cell] + slice[2 * cell + 1])
            all[stratum] += Double(base[2 * cell] + base[2 * cell + 1])
            wrong[stratum] += Double(base[2 * cell + 1])
        }
        var (sum, squares) = (ExactSum(), ExactSum())
        var (unitsInside, unitsOutside) = (0, 0)
        var cell = 0
        while cell < cellUnit.count {
            let unit = cellUnit[cell]
            var off = 0.0
            var (hasInside, hasOutside) = (false, false)
            while cell < cellUnit.count, cellUnit[cell] == unit {
                let rows = Double(base[2 * cell] + base[2 * cell + 1])
                if rows > 0 {
                    let stratum = Int(cellStratum[cell])
                    let inside = Double(slice[2 * cell] + slice[2 * cell + 1])
                    let rate = wrong[stratum] / all[stratum]
                    let share = n[stratum] / all[stratum]
                    off +=
                        Double(slice[2 * cell + 1]) - share * Double(base[2 * cell + 1]) - rate * inside
                        + rate * share * rows
                    if inside > 0 { hasInside = true }
                    if inside < rows { hasOutside = true }
                }
                cell += 1
            }
            if hasInside { unitsInside += 1 }
            if hasOutside { unitsOutside += 1 }
            if off != 0 {
                sum.add(off)
                squares.add(off * off)
            }
        }
        let degrees = min(unitsInside, unitsOutside) - 1
        guard degrees > 0, squares.value > 0 else { return .none }
        let t = sum.value / squares.value.squareRoot()
        let tail = StudentT.twoSided(t, degrees: Double(degrees)) / 2
        return Comparison(z: t, p: t > 0 ? tail : 1 - tail)
    }
}
