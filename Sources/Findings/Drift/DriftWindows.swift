// Columns over time: each window of days beside a reference of the first days, and alarms that open and close by a rule.

import Columns
import Record
import Statistics

/// A column of rows that have days.
enum WindowedColumn: Sendable {
    /// Categories.
    case categories(CodedColumn)
    /// Numbers; what is not finite is missing.
    case numbers(NumericColumn)

    var name: Name {
        switch self {
        case .categories(let column): column.name
        case .numbers(let column): column.name
        }
    }
}

/// What was called drift long enough to be looked at.
struct DriftAlarm: Sendable, Hashable {
    /// The window in which it opened.
    let opened: Int
    /// The window in which it closed; `nil` while it is open.
    let closed: Int?

    /// Windows of which two with drift open an alarm.
    static let span = 3
    /// Windows with drift among them that open it.
    static let needed = 2
    /// Windows without drift in a row that close it.
    static let clean = 3

    /// The alarms of a column, by whether each window drifted; a window that is too small to say is no window.
    static func all(_ drifted: [Bool?]) -> [DriftAlarm] {
        var alarms: [DriftAlarm] = []
        var opened: Int?
        var recent: [Bool] = []
        for (window, hasDrifted) in drifted.enumerated() {
            guard let hasDrifted else { continue }
            recent.append(hasDrifted)
            if let since = opened {
                if recent.count >= clean, recent.suffix(clean).allSatisfy({ !$0 }) {
                    alarms.append(DriftAlarm(opened: since, closed: window))
                    opened = nil
                    recent = []
                }
            } else if hasDrifted, recent.suffix(span).count(where: { $0 }) >= needed {
                opened = window
            }
        }
        return alarms + (opened.map { [DriftAlarm(opened: $0, closed: nil)] } ?? [])
    }
}

/// Columns over time.
struct DriftWindows: Sendable {
    /// Days that follow each other.
    struct Window: Sendable {
        let days: ClosedRange<Int>
        let rows: Int
    }

    /// A column in every window.
    struct Column: Sendable {
        let name: Name
        /// `nil` where a window has too few rows.
        let drifts: [ColumnDrift?]
        let alarms: [DriftAlarm]

        /// How far the column is off in a window, in multiples of what is called drift: the larger of the least distance that is
        /// worth naming and the 95th percentile of chance.
        func multiple(_ window: Int) -> Double? {
            drifts[window]?.effect.map { $0.value / max($0.least, $0.nullHigh) }
        }
    }

    /// Fewest rows of a window that is looked at.
    static let leastRows = 30
    /// Most windows: of more days than that, days that follow each other are one, so that a single wrong year makes no
    /// thousands of them.
    static let mostWindows = 92

    let reference: Window
    let windows: [Window]
    let columns: [Column]
    /// Tests of all windows.
    let tests: Int

    /// Compares the windows after the first `referenceDays` days with those; `nil` where nothing comes after them. There are windows up to
    /// the day `through` where that is later than all rows.
    init?(
        _ columns: [WindowedColumn], days: [Int32], through: Int32? = nil, referenceDays: Int,
        _ settings: DriftSettings = DriftSettings()
    ) {
        guard let first = days.min().map({ Int($0) }), let latest = days.max() else { return nil }
        let last = Int(max(latest, through ?? latest))
        let start = first + referenceDays
        guard last >= start else { return nil }
        let width = (last - start) / Self.mostWindows + 1
        let count = (last - start) / width + 1
        // -1 is the reference.
        let windowOf = days.map { Self.window(of: $0, from: start, width: width) }
        var rows = [Int](repeating: 0, count: count + 1)
        for window in windowOf { rows[window + 1] += 1 }
        guard rows[0] >= Self.leastRows else { return nil }
        reference = Window(days: first...start - 1, rows: rows[0])
        windows = (0..<count).map { window in
            let from = start + window * width
            return Window(days: from...min(last, from + width - 1), rows: rows[window + 1])
        }
        let drifts = columns.map { Self.drifts($0, windowOf, rows, settings) }
        var judged = drifts
        var tests = 0
        for window in 0..<count {
            let there = drifts.indices.filter { drifts[$0][window] != nil }
            let (found, made) = TableDrift.judged(there.compactMap { drifts[$0][window] }, settings)
            tests += made
            for (place, column) in zip(there, found) { judged[place][window] = column }
        }
        self.tests = tests
        self.columns = zip(columns, judged).map { column, drifts in
            Column(
                name: column.name, drifts: drifts,
                alarms: DriftAlarm.all(
                    drifts.map { drift in drift.map { $0.hasDrifted || $0.unseen?.hasDrifted ?? false } }))
        }
    }

    /// The window of each day: -1 for the reference.
    func places(of days: [Int32]) -> [Int] {
        let width = windows.first?.days.count ?? 1
        return days.map { Self.window(of: $0, from: reference.days.upperBound + 1, width: width) }
    }

    private static func window(of day: Int32, from start: Int, width: Int) -> Int {
        Int(day) < start ? -1 : (Int(day) - start) / width
    }

    /// The alarms of a column, each with the days from the first that drifted of those that opened it to the last before it closed.
    func alarms(of name: Name) -> [(alarm: DriftAlarm, days: ClosedRange<Int>)] {
        guard let column = columns.first(where: { $0.name == name }) else { return [] }
        let drifted = windows.indices.filter { column.drifts[$0]?.hasDrifted ?? false }
        return column.alarms.compactMap { alarm in
            let last = alarm.closed ?? windows.count
            let inside = drifted.filter { $0 > alarm.opened - DriftAlarm.span && $0 <= last }
            guard let from = inside.first, let through = inside.last else { return nil }
            return (alarm, windows[from].days.lowerBound...windows[through].days.upperBound)
        }
    }

    private static func drifts(
        _ column: WindowedColumn, _ windowOf: [Int], _ rows: [Int], _ settings: DriftSettings
    ) -> [ColumnDrift?] {
        let count = rows.count - 1
        func isLarge(_ window: Int) -> Bool { rows[window + 1] >= leastRows }
        switch column {
        case .categories(let column):
            var counts = [[Int]](repeating: [Int](repeating: 0, count: column.categories.count), count: count + 1)
            for (row, window) in windowOf.enumerated() { counts[window + 1][column.codes[row]] += 1 }
            return (0..<count).map { window in
                isLarge(window)
                    ? CategoryDrift(reference: counts[0], current: counts[window + 1])
                        .drift(column.name, least: settings.leastShare) : nil
            }
        case .numbers(let column):
            var values = [[Double]](repeating: [], count: count + 1)
            for (row, window) in windowOf.enumerated() where column[row].isFinite {
                values[window + 1].append(column[row])
            }
            return (0..<count).map { window in
                isLarge(window)
                    ? NumberDrift(reference: values[0], current: values[window + 1])
                        .drift(column.name, least: settings.leastDistance) : nil
            }
        }
    }
}
