import Foundation

/// The factor of a positive definite matrix: solves and determinants of small symmetric systems.
struct Cholesky {
    private let size: Int
    private var factor: [Double]

    /// `nil` when the matrix is not positive definite.
    init?(_ matrix: [Double], size: Int) {
        self.size = size
        factor = matrix
        for i in 0..<size {
            for j in 0...i {
                var sum = factor[i * size + j]
                for k in 0..<j { sum -= factor[i * size + k] * factor[j * size + k] }
                if i == j {
                    guard sum > 0 else { return nil }
                    factor[i * size + i] = sum.squareRoot()
                } else {
                    factor[i * size + j] = sum / factor[j * size + j]
                }
            }
        }
    }

    /// The x with matrix x = `right`.
    func solve(_ right: [Double]) -> [Double] {
        var x = right
        for i in 0..<size {
            for k in 0..<i { x[i] -= factor[i * size + k] * x[k] }
            x[i] /= factor[i * size + i]
        }
        for i in stride(from: size - 1, through: 0, by: -1) {
            for k in (i + 1)..<max(i + 1, size) { x[i] -= factor[k * size + i] * x[k] }
            x[i] /= factor[i * size + i]
        }
        return x
    }

    /// Logarithm of the determinant.
    var logDeterminant: Double { (0..<size).reduce(0) { $0 + 2 * log(factor[$1 * size + $1]) } }
}
