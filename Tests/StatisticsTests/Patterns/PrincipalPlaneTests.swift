import Testing

@testable import Statistics

@Suite struct PrincipalPlaneTests {
    private static func sums(_ rows: [[Float]], largest: Double) -> IntegerCovariance {
        var sums = IntegerCovariance(width: rows[0].count, largest: largest)
        for row in rows { row.withUnsafeBufferPointer { sums.add($0) } }
        return sums
    }

    @Test func `a cross has its long bar along the first direction`() throws {
        // Variances 8/4 and 2/4 around (3, 1, 0): 80 and 20 %.
        let rows: [[Float]] = [[5, 1, 0], [1, 1, 0], [3, 2, 0], [3, 0, 0]]
        let plane = try #require(PrincipalPlane(Self.sums(rows, largest: 5)))
        #expect(abs(plane.explained[0] - 0.8) < 1e-12 && abs(plane.explained[1] - 0.2) < 1e-12)
        let (right, up) = (plane.place(rows[0]), plane.place(rows[2]))
        #expect(abs(right.x - 2.0.squareRoot()) < 1e-12 && abs(right.y) < 1e-12)
        #expect(abs(up.x) < 1e-12 && abs(up.y - 0.5.squareRoot()) < 1e-12)
    }

    @Test func `a line is no plane`() {
        #expect(PrincipalPlane(Self.sums([[1, 1], [2, 2], [3, 3], [4, 4]], largest: 4)) == nil)
        #expect(PrincipalPlane(Self.sums([[1], [2], [3], [4]], largest: 4)) == nil)
        #expect(PrincipalPlane(Self.sums([[1, 0], [0, 1]], largest: 1)) == nil)
    }
}
