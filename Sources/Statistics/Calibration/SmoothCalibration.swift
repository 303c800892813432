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

    private static let cells = 4096
    private static let mesh = 200

    /// Computes it; `nil` for no judgements. Cost: one pass over the rungs plus about a million multiplications.
    public init?(_ ladder: ScoreLadder) {
        guard ladder.n > 0 else { return nil }
        let transform = ResidualTransform(ladder, cells: Self.cells)
        var low = 0.0
        var high = 1.0
        for _ in 0..<10 {
            let middle = (low + high) / 2
            if Self.error(transform, middle) < middle { high = middle } else { low = middle }
        }
        sigma = high
        error = Self.error(transform, high)
    }

    /// The mean over the mesh of the absolute smoothed residual.
    private static func error(_ transform: ResidualTransform, _ sigma: Double) -> Double {
        smoothed(transform, sigma).reduce(0.0) { $0 + abs($1) } / Double(mesh)
    }

    /// The smoothed residual at 200 points from 0 to 1.
    private static func smoothed(_ transform: ResidualTransform, _ sigma: Double) -> [Double] {
        // Past this the damping is below 1e-16.
        let terms = min(4 * cells, Int((8.6 / (.pi * sigma)).rounded(.up)))
        var values = [Double](repeating: transform.coefficient(0), count: mesh)
        for k in 1...max(1, terms) {
            let x = Double(k) * .pi * sigma
            let weight = 2 * transform.coefficient(k) * exp(-0.5 * x * x)
            for point in 0..<mesh { values[point] += weight * transform.meshCosine(k * point) }
        }
        return values
    }

    /// Residuals on a grid and their cosine coefficients.
    private struct ResidualTransform {
        private let residuals: [Double]
        private let cosines: [Double]
        private let meshCosines: [Double]
        private let cells: Int

        init(_ ladder: ScoreLadder, cells: Int) {
            self.cells = cells
            var residuals = [Double](repeating: 0, count: cells + 1)
            for rung in ladder.rungs {
                // Each residual is shared between the two grid points around it.
                let position = rung.score * Double(cells)
                let cell = min(cells - 1, Int(position))
                let share = position - Double(cell)
                let residual = (Double(rung.hits) - Double(rung.count) * rung.score) / Double(ladder.n)
                residuals[cell] += residual * (1 - share)
                residuals[cell + 1] += residual * share
            }
            self.residuals = residuals
            cosines = (0..<(2 * cells)).map { cos(.pi * Double($0) / Double(cells)) }
            let period = 2 * (SmoothCalibration.mesh - 1)
            meshCosines = (0..<period).map { cos(2 * .pi * Double($0) / Double(period)) }
        }

        /// Sum of residual times cos(k pi x).
        func coefficient(_ k: Int) -> Double {
            var sum = 0.0
            var angle = 0
            let step = k % (2 * cells)
            for residual in residuals {
                sum += residual * cosines[angle]
                angle += step
                if angle >= 2 * cells { angle -= 2 * cells }
            }
            return sum
        }

        func meshCosine(_ index: Int) -> Double { meshCosines[index % meshCosines.count] }
    }
}
