import Statistics
import Testing

@Suite struct PrecisionSearchTests {
    /// Scores are uniform, and a row of score s is of the class with probability s: the precision above t is (1 + t) / 2,
    /// and the rows of the class above t are 1 - t squared of all.
    private func rows(_ n: Int, _ generator: inout SeededGenerator) -> [(score: Double, isOwn: Bool)] {
        (0..<n).map { _ -> (score: Double, isOwn: Bool) in
            let score = Double.random(in: 0..<1, using: &generator)
            return (score, Double.random(in: 0..<1, using: &generator) < score)
        }.sorted { $0.score > $1.score }
    }

    private func search(_ rows: [(score: Double, isOwn: Bool)], copies: Int = 1, shared: Bool = false)
        -> PrecisionSearch
    {
        var search = PrecisionSearch(target: 0.9, units: shared ? rows.count : 0)
        for (index, row) in rows.enumerated() {
            for _ in 0..<copies {
                if shared {
                    search.add(isOwn: row.isOwn, unit: index)
                } else {
                    search.add(own: row.isOwn ? 1 : 0, other: row.isOwn ? 0 : 1)
                }
            }
            search.threshold(index)
        }
        return search
    }

    @Test func theHighestRecallIsThatOfEveryThresholdTried() {
        var generator = SeededGenerator(seed: 1)
        for n in [1, 5, 40, 200] {
            let rows = rows(n, &generator)
            var best = 0
            for end in rows.indices {
                let own = rows[...end].count(where: \.isOwn)
                if Double(own) >= 0.9 * Double(end + 1) { best = max(best, own) }
            }
            #expect(search(rows).reached?.found ?? 0 == best)
        }
    }

    @Test(arguments: [30, 300, 3_000]) func theIntervalHoldsTheRecallOfInfinitelyManyRows(_ n: Int) throws {
        var generator = SeededGenerator(seed: UInt64(n))
        let truth = 1 - 0.8 * 0.8
        var held = 0
        for _ in 0..<200 {
            let rows = rows(n, &generator)
            let all = rows.count(where: \.isOwn)
            let search = search(rows)
            let value = Double(search.reached?.found ?? 0) / Double(max(1, all))
            let interval = try #require(
                search.interval(of: value) { Proportion($0?.found ?? 0, of: all)?.wilson(level: $1) })
            #expect(interval.contains(value))
            held += interval.contains(truth) ? 1 : 0
        }
        // 95 % asked; 179 is three deviations below that.
        #expect(held >= 179, "\(held) of 200")
    }

    /// Copies of a row say no more than the row does.
    @Test func rowsOfAUnitThatAreCopiesMoveNoThreshold() {
        var generator = SeededGenerator(seed: 7)
        for n in [20, 100, 1_000] {
            let rows = rows(n, &generator)
            let (alone, copied) = (search(rows), search(rows, copies: 4, shared: true))
            #expect(alone.sure?.index == copied.sure?.index)
            #expect(alone.possible?.index == copied.possible?.index)
        }
    }

    @Test func allRightIsNotForSure() {
        var search = PrecisionSearch(target: 0.9)
        search.add(own: 10, other: 0)
        search.threshold(0)
        // Ten of ten happen in 35 % of samples of a precision of 90 %.
        #expect(search.reached?.found == 10 && search.sure == nil && search.possible?.found == 10)
        search.add(own: 90, other: 0)
        search.threshold(1)
        #expect(search.sure?.found == 100)
    }

    @Test func theWorstOfSeveralIsAskedMore() {
        func places(_ looks: Int) -> PrecisionSearch {
            var search = PrecisionSearch(target: 0.9, oneOf: looks)
            for (index, other) in [0, 1, 1, 2, 4, 8, 16].enumerated() {
                search.add(own: 200, other: 10 * other)
                search.threshold(index)
            }
            return search
        }
        let (one, hundred) = (places(1), places(100))
        #expect((one.sure?.index ?? -1) > (hundred.sure?.index ?? -1))
        #expect((one.possible?.index ?? 9) <= (hundred.possible?.index ?? 9))
    }
}
