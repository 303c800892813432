// The tests of one slice against its parents.

import Foundation
import Statistics
import Tallies

/// p-values and intervals of slices.
struct SliceTests: Sendable {
    let wrong: RowSet
    /// What rows belong to, when they share it.
    private let clusters: Clusters?

    /// Tests over the rows of a table; `units` are what rows belong to, when they share it.
    init(wrong: RowSet, units: [UInt64]?) {
        self.wrong = wrong
        clusters = units.map { Clusters($0, wrong) }
    }

    /// The largest p-value against the whole and every parent: Fisher's exact test, one-sided; where rows share units, not
    /// below the test whose variance is summed unit by unit.
    func p(_ entry: SliceCensus.Entry, _ census: SliceCensus) -> Double {
        let exact = Self.exact(entry.count, within: entry.parents)
        guard let clusters, exact <= 0.05 else { return exact }
        let slice = clusters.counts(census.rows(entry.ids), wrong)
        return SliceCensus.parents(entry.ids).reduce(exact) { largest, ids in
            let parent = ids.isEmpty ? clusters.whole : clusters.counts(census.rows(ids), wrong)
            return max(largest, Clusters.p(slice, within: parent))
        }
    }

    /// One-sided p-value of more errors in some rows than in all.
    func p(_ rows: RowSet) -> Double {
        let whole = SliceCensus.Count(rows: wrong.rows, errors: wrong.count)
        let slice = SliceCensus.Count(rows: rows.count, errors: wrong.overlap(rows))
        let exact = Self.exact(slice, within: [whole])
        guard let clusters else { return exact }
        return max(exact, Clusters.p(clusters.counts(rows, wrong), within: clusters.whole))
    }

    /// Wilson's interval of the rate of some rows, for as many independent rows as they are worth.
    func interval(_ rows: RowSet) -> ConfidenceInterval {
        guard let clusters else {
            return Proportion.wilson(successes: Double(wrong.overlap(rows)), n: Double(rows.count))
        }
        let counts = clusters.counts(rows, wrong).map { (successes: Int($0.errors), rows: Int($0.rows)) }
        return UnitProportion(counts).wilson() ?? ConfidenceInterval(low: 0, high: 1)
    }

    /// The largest of Fisher's one-sided p-values against each of `parents`.
    static func exact(_ slice: SliceCensus.Count, within parents: [SliceCensus.Count]) -> Double {
        guard slice.errors > 0, parents.allSatisfy({ slice.rate > $0.rate && slice.rows < $0.rows }) else { return 1 }
        return parents.map {
            Hypergeometric.upperTail(
                slice.errors, sample: slice.rows, marked: $0.errors, population: $0.rows)
        }.max() ?? 1
    }

    /// z of a slice against one parent, drawing without replacement; 0 where nothing can be told apart.
    static func z(_ slice: SliceCensus.Count, within parent: SliceCensus.Count) -> Double {
        let n = Double(slice.rows)
        let all = Double(parent.rows)
        guard slice.rows > 0, slice.rows < parent.rows else { return 0 }
        let spread = n * parent.rate * (1 - parent.rate) * (all - n) / (all - 1)
        return spread > 0 ? (Double(slice.errors) - n * parent.rate) / spread.squareRoot() : 0
    }
}

/// Rows that come in units.
///
/// A slice has more errors than its parent when the sum over rows of (error - rate) x (inside - share) is large. Rows of a
/// unit are not independent, units are: the sums of the units are, so their squares add up to its variance (Liang & Zeger,
/// Biometrika 73:13, 1986). With few units on either side that variance is known badly, which Student's distribution with
/// one degree of freedom less than units on the smaller side allows for.
private struct Clusters: Sendable {
    /// Rows and errors in one unit.
    struct Count: Sendable {
        var rows: Int32 = 0
        var errors: Int32 = 0
    }

    /// Counts of all rows, by unit.
    let whole: [Count]
    private let codes: [Int32]

    init(_ ids: [UInt64], _ wrong: RowSet) {
        let units = ResamplingUnits(ids: ids)
        codes = units.codes
        var whole = [Count](repeating: Count(), count: units.count)
        for row in codes.indices {
            whole[Int(codes[row])].rows += 1
            if wrong.contains(row) { whole[Int(codes[row])].errors += 1 }
        }
        self.whole = whole
    }

