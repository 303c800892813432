// The tests of one slice against its parents.

import Foundation
import Statistics
import Tallies

/// p-values of slices.
struct SliceTests: Sendable {
    let wrong: RowSet
    /// What rows belong to, when they share it.
    let units: [UInt64]?

    /// The largest p-value against the whole and every parent: Fisher's exact test, one-sided; where rows share units, not
    /// below the normal test whose variance is summed unit by unit (Liang & Zeger 1986).
    func p(_ entry: SliceCensus.Entry, _ census: SliceCensus) -> Double {
        let exact = Self.exact(entry.count, within: entry.parents)
        guard units != nil, exact <= 0.05 else { return exact }
        let slice = census.rows(entry.ids)
        return max(exact, SliceCensus.parents(entry.ids).map { clustered(slice, within: census.rows($0)) }.max() ?? 1)
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

    /// The p-value of one comparison with the variance summed unit by unit.
    func clustered(_ slice: RowSet, within parent: RowSet) -> Double {
        let n = parent.count
        guard n > 0 else { return 1 }
        let share = Double(slice.overlap(parent)) / Double(n)
        let rate = Double(wrong.overlap(parent)) / Double(n)
        let sums = sumsByUnit(parent) { row in
            ((wrong.contains(row) ? 1 : 0) - rate) * ((slice.contains(row) ? 1 : 0) - share)
        }
        let variance = ExactSum.of(sums.lazy.map { $0 * $0 })
        guard variance > 0 else { return 1 }
        return Normal.upperTail(ExactSum.of(sums) / variance.squareRoot())
    }

    /// How many times more the rate of these rows varies than if they were independent; at least 1.
    func designEffect(_ rows: RowSet) -> Double {
        let n = rows.count
        guard units != nil, n > 1 else { return 1 }
        let rate = Double(wrong.overlap(rows)) / Double(n)
        let independent = Double(n) * rate * (1 - rate)
        guard independent > 0 else { return 1 }
        let sums = sumsByUnit(rows) { (wrong.contains($0) ? 1 : 0) - rate }
        return max(1, ExactSum.of(sums.lazy.map { $0 * $0 }) / independent)
    }

    private func sumsByUnit(_ rows: RowSet, _ value: (Int) -> Double) -> [Double] {
        guard let units else { return [] }
        var sums: [UInt64: ExactSum] = [:]
        rows.forEach { row in sums[units[row], default: ExactSum()].add(value(row)) }
        return sums.sorted { $0.key < $1.key }.map(\.value.value)
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
