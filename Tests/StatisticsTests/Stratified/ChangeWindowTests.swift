import Statistics
import Testing

/// The run of days on which something was more.
@Suite struct ChangeWindowTests {
    private static func rows(
        days: Int, perDay: Int, seed: UInt64, _ rate: (Int) -> Double
    ) -> (values: [Double], days: [Int]) {
        var generator = SeededGenerator(seed: seed)
        let all = (0..<days * perDay).map { $0 / perDay }
        return (all.map { generator.unit() < rate($0) ? 1 : 0 }, all)
    }

    @Test func aPlantedStretchIsFoundWhereItIs() throws {
        let (values, days) = Self.rows(days: 30, perDay: 40, seed: 3) { (12..<16).contains($0) ? 0.6 : 0.1 }
        let found = try #require(ChangeWindow.find(values, days: days))
        #expect(found.days == 12..<16)
        #expect(found.p == 0.001)
    }

    @Test func whatLastsReachesTheEnd() throws {
        let (values, days) = Self.rows(days: 20, perDay: 50, seed: 4) { $0 >= 14 ? 0.5 : 0.1 }
        #expect(try #require(ChangeWindow.find(values, days: days)).days == 14..<20)
    }

    @Test func manyDaysAreTakenTogether() throws {
        let (values, days) = Self.rows(days: 700, perDay: 3, seed: 5) { (200..<400).contains($0) ? 0.5 : 0.1 }
        let found = try #require(ChangeWindow.find(values, days: days, draws: 99)).days
        #expect(abs(found.lowerBound - 200) <= 8 && abs(found.upperBound - 400) <= 8, "\(found)")
    }

    @Test func chanceMakesOneInTwenty() {
        let small = (0..<200).count { seed in
            let (values, days) = Self.rows(days: 14, perDay: 15, seed: UInt64(seed) + 100) { _ in 0.2 }
            return (ChangeWindow.find(values, days: days, draws: 199, seed: UInt64(seed))?.p ?? 1) < 0.05
        }
        // 99 % of samples of 1 in 20 are at most this.
        #expect(small <= 18, "\(small) of 200")
    }

    @Test func whereNothingCanBeComparedThereIsNone() {
        #expect(ChangeWindow.find([1, 0, 1], days: [0, 0, 0]) == nil)
        #expect(ChangeWindow.find([Double](repeating: 1, count: 40), days: (0..<40).map { $0 / 4 }) == nil)
        #expect(ChangeWindow.find([1, 0, 1, 0], days: [0, 1, 2, 3]) == nil)
    }
}
