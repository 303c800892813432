import Statistics
import Testing

@Suite struct BetaBinomialTests {
    /// k, n, a, b, P(X = k), P(X >= k) in exact fractions.
    @Test(arguments: [
        (3, 10, 1.0, 8.0, 0.0784313725490196, 0.14705882352941177),
        (23, 37, 3, 60, 5.147989316641525e-11, 6.471637825162004e-11),
        (30, 30, 1, 8, 2.0448437506262334e-08, 2.0448437506262334e-08),
        (1, 5, 1, 1, 0.16666666666666669, 0.8333333333333333),
        (200, 1000, 20, 90, 0.008610240630359102, 0.30946891460419873),
    ])
    func itEqualsTheReference(_ row: (k: Int, n: Int, a: Double, b: Double, term: Double, tail: Double)) {
        let term = BetaBinomial.probability(row.k, of: row.n, a: row.a, b: row.b)
        let tail = BetaBinomial.upperTail(row.k, of: row.n, a: row.a, b: row.b)
        #expect(abs(term - row.term) <= 1e-11 * row.term)
        #expect(abs(tail - row.tail) <= 1e-11 * row.tail)
    }

    @Test func noSuccessesAtLeastIsCertainAndMoreThanAllIsImpossible() {
        #expect(BetaBinomial.upperTail(0, of: 4, a: 2, b: 2) == 1)
        #expect(BetaBinomial.upperTail(5, of: 4, a: 2, b: 2) == 0)
    }

    @Test func probabilitiesAddUpToOne() {
        let sum = (0...20).reduce(0.0) { $0 + BetaBinomial.probability($1, of: 20, a: 1.5, b: 7) }
        #expect(abs(sum - 1) < 1e-12)
    }
}
