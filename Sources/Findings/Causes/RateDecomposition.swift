import Columns
import Record
import Statistics
import Tallies

/// How an error rate changed from one window to another, by cells of some attributes: by mix, within cells, and by cells that
/// one window alone has, each with a bootstrap interval.
package struct RateDecomposition: Sendable {
    package typealias Part = DividedRate.Part

    /// A cell.
    package struct Cell: Sendable {
        /// Its value of each attribute.
        package let values: [Name]
        fileprivate let divided: DividedRate.Cell

        /// Its counts in both windows.
        package var counts: Kitagawa.Cell { divided.counts }
        /// By its share.
        package var mix: Part { divided.mix }
        /// By its rate.
        package var within: Part { divided.within }
        /// As a cell of one window.
        package var unmatched: Part { divided.unmatched }
    }

    private let divided: DividedRate
    private let keys: [[Name]]

    /// The change of the rate, current less reference.
    package var total: Part { divided.total }
    /// By mix, summed over matched cells.
    package var mix: Part { divided.mix }
    /// Within cells, summed over matched cells.
    package var within: Part { divided.within }
    /// The sum over cells of one window.
    package var unmatched: Part { divided.unmatched }
    /// All cells, in canonical order.
    package var cells: [Cell] { zip(keys, divided.cells).map { Cell(values: $0, divided: $1) } }

    /// The change as steps from the rate of the reference to that now.
    func waterfall(from before: String, to now: String) -> WaterfallChart {
        WaterfallChart(divided, cells: keys.map { $0.map(\.text).joined(separator: ", ") }, from: before, to: now)
    }

    /// The decomposition of two windows counted by the same attributes; `nil` when one has no rows. Where rows share units,
    /// units are resampled, and one that is in both windows weighs the same in both.
    package init?(reference: FactorCells, current: FactorCells, seed: UInt64 = 1) {
        let windows = [Self.byValues(reference), Self.byValues(current)]
        let ranks = zip(reference.attributes, current.attributes).map(Self.ranks)
        func places(_ key: [Name]) -> [Int] { zip(ranks, key).map { $0[$1] ?? 0 } }
        let keys = Set(windows.flatMap(\.keys)).sorted { places($0).lexicographicallyPrecedes(places($1)) }
        let counts = keys.map { key in
            let before = windows[0][key].map { reference.cells[$0] }
            let now = windows[1][key].map { current.cells[$0] }
            return Kitagawa.Cell(
                referenceRows: Double(before?.rows ?? 0), referenceErrors: Double(before?.errors ?? 0),
                currentRows: Double(now?.rows ?? 0), currentErrors: Double(now?.errors ?? 0))
        }
        let draws = [
            Self.draws(reference, keys, windows[0], "reference", seed),
            Self.draws(current, keys, windows[1], "current", seed),
        ]
        let divided = DividedRate(counts) { lane in
            keys.indices.map { cell in
                Kitagawa.Cell(
                    referenceRows: draws[0][cell].rows[lane], referenceErrors: draws[0][cell].errors[lane],
                    currentRows: draws[1][cell].rows[lane], currentErrors: draws[1][cell].errors[lane])
            }
        }
        guard let divided else { return nil }
        (self.divided, self.keys) = (divided, keys)
    }

    /// The order of the values of both windows: canonical, or that of buckets where numbers were cut.
    private static func ranks(_ reference: FactorCells.Axis, _ current: FactorCells.Axis) -> [Name: Int] {
        let known = Set(reference.categories)
        var names = reference.categories + current.categories.filter { !known.contains($0) }
        let isCanonical = zip(reference.categories, reference.categories.dropFirst()).allSatisfy(CodedColumn.precedes)
        if isCanonical { names.sort(by: CodedColumn.precedes) }
        return Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    }

    /// The cells of a window by the values they have.
    private static func byValues(_ window: FactorCells) -> [[Name]: Int] {
        Dictionary(
            uniqueKeysWithValues: window.cells.enumerated().map { index, cell in
                (zip(window.attributes, cell.values).map { $0.categories[$1] }, index)
            })
    }

    /// Rows and errors of each cell in every replicate.
    private static func draws(
        _ window: FactorCells, _ keys: [[Name]], _ places: [[Name]: Int], _ name: String, _ seed: UInt64
    ) -> [(rows: [Double], errors: [Double])] {
        let lanes = PoissonBootstrap.replicates
        if let entries = window.unitCells, let ids = window.unitIDs {
            let weights = BootstrapWeights(units: entries.map { ids[$0.unit] })
            let sums = weights.sums(entries.indices, columns: 2 * window.cells.count) { entry, sums in
                sums[2 * entries[entry].cell] += Int64(entries[entry].rows)
                sums[2 * entries[entry].cell + 1] += Int64(entries[entry].errors)
            }
            return keys.map { key in
                guard let cell = places[key] else { return Self.none }
                return (sums[2 * cell].sums.map { Double($0) }, sums[2 * cell + 1].sums.map { Double($0) })
            }
        }
        return keys.map { key in
            guard let cell = places[key].map({ window.cells[$0] }) else { return Self.none }
            var source = PoissonDraws(
                of: ([name] + key.map(\.text)).joined(separator: "\u{1F}"), seed: seed)
            let errors = (0..<lanes).map { _ in source.next(mean: Double(cell.errors)) }
            let correct = (0..<lanes).map { _ in source.next(mean: Double(cell.rows - cell.errors)) }
            return (zip(errors, correct).map { $0 + $1 }, errors)
        }
    }

    private static let none: (rows: [Double], errors: [Double]) = {
        let zeros = [Double](repeating: 0, count: PoissonBootstrap.replicates)
        return (zeros, zeros)
    }()
}
