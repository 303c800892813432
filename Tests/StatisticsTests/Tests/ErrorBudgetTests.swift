import Testing

@testable import Statistics

@Suite struct ErrorBudgetTests {
    @Test func simesIsTheLeastOfRankedPValues() throws {
        // Sorted .01, .02, .9: min(3 x .01, 3/2 x .02, .9).
        #expect(near(try #require(ErrorBudget.simes([0.02, 0.9, 0.01])), 0.03, 1e-15))
        #expect(near(try #require(ErrorBudget.simes([0.004], looks: 10)), 0.04, 1e-15))
        #expect(ErrorBudget.simes([]) == nil)
    }

    @Test func familiesWithoutTestsAreNoLooks() {
        let budget = ErrorBudget([0.02, nil, 0.9, nil])
        #expect(budget.families == 2)
        #expect(budget.stands == [true, false, false, false])
        #expect(budget.levels == [0.025, 0, 0, 0])
        #expect(ErrorBudget([nil]).levels == [0])
    }

    @Test func theMoreFamiliesStandTheMoreTheirTestsMayCost() {
        #expect(ErrorBudget([0.001, 0.2, 0.3, 0.4, 0.5]).levels[0] == 0.01)
        #expect(ErrorBudget([0.001, 0.002, 0.003, 0.001, 0.002]).levels == Array(repeating: 0.05, count: 5))
        // .02 falls by itself among five, and stands beside four that do.
        #expect(!ErrorBudget([0.02, 0.5, 0.5, 0.5, 0.5]).stands[0])
        #expect(ErrorBudget([0.02, 0.001, 0.001, 0.001, 0.001]).stands[0])
    }

    @Test func aFamilyOfTwiceTheWeightHasTwiceTheLevel() {
        // Weights 1.5, 0.75 and 0.75 of their mean: .0248 is below 1.5 x .05 / 3, and .0124 is not below half of it.
        #expect(ErrorBudget([0.0248, 0.9, 0.9], weights: [2, 1, 1]).stands == [true, false, false])
        #expect(near(ErrorBudget([0.0248, 0.9, 0.9], weights: [2, 1, 1]).levels[0], 0.025, 1e-15))
        #expect(ErrorBudget([0.9, 0.0126, 0.9], weights: [2, 1, 1]).stands == [false, false, false])
        #expect(ErrorBudget([0.9, 0.0124, 0.9], weights: [2, 1, 1]).stands == [false, true, false])
    }

    /// Six families of different sizes on chance alone: 1,000 audits flag in at most 67 (the 99 % quantile of 5 %).
    @Test func auditsWithoutAnEffectFlagNoMoreOftenThanStated() {
        var random = SeededGenerator(seed: 11)
        var flagged = 0
        for _ in 0..<1000 {
            let families = [1, 3, 15, 40, 90, 400].map { tests in (0..<tests).map { _ in random.unit() } }
            let budget = ErrorBudget(families.map { ErrorBudget.simes($0) }, weights: [1, 1, 1, 1, 1, 2])
            let found = zip(families, budget.levels).contains { family, level in
                level > 0 && Multiplicity.benjaminiHochberg(family).contains { $0 <= level }
            }
            if found { flagged += 1 }
        }
        #expect(flagged <= 67)
        #expect(flagged >= 20)
    }
}
