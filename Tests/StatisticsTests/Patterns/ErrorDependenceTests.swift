import Testing

@testable import Statistics

@Suite struct ErrorDependenceTests {
    /// Rows of one class, 4 numbers each; where `shift` is not 0 errors lie further along the first.
    private static func rows(_ seed: UInt64, shift: Double, count: Int = 240) -> (PatternRows, ScopeBasis)? {
        var source = SeededGenerator(seed: seed)
        func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + source.unit() } }
        let errors = (0..<count).map { _ in source.unit() < 0.2 }
        let scores = errors.flatMap { isError in
            (0..<4).map { k in Float((4 - Double(k)) * (normal() + (k == 0 && isError ? shift : 0))) }
        }
        let labels = [Int](repeating: 0, count: count)
        let rows = PatternRows(
            width: 4, scores: scores, variances: [1, 1, 1, 1], labels: labels, errors: errors,
            isFitted: PatternRows.halves(labels: labels, errors: errors, classes: 1), classes: 1)
        return ScopeBasis(rows, Array(0..<count)).map { (rows, $0) }
    }

    @Test func `errors that depend on nothing are found no more often than stated`() throws {
        var (whole, held) = (0, 0)
        for seed in 0..<400 {
            let (rows, basis) = try #require(Self.rows(UInt64(seed), shift: 0))
            if ErrorDependence.pValue(basis, rows) <= 0.05 { whole += 1 }
            if let contrast = ErrorContrast(rows, basis), contrast.heldOutP <= 0.05 { held += 1 }
        }
        // 20 of 400 are expected; 34 is the 99.9 % quantile.
        #expect(whole <= 34 && held <= 34)
    }

    @Test func `a shift that half of the rows would miss is found by all of them`() throws {
        var (whole, half) = (0, 0)
        for seed in 0..<100 {
            let (rows, basis) = try #require(Self.rows(UInt64(1_000 + seed), shift: 0.65))
            if ErrorDependence.pValue(basis, rows) <= 0.005 { whole += 1 }
            if let contrast = ErrorContrast(rows, basis), contrast.heldOutP <= 0.005 { half += 1 }
        }
        #expect(whole >= 80 && whole > half)
    }

    @Test func `ranks of errors that are all above have the largest excess`() {
        let rows = PatternRows(
            width: 1, scores: (0..<10).map { Float($0) }, variances: [1], labels: [Int](repeating: 0, count: 10),
            errors: (0..<10).map { $0 >= 7 }, isFitted: [Bool](repeating: true, count: 10), classes: 1)
        let scores = (0..<10).map(Double.init)
        let places = Array(0..<10)
        let above = ErrorDependence.rankExcess(scores, of: places, rows)
        // The rank sum 8 + 9 + 10 against a mean of 16.5 and a variance of 3 * 7 * 11 / 12.
        #expect(abs(above - 10.5 / (3.0 * 7 * 11 / 12).squareRoot()) < 1e-12)
        #expect(abs(ErrorDependence.rankExcess(scores.map { -$0 }, of: places, rows) + above) < 1e-12)
        #expect(ErrorDependence.rankExcess(scores, of: [0, 1], rows) == 0)
    }
}
