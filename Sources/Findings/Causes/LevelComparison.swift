// Which levels of a factor - nodes, runtimes, sites - err more than all others at the same mix, and which are published.

import Columns
import Statistics
import Tallies

/// A level of a factor, or several levels of several factors that are the same rows.
package struct FactorLevel: Sendable, Hashable {
    /// A level by the places of its factor and of itself.
    package struct Place: Sendable, Hashable {
        /// Index of the factor.
        package let factor: Int
        /// Index of the level.
        package let level: Int
    }

    /// Where it stands; the first factor's first.
    package let places: [Place]
}

/// One level against all others.
package struct LevelResult: Sendable {
    /// Rows of the level.
    package let rows: Int
    /// Errors among them.
    package let errors: Int
    /// Its error rate less that of all others, at the mix each was sent; `nil` without others.
    package let rawDifference: Double?
    /// Two-sided p-value of that, by the pooled test of independent rows.
    package let rawP: Double
    /// Share of its rows in strata that others share.
    package let overlap: Double
    /// The comparison at the same mix; `nil` where the overlap is too small for one.
    package let matched: Matched?

    /// A comparison at the same mix.
    package struct Matched: Sendable {
        /// Error rate of the level less that of the others.
        package let difference: Double
        /// Its standard error, by units where there are any.
        package let standardError: Double
        /// The test's statistic, chi-squared with one degree of freedom.
        package let statistic: Double
        /// Two-sided p-value.
        package let p: Double
        /// The p-value of the permutation of units; `nil` where rows are independent, or nothing depends on it.
        package let permutationP: Double?
        /// Corrected over all levels that were tested (Benjamini and Hochberg).
        package var adjusted: Double
        /// 95 % interval of the difference.
        package var interval: ConfidenceInterval {
            let half = Normal.z95 * standardError
            return ConfidenceInterval(low: max(-1, difference - half), high: min(1, difference + half))
        }
    }
}

/// A level that is published as worse than the others.
package struct PublishedLevel: Sendable {
    /// Which it is, an index into the levels of the comparison.
    package let level: Int
    /// Against the levels that were left when it was named.
    package let result: LevelResult
    /// Where its effect lives, when it does not live everywhere.
    package let place: EffectPlace?
    /// The smallest p-value of the tests of homogeneity, times their number; `nil` where none could be made.
    package let homogeneityP: Double?
    /// What was left when it was named.
    let pass: LevelPass
}

/// What is worse at some level of corrected p-values, and what was set aside as better before it was named.
package struct NamedLevels: Sendable {
    /// What is worse, in the order it was named.
    package let published: [PublishedLevel]
    /// What was set aside as better; indices.
    package let better: [Int]
    /// What is left without them.
    let rest: LevelPass
}

/// All levels against all others, and what of it is published.
///
/// One bad level makes all others look better than the rest, and one good level makes all others look worse. So the worst
/// significant level is named first, its rows are taken out, and the others are tested again, until none is significantly
/// worse. Where fewer levels have to be set aside when a few that are better are taken out first, and at least half of the
/// rows stay, that is the account that is given: what most rows do is the norm. Only what is worse is published.
package struct LevelComparison: Sendable {
    /// Least overlap at which a level is compared.
    package static let leastOverlap = 0.5
    /// Most levels of one factor.
    package static let mostLevels = 1_000
    /// What a corrected p-value is compared with.
    package static let alpha = 0.05
    /// Most levels that are set aside as better.
    static let mostBetter = 4

    /// Levels in the order of factors and of their categories; those of the same rows are one.
    package let levels: [FactorLevel]
    /// Each against all others, a result a level.
    package let results: [LevelResult]
    private let first: LevelPass

    /// The comparison. Throws when a factor has one level or too many.
    package init(_ cells: FactorCells, seed: UInt64 = 1) throws(CauseFault) {
        for (index, factor) in cells.factors.enumerated() {
            let present = Set(cells.cells.map { $0.levels[index] })
            guard present.count > 1 else {
                let level = present.first.map { factor.categories[$0].text } ?? ""
                throw .oneLevel(column: factor.name.text, level: level)
            }
            guard present.count <= Self.mostLevels else {
                throw .tooManyLevels(column: factor.name.text, count: present.count, limit: Self.mostLevels)
            }
        }
        let levels = Self.levels(of: cells)
        let matcher = LevelMatcher(cells, levels: levels, seed: seed)
        first = LevelPass(matcher, kept: cells.cells.map { _ in true }, looks: nil)
        self.levels = levels
        results = first.results.map { result in
            // The first pass keeps all rows, so that every level has a result.
            result ?? LevelResult(rows: 0, errors: 0, rawDifference: nil, rawP: 1, overlap: 0, matched: nil)
        }
    }

    /// What is worse where corrected p-values of at most `alpha` are significant.
    package func named(at alpha: Double = Self.alpha) -> NamedLevels {
        let exceptions = LevelExceptions(first, at: alpha, mostBetter: Self.mostBetter)
        return NamedLevels(
            published: exceptions.worse.compactMap { level, pass in
                guard let result = pass.results[level] else { return nil }
                let (place, p) = EffectPlace.find(level: level, in: pass)
                return PublishedLevel(level: level, result: result, place: place, homogeneityP: p, pass: pass)
            }, better: exceptions.better, rest: exceptions.rest)
    }

    /// All levels, those that select the same rows as one.
    private static func levels(of cells: FactorCells) -> [FactorLevel] {
        var order: [[Int]] = []
        var places: [[Int]: [FactorLevel.Place]] = [:]
        for (factor, axis) in cells.factors.enumerated() {
            var members = [[Int]](repeating: [], count: axis.categories.count)
            for (index, cell) in cells.cells.enumerated() { members[cell.levels[factor]].append(index) }
            for (level, members) in members.enumerated() where !members.isEmpty {
                if places[members] == nil { order.append(members) }
                places[members, default: []].append(FactorLevel.Place(factor: factor, level: level))
            }
        }
        return order.map { FactorLevel(places: places[$0] ?? []) }
    }
}
