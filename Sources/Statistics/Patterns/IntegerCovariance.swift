import Foundation

/// Sums and products of embeddings as whole numbers: the same to the last bit whatever the order of rows, the threads or the
/// machine, which floating-point products of a BLAS are not.
public struct IntegerCovariance: Sendable {
    /// Numbers a row.
    public let width: Int
    /// Rows added.
    public private(set) var rows = 0
    /// What embeddings are multiplied with before they are rounded: a power of two.
    public let scale: Double
    private var sums: [Int64]
    private var products: [Int64]

    /// Nothing added yet. `largest` is the largest magnitude of any number: it is mapped to at most 2^15 - 1.
    public init(width: Int, largest: Double) {
        self.width = width
        scale = largest > 0 && largest.isFinite ? exp2((log2(32767 / largest)).rounded(.down)) : 1
        sums = [Int64](repeating: 0, count: width)
        products = [Int64](repeating: 0, count: width * width)
    }

    /// A number as it is counted.
    public func quantised(_ value: Float) -> Int16 {
        Int16(exactly: (Double(value) * scale).rounded(.toNearestOrEven)) ?? (value < 0 ? -32767 : 32767)
    }

    /// Adds one row of `width` quantised numbers.
    public mutating func add(_ row: UnsafeBufferPointer<Int16>) {
        rows += 1
        let width = width
        products.withUnsafeMutableBufferPointer { products in
            for i in 0..<width {
                let value = Int32(truncatingIfNeeded: row[i])
                sums[i] += Int64(value)
                let base = i * width
                for j in 0...i { products[base + j] &+= Int64(value &* Int32(truncatingIfNeeded: row[j])) }
            }
        }
    }

    /// Adds what another has counted. Precondition: the same width and scale.
    public mutating func merge(_ other: IntegerCovariance) {
        precondition(width == other.width && scale == other.scale, "sums of other numbers")
        rows += other.rows
        for index in sums.indices { sums[index] += other.sums[index] }
        for index in products.indices { products[index] += other.products[index] }
    }

    /// The mean of each number, in the units of the embeddings.
    public var means: [Double] { sums.map { Double($0) / scale / Double(max(1, rows)) } }

    /// The sum over all groups of squares and products around each group's own mean, divided by the rows: the covariance
    /// within groups, a full symmetric matrix.
    public static func within(_ groups: [IntegerCovariance]) -> [Double] {
        guard let first = groups.first else { return [] }
        let width = first.width
        let rows = Double(max(1, groups.reduce(0) { $0 + $1.rows }))
        let unit = 1 / (first.scale * first.scale * rows)
        var matrix = [Double](repeating: 0, count: width * width)
        for i in 0..<width {
            for j in 0...i {
                var sum: Int64 = 0
                var around = 0.0
                for group in groups where group.rows > 0 {
                    sum += group.products[i * width + j]
                    around += Double(group.sums[i]) * Double(group.sums[j]) / Double(group.rows)
                }
                let value = (Double(sum) - around) * unit
                matrix[i * width + j] = value
                matrix[j * width + i] = value
            }
        }
        return matrix
    }
}
