import Columns
import Record
import Statistics
import Tallies

/// What the windows came to, as facts, words, charts and tables.
struct DriftFound {
    let windows: DriftWindows
    let rows: DriftRows
    /// Day of each row.
    let days: [Int32]
    /// What rows belong to: the same image twice is no second look at the model.
    let units: ResamplingUnits

    /// The change of the error rate divided by each column; none without an alarm of it. Each takes a thousand replicates.
    private let decompositions: [(name: Name, found: RateDecomposition)]

    private static let method = "drift"

    init(windows: DriftWindows, rows: DriftRows, days: [Int32], units: [UInt64]?) {
        self.windows = windows
        self.rows = rows
        self.days = days
        self.units = ResamplingUnits(
            ids: units ?? days.indices.map { UInt64($0) }, ofWholeShared: units != nil)
        decompositions =
            Self.errorAlarm(windows).map { alarm in
                Self.decompositions(
                    rows, Self.places(windows.reference.days, days), Self.places(alarm.days, days))
            } ?? []
    }

    private func day(_ number: Int) -> String { Day(number: number).description }
    private func name(_ column: DriftWindows.Column) -> String { Predicate(column.name, "").subject }

    /// The last alarm of the error rate.
    private static func errorAlarm(_ windows: DriftWindows) -> (alarm: DriftAlarm, days: ClosedRange<Int>)? {
        windows.alarms(of: Drift.error).last
    }

    private var errorAlarm: (alarm: DriftAlarm, days: ClosedRange<Int>)? { Self.errorAlarm(windows) }

    private static func places(_ wanted: ClosedRange<Int>, _ days: [Int32]) -> [Int] {
        days.indices.filter { wanted.contains(Int(days[$0])) }
    }

    private func rate(_ days: ClosedRange<Int>) -> Measure? {
        share(of: Self.places(days, self.days)) { rows.errors[$0] }
    }

    private func share(of places: [Int], where isHit: (Int) -> Bool) -> Measure? {
        units.rate(of: places, method: Self.method, where: isHit)
    }

    private static func decompositions(
        _ rows: DriftRows, _ before: [Int], _ now: [Int]
    ) -> [(name: Name, found: RateDecomposition)] {
        return rows.partitions.compactMap { column in
            func cells(_ places: [Int]) -> FactorCells? {
                try? FactorCells(
                    factors: [], attributes: [column.gathered(places)], errors: places.map { rows.errors[$0] })
            }
            guard let reference = cells(before), let current = cells(now),
                let found = RateDecomposition(reference: reference, current: current)
            else { return nil }
            return (column.name, found)
        }
    }

    /// The column whose mix moves the rate most, of those with the same values on both sides; of all, where none has.
    private static func telling(
        _ all: [(name: Name, found: RateDecomposition)]
    ) -> (name: Name, found: RateDecomposition)? {
        let whole = all.filter { $0.found.unmatched.value == 0 }
        return (whole.isEmpty ? all : whole).max { abs($0.found.mix.value) < abs($1.found.mix.value) }
    }

    var facts: [Fact] {
        let specs = Drift.facts
        let n = days.count
        func count(_ spec: FactSpec, _ value: Int) -> Fact { .count(spec, value, among: n, method: Self.method) }
        let all = windows.columns.flatMap(\.alarms)
        var facts = [
            count(specs.rows, n), count(specs.referenceRows, windows.reference.rows),
            count(specs.referenceDays, windows.reference.days.count), count(specs.windows, windows.windows.count),
            count(specs.windowDays, windows.windows.first?.days.count ?? 1),
            count(specs.columns, windows.columns.count), count(specs.alarms, all.count),
            count(specs.alarmsOpen, all.count { $0.closed == nil }),
            .stating(specs.referenceError, rate(windows.reference.days), else: "no row", method: Self.method),
        ]
        let none = "the error rate opened no alarm"
        facts.append(
            .stating(specs.alarmError, errorAlarm.flatMap { rate($0.days) }, else: none, method: Self.method))
        let found = Self.telling(decompositions)?.found
        func part(_ spec: FactSpec, _ part: RateDecomposition.Part?) -> Fact {
            part.map {
                Fact(
                    spec, $0.value, n: n, interval: $0.interval.map { Interval($0, method: "poisson-bootstrap") },
                    method: "mix-and-within")
            } ?? Fact(spec, undefined: none, n: n, method: "mix-and-within")
        }
        return facts + [
            part(specs.errorChange, found?.total), part(specs.mix, found?.mix), part(specs.within, found?.within),
        ]
    }