    /// Counts of some rows, by unit.
    func counts(_ rows: RowSet, _ wrong: RowSet) -> [Count] {
        var counts = [Count](repeating: Count(), count: whole.count)
        rows.forEach { row in
            counts[Int(codes[row])].rows += 1
            if wrong.contains(row) { counts[Int(codes[row])].errors += 1 }
        }
        return counts
    }

    /// One-sided p-value of more errors in `slice` than in the rest of `parent`.
    static func p(_ slice: [Count], within parent: [Count]) -> Double {
        let all = parent.reduce((rows: 0, errors: 0)) { ($0.rows + Int($1.rows), $0.errors + Int($1.errors)) }
        let inside = slice.reduce(0) { $0 + Int($1.rows) }
        guard inside > 0, inside < all.rows else { return 1 }
        let rate = Double(all.errors) / Double(all.rows)
        let share = Double(inside) / Double(all.rows)
        var (unitsInside, unitsOutside) = (0, 0)
        var (sum, squares) = (ExactSum(), ExactSum())
        for (part, unit) in zip(slice, parent) where unit.rows > 0 {
            if part.rows > 0 { unitsInside += 1 }
            if part.rows < unit.rows { unitsOutside += 1 }
            let off =
                Double(part.errors) - share * Double(unit.errors) - rate * Double(part.rows)
                + rate * share * Double(unit.rows)
            sum.add(off)
            squares.add(off * off)
        }
        let degrees = min(unitsInside, unitsOutside) - 1
        guard degrees > 0, squares.value > 0 else { return 1 }
        let t = sum.value / squares.value.squareRoot()
        let tail = StudentT.twoSided(t, degrees: Double(degrees)) / 2
        return t > 0 ? tail : 1 - tail
    }
}

/// Takes slices one after the other, best first, each with the rows of those before it taken out.
struct GreedySlices {
    /// A slice that stands by itself.
    struct Candidate {
        let entry: SliceCensus.Entry
        let p: Double
        let adjusted: Double
        let rows: RowSet
        let parents: [RowSet]
        var alternatives: [[UInt32]] = []

        init(entry: SliceCensus.Entry, p: Double, adjusted: Double, _ census: SliceCensus) {
            self.entry = entry
            self.p = p
            self.adjusted = adjusted
            rows = census.rows(entry.ids)
            parents = SliceCensus.parents(entry.ids).map { census.rows($0) }
        }
    }

    private var waiting: [Candidate]
    private let wrong: RowSet
    /// The largest p-value that any of the candidates stands by.
    private let bar: Double
    /// Candidates that stood by themselves and fell once others were taken out.
    private(set) var explained = 0

    init(_ candidates: [Candidate], wrong: RowSet) {
        waiting = candidates
        self.wrong = wrong
        bar = candidates.map(\.p).max() ?? 0
    }

    mutating func run() -> [Candidate] {
        var found: [Candidate] = []
        guard let first = waiting.first else { return [] }
        var left = first.parents[0]
        while !waiting.isEmpty {
            var best: (index: Int, z: Double)?
            var still: [Candidate] = []
            for candidate in waiting {
                let slice = count(candidate.rows, left)
                let parents = candidate.parents.map { count($0, left) }
                guard SliceTests.exact(slice, within: parents) <= bar else { continue }
                let z = parents.map { SliceTests.z(slice, within: $0) }.min() ?? 0
                if best.map({ z > $0.z }) ?? true { best = (still.count, z) }
                still.append(candidate)
            }
            explained += waiting.count - still.count
            guard let best else { break }
            var chosen = still.remove(at: best.index)
            waiting = []
            for other in still {
                if Self.jaccard(chosen.rows, other.rows) >= SliceRanking.sameness {
                    chosen.alternatives.append(other.entry.ids)
                } else {
                    waiting.append(other)
                }
            }
            left.subtract(chosen.rows)
            found.append(chosen)
        }
        return found
    }

    private func count(_ rows: RowSet, _ left: RowSet) -> SliceCensus.Count {
        SliceCensus.Count(rows: rows.overlap(left), errors: rows.overlap(left, wrong))
    }

    private static func jaccard(_ a: RowSet, _ b: RowSet) -> Double {
        let both = a.overlap(b)
        let either = a.count + b.count - both
        return either == 0 ? 0 : Double(both) / Double(either)
    }
}
