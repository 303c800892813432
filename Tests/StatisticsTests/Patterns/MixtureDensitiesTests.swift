import Foundation
import Testing

@testable import Statistics

@Suite struct MixtureDensitiesTests {
    /// Five components of two numbers, so that three lanes are spare: each density is the product of normal ones.
    @Test func densitiesAreThoseOfTheFormula() {
        let (weights, rates) = ([0.1, 0.2, 0.3, 0.25, 0.15], [0.5, 0.1, 0.9, 0.3, 0.7])
        let means = (0..<10).map { Double($0) * 0.3 - 1 }
        let variances = (0..<10).map { 0.5 + Double($0) * 0.1 }
        let densities = MixtureDensities(
            weights: weights.map { log($0) }, means: means, variances: variances, rates: rates, width: 2)
        let row: [Float] = [9, 0.25, -0.5]
        let right = (0..<5).map { k in
            (0..<2).reduce(weights[k]) { product, d in
                let (gap, variance) = (Double(row[1 + d]) - means[k * 2 + d], variances[k * 2 + d])
                return product * exp(-gap * gap / variance / 2) / (2 * Double.pi * variance).squareRoot()
            }
        }
        var logs = densities.room
        densities.densities(row, from: 1, into: &logs)
        for k in 0..<5 { #expect(abs(exp(MixtureDensities.value(logs, k)) - right[k]) < 1e-14) }
        #expect(densities.likeliest(logs) == right.indices.max { right[$0] < right[$1] })
        for isError in [true, false] {
            let parts = (0..<5).map { right[$0] * (isError ? rates[$0] : 1 - rates[$0]) }
            let sum = parts.reduce(0, +)
            var totals = logs
            #expect(abs(densities.total(isError: isError, &totals) - log(sum)) < 1e-13)
            var shares = logs
            #expect(abs(densities.answer(isError: isError, &shares) - log(sum)) < 1e-13)
            for k in 0..<5 { #expect(abs(MixtureDensities.value(shares, k) - parts[k] / sum) < 1e-14) }
            #expect(shares[1][1] == 0 && shares[1][2] == 0 && shares[1][3] == 0, "spare lanes answer for nothing")
        }
    }

    @Test func sumsAreThoseOfTheRows() {
        var sums = MixtureSums(count: 3, width: 2)
        sums.add([7, 1, 2], from: 1, isError: true, [SIMD4(0.25, 0.75, 0, 0)])
        sums.add([3, -1], from: 0, isError: false, [SIMD4(0.5, 0, 0.5, 0)])
        #expect(abs(sums.mass(0) - 0.75) < 1e-8 && abs(sums.mass(2) - 0.5) < 1e-8)
        #expect(sums.wrong(0) == 0.25 && sums.wrong(1) == 0.75 && sums.wrong(2) == 0)
        #expect(sums.sum(0, 0) == 1.75 && sums.sum(0, 1) == 0 && sums.sum(2, 1) == -0.5)
        #expect(sums.square(0, 0) == 4.75 && sums.square(1, 1) == 3 && sums.square(2, 0) == 4.5)
    }
}