    /// What a record can acknowledge.
    var raised: [RaisedAlarm] {
        windows.columns.flatMap { column in column.alarms.map { raised(column, $0) } }
    }

    private func raised(_ column: DriftWindows.Column, _ alarm: DriftAlarm) -> RaisedAlarm {
        RaisedAlarm(
            column: column.name.text, opened: day(windows.windows[alarm.opened].days.upperBound),
            closed: alarm.closed.map { day(windows.windows[$0].days.upperBound) })
    }

    /// How often predictions are correct in the reference and in each window, for pages that set it beside other versions.
    var served: [ServedWindow] {
        var there = [[Int]](repeating: [], count: windows.windows.count + 1)
        for (row, place) in windows.places(of: days).enumerated() { there[place + 1].append(row) }
        return zip([windows.reference] + windows.windows, there).enumerated().map { place, window in
            ServedWindow(
                from: day(window.0.days.lowerBound), through: day(window.0.days.upperBound), rows: window.1.count,
                accuracy: window.1.count < DriftWindows.leastRows ? nil : share(of: window.1) { !rows.errors[$0] },
                isReference: place == 0)
        }
    }

    var terms: Terms {
        var terms = Terms([
            Drift.Term.referenceFrom: day(windows.reference.days.lowerBound),
            Drift.Term.referenceThrough: day(windows.reference.days.upperBound),
        ])
        func names(_ isOpen: Bool) -> String {
            windows.columns.filter { column in column.alarms.contains { ($0.closed == nil) == isOpen } }.map(name)
                .joined(separator: ", ")
        }
        terms[Drift.Term.open] = names(true)
        terms[Drift.Term.closed] = names(false)
        if let error = errorAlarm {
            terms[Drift.Term.errorSince] = day(error.days.lowerBound)
            terms[Drift.Term.errorThrough] = day(error.days.upperBound)
        }
        if let telling = Self.telling(decompositions) { terms[Drift.Term.by] = Predicate(telling.name, "").subject }
        return terms
    }

    var flags: Flags {
        let all = windows.columns.flatMap(\.alarms)
        let flags: [(Drift.Flag, Bool)] = [
            (.anyOpen, all.contains { $0.closed == nil }), (.anyClosed, all.contains { $0.closed != nil }),
            (.errorAlarm, errorAlarm != nil), (.errorOpen, errorAlarm.map { $0.alarm.closed == nil } ?? false),
        ]
        return Flags(flags.filter(\.1).map(\.0))
    }

    /// Multiple of what is called drift that the strip shows in full colour, on every page alike: what has not drifted stays pale,
    /// and what has is told apart.
    static let fullFrom = 3.5

    /// How far each column is off in each window, in multiples of what is called drift; those with alarms first. Its scale is
    /// not that of its largest cell: a column 40 times off would leave all others as pale as what has not drifted.
    var strip: MatrixChart {
        let ranked = windows.columns.enumerated().sorted { a, b in
            let (x, y) = (a.element.alarms.count, b.element.alarms.count)
            return (x > 0) != (y > 0) ? x > 0 : a.offset < b.offset
        }.map(\.element).prefix(ShowAtMost.rows)
        return MatrixChart(
            rowTitle: "Column", columnTitle: "Day, 1 is \(day(windows.reference.days.lowerBound))",
            rows: ranked.map(name),
            columns: windows.windows.map { "\($0.days.lowerBound - windows.reference.days.lowerBound + 1)" },
            unit: .ratio,
            cells: ranked.flatMap { column in
                windows.windows.indices.map { MatrixChart.Value(column.multiple($0), n: windows.windows[$0].rows) }
            }, minimumN: DriftWindows.leastRows, fullFrom: Self.fullFrom)
    }

