// The tests and intervals of one slice by itself.

import Statistics
import Tallies

/// p-values and intervals of slices among all rows.
struct SliceTests: Sendable {
    let wrong: RowSet
    /// What rows belong to, when they share it.
    let units: ResamplingUnits?
    /// All rows, as one stratum.
    private let everything: SliceStrata

    /// Tests over the rows of a table; `units` are what rows belong to, when they share it.
    init(wrong: RowSet, units: ResamplingUnits?) {
        self.wrong = wrong
        self.units = units
        everything = SliceStrata(wrong: wrong, units: units)
    }

    /// One-sided p-value of more errors in a slice than in all rows: Fisher's exact test; where rows share units, not
    /// below the test whose variance is summed unit by unit.
    func p(_ entry: SliceCensus.Entry, _ census: SliceCensus) -> Double {
        let exact = Self.exact(entry.count, within: census.whole)
        return units == nil || exact > TestLevels.ofLeads ? exact : p(census.rows(entry.ids))
    }

    /// The same of some rows.
    func p(_ rows: RowSet) -> Double { everything.comparison(of: everything.counts(rows), in: everything.whole).p }

    /// The same of some rows among those of a parent.
    func p(_ rows: RowSet, within parent: RowSet) -> Double {
        everything.comparison(of: everything.counts(rows), in: everything.counts(parent)).p
    }

    /// Wilson's interval of the rate of some rows, for as many independent rows as they are worth.
    func interval(_ rows: RowSet) -> ConfidenceInterval {
        guard let units else {
            return Proportion.wilson(successes: Double(wrong.overlap(rows)), n: Double(rows.count))
        }
        var counts = [(successes: Int, rows: Int)](repeating: (0, 0), count: units.count)
        rows.forEach { row in
            counts[Int(units.codes[row])].rows += 1
            if wrong.contains(row) { counts[Int(units.codes[row])].successes += 1 }
        }
        return UnitProportion(counts).wilson() ?? ConfidenceInterval(low: 0, high: 1)
    }

    private static func exact(_ slice: SliceCensus.Count, within whole: SliceCensus.Count) -> Double {
        guard slice.errors > 0, slice.rate > whole.rate, slice.rows < whole.rows else { return 1 }
        return Hypergeometric.upperTail(
            slice.errors, sample: slice.rows, marked: whole.errors, population: whole.rows)
    }
}
