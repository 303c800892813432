import Testing

@testable import Statistics

@Suite struct SumTests {
    private func mixed(_ count: Int) -> [Double] {
        var random = SeededGenerator(seed: 3)
        return (0..<count).map { _ in
            (random.unit() - 0.5) * Double(sign: .plus, exponent: random.below(600) - 300, significand: 1)
        }
    }

    @Test func orderAndGroupingDoNotChangeABit() {
        let values = mixed(2000)
        let forward = ExactSum.of(values)
        #expect(ExactSum.of(values.reversed()) == forward)
        #expect(ExactSum.of(values.sorted()) == forward)
        var left = ExactSum()
        var right = ExactSum()
        for (index, value) in values.enumerated() {
            if index % 3 == 0 { left.add(value) } else { right.add(value) }
        }
        right.merge(left)
        #expect(right.value == forward)
    }

    @Test func cancellationLosesNothing() {
        #expect(ExactSum.of([1e300, 1, -1e300]) == 1)
        #expect(ExactSum.of([0x1p-1074, 1, -1]) == 0x1p-1074)
        #expect(ExactSum.of([1e16, 1, 1, 1, -1e16]) == 3)
        #expect(ExactSum.of([-0.1, 0.1]) == 0)
        #expect(ExactSum.of([-1.5, -2.25]) == -3.75)
        #expect(ExactSum.of([.greatestFiniteMagnitude, -1]) == .greatestFiniteMagnitude)
    }

    @Test func infinitiesAndNaNPassThrough() {
        #expect(ExactSum.of([1, .infinity]) == .infinity)
        #expect(ExactSum.of([-.infinity, .infinity]).isNaN)
        #expect(ExactSum.of([1, .nan]).isNaN)
        #expect(ExactSum.of([]) == 0)
        #expect(ExactSum.mean([]) == nil)
    }

    @Test func unitSumsAreExactForSinglePrecision() {
        #expect(UnitSum.units(of: 0) == 0)
        #expect(UnitSum.units(of: 1) == 1 << 51)
        var sum = UnitSum()
        for _ in 0..<1000 { sum.add(Double(Float(0.1))) }
        #expect(near(sum.value, 1000 * Double(Float(0.1)), 1e-15))
    }

    @Test func quantilesEqualTheirReference() {
        // numpy 2.4.6, quantile([1, 2, 4, 8, 9], ...).
        let values = [1.0, 2, 4, 8, 9]
        #expect(Quantiles.ofSorted(values, at: 0.1).map { near($0, 1.4) } == true)
        #expect(Quantiles.ofSorted(values, at: 0.33).map { near($0, 2.64) } == true)
        #expect(Quantiles.ofSorted(values, at: 0.9).map { near($0, 8.6) } == true)
        #expect(Quantiles.of([3, .nan, 1], at: 0.5) == 2)
        #expect(Quantiles.of([], at: 0.5) == nil)
    }
}
