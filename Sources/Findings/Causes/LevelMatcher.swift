import Statistics
import Tallies

/// Compares a level with all others over the cells that are kept.
struct LevelMatcher: Sendable {
    let cells: FactorCells
    let levels: [FactorLevel]
    private let seed: UInt64
    /// Permutations of units, enough for a corrected p-value of many levels to reach 5 %.
    private let draws: Int

    init(_ cells: FactorCells, levels: [FactorLevel], seed: UInt64) {
        self.cells = cells
        self.levels = levels
        self.seed = seed
        draws = max(1_999, 100 * levels.count - 1)
    }

    /// Whether each cell is of a level.
    func has(_ level: Int) -> [Bool] {
        guard let place = levels[level].places.first else { return cells.cells.map { _ in false } }
        return cells.cells.map { $0.levels[place.factor] == place.level }
    }

    /// The strata of a comparison; of those that `keeps` keeps.
    func strata(_ level: Int, kept: [Bool], where keeps: (FactorCells.Cell) -> Bool = { _ in true }) -> [Stratum] {
        let has = has(level)
        var strata = [Stratum](repeating: Stratum(), count: cells.strata)
        for (index, cell) in cells.cells.enumerated() where kept[index] && keeps(cell) {
            if has[index] {
                strata[cell.stratum].rows += cell.rows
                strata[cell.stratum].errors += cell.errors
            } else {
                strata[cell.stratum].otherRows += cell.rows
                strata[cell.stratum].otherErrors += cell.errors
            }
        }
        return strata
    }

    /// One level against all others that are kept; `nil` without a row of it.
    func result(_ level: Int, kept: [Bool]) -> LevelResult? {
        let strata = strata(level, kept: kept)
        let all = strata.reduce(into: Stratum()) { sum, stratum in
            sum.rows += stratum.rows
            sum.errors += stratum.errors
            sum.otherRows += stratum.otherRows
            sum.otherErrors += stratum.otherErrors
        }
        guard all.rows > 0 else { return nil }
        let shared = strata.reduce(0) { $0 + ($1.isShared ? $1.rows : 0) }
        let overlap = Double(shared) / Double(all.rows)
        let rawDifference =
            all.otherRows > 0
            ? Double(all.errors) / Double(all.rows) - Double(all.otherErrors) / Double(all.otherRows) : nil
        var rawP = 1.0
        if let own = Proportion(all.errors, of: all.rows), let others = Proportion(all.otherErrors, of: all.otherRows),
            let z = all.otherRows > 0 ? IndependentProportions.pooledZ(own, others) : nil
        {
            rawP = Normal.twoSided(z)
        }
        return LevelResult(
            rows: all.rows, errors: all.errors, rawDifference: rawDifference, rawP: rawP, overlap: overlap,
            matched: overlap < LevelComparison.leastOverlap ? nil : matched(level, strata, kept))
    }

    private func matched(_ level: Int, _ strata: [Stratum], _ kept: [Bool]) -> LevelResult.Matched? {
        guard let comparison = MantelHaenszel(strata) else { return nil }
        guard let scores = scores(level, strata, kept) else {
            return LevelResult.Matched(
                difference: comparison.difference, standardError: comparison.standardError,
                statistic: comparison.statistic, p: comparison.p, permutationP: nil, adjusted: 1)
        }
        let p = scores.p
        let permuted =
            p < LevelComparison.alpha ? scores.permutationP(draws: draws, seed: seed &+ UInt64(level)) : nil
        return LevelResult.Matched(
            difference: comparison.difference, standardError: scores.standardError ?? .infinity,
            statistic: scores.statistic, p: max(p, permuted ?? 0), permutationP: permuted, adjusted: 1)
    }

    /// The evidence by units; `nil` where rows are independent.
    func scores(_ level: Int, _ strata: [Stratum], _ kept: [Bool]) -> UnitScores? {
        guard let entries = cells.unitCells else { return nil }
        let has = has(level)
        var units: [ArraySlice<UnitScores.Entry>] = []
        var current: [UnitScores.Entry] = []
        var unit = 0
        for entry in entries where kept[entry.cell] {
            if entry.unit != unit, !current.isEmpty {
                units.append(current[...])
                current = []
            }
            unit = entry.unit
            let isLevel = has[entry.cell]
            current.append(
                UnitScores.Entry(
                    stratum: cells.cells[entry.cell].stratum, rows: isLevel ? entry.rows : 0,
                    errors: isLevel ? entry.errors : 0, otherRows: isLevel ? 0 : entry.rows,
                    otherErrors: isLevel ? 0 : entry.errors))
        }
        if !current.isEmpty { units.append(current[...]) }
        return UnitScores(strata, units: units)
    }

    /// A difference over some strata with the standard error that it would have by chance, not the one that it has: a level with
    /// three rows and no error would otherwise weigh more than thousands. `nil` where the strata compare nothing.
    func effect(
        _ level: Int, kept: [Bool], where keeps: (FactorCells.Cell) -> Bool
    ) -> (value: Double, standardError: Double)? {
        let strata = strata(level, kept: kept, where: keeps)
        guard let comparison = MantelHaenszel(strata) else { return nil }
        guard let scores = scores(level, strata, kept) else { return (comparison.difference, comparison.nullError) }
        return scores.standardError.map { (comparison.difference, max($0, comparison.nullError)) }
    }
}

/// Every level against all others that are kept.
struct LevelPass: Sendable {
    let matcher: LevelMatcher
    let kept: [Bool]
    /// A result a level; `nil` where no row of it is kept.
    let results: [LevelResult?]
    /// How many tests the correction pays for.
    let looks: Int
    /// Rows that are kept.
    let rows: Int

    /// A pass. The correction is over `looks` tests, or as many as are made.
    init(_ matcher: LevelMatcher, kept: [Bool], looks: Int?) {
        var results = matcher.levels.indices.map { matcher.result($0, kept: kept) }
        let tested = results.indices.filter { results[$0]?.matched != nil }
        self.looks = looks ?? tested.count
        let adjusted = Multiplicity.benjaminiHochberg(
            tested.map { results[$0]?.matched?.p ?? 1 }, looks: self.looks)
        for (index, p) in zip(tested, adjusted) { results[index] = results[index]?.corrected(p) }
        self.results = results
        self.matcher = matcher
        self.kept = kept
        rows = zip(matcher.cells.cells, kept).reduce(0) { $0 + ($1.1 ? $1.0.rows : 0) }
    }

    /// The same without the rows of a level.
    func without(_ level: Int) -> LevelPass {
        LevelPass(matcher, kept: zip(kept, matcher.has(level)).map { $0 && !$1 }, looks: looks)
    }

    /// The significant level that is worst, or best when `sign` is negative.
    func extreme(_ sign: Double, at alpha: Double) -> Int? {
        let significant = results.indices.filter { index in
            guard let matched = results[index]?.matched else { return false }
            return matched.adjusted < alpha && matched.difference * sign > 0
        }
        return significant.max { a, b in
            (results[a]?.matched?.difference ?? 0) * sign < (results[b]?.matched?.difference ?? 0) * sign
        }
    }
}

extension LevelResult {
    fileprivate func corrected(_ p: Double) -> LevelResult {
        var matched = matched
        matched?.adjusted = p
        return LevelResult(
            rows: rows, errors: errors, rawDifference: rawDifference, rawP: rawP, overlap: overlap, matched: matched)
    }
}
