// What a mix that is stated, such as that of the training images, does to a rate by itself.

import Foundation

/// The rate of some rows here less what it would be at a stated mix of the images: the rates of the same cells, weighed by how many
/// images of each were counted elsewhere (post-stratification: Holt & Smith, J. R. Stat. Soc. A 142:33, 1979). An image may have several
/// rows, objects or labels: at the stated mix each cell has as many an image as here, so that both rates are ratios of sums over images.
/// Their standard error is that of the linearised difference, image by image or summed over what images belong to (Binder,
/// International Statistical Review 51:279, 1983). Counts of the stated mix are taken as they are.
public struct StatedMix: Sendable, Hashable {
    /// The rows of an image in one cell.
    public struct Image: Sendable, Hashable {
        /// Its cell, a place in the list of counts.
        public let cell: Int
        /// Its rows, at least one.
        public let rows: Int
        /// Errors among them.
        public let errors: Int
        /// What it belongs to.
        public let unit: UInt64

        /// An image.
        public init(cell: Int, rows: Int, errors: Int, unit: UInt64) {
            self.cell = cell
            self.rows = rows
            self.errors = errors
            self.unit = unit
        }
    }

    /// The rate at the mix of the images here.
    public let here: Double
    /// The rate at the stated mix.
    public let stated: Double
    /// The standard error of the difference.
    public let standardError: Double

    /// Here less the stated mix.
    public var difference: Double { here - stated }
    /// Two-sided p-value of no difference, by the normal distribution.
    public var p: Double { standardError > 0 ? Normal.twoSided(difference / standardError) : 1 }

    /// The comparison; `nil` where nothing is counted, or what is counted has no image here to know its rate by. Precondition: cells are
    /// places in `counts`.
    public init?(_ images: [Image], counts: [Int]) {
        let total = counts.reduce(0, +)
        guard total > 0, !images.isEmpty else { return nil }
        var cells = [(images: Int, rows: Int, errors: Int)](repeating: (0, 0, 0), count: counts.count)
        for image in images {
            cells[image.cell].images += 1
            cells[image.cell].rows += image.rows
            cells[image.cell].errors += image.errors
        }
        guard zip(cells, counts).allSatisfy({ $0.images > 0 || $1 == 0 }) else { return nil }
        let rows = Double(images.reduce(0) { $0 + $1.rows })
        let shares = counts.map { Double($0) / Double(total) }
        func mean(_ sum: Int, _ cell: Int) -> Double { Double(sum) / Double(max(1, cells[cell].images)) }
        let errorsAnImage = ExactSum.of(counts.indices.lazy.map { shares[$0] * mean(cells[$0].errors, $0) })
        let rowsAnImage = ExactSum.of(counts.indices.lazy.map { shares[$0] * mean(cells[$0].rows, $0) })
        let here = Double(images.reduce(0) { $0 + $1.errors }) / rows
        let stated = errorsAnImage / rowsAnImage
        var sums: [UInt64: ExactSum] = [:]
        for image in images {
            let (e, n) = (Double(image.errors), Double(image.rows))
            let atStated =
                (e - mean(cells[image.cell].errors, image.cell) - stated
                    * (n - mean(cells[image.cell].rows, image.cell)))
                * shares[image.cell] / Double(cells[image.cell].images) / rowsAnImage
            sums[image.unit, default: ExactSum()].add((e - here * n) / rows - atStated)
        }
        let units = Double(sums.count)
        let squares = ExactSum.of(sums.values.lazy.map { $0.value * $0.value })
        let clustered = units > 1 ? squares * units / (units - 1) : 0
        // Half an error and half a correct row more: no rate is known for certain, and never better than from independent rows.
        let independent = ExactSum.of(
            counts.indices.lazy.filter { cells[$0].rows > 0 }.map { cell in
                let n = Double(cells[cell].rows)
                let unsure = (Double(cells[cell].errors) + 0.5) / (n + 1)
                let atStated = shares[cell] * mean(cells[cell].rows, cell) / rowsAnImage
                let weight = n / rows - atStated
                return weight * weight * unsure * (1 - unsure) / n
            })
        self.here = here
        self.stated = stated
        standardError = max(clustered, independent).squareRoot()
    }
}
