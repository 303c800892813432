// The smooth calibration error, from a mergeable sketch, by a cosine transform.
//
// smECE (Błasiok & Nakkiran 2024) smooths the residuals (outcome - confidence) with a Gaussian kernel reflected at 0 and
// 1, and integrates the absolute result. The reflected Gaussian is the heat kernel of an insulated rod, and that kernel is
// diagonal in cosines: smoothing with width s multiplies the k-th cosine coefficient by exp(-(k pi s)^2 / 2). So the
// residuals are spread once over a grid, their first coefficients are taken, and every trial width is then a short sum.
// The width is the fixed point s = smECE_s, found by ten bisections: a multiple of 1/1024.

import Foundation

/// smECE of a ladder.
public struct SmoothCalibration: Sendable {
    /// The error at the chosen width.
    public let error: Double
    /// The chosen width, the smallest multiple of 1/1024 found with error(width) < width.
    public let sigma: Double

    /// Computes it; `nil` for no judgements. Cost: one pass over the rungs plus, for each of about 3/sigma cosines, one
    /// over the cells that hold any.
    public init?(_ scoreHistogram: ScoreHistogram) {
        guard scoreHistogram.n > 0 else { return nil }
        var transform = ResidualTransform(scoreHistogram)
        var low = 0.0
        var high = 1.0
        for _ in 0..<10 {
            let middle = (low + high) / 2
            if transform.error(middle) < middle { high = middle } else { low = middle }
        }
        sigma = high
        error = transform.error(high)
    }
}

extension SmoothCalibration {
    /// The error of a ladder at a given width, as bootstrap replicates measure it: the width belongs to the question, not
    /// to the draw. `nil` for no judgements.
    public static func error(of scoreHistogram: ScoreHistogram, sigma: Double) -> Double? {
        guard scoreHistogram.n > 0 else { return nil }
        var transform = ResidualTransform(scoreHistogram)
        return transform.error(sigma)
    }
}

/// Residuals on a grid of 0...1 and as many of their cosine coefficients as were needed so far.
private struct ResidualTransform {
    private static let cells = 4096
    private static let mesh = 200
    private static let cosines = (0..<(2 * cells)).map { cos(.pi * Double($0) / Double(cells)) }
    private static let period = 2 * (mesh - 1)
    /// cos(k pi x) at the points of the mesh, a row for each k of a period: rows are added up point by point, several at once.
    private static let meshCosines: [Double] = {
        let cosines = (0..<period).map { cos(2 * .pi * Double($0) / Double(period)) }
        return (0..<period).flatMap { k in (0..<mesh).map { cosines[k * $0 % period] } }
    }()

    /// Cells that hold any residual, and what they hold.
    private let occupied: [Int]
    private let residuals: [Double]
    private var coefficients: [Double] = []

    init(_ scoreHistogram: ScoreHistogram) {
        var cells: [Int] = []
        var sums: [Double] = []
        let levels = scoreHistogram.scoreLevels.count
        cells.reserveCapacity(2 * levels)
        sums.reserveCapacity(2 * levels)
        // Scores come in their order, so that a cell is one of the last two or a new one.
        func add(_ value: Double, to cell: Int) {
            let last = cells.count - 1
            if last >= 0, cells[last] == cell {
                sums[last] += value
            } else if last >= 1, cells[last - 1] == cell {
                sums[last - 1] += value
            } else {
                cells.append(cell)
                sums.append(value)
            }
        }
        for scoreLevel in scoreHistogram.scoreLevels {
            // Each residual is shared between the two grid points around it.
            let position = scoreLevel.score * Double(Self.cells)
            let cell = min(Self.cells - 1, Int(position))
            let share = position - Double(cell)
            let residual =
                (Double(scoreLevel.hits) - Double(scoreLevel.count) * scoreLevel.score) / Double(scoreHistogram.n)
            add(residual * (1 - share), to: cell)
            add(residual * share, to: cell + 1)
        }
        occupied = cells
        residuals = sums
    }

    /// The mean over the mesh of the absolute residual smoothed with width `sigma`.
    mutating func error(_ sigma: Double) -> Double {
        // Past this the damping is below 1e-16.
        let terms = max(1, min(4 * Self.cells, Int((8.6 / (.pi * sigma)).rounded(.up))))
        while coefficients.count <= terms { coefficients += nextCoefficients() }
        var values = [Double](repeating: coefficients[0], count: Self.mesh)
        // Looked up once: an audit runs the inner loop hundreds of millions of times.
        let (mesh, period) = (Self.mesh, Self.period)
        Self.meshCosines.withUnsafeBufferPointer { cosines in
            values.withUnsafeMutableBufferPointer { values in
                for k in 1...terms {
                    let x = Double(k) * .pi * sigma
                    let weight = 2 * coefficients[k] * exp(-0.5 * x * x)
                    let row = UnsafeBufferPointer(rebasing: cosines[k % period * mesh..<(k % period + 1) * mesh])
                    for point in 0..<mesh { values[point] += weight * row[point] }
                }
            }
        }
        return values.reduce(0.0) { $0 + abs($1) } / Double(Self.mesh)
    }

    /// The next four sums of residual times cos(k pi x). Each sum waits for its last addition, so four go side by side.
    private func nextCoefficients() -> [Double] {
        let k = coefficients.count
        var sums = SIMD4<Double>()
        // The period is a power of two, so that its remainder is a mask: dividing would take longer than the rest.
        let around = 2 * Self.cells - 1
        Self.cosines.withUnsafeBufferPointer { cosines in
            for (cell, residual) in zip(occupied, residuals) {
                let angle = k &* cell
                sums +=
                    residual
                    * SIMD4(
                        cosines[angle & around], cosines[(angle &+ cell) & around],
                        cosines[(angle &+ 2 &* cell) & around], cosines[(angle &+ 3 &* cell) & around])
            }
        }
        return (0..<4).map { sums[$0] }
    }
}
