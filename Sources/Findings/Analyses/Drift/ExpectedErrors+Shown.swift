// What was expected without labels, as facts, words, a chart and a table.

import Record
import Statistics

extension ExpectedErrors {
    var facts: [Fact] {
        let specs = Drift.facts
        let unchecked = reason ?? "no window after the reference has labels"
        let held = checked.count - outside.count
        func count(_ spec: FactSpec, _ value: Int, among n: Int) -> Fact {
            reason == nil
                ? .count(spec, value, among: n, method: Self.method)
                : Fact(spec, undefined: unchecked, n: 0, method: Self.method)
        }
        return [
            .count(specs.waiting, waiting.count, among: waiting.of, method: Self.method),
            .stating(
                specs.expectedError, newest?.expected.map(Self.measure), else: reason ?? "too few rows",
                method: Self.method),
            count(specs.expectedChecked, checked.count, among: max(0, windows.count - 1)),
            count(specs.expectedHeld, held, among: checked.count),
            .rate(specs.expectedHeldShare, held, of: checked.count, undefined: unchecked, method: Self.method),
            .stating(specs.expectedGap, largestGap, else: unchecked, method: Self.method),
        ]
    }

    private static func measure(_ expected: ExpectedErrorRate.Expectation) -> Measure {
        Measure(
            expected.rate, Interval(expected.interval(), method: method), n: expected.n,
            units: expected.units < expected.n ? expected.units : nil, unit: .proportion, method: method)
    }

    /// The largest gap of all windows, whichever its sign; chosen for its size, so the interval is one for all of them.
    private var largestGap: Measure? {
        guard let counted = worst?.counted else { return nil }
        let reach = counted.expected.reach(level: Multiplicity.sidakLevel(of: checked.count))
        let gap = abs(counted.gap)
        return Measure(
            gap, Interval(low: max(0, gap - reach), high: min(1, gap + reach), level: 0.95, method: "simultaneous"),
            n: counted.expected.n, unit: .points, method: Self.method)
    }

    func add(to terms: inout Terms) {
        if let newest { terms[Drift.Term.expectedDays] = Self.words(newest.days) }
        terms[Drift.Term.expectedOutside] =
            Self.stretches(outside.map(\.days)).map(Self.words).joined(separator: ", ")
        if let worst { terms[Drift.Term.expectedWorst] = Self.day(worst.days.lowerBound) }
    }

    func add(to flags: inout Flags) {
        if waiting.count > 0 { flags.insert(Drift.Flag.waiting) }
        if reason == nil { flags.insert(Drift.Flag.expected) }
        if !checked.isEmpty { flags.insert(Drift.Flag.expectedChecked) }
        if !outside.isEmpty { flags.insert(Drift.Flag.expectedOutside) }
        if isWrong { flags.insert(Drift.Flag.expectedWrong) }
    }

    var exhibits: [Exhibit] {
        reason == nil
            ? [Exhibit(Drift.Shown.expected, .chart(.lines(chart))), Exhibit(Drift.Shown.record, .table(record))] : []
    }

    private static func day(_ number: Int) -> String { Day(number: number).description }

    private static func words(_ days: ClosedRange<Int>) -> String {
        days.count == 1 ? day(days.lowerBound) : "\(day(days.lowerBound)) to \(day(days.upperBound))"
    }

    /// Days that follow each other, as one stretch.
    private static func stretches(_ all: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
        var joined: [ClosedRange<Int>] = []
        for days in all {
            if let last = joined.last, last.upperBound + 1 == days.lowerBound {
                joined[joined.count - 1] = last.lowerBound...days.upperBound
            } else {
                joined.append(days)
            }
        }
        return joined
    }

    private var chart: LineChart {
        let first = windows[0].days.lowerBound
        func x(_ window: Window) -> Double { Double(window.days.upperBound - first + 1) }
        return LineChart(
            x: Axis("Day, 1 is \(Self.day(first))", .count), y: Axis("Error rate", .proportion, low: 0),
            series: [
                LineChart.Series(
                    name: "expected",
                    points: windows.dropFirst().map { window in
                        let interval = window.expected?.interval()
                        return LineChart.Point(
                            x: x(window), y: window.expected?.rate, low: interval?.low, high: interval?.high,
                            n: window.expected?.n ?? 0)
                    }, isBaseline: true),
                LineChart.Series(
                    name: "counted",
                    points: windows.dropFirst().map { window in
                        let counted = window.counted
                        return LineChart.Point(
                            x: x(window), y: counted.map { Double($0.errors) / Double($0.expected.n) },
                            n: counted?.expected.n ?? 0)
                    }),
            ])
    }

    /// A row a window, the reference first.
    private var record: Table {
        Table(
            columns: [
                Table.Column("days", "Days"), Table.Column("state", "State", .state),
                Table.Column("labelled", "Rows with a label", .number),
                Table.Column("waiting", "Waiting", .number),
                Table.Column("expected", "Expected", .number, method: Self.method),
                Table.Column("expected_interval", "95 % interval", .interval),
                Table.Column("counted", "Counted", .number, method: Self.method),
                Table.Column("gap", "Counted less expected", .number),
            ],
            rows: windows.enumerated().map { place, window in
                let name = Self.words(window.days)
                let expected = window.expected.map(Self.measure)
                let counted = window.counted
                let rate = counted.map { Double($0.errors) / Double($0.expected.n) }
                return [
                    .text(place == 0 ? name + ", the reference" : name), Self.state(window),
                    .number(Double(window.labelled), .count),
                    .number(Double(window.waiting), .count),
                    expected.map { .number($0.value, .proportion) } ?? .none("too few rows"),
                    expected.map { .interval(of: $0, mark: rate) } ?? .none("too few rows"),
                    rate.map { .number($0, .proportion) } ?? .none("too few labels"),
                    counted.map { .number($0.gap, .points) } ?? .none("too few labels"),
                ]
            })
    }

    private static func state(_ window: Window) -> Cell {
        guard let counted = window.counted else { return .state(.notMeasured, "no labels yet") }
        return counted.isHeld() ? .state(.passed, "as expected") : .state(.failed, "not as expected")
    }
}
