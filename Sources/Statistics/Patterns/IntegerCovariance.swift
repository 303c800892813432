// Sums and products of embeddings as whole numbers: the same to the last bit whatever the order of rows, the threads or the machine,
// which floating-point products of a BLAS are not. Products of 15-bit numbers are added as floating-point numbers, eight rows at a
// time: below 2^53 these are whole numbers too, and the machine adds several at once. Before they could grow larger they go into
// 64-bit sums.

import Foundation

/// The first two moments of embeddings, those of each group of rows around its own mean.
public struct IntegerCovariance: Sendable {
    /// Numbers a row.
    public let width: Int
    /// Groups of rows.
    public let groups: Int
    /// What embeddings are multiplied with before they are rounded: a power of two.
    public let scale: Double
    private var rowsOf: [Int]
    /// Group after group.
    private var sums: [Int64]
    /// Of all rows, the lower triangle of a full matrix.
    private var products: [Int64]
    /// Products that are not in `products` yet, and of how many rows they are.
    private var recent: [Double] = []
    private var recentRows = 0
    /// Rows whose products are not in `recent` yet, one after another.
    private var waiting: [Double] = []

    /// Rows that are multiplied at once.
    private static let together = 8
    /// Rows whose products stay below 2^53, whatever they are.
    private static let mostRecent = 1 << 22

    /// Nothing added yet. `largest` is the largest magnitude of any number: it is mapped to at most 2^15 - 1.
    public init(width: Int, largest: Double, groups: Int = 1) {
        self.width = width
        self.groups = groups
        scale = largest > 0 && largest.isFinite ? exp2((log2(32767 / largest)).rounded(.down)) : 1
        rowsOf = [Int](repeating: 0, count: groups)
        sums = [Int64](repeating: 0, count: groups * width)
        products = [Int64](repeating: 0, count: width * width)
    }

    /// Rows added.
    public var rows: Int { rowsOf.reduce(0, +) }

    /// A number as it is counted.
    private func quantised(_ value: Float) -> Double {
        min(32767, max(-32767, (Double(value) * scale).rounded(.toNearestOrEven)))
    }

    /// Adds one row of `width` numbers to a group.
    public mutating func add(_ row: UnsafeBufferPointer<Float>, to group: Int = 0) {
        rowsOf[group] += 1
        for d in 0..<width {
            let value = quantised(row[d])
            sums[group * width + d] += Int64(exactly: value) ?? 0
            waiting.append(value)
        }
        if waiting.count == Self.together * width { multiply() }
    }

    /// Products of the rows that wait.
    private mutating func multiply() {
        let count = waiting.count / max(1, width)
        guard count > 0 else { return }
        waiting.append(contentsOf: repeatElement(0, count: (Self.together - count) * width))
        if recent.isEmpty { recent = [Double](repeating: 0, count: width * width) }
        let width = width
        waiting.withUnsafeBufferPointer { rows in
            recent.withUnsafeMutableBufferPointer { out in
                for i in 0..<width {
                    let base = i * width
                    let (a, b, c, d) = (rows[i], rows[width + i], rows[2 * width + i], rows[3 * width + i])
                    let (e, f, g, h) =
                        (rows[4 * width + i], rows[5 * width + i], rows[6 * width + i], rows[7 * width + i])
                    for j in 0...i {
                        let first =
                            a * rows[j] + b * rows[width + j] + c * rows[2 * width + j] + d * rows[3 * width + j]
                        let second =
                            e * rows[4 * width + j] + f * rows[5 * width + j] + g * rows[6 * width + j]
                            + h * rows[7 * width + j]
                        out[base + j] += first + second
                    }
                }
            }
        }
        waiting.removeAll(keepingCapacity: true)
        recentRows += Self.together
        if recentRows >= Self.mostRecent { settle() }
    }

    /// Everything in 64-bit sums.
    private mutating func settle() {
        multiply()
        guard !recent.isEmpty, recentRows > 0 else { return }
        for index in products.indices {
            products[index] += Int64(exactly: recent[index]) ?? 0
            recent[index] = 0
        }
        recentRows = 0
    }

    /// Adds what another has counted. Precondition: the same width, groups and scale.
    public mutating func merge(_ other: IntegerCovariance) {
        precondition(width == other.width && groups == other.groups && scale == other.scale, "sums of other numbers")
        var other = other
        other.settle()
        settle()
        for group in rowsOf.indices { rowsOf[group] += other.rowsOf[group] }
        for index in sums.indices { sums[index] += other.sums[index] }
        for index in products.indices { products[index] += other.products[index] }
    }

    /// The same with all rows in one group.
    public var pooled: IntegerCovariance {
        var all = self
        all.settle()
        var one = IntegerCovariance(width: width, groups: 1, scale: scale, products: all.products)
        one.rowsOf[0] = rows
        for index in sums.indices { one.sums[index % width] += sums[index] }
        return one
    }

    private init(width: Int, groups: Int, scale: Double, products: [Int64]) {
        (self.width, self.groups, self.scale, self.products) = (width, groups, scale, products)
        rowsOf = [Int](repeating: 0, count: groups)
        sums = [Int64](repeating: 0, count: groups * width)
    }

    /// Rows of a group.
    public func rows(of group: Int) -> Int { rowsOf[group] }

    /// The mean of each number of a group, in the units of the embeddings.
    public func means(of group: Int = 0) -> [Double] {
        sums[group * width..<(group + 1) * width].map { Double($0) / scale / Double(max(1, rowsOf[group])) }
    }

    /// The sum over all groups of squares and products around each group's own mean, divided by the rows: the covariance
    /// within groups, a full symmetric matrix.
    public func within() -> [Double] {
        var all = self
        all.settle()
        let unit = 1 / (scale * scale * Double(max(1, rows)))
        let there = rowsOf.indices.filter { rowsOf[$0] > 0 }
        var matrix = [Double](repeating: 0, count: width * width)
        for i in 0..<width {
            for j in 0...i {
                var around = 0.0
                for group in there {
                    around +=
                        Double(sums[group * width + i]) * Double(sums[group * width + j]) / Double(rowsOf[group])
                }
                let value = (Double(all.products[i * width + j]) - around) * unit
                matrix[i * width + j] = value
                matrix[j * width + i] = value
            }
        }
        return matrix
    }
}
