import Columns
import Record
import Statistics

/// What the page of nodes shows.
struct NodesExhibits {
    let found: NodesFound
    let latency: NodeLatency?

    private func isWorse(_ level: Int) -> Bool { found.worse.contains { $0.level == level } }
    private func words(_ level: Int) -> String {
        found.rows.predicate(level).map { "\($0.attribute) \($0.value)" } ?? ""
    }

    /// The matched difference of each level with its interval, and in grey the raw one.
    var matched: DotChart {
        DotChart(
            axis: Axis("Error rate less that of all others", .points),
            rows: found.compared.prefix(ShowAtMost.rows).compactMap { level in
                guard let result = found.result(level) else { return nil }
                let matched = result.matched
                return DotChart.Row(
                    words(level), value: matched?.difference, low: matched?.interval.low,
                    high: matched?.interval.high, baseline: result.rawDifference, n: result.rows,
                    state: isWorse(level) ? .worse : .neutral)
            }, name: "same mix", baselineName: "raw")
    }

    /// A row a level, the worst first.
    var levels: Table {
        let isTimed = found.telemetry.days != nil
        var columns = [Table.Column("level", "Level"), Table.Column("state", "State", .state)]
        if isTimed { columns.append(Table.Column("when", "When", method: "change-window")) }
        columns += [
            Table.Column("place", "Where"),
            Table.Column("matched", "Matched difference", .number, method: "matched-difference"),
            Table.Column("interval", "95 % interval", .interval, method: "matched-difference"),
            Table.Column("raw", "Raw difference", .number), Table.Column("n", "Rows", .number),
            Table.Column("overlap", "Overlap", .number),
            Table.Column("p", "p, corrected", .number, method: "benjamini-hochberg"),
        ]
        return Table(
            columns: columns,
            rows: (found.compared + found.refused).prefix(2 * ShowAtMost.rows).compactMap { level -> [Cell]? in
                guard let result = found.result(level) else { return nil }
                let place = found.worse.firstIndex { $0.level == level }
                let days = isTimed ? [Cell.text(place.flatMap { when(found.timelines[$0]) } ?? "")] : []
                let reason = "too few rows are like rows of others"
                let matched = result.matched
                return [.predicates(found.rows.predicates(level), target: nil), state(level)] + days + [
                    place.flatMap { found.worse[$0].place }.map { .text($0.words) }
                        ?? .text(place == nil ? "" : "everywhere"),
                    matched.map { .number($0.difference, .points) } ?? .none(reason),
                    matched.map {
                        .interval(
                            low: $0.interval.low, value: $0.difference, high: $0.interval.high, unit: .points, mark: 0)
                    } ?? .none(reason),
                    result.rawDifference.map { .number($0, .points) } ?? .none("there are no others"),
                    .number(Double(result.rows), .count), .number(result.overlap, .proportion),
                    matched.map { .number($0.adjusted, .pValue) } ?? .none(reason),
                ]
            }
        ).held(to: found.level)
    }

    private func state(_ level: Int) -> Cell {
        if isWorse(level) { return .state(.worse, "errs more") }
        if found.onlyMix.contains(level) { return .state(.neutral, "only its mix") }
        if found.refused.contains(level) { return .state(.notMeasured, "not compared") }
        if found.named.better.contains(level) { return .state(.better, "errs less") }
        return .state(.undecided, "no difference shown")
    }

    /// The days on which a level was worse, or all of them when nothing says otherwise.
    private func when(_ timeline: LevelTimeline?) -> String? {
        guard let timeline else { return nil }
        func text(_ days: ClosedRange<Int>) -> String {
            days.count == 1
                ? Day(number: days.lowerBound).description
                : "\(Day(number: days.lowerBound)) to \(Day(number: days.upperBound))"
        }
        return text(timeline.change?.days ?? timeline.seen)
    }

    /// Error rates by day of what is worse, and of the others; `nil` without times, or where nothing is worse.
    var timeline: LineChart? {
        let lines = zip(found.worse, found.timelines).compactMap { published, line in line.map { (published, $0) } }
            .prefix(4)
        guard let first = lines.first?.1, let start = first.days.first?.day,
            Set(first.days.map(\.day)).count > 1
        else { return nil }
        func points(_ days: [LevelTimeline.Day], _ counts: (LevelTimeline.Day) -> (Int, Int)) -> [LineChart.Point] {
            days.compactMap { day in
                let (errors, rows) = counts(day)
                guard let rate = Proportion(errors, of: rows), let value = rate.value, rows > 0 else { return nil }
                let interval = rate.wilson()
                return LineChart.Point(
                    x: Double(day.day - start + 1), y: value, low: interval?.low, high: interval?.high, n: rows)
            }
        }
        var series = lines.map { published, line in
            LineChart.Series(
                name: words(published.level), points: points(line.days) { ($0.errors, $0.rows) })
        }
        // What is left when the last of them is taken out is what is usual.
        if let last = lines.last?.1 {
            series.append(
                LineChart.Series(
                    name: "others", points: points(last.days) { ($0.otherErrors, $0.otherRows) }, isBaseline: true))
        }
        return LineChart(
            x: Axis("Day, 1 is \(Day(number: start))", .count), y: Axis("Error rate", .proportion, low: 0),
            series: series)
    }
}
