import Testing

@testable import Statistics

/// Values of numpy 2.4 and scipy 1.17.
@Suite struct DivergenceTests {
    @Test func distancesOfShares() {
        let (r, c) = ([0.5, 0.5, 0.0], [0.25, 0.25, 0.5])
        #expect(near(Divergence.jensenShannon(r, c), 0.464501404022459))
        #expect(near(Divergence.jensenShannon(r, c, base: 2), 0.5579230452841438))
        #expect(Divergence.totalVariation(r, c) == 0.5)
        #expect(Divergence.largest(r, c) == 0.5)
        #expect(Divergence.psi(r, r) == 0)
        #expect(Divergence.psi(r, c) == .infinity)
        #expect(near(Divergence.hellinger([1, 0], [0, 1]), 1))
        #expect(near(Divergence.kl([0.5, 0.5], [0.25, 0.75]), 0.14384103622589042))
    }

    @Test func emptySharesAreFilledAsEvidentlyDoes() {
        #expect(Divergence.filled([0.4, 0, 0.6]) == [0.4, 0.0001, 0.6])
        #expect(Divergence.filled([0.00005, 0, 0.99995])[1] == 0.00005 / 1e6)
        #expect(Divergence.filled([0, 0]) == [0, 0])
    }

    @Test func edgesAreThoseOfNumpy() {
        let values = [1.0, 2, 2, 3, 9, 4, 4.5, 20, 7, 1]
        #expect(nearAll(BinEdges.sturges(values, isWhole: false), [1, 4.8, 8.6, 12.4, 16.2, 20]))
        #expect(BinEdges.doane(values, isWhole: false).count == 8)
        #expect(near(BinEdges.doane(values, isWhole: false)[1], 3.7142857142857144))
        // Bins of whole numbers are at least 1 wide.
        #expect(BinEdges.sturges([1, 2, 3, 4, 1, 2, 3, 4, 4], isWhole: true) == [1, 2, 3, 4])
        #expect(BinEdges.sturges([3, 3, 3], isWhole: false) == [2.5, 3.5])
        #expect(BinEdges.sturges([], isWhole: false) == [])
    }

    @Test func aValueAtAnEdgeIsAboveIt() {
        #expect(BinEdges.counts([1, 2, 2, 3], in: [1, 2, 3]) == [1, 3])
        #expect(BinEdges.counts([0, 1, 4], in: [1, 2, 3]) == [1, 0])
        #expect(BinEdges.counts([1, 2, 2, 3], between: [2]) == [1, 3])
    }

    @Test func wassersteinOfSamplesAndOfCounts() {
        #expect(Wasserstein.distance([1, 2, 2, 5], [0, 2, 3]) == 1)
        #expect(Wasserstein.distance([], [1]) == nil)
        #expect(Wasserstein.distance([1, 3], [2, 2], at: [0, 1]) == 0.25)
        #expect(Wasserstein.distance([1], [0], at: [0]) == 0)
    }

    @Test func theKernelDiscrepancyOfAShiftIsAboveZero() throws {
        let a = (0..<40).map { [Double($0 % 7), Double($0 % 5)] }
        let same = try #require(KernelDiscrepancy(reference: a, current: a))
        let moved = try #require(KernelDiscrepancy(reference: a, current: a.map { [$0[0] + 5, $0[1]] }))
        #expect(moved.squared > same.squared + 0.1)
        #expect(moved.sigma == same.sigma)
        #expect(KernelDiscrepancy(reference: [[1], [1]], current: [[1], [2]]) == nil)
        #expect(KernelDiscrepancy(reference: [[1]], current: [[1], [2]]) == nil)
    }

    @Test func replicatesDoNotDependOnAnythingButTheSeed() {
        let draws = CountReplicates(50, seed: 7)
        let first = draws.bootstrap([10, 20], [5, 30], { Double($0[0] - $1[0]) })
        #expect(first == draws.bootstrap([10, 20], [5, 30], { Double($0[0] - $1[0]) }))
        #expect(first != CountReplicates(50, seed: 8).bootstrap([10, 20], [5, 30], { Double($0[0] - $1[0]) }))
        let null = draws.null([10, 20], rows: 300) { Double($1[0] + $1[1]) - 0 * Double($0[0]) }
        #expect(abs(null.reduce(0, +) / 50 - 300) < 15)
    }

    private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * max(1, abs(b)) }

    private func nearAll(_ a: [Double], _ b: [Double]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { near($0, $1) }
    }
}
