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
            let quantised = row.map { whole.quantised($0) }
            quantised.withUnsafeBufferPointer { whole.add($0) }
            let back = rows[rows.count - 1 - index].map { whole.quantised($0) }
            back.withUnsafeBufferPointer { parts[index % 2].add($0) }
        }
        parts[0].merge(parts[1])
        #expect(IntegerCovariance.within([whole]) == IntegerCovariance.within([parts[0]]))
        #expect(whole.means == [0.5625, 0])
        #expect(near(IntegerCovariance.within([whole])[3], 3.5, 1e-12))
    }
}
