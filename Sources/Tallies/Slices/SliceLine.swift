// SliceLine: score = a ((e_S/|S|)/e_avg - 1) - (1 - a)(n/|S| - 1), slices with at least sigma rows and a score above 0.
//
// Source: Sagadeeva & Boehm, "SliceLine: Fast, Linear-Algebra-based Slice Finding for ML Model Debugging", SIGMOD 2021,
// equations 5 and 8. n in the bound is the number of rows; identity of a slice is its list of predicates.

import Columns
import Statistics

/// The score and its bound.
struct SliceLineScore: Sendable {
    let alpha: Double
    let rows: Double
    let meanError: Double

    /// The score of a slice; minus infinity when nothing went wrong anywhere.
    func score(rows size: Double, errors: Double) -> Double {
        guard meanError > 0, size > 0 else { return -.infinity }
        return alpha * (errors / size / meanError - 1) - (1 - alpha) * (rows / size - 1)
    }

    /// No slice within parents of at most `size` rows, `errors` errors and `largest` single error scores more, when it
    /// has at least `minSupport` rows. In s the score is monotone on either side of errors / largest, so three sizes
    /// decide.
    func bound(size: Double, errors: Double, largest: Double, minSupport: Double) -> Double {
        guard size >= minSupport, errors > 0, largest > 0 else { return -.infinity }
        let turn = min(size, max(minSupport, errors / largest))
        return [minSupport, turn, size].map { score(rows: $0, errors: min(errors, $0 * largest)) }.max() ?? -.infinity
    }
}

/// The best slices by SliceLine's score, over any number of shards.
enum SliceLine {
    /// A slice that scores above 0, by level and place.
    private struct Ranked {
        let score: Double
        let level: Int
        let index: Int
    }

    static func findings(_ shards: [SliceTable], _ settings: SliceSettings) throws(SliceError) -> SliceFindings {
        let rows = shards.reduce(0) { $0 + $1.rows }
        let minSupport = settings.support(rows: rows)
        var search = try SliceSearch(shards, settings, minSupport: minSupport)
        let reader = search.reader
        let errors = reader.errors(search.universe.whole)
        let scorer = SliceLineScore(alpha: settings.alpha, rows: Double(rows), meanError: errors / Double(rows))
        var best: [Ranked] = []
        rank(search.levels[0], 0, scorer, reader, settings.top, &best)
        var isDeeper = true
        while isDeeper {
            // A hair below the k-th score, so that ties survive whatever the rounding of the bound.
            let least = best.count >= settings.top ? best[best.count - 1].score : 0
            let bar = max(0, least - 1e-9 * max(1, abs(least)))
            isDeeper = try search.deepen { level, parents in
                let bound = Self.bound(level, parents, scorer, reader, minSupport)
                return bound > 0 && bound >= bar
            }
            if isDeeper, let level = search.levels.last {
                rank(level, search.levels.count - 1, scorer, reader, settings.top, &best)
            }
        }
        return SliceFindings(
            settings: settings, minSupport: minSupport, rows: rows, errors: errors,
            slices: best.map { slice($0, search, scorer) }, evaluated: search.evaluated, pruned: search.pruned,
            tested: search.tested, tooSmall: search.tooSmall, threshold: nil, permutations: 0)
    }

    private static func bound(
        _ level: SliceLevel, _ parents: ArraySlice<Int32>, _ scorer: SliceLineScore, _ reader: CellReader,
        _ minSupport: Int
    ) -> Double {
        var least = SliceCell()
        least.rows = .max
        least.errors = .max
        least.largest = .max
        for parent in parents {
            let cell = level.cells[Int(parent)]
            least.rows = min(least.rows, cell.rows)
            least.errors = min(least.errors, cell.errors)
            least.largest = min(least.largest, cell.largest)
        }
        return scorer.bound(
            size: Double(least.rows), errors: reader.errors(least), largest: reader.largest(least),
            minSupport: Double(minSupport))
    }

    private static func rank(
        _ level: SliceLevel, _ number: Int, _ scorer: SliceLineScore, _ reader: CellReader, _ top: Int,
        _ best: inout [Ranked]
    ) {
        for (index, cell) in level.cells.enumerated() where cell.errors > 0 {
            let score = scorer.score(rows: Double(cell.rows), errors: reader.errors(cell))
            guard score > 0 else { continue }
            if best.count >= top * 2 + 64 { best = Self.leading(best, top) }
            best.append(Ranked(score: score, level: number, index: index))
        }
        best = leading(best, top)
    }

    /// The first `top`; ties go to fewer predicates, then to the order of columns and categories.
    private static func leading(_ slices: [Ranked], _ top: Int) -> [Ranked] {
        Array(
            slices.sorted {
                ($1.score, $0.level, $0.index) < ($0.score, $1.level, $1.index)
            }.prefix(top))
    }

    private static func slice(_ ranked: Ranked, _ search: SliceSearch, _ scorer: SliceLineScore) -> FoundSlice {
        let level = search.levels[ranked.level]
        let cell = level.cells[ranked.index]
        let evaluator = SliceEvaluator(whole: search.universe.whole, reader: search.reader)
        let interval = evaluator.interval(cell)
        let p = min(1, evaluator.chanceBound(cell) * Double(search.tested))
        let relatives = SliceRelatives(Array(level.slice(ranked.index))) { ids in
            guard let depth = ids.indices.last else { return evaluator.mean(search.universe.whole) }
            // Every part of a slice was counted before it, for a candidate needs all its parents.
            return search.levels[depth].find(ids).map { evaluator.mean(search.levels[depth].cells[$0]) } ?? 0
        }
        return FoundSlice(
            predicates: search.predicates(level.slice(ranked.index)), size: Int(cell.rows),
            errors: search.reader.errors(cell), score: ranked.score, low: interval.low, high: interval.high,
            isSignificant: p <= search.settings.level, adjustedP: p, alternatives: [], discovered: nil,
            confirmed: nil, savedErrors: max(0, Double(cell.rows) * (interval.low - relatives.worst.mean)),
            worstParent: .init(
                predicates: search.predicates(relatives.worst.ids), meanError: relatives.worst.mean),
            shares: relatives.shares)
    }
}
