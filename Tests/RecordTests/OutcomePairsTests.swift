import Statistics
import Testing

@testable import Record

/// Two archives' outcomes of the same images.
@Suite struct OutcomePairsTests {
    private static func table(_ ids: [UInt64], _ predicted: [UInt16]) -> OutcomeTable {
        OutcomeTable(
            ids: ids, labels: ids.map { _ in 1 }, predicted: predicted, confidence: ids.map { _ in 0 })
    }

    @Test func rowsAreCountedByWhoWasRight() throws {
        let before = Self.table([1, 2, 3, 4, 5], [1, 1, 0, 0, 0])
        let now = Self.table([1, 2, 3, 4, 5], [1, 0, 1, 1, 2])
        #expect(before.pairs(with: now) == PairedProportions(both: 1, onlyFirst: 1, onlySecond: 2, neither: 1))
        #expect(before.pairs(with: Self.table([1, 2, 3, 4, 6], [1, 0, 1, 1, 2])) == nil)
        #expect(Self.table([], []).pairs(with: Self.table([], [])) == nil)
    }

    @Test func whatChangedSaysHowSureTheBetterIs() {
        func chance(_ lost: Int, _ gained: Int) -> Double {
            PairedProportions(both: 50, onlyFirst: lost, onlySecond: gained, neither: 9).chanceSecondIsHigher
        }
        #expect(abs(chance(0, 0) - 0.5) < 1e-12)
        #expect(abs(chance(7, 7) - 0.5) < 1e-12)
        // scipy.stats.beta(20.5, 10.5).sf(0.5)
        #expect(abs(chance(10, 20) - 0.966960) < 1e-6)
        #expect(abs(chance(20, 10) + chance(10, 20) - 1) < 1e-12)
    }
}
