import Record
import Testing

@testable import Findings

/// Counts of pairs: what changed is what is right now less what was right before, and looking from the other side turns
/// the sign and nothing else.
@Suite struct PairCountsTests {
    /// Pairs as (before, now, unit), `shared` to a unit.
    private static func pairs(shared: Int) -> [(Bool, Bool, UInt64)] {
        (0..<120).map { (index: Int) -> (Bool, Bool, UInt64) in (index % 3 != 0, index % 5 != 1, UInt64(index / shared))
        }
    }

    private static func counts(_ pairs: [(Bool, Bool, UInt64)], units: Bool, turned: Bool = false) -> PairCounts {
        var counts = PairCounts()
        for (before, now, unit) in pairs {
            counts.add(before: turned ? now : before, now: turned ? before : now, unit: units ? unit : nil)
        }
        return counts
    }

    @Test(arguments: [(false, 1), (true, 1), (true, 4), (true, 30)])
    func theChangeIsTheDifferenceOfTheRates(_ given: (units: Bool, shared: Int)) throws {
        let counts = Self.counts(Self.pairs(shared: given.shared), units: given.units)
        #expect(counts.n == 120)
        #expect(counts.unitCount == 120 / given.shared)
        let now = try #require(counts.rateNow(method: "m"))
        let before = try #require(counts.rateBefore(method: "m"))
        let change = try #require(counts.change(method: "m"))
        #expect(near(change.value, now.value - before.value))
        #expect(near(try #require(counts.errorNow(method: "m")).value, 1 - now.value))
        #expect(near(try #require(counts.errorBefore(method: "m")).value, 1 - before.value))
        #expect(change.interval.low < change.value)
        #expect(change.value < change.interval.high)
        #expect(now.units == (given.units ? 120 / given.shared : nil))
    }

    @Test(arguments: [(false, 1), (true, 4)])
    func theOtherWayRoundTheSignTurnsAndTheTestDoesNot(_ given: (units: Bool, shared: Int)) throws {
        let pairs = Self.pairs(shared: given.shared)
        let here = Self.counts(pairs, units: given.units)
        let there = Self.counts(pairs, units: given.units, turned: true)
        #expect(here.fixed == there.broken)
        #expect(near(here.p, there.p))
        let change = try #require(here.change(method: "m"))
        let back = try #require(there.change(method: "m"))
        #expect(near(change.value, -back.value))
        #expect(near(change.interval.low, -back.interval.high))
        #expect(near(change.interval.high, -back.interval.low))
    }

    @Test func theOrderOfPairsDoesNotMatter() {
        let pairs = Self.pairs(shared: 4)
        #expect(Self.counts(pairs, units: true) == Self.counts(pairs.reversed(), units: true))
    }

    @Test func pairsThatShareAUnitAreWorthFewer() throws {
        // Every unit changes as one, so that 120 pairs are worth 12.
        let pairs = (0..<120).map { (index: Int) -> (Bool, Bool, UInt64) in
            let unit = index / 10
            return (unit % 2 == 0, unit % 3 != 0, UInt64(unit))
        }
        let alone = try #require(Self.counts(pairs, units: false).change(method: "m"))
        let shared = try #require(Self.counts(pairs, units: true).change(method: "m"))
        #expect(near(alone.value, shared.value))
        #expect(shared.interval.high - shared.interval.low > 2 * (alone.interval.high - alone.interval.low))
        #expect(Self.counts(pairs, units: true).p > Self.counts(pairs, units: false).p)
    }

    @Test func withoutPairsThereIsNoRateAndNoChange() {
        let none = PairCounts()
        #expect(none.rateNow(method: "m") == nil)
        #expect(none.change(method: "m") == nil)
        #expect(none.p == 1)
    }
}
