import Testing

@testable import Statistics

@Suite struct SymmetricEigenTests {
    @Test func knownValues() {
        let eigen = SymmetricEigen([2, 1, 1, 2], size: 2)
        #expect(near(eigen.values[0], 3, 1e-14) && near(eigen.values[1], 1, 1e-14))
        #expect(near(eigen.vectors[0][0], 0.5.squareRoot(), 1e-14))
        #expect(SymmetricEigen([4], size: 1).values == [4])
        #expect(SymmetricEigen([0, 0, 0, 0], size: 2).values == [0, 0])
    }

    /// A matrix is the sum of its parts, and its vectors stand upright on each other.
    @Test(arguments: [3, 8, 25]) func partsAddUp(size: Int) {
        var source = SeededGenerator(seed: UInt64(size))
        var matrix = [Double](repeating: 0, count: size * size)
        for i in 0..<size {
            for j in 0...i {
                matrix[i * size + j] = source.normal()
                matrix[j * size + i] = matrix[i * size + j]
            }
        }
        let eigen = SymmetricEigen(matrix, size: size)
        #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
        for i in 0..<size {
            for j in 0..<size {
                var sum = 0.0
                for k in 0..<size { sum += eigen.values[k] * eigen.vectors[k][i] * eigen.vectors[k][j] }
                #expect(abs(sum - matrix[i * size + j]) < 1e-12)
                var product = 0.0
                for k in 0..<size { product += eigen.vectors[i][k] * eigen.vectors[j][k] }
                #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
            }
        }
    }

    @Test func wholeProductsDoNotDependOnOrderOrParts() {
        var whole = IntegerCovariance(width: 2, largest: 3)
        var parts = [IntegerCovariance(width: 2, largest: 3), IntegerCovariance(width: 2, largest: 3)]
        let rows: [[Float]] = [[1, -3], [0.5, 2], [-1.25, 0], [2, 1]]
        for (index, row) in rows.enumerated() {
            row.withUnsafeBufferPointer { whole.add($0) }
            rows[rows.count - 1 - index].withUnsafeBufferPointer { parts[index % 2].add($0) }
        }
        parts[0].merge(parts[1])
        #expect(whole.within() == parts[0].within())
        #expect(whole.means() == [0.5625, 0])
        #expect(near(whole.within()[3], 3.5, 1e-12))
    }

    /// The textbook's sums, of more rows than are multiplied at once, in three groups one of which has none.
    @Test func groupsAreMeasuredAroundTheirOwnMeans() {
        var source = SeededGenerator(seed: 9)
        let rows = (0..<37).map { _ in (0..<3).map { _ in Float((source.unit() * 64 - 32).rounded()) } }
        var counted = IntegerCovariance(width: 3, largest: 32, groups: 3)
        for (index, row) in rows.enumerated() { row.withUnsafeBufferPointer { counted.add($0, to: index % 2 * 2) } }
        #expect((0..<3).map { counted.rows(of: $0) } == [19, 0, 18])
        let means = [0, 1].map { half in
            (0..<3).map { d in
                let own = rows.indices.filter { $0 % 2 == half }.map { Double(rows[$0][d]) }
                return own.reduce(0, +) / Double(own.count)
            }
        }
        #expect(counted.means(of: 2) == means[1])
        let within = counted.within()
        for i in 0..<3 {
            for j in 0..<3 {
                let sum = rows.indices.reduce(0.0) { sum, row in
                    let mean = means[row % 2]
                    return sum + (Double(rows[row][i]) - mean[i]) * (Double(rows[row][j]) - mean[j])
                }
                #expect(near(within[i * 3 + j], sum / 37, 1e-9))
            }
        }
        let pooled = counted.pooled
        #expect(pooled.rows == 37 && near(pooled.means()[0], rows.reduce(0.0) { $0 + Double($1[0]) } / 37, 1e-12))
    }
}
