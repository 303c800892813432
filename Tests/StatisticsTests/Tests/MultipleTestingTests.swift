import Testing

@testable import Statistics

@Suite struct MultipleTestingTests {
    /// 109:8 from exact integer arithmetic; the others scipy 1.17.1, 2 binom.cdf(min, n, 1/2).
    @Test(arguments: [
        (109, 8, 8.845133711853033e-24), (25, 71, 2.8675552580223227e-06), (1, 1, 1), (3, 0, 0.25), (0, 0, 1),
        (500000, 502000, 0.0458246952632217),
    ])
    func mcNemarEqualsItsReference(_ fixed: Int, _ broken: Int, _ p: Double) {
        #expect(near(McNemar.exact(fixed: fixed, broken: broken), p, 1e-11))
        #expect(McNemar.exact(fixed: fixed, broken: broken) == McNemar.exact(fixed: broken, broken: fixed))
    }

    @Test func mcNemarHoldsWhereThePValueIsTiny() {
        // 2 * 2^-1000
        #expect(near(McNemar.exact(fixed: 0, broken: 1000), 0x1p-999, 1e-12))
    }

    @Test func benjaminiHochbergEqualsItsReference() {
        // scipy 1.17.1, false_discovery_control.
        let adjusted = Multiplicity.benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.5])
        for (a, b) in zip(adjusted, [0.025, 0.05, 0.05, 0.025, 0.5]) { #expect(near(a, b, 1e-14)) }
    }

    @Test func holmEqualsHandArithmetic() {
        let adjusted = Multiplicity.holm([0.01, 0.04, 0.03, 0.005])
        for (a, b) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(near(a, b, 1e-14)) }
    }

    @Test func unseenLooksArePaidFor() {
        #expect(near(Multiplicity.benjaminiHochberg([0.001], looks: 100)[0], 0.1, 1e-14))
        #expect(near(Multiplicity.bonferroni([0.001], looks: 100)[0], 0.1, 1e-14))
        #expect(near(Multiplicity.holm([0.001, 0.5], looks: 100)[0], 0.1, 1e-14))
    }

    @Test func adjustingKeepsOrderAndNeverHelps() {
        var random = SeededGenerator(seed: 7)
        let p = (0..<50).map { _ in random.unit() * random.unit() }
        for adjusted in [Multiplicity.benjaminiHochberg(p), Multiplicity.holm(p), Multiplicity.bonferroni(p)] {
            for (raw, value) in zip(p, adjusted) { #expect(raw <= value && value <= 1) }
            for i in p.indices {
                for j in p.indices where p[i] < p[j] { #expect(adjusted[i] <= adjusted[j]) }
            }
        }
        #expect(Multiplicity.benjaminiHochberg([]).isEmpty)
        #expect(Multiplicity.benjaminiHochberg([.nan, 0.01]) == [1, 0.02])
    }
}
