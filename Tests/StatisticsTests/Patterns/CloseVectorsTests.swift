import Testing

@testable import Statistics

@Suite struct CloseVectorsTests {
    private static func normal(_ count: Int, width: Int, seed: UInt64 = 5) -> [[Float]] {
        var source = SeededGenerator(seed: seed)
        return (0..<count).map { _ in (0..<width).map { _ in Float(source.normal()) } }
    }

    private static func search(_ vectors: [[Float]]) -> CloseVectors {
        CloseVectors(count: vectors.count, width: vectors[0].count) { vectors[$0] }
    }

    @Test func `equal ones and near ones are grouped, others are not`() {
        var vectors = Self.normal(500, width: 32)
        // Normal numbers in 32 directions are about 8 apart: 2 % of that is 0.16.
        vectors[1] = vectors[0]
        vectors[3] = vectors[2].map { $0 + 0.01 }
        vectors[5] = vectors[4].map { $0 + 0.2 }
        let found = Self.search(vectors)
        #expect((7.6...8.4).contains(found.median) && found.bound == CloseVectors.share * found.median)
        #expect(found.groups.map(\.members) == [[0, 1], [2, 3]])
        #expect(found.groups[0].distance == 0 && abs(found.groups[1].distance - 0.01 * 32.0.squareRoot()) < 1e-4)
    }

    @Test func `many equal ones are one group`() {
        var vectors = Self.normal(500, width: 8)
        for index in 100..<220 { vectors[index] = vectors[100] }
        #expect(Self.search(vectors).groups.map(\.members) == [Array(100..<220)])
    }

    @Test func `most pairs within the bound are found, those well within it all`() {
        for (share, least) in [(0.98, 90), (0.5, 99)] {
            var vectors = Self.normal(2_000, width: 64)
            let bound = Self.search(vectors).bound
            for pair in 0..<100 {
                let step = Float(share * bound / 8)
                vectors[2 * pair + 1] = vectors[2 * pair].enumerated().map { $0 % 2 == 0 ? $1 + step : $1 - step }
            }
            #expect(Self.search(vectors).groups.count >= least, "\(share)")
        }
    }

    @Test func `without two that differ there is nothing to compare with`() {
        let same = [[Float]](repeating: [1, 2], count: 50)
        #expect(Self.search(same).median == 0 && Self.search(same).groups.isEmpty)
        #expect(CloseVectors(count: 1, width: 2) { _ in [1, 2] }.groups.isEmpty)
    }

    @Test func `products are those of plain sums`() {
        let vectors = Self.normal(2, width: 19)
        let plain = zip(vectors[0], vectors[1]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(Double(DotProduct.of(vectors[0], vectors[1])) - plain) < 1e-5)
        #expect(DotProduct.of([1, 2, 3], [9, 9, 4, 5, 6], from: 2) == 32)
    }
}
