// When a level was worse: day by day beside all others, and the days since or on which it was.

import Columns
import Record
import Statistics
import Tallies

/// A level over time.
struct LevelTimeline: Sendable {
    /// Rows and errors of a day, of the level and of all others that it was compared with.
    struct Day: Sendable {
        /// Days since 1970-01-01.
        let day: Int
        var rows = 0
        var errors = 0
        var otherRows = 0
        var otherErrors = 0
    }

    /// The days that have rows of either, ascending.
    let days: [Day]
    /// The first and the last day of the level.
    let seen: ClosedRange<Int>
    /// Whether others have rows on days on which the level has none.
    let isPart: Bool
    /// The days on which it was worse than on its others, where a permutation test says so at 5 %; what it is from one day on
    /// reaches its last day.
    let change: (days: ClosedRange<Int>, p: Double)?

    /// The level of `published` among the rows of telemetry; `days` is the day of each row. `nil` without a row of it.
    init?(_ published: PublishedLevel, _ rows: MatchedRows, days: [Int32], seed: UInt64 = 1) {
        let isOfLevel = rows.isOfLevel(published.level)
        let isKept = rows.isKept(published)
        let expected = rows.expectedErrors(published)
        var byDay: [Int: Day] = [:]
        var own: [(day: Int, excess: Double)] = []
        for row in isOfLevel.indices where isKept[row] {
            let day = Int(days[row])
            let isError = rows.errors[row]
            if isOfLevel[row] {
                byDay[day, default: Day(day: day)].rows += 1
                if isError { byDay[day, default: Day(day: day)].errors += 1 }
                if let expected = expected[row] { own.append((day, (isError ? 1 : 0) - expected)) }
            } else {
                byDay[day, default: Day(day: day)].otherRows += 1
                if isError { byDay[day, default: Day(day: day)].otherErrors += 1 }
            }
        }
        self.days = byDay.values.sorted { $0.day < $1.day }
        let there = self.days.filter { $0.rows > 0 }.map(\.day)
        guard let first = there.first, let last = there.last else { return nil }
        seen = first...last
        isPart = self.days.contains { $0.rows == 0 }
        own.sort { $0.day < $1.day }
        let window = ChangeWindow.find(own.map(\.excess), days: own.map { $0.day - first }, seed: seed)
        change = window.flatMap { window in
            guard window.p < LevelComparison.alpha else { return nil }
            // Days without a row are no part of the change.
            let inside = there.filter { window.days.contains($0 - first) }
            guard let from = inside.first, let through = inside.last else { return nil }
            return (from...through, window.p)
        }
    }
}