    /// A row an alarm, open ones first, then the earliest.
    var alarms: Table {
        let all = windows.columns.flatMap { column in column.alarms.map { (column, $0) } }.enumerated().sorted { a, b in
            let open = (a.element.1.closed == nil, b.element.1.closed == nil)
            if open.0 != open.1 { return open.0 }
            let (x, y) = (a.element.1.opened, b.element.1.opened)
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element)
        return Table(
            columns: [
                Table.Column("column", "Column"), Table.Column("state", "State", .state),
                Table.Column("opened", "Opened", method: "drift-alarms"), Table.Column("closed", "Closed"),
                Table.Column("largest", "Largest, times its bound", .number, method: "drift"),
                Table.Column("on", "on"),
                Table.Column("p", "p there, corrected", .number, method: "benjamini-hochberg"),
                Table.Column("id", "Id"),
            ],
            rows: all.prefix(2 * ShowAtMost.rows).map { column, alarm in
                let inside = (max(0, alarm.opened - DriftAlarm.span + 1)..<(alarm.closed ?? windows.windows.count))
                let raised = raised(column, alarm)
                let worst = inside.max { (column.multiple($0) ?? 0) < (column.multiple($1) ?? 0) }
                return [
                    .text(name(column)),
                    alarm.closed == nil ? .state(.failed, "open") : .state(.neutral, "closed"),
                    .text(raised.opened), .text(raised.closed ?? ""),
                    worst.flatMap { column.multiple($0) }.map { .number($0, .ratio) } ?? .none("no value"),
                    .text(worst.map { day(windows.windows[$0].days.lowerBound) } ?? ""),
                    worst.flatMap { column.drifts[$0]?.adjusted }.map { .number($0, .pValue) } ?? .none("not tested"),
                    .text(raised.id),
                ]
            })
    }

    /// The error rate of the reference and of each window.
    var errorChart: LineChart {
        let first = windows.reference.days.lowerBound
        func point(_ days: ClosedRange<Int>) -> LineChart.Point? {
            rate(days).map {
                LineChart.Point(
                    x: Double(days.upperBound - first + 1), y: $0.value, low: $0.interval.low, high: $0.interval.high,
                    n: $0.n)
            }
        }
        let before = rate(windows.reference.days)
        let ends = [1.0, Double((windows.windows.last?.days.upperBound ?? first) - first + 1)]
        return LineChart(
            x: Axis("Day, 1 is \(day(first))", .count), y: Axis("Error rate", .proportion, low: 0),
            series: [
                LineChart.Series(
                    name: "windows",
                    points: windows.windows.filter { $0.rows >= DriftWindows.leastRows }.compactMap { point($0.days) }),
                LineChart.Series(
                    name: "reference",
                    points: ends.map { LineChart.Point(x: $0, y: before?.value, n: before?.n ?? 0) }, isBaseline: true),
            ])
    }

    /// The change of the error rate divided by the column whose mix moves it most, step by step.
    var steps: WaterfallChart? {
        Self.telling(decompositions)?.found.waterfall(from: "reference", to: "alarm")
    }

    /// The change of the error rate divided by each column: by mix, within, and by values that one side alone has.
    var why: Table? {
        let all = decompositions
        guard !all.isEmpty else { return nil }
        func cells(_ part: RateDecomposition.Part) -> [Cell] {
            [
                .number(part.value, .points),
                part.interval.map {
                    .interval(low: $0.low, value: part.value, high: $0.high, unit: .points, mark: 0)
                } ?? .none("nothing varies"),
            ]
        }
        return Table(
            columns: [
                Table.Column("by", "Divided by"), Table.Column("total", "Change", .number),
                Table.Column("mix", "By mix", .number, method: "mix-and-within"),
                Table.Column("mix_interval", "95 % interval", .interval),
                Table.Column("within", "Within", .number, method: "mix-and-within"),
                Table.Column("within_interval", "95 % interval", .interval),
                Table.Column("unmatched", "On one side alone", .number),
            ],
            rows: all.sorted { abs($0.found.mix.value) > abs($1.found.mix.value) }.prefix(ShowAtMost.rows).map {
                [.text(Predicate($0.name, "").subject), .number($0.found.total.value, .points)] + cells($0.found.mix)
                    + cells($0.found.within) + [.number($0.found.unmatched.value, .points)]
            })
    }
}
