// A column of numbers: peers' distances under their own names, and our effect and tests.

import Columns
import Foundation
import Statistics

/// Two samples of numbers.
struct NumberDrift {
    /// Cells that values are drawn again in: each distinct value its own up to so many, else about equally full ones.
    private static let mostCells = 512

    /// Ascending values.
    let reference: [Double]
    let current: [Double]
    /// Whether all are whole.
    let isWhole: Bool
    /// Of the reference.
    private let moments: Moments?

    /// Values in any order, without missing ones.
    init(reference: [Double], current: [Double]) {
        self.reference = reference.sorted()
        moments = Moments(self.reference)
        self.current = current.sorted()
        isWhole = (reference + current).allSatisfy { $0 == $0.rounded() }
    }

    private var mean: Double { moments?.mean ?? 0 }
    private var deviation: Double { moments?.deviation ?? 0 }

    /// Everything that is printed of the column.
    func drift(_ name: Name, least: Double) -> ColumnDrift {
        let isDefined = !reference.isEmpty && !current.isEmpty
        var effect: DriftEffect?
        if isDefined, let distance = Wasserstein.distance(reference, current) {
            let cells = self.cells
            let scale = max(deviation, 0.001)
            effect = DriftEffect(
                .wasserstein, distance / scale, cells.reference, cells.current, seed: name.seed, least: least
            ) { Wasserstein.distance($0, $1, at: cells.places) / scale }
        }
        let tests = [
            RankSum.twoSided(reference, current),
            KolmogorovSmirnov.statistic(reference, current).map {
                KolmogorovSmirnov.pValue($0, reference.count, current.count)
            },
        ].compactMap { $0 }
        return ColumnDrift(
            name: name, isNumbers: true, rows: (reference.count, current.count),
            values: isDefined ? values : Self.names.map { DriftValue($0, nil) }, effect: effect,
            p: ErrorBudget.simes(tests), tests: ["rank sum (Wilcoxon)", "Kolmogorov-Smirnov"],
            cuts: BinEdges.deciles(reference))
    }

    private static let names = [
        "psi.sturges", "js.sturges", "kl.sturges", "ks.stat", "ks.p", "ks.p_asymptotic", "wasserstein",
        "wasserstein_normed", "psi.decile", "mean_shift_in_ref_sd", "nannyml.jensen_shannon", "nannyml.hellinger",
    ]

    /// Precondition: both sides have values.
    private var values: [DriftValue] {
        let (n, m) = (reference.count, current.count)
        let sturges = BinEdges.sturges(reference + current, isWhole: isWhole)
        let shares = (shares(reference, sturges), shares(current, sturges))
        let filled = (Divergence.filled(shares.0), Divergence.filled(shares.1))
        let d = KolmogorovSmirnov.statistic(reference, current)
        let distance = Wasserstein.distance(reference, current)
        let cuts = BinEdges.deciles(reference)
        let byDecile = [reference, current].map { sorted in
            BinEdges.counts(sorted, between: cuts).map { max(1e-4, Double($0) / Double(sorted.count)) }
        }
        let doane = withLeftover(BinEdges.doane(reference, isWhole: isWhole))
        let shift = (ExactSum.mean(current) ?? 0) - mean
        return [
            DriftValue("psi.sturges", Divergence.psi(filled.0, filled.1)),
            DriftValue("js.sturges", Divergence.jensenShannon(shares.0, shares.1)),
            DriftValue("kl.sturges", Divergence.kl(filled.0, filled.1)),
            DriftValue("ks.stat", d),
            DriftValue("ks.p", d.map { KolmogorovSmirnov.pValue($0, n, m) }),
            DriftValue("ks.p_asymptotic", d.map { KolmogorovSmirnov.asymptotic($0, n, m) }),
            DriftValue("wasserstein", distance),
            DriftValue("wasserstein_normed", distance.map { $0 / max(deviation, 0.001) }),
            DriftValue("psi.decile", Divergence.psi(byDecile[0], byDecile[1])),
            DriftValue(
                "mean_shift_in_ref_sd", deviation > 0 ? shift / deviation : nil,
                else: "all values of the reference are the same"),
            DriftValue("nannyml.jensen_shannon", Divergence.jensenShannon(doane.0, doane.1, base: 2)),
            DriftValue("nannyml.hellinger", Divergence.hellinger(doane.0, doane.1)),
            DriftValue("nannyml.wasserstein", distance),
            DriftValue("nannyml.kolmogorov_smirnov", d),
        ]
    }

    private func shares(_ sorted: [Double], _ edges: [Double]) -> [Double] {
        BinEdges.counts(sorted, in: edges).map { Double($0) / Double(sorted.count) }
    }

    /// Shares in bins of the reference, with one bin more for current values outside of them, where there are any.
    private func withLeftover(_ edges: [Double]) -> ([Double], [Double]) {
        let counts = BinEdges.counts(current, in: edges)
        let outside = current.count - counts.reduce(0, +)
        let now = shares(current, edges)
        guard outside > 0 else { return (shares(reference, edges), now) }
        return (shares(reference, edges) + [0], now + [Double(outside) / Double(current.count)])
    }

    /// Counts of both at ascending places.
    private var cells: (places: [Double], reference: [Int], current: [Int]) {
        var places: [Double] = []
        var counts: ([Int], [Int]) = ([], [])
        var (i, j) = (0, 0)
        while i < reference.count || j < current.count {
            let value = min(
                i < reference.count ? reference[i] : .infinity, j < current.count ? current[j] : .infinity)
            let start = (i, j)
            while i < reference.count, reference[i] == value { i += 1 }
            while j < current.count, current[j] == value { j += 1 }
            places.append(value)
            counts.0.append(i - start.0)
            counts.1.append(j - start.1)
        }
        guard places.count > Self.mostCells else { return (places, counts.0, counts.1) }
        let full = (reference.count + current.count + Self.mostCells - 1) / Self.mostCells
        var merged: (places: [Double], reference: [Int], current: [Int]) = ([], [], [])
        var (rows, sum, a, b) = (0, 0.0, 0, 0)
        for index in places.indices {
            let here = counts.0[index] + counts.1[index]
            rows += here
            sum += places[index] * Double(here)
            a += counts.0[index]
            b += counts.1[index]
            if rows >= full || index == places.count - 1 {
                merged.places.append(sum / Double(rows))
                merged.reference.append(a)
                merged.current.append(b)
                (rows, sum, a, b) = (0, 0, 0, 0)
            }
        }
        return merged
    }
}

extension Name {
    /// A seed for what is drawn about the column of this name.
    var seed: UInt64 { PoissonBootstrap.id(of: text) }
}
