// A column of categories: peers' distances under their own names, and our effect and tests.

import Columns
import Statistics

/// Counts of the same categories in two samples.
struct CategoryDrift {
    /// Fewest rows that a category is expected to have on either side to be tested by itself; rarer ones are tested as one
    /// (Cochran, Biometrics 10:417, 1954).
    private static let leastExpected = 5.0

    /// Rows of each category, the same categories in the same order.
    let reference: [Int]
    let current: [Int]

    private var n: Int { reference.reduce(0, +) }
    private var m: Int { current.reduce(0, +) }

    /// Everything that is printed of the column.
    func drift(_ name: Name, least: Double) -> ColumnDrift {
        let isDefined = n > 0 && m > 0
        let shares = (shares(reference), shares(current))
        let effect =
            isDefined
            ? DriftEffect(
                .variation, Divergence.totalVariation(shares.0, shares.1), reference, current, seed: name.seed,
                least: least, Self.variation) : nil
        var drift = ColumnDrift(
            name: name, isNumbers: false, rows: (n, m), values: values(shares, isDefined), effect: effect,
            p: ErrorBudget.simes(tests), tests: ["chi-square", "largest change of one category, times their number"],
            cuts: [])
        drift.unseen = unseen
        return drift
    }

    private func shares(_ counts: [Int]) -> [Double] {
        let total = Double(max(1, counts.reduce(0, +)))
        return counts.map { Double($0) / total }
    }

    private static func variation(_ first: [Int], _ second: [Int]) -> Double {
        let n = Double(max(1, first.reduce(0, +)))
        let m = Double(max(1, second.reduce(0, +)))
        return zip(first, second).reduce(0) { $0 + abs(Double($1.0) / n - Double($1.1) / m) } / 2
    }

    private func values(_ shares: ([Double], [Double]), _ isDefined: Bool) -> [DriftValue] {
        let one = ChiSquare.oneSample(reference: reference, current: current)
        let two = ChiSquare.twoSample(reference, current, yates: true)
        let alone = "there are fewer than two categories"
        var list = [
            DriftValue(
                "psi.categories",
                isDefined ? Divergence.psi(Divergence.filled(shares.0), Divergence.filled(shares.1)) : nil),
            DriftValue("js.categories", isDefined ? Divergence.jensenShannon(shares.0, shares.1) : nil),
            DriftValue("tvd", isDefined ? Divergence.totalVariation(shares.0, shares.1) : nil),
            DriftValue("linf", isDefined ? Divergence.largest(shares.0, shares.1) : nil),
            DriftValue("chisquare.one_sample.stat", one?.statistic, else: alone),
            DriftValue("chisquare.one_sample.p", one?.p, else: alone),
            DriftValue("chisquare.two_sample.stat", two?.statistic, else: alone),
            DriftValue("chisquare.two_sample.p", two?.p, else: alone),
        ]
        if zip(reference, current).count(where: { $0 + $1 > 0 }) == 2,
            let index = reference.indices.last(where: { reference[$0] + current[$0] > 0 }),
            let before = Proportion(reference[index], of: n), let now = Proportion(current[index], of: m)
        {
            list.append(DriftValue("z.p", RateChange.pooled(before, now)))
        }
        return list
    }

    /// p-values of categories that are frequent enough, the others taken together: of all at once, and of the one that
    /// changed most.
    private var tests: [Double] {
        guard n > 0, m > 0 else { return [] }
        var cells: [(Int, Int)] = []
        var rare = (0, 0)
        for (a, b) in zip(reference, current) where a + b > 0 {
            let least = Double(a + b) * Double(min(n, m)) / Double(n + m)
            if least < Self.leastExpected { rare = (rare.0 + a, rare.1 + b) } else { cells.append((a, b)) }
        }
        if rare.0 + rare.1 > 0 { cells.append(rare) }
        guard cells.count > 1 else { return [] }
        if cells.count == 2 { return [p(cells[0])] }
        let all = ChiSquare.twoSample(cells.map(\.0), cells.map(\.1), yates: false)?.p ?? 1
        return [all, min(1, Double(cells.count) * (cells.map(p).min() ?? 1))]
    }

    /// Of one category against all others: exact where few rows are expected.
    private func p(_ cell: (Int, Int)) -> Double {
        guard let before = Proportion(cell.0, of: n), let now = Proportion(cell.1, of: m) else { return 1 }
        let marked = Double(min(cell.0 + cell.1, n + m - cell.0 - cell.1))
        if marked * Double(min(n, m)) / Double(n + m) < Self.leastExpected { return RateChange.exact(before, now) ?? 1 }
        return RateChange.pooled(before, now) ?? 1
    }

    /// Rows whose value the reference does not have, against the share that has to be expected: of values that stand there
    /// once.
    private var unseen: RateDrift? {
        let new = zip(reference, current).filter { $0.0 == 0 }.reduce(0) { $0 + $1.1 }
        let once = reference.count { $0 == 1 }
        guard new > 0, n > 0, let before = Proportion(once, of: n), let now = Proportion(new, of: m) else { return nil }
        return RateDrift(
            reference: before, current: now,
            p: Hypergeometric.upperTail(new, sample: m, marked: new + once, population: n + m))
    }
}
