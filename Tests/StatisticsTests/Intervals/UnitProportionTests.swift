import Foundation
import Statistics
import Testing

@Suite struct UnitProportionTests {
    @Test func rowsThatAreCopiesOfOneAreWorthOne() throws {
        // 40 units of 10 equal rows, 30 of them right.
        let copies = UnitProportion((0..<40).map { (successes: $0 < 30 ? 10 : 0, rows: 10) })
        #expect(near(copies.designEffect, 10 * 40 / 39, 1e-12))
        let alone = try #require(Proportion(30, of: 40)?.wilson())
        let wide = try #require(copies.wilson())
        #expect(wide.low < alone.low && wide.high > alone.high)
        #expect(wide.width < 1.1 * alone.width)
        #expect(copies.asIndependent == (29, 39))
    }

    @Test func rowsOfWhichEachUnitHasTheSameShareAreWorthThemselves() {
        let even = UnitProportion((0..<50).map { _ in (successes: 8, rows: 10) })
        #expect(even.designEffect == 1)
        #expect(even.asIndependent == (400, 500))
    }

    @Test(arguments: [0, 10]) func whereAllRowsAreAlikeAUnitCountsOnce(_ right: Int) throws {
        let alike = UnitProportion((0..<30).map { _ in (successes: right, rows: 10) })
        #expect(alike.designEffect == 10)
        let interval = try #require(alike.wilson())
        let alone = try #require(Proportion(right == 0 ? 0 : 30, of: 30)?.wilson())
        #expect(interval.width >= alone.width)
        #expect(interval.contains(right == 0 ? 0 : 1))
    }

    @Test func oneUnitSaysNextToNothing() throws {
        let one = UnitProportion([(successes: 400, rows: 500)])
        #expect(one.effectiveSize() == 1)
        #expect(try #require(one.wilson()).width > 0.7)
        #expect(UnitProportion([]).wilson() == nil)
        #expect(UnitProportion([(successes: 0, rows: 0)]).wilson() == nil)
    }

    /// Half of the units have three rows or fewer, a few have hundreds: those decide how sure the share is.
    @Test func itsIntervalHoldsWhereAFewUnitsHaveMostRows() {
        var source = SeededGenerator(seed: 6)
        var held = 0
        let runs = 2_000
        for _ in 0..<runs {
            let counts = (0..<60).map { _ -> (successes: Int, rows: Int) in
                let rows = min(200, Int(1.5 * pow(1 - source.unit(), -1.25)))
                let rate = source.unit() < 0.5 ? 0.7 : 1.0
                return ((0..<rows).reduce(0) { sum, _ in sum + (source.unit() < rate ? 1 : 0) }, rows)
            }
            if UnitProportion(counts).wilson()?.contains(0.85) == true { held += 1 }
        }
        #expect((0.90...0.99).contains(Double(held) / Double(runs)), "\(held) of \(runs)")
    }

    /// 40 units of 15 rows whose own rates vary widely about 0.8: Wilson's interval of the rows would hold the truth in
    /// about half of the runs.
    @Test func itsIntervalHoldsWhatItPromises() {
        var source = SeededGenerator(seed: 5)
        var (held, naive) = (0, 0)
        let runs = 2_000
        for _ in 0..<runs {
            let counts = (0..<40).map { _ -> (successes: Int, rows: Int) in
                // 0.6 or 1.0, each in half of the units.
                let rate = source.unit() < 0.5 ? 0.6 : 1.0
                return ((0..<15).reduce(0) { sum, _ in sum + (source.unit() < rate ? 1 : 0) }, 15)
            }
            let units = UnitProportion(counts)
            if units.wilson()?.contains(0.8) == true { held += 1 }
            if Proportion(units.successes, of: units.n)?.wilson()?.contains(0.8) == true { naive += 1 }
        }
        #expect((0.93...0.99).contains(Double(held) / Double(runs)), "\(held) of \(runs)")
        #expect(Double(naive) / Double(runs) < 0.8, "\(naive) of \(runs)")
    }
}
