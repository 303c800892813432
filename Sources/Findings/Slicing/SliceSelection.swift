// Which of the slices that fail more than the whole are the culprits, each once.
//
// The slice that stands out most, given what is listed, is taken. From it the search goes down: to the part that fails more
// than it, while what is left of it fails no more than what is outside; then up again, past conditions that add nothing.
// Nothing is taken out of the counts: what is listed becomes a stratum, so that another slice is explained only when its
// rate is. The first must stand after Benjamini and Hochberg's correction, those after it after Bonferroni's: a slice that
// fails drags its relatives, and with them some by chance, past the first bar.

import Statistics
import Tallies

/// The search for slices to list.
struct SliceSelection {
    /// A slice that is listed.
    struct Listed {
        /// Place in the census.
        let entry: Int
        let rows: RowSet
        /// The corrected p-value that it was taken by.
        let adjusted: Double
        /// Slices with nearly the same rows.
        var alternatives: [[UInt32]] = []
    }

    private struct Candidate {
        let entry: Int
        let adjusted: Double
        let rows: RowSet
    }

    /// Slices that share this much are one (Jaccard).
    private static let sameness = 0.8
    /// p-value up to which a part fails more, and above which it fails no more.
    private static let level = 0.05
    /// Most candidates that are compared in each step, smallest p-value first: as many as take this much memory, but no
    /// fewer than `fewest`.
    private static let bytes = 1 << 27
    private static let fewest = 400

    private let census: SliceCensus
    private let tests: SliceTests
    private let places: [[UInt32]: Int]
    /// Corrected p-value up to which a candidate is taken, and up to which it is a finding.
    private let bar: Double
    private let findingLevel: Double
    private var strata: SliceStrata
    private var waiting: [Candidate]
    private(set) var listed: [Listed] = []
    /// Candidates whose rate is explained by what is listed.
    private(set) var explained = 0

    /// Slices whose p-value against the whole, corrected for all of them, is at most `level`, among which `run` chooses; up
    /// to `findingLevel` they are findings.
    init(_ tested: TestedSlices, findingLevel: Double, level: Double) {
        let (census, tests, p, adjusted) = (tested.census, tested.tests, tested.p, tested.adjusted)
        self.census = census
        self.tests = tests
        self.findingLevel = findingLevel
        places = Dictionary(uniqueKeysWithValues: zip(census.entries.map(\.ids), census.entries.indices))
        strata = SliceStrata(wrong: tests.wrong, units: tests.units)
        let most = max(Self.fewest, Self.bytes / max(1, census.whole.rows / 8))
        waiting = p.indices.filter { adjusted[$0] <= level && census.entries[$0].count.errors > 1 }
            .sorted { (p[$0], $0) < (p[$1], $1) }.prefix(most)
            .map { Candidate(entry: $0, adjusted: adjusted[$0], rows: census.rows(census.entries[$0].ids)) }
        bar = level
    }

    /// Lists slices until none stands out.
    mutating func run() {
        while let (place, adjusted) = takeBest() {
            let rows = census.rows(census.entries[place].ids)
            if let same = listed.firstIndex(where: { $0.rows.jaccard(rows) >= Self.sameness }) {
                if listed[same].entry != place, !listed[same].alternatives.contains(census.entries[place].ids) {
                    listed[same].alternatives.append(census.entries[place].ids)
                }
                continue
            }
            var slice = Listed(entry: place, rows: rows, adjusted: adjusted)
            waiting.removeAll { candidate in
                guard candidate.rows.jaccard(rows) >= Self.sameness else { return false }
                if candidate.entry != place { slice.alternatives.append(census.entries[candidate.entry].ids) }
                return true
            }
            listed.append(slice)
            strata.split(by: rows)
        }
    }

    /// Takes out the candidate that stands out most, and those that stand out no more, and names the slice that it leads
    /// to. Candidates significant at the level of findings come before leads; then the larger z, then the order of the
    /// census, which has fewer conditions first.
    private mutating func takeBest() -> (place: Int, adjusted: Double)? {
        let looks = Double(census.entries.count)
        var best: (index: Int, rank: (Int, Double, Int), adjusted: Double)?
        var still: [Candidate] = []
        for candidate in waiting {
            let comparison = strata.comparison(of: strata.counts(candidate.rows), in: strata.whole)
            let adjusted =
                listed.isEmpty ? candidate.adjusted : max(candidate.adjusted, min(1, comparison.p * looks))
            guard comparison.z > 0, adjusted <= bar else { continue }
            let rank = (adjusted <= findingLevel ? 0 : 1, -comparison.z, candidate.entry)
            if best.map({ rank < $0.rank }) ?? true { best = (still.count, rank, adjusted) }
            still.append(candidate)
        }
        explained += waiting.count - still.count
        guard let best else { return nil }
        let chosen = still.remove(at: best.index)
        waiting = still
        return (climb(from: descend(from: chosen.entry)), best.adjusted)
    }

    /// The part of a part ... that fails more than what it is part of, which is then no worse than what is outside.
    private func descend(from start: Int) -> Int {
        var place = start
        while let part = worstPart(of: place) { place = part }
        return place
    }

    private func worstPart(of place: Int) -> Int? {
        let ids = census.entries[place].ids
        let parts = census.entries.indices.filter { index in
            let other = census.entries[index].ids
            return other.count == ids.count + 1 && ids.allSatisfy(other.contains)
        }
        guard !parts.isEmpty else { return nil }
        let slice = strata.counts(census.rows(ids))
        var worst: (place: Int, z: Double)?
        for part in parts {
            let counts = strata.counts(census.rows(census.entries[part].ids))
            let inside = strata.comparison(of: counts, in: slice)
            guard inside.z > worst?.z ?? 0, inside.p * Double(parts.count) <= Self.level else { continue }
            let rest = strata.comparison(
                of: SliceStrata.rest(slice, without: counts), in: SliceStrata.rest(strata.whole, without: counts))
            if rest.p > Self.level { worst = (part, inside.z) }
        }
        return worst?.place
    }

    /// The slice without conditions that add nothing: it is no worse than the rest of its parent.
    private func climb(from start: Int) -> Int {
        var place = start
        while true {
            let ids = census.entries[place].ids
            guard ids.count > 1 else { return place }
            let rows = census.rows(ids)
            var best: (place: Int, p: Double)?
            for parent in SliceCensus.parents(ids).dropFirst() {
                guard let above = places[parent] else { continue }
                let p = tests.p(rows, within: census.rows(parent))
                if p > best?.p ?? Self.level { best = (above, p) }
            }
            guard let best else { return place }
            place = best.place
        }
    }
}
