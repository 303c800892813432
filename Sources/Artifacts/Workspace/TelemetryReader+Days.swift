// When each row of telemetry was answered. A number may be many things: seconds since 1970 are read, and what is no such number by
// its size, as a spreadsheet's days or a logger's milliseconds, is refused, for its days would be those of another century.

import Columns
import Diagnostics
import Record

extension TelemetryReader {
    /// What a number is by its size. Zero is of none.
    enum TimeUnit: Int, CaseIterable {
        /// A spreadsheet's days since 1899-12-30: 40,000 is of 2009, 60,000 of 2064. As seconds they are the first of 1970.
        case serialDays
        case seconds
        case milliseconds
        case microseconds
        case nanoseconds

        /// The unit of a number that stands for a time; what is less than 100,000,000,000 seconds is before the year 5138.
        init?(of number: Double) {
            switch number.magnitude {
            case 0: return nil
            case 40_000...60_000: self = .serialDays
            case ..<1e11: self = .seconds
            case ..<1e14: self = .milliseconds
            case ..<1e17: self = .microseconds
            default: self = .nanoseconds
            }
        }

        /// What it is called in a sentence.
        var words: String {
            switch self {
            case .serialDays: "days as a spreadsheet counts them"
            case .seconds: "seconds since 1970"
            case .milliseconds: "milliseconds since 1970"
            case .microseconds: "microseconds since 1970"
            case .nanoseconds: "nanoseconds since 1970"
            }
        }

        /// How such numbers become seconds.
        var wayOut: String {
            switch self {
            case .serialDays: "or seconds since 1970, which are (time - 25569) * 86400"
            case .seconds: "or seconds since 1970"
            case .milliseconds: "or divide by 1,000"
            case .microseconds: "or divide by 1,000,000"
            case .nanoseconds: "or divide by 1,000,000,000"
            }
        }
    }

    /// A time as it is written: seconds since 1970, or a number that may be of another unit.
    struct WrittenTime {
        let seconds: Double
        let isNumber: Bool

        /// `nil` for what is neither RFC 3339 with a zone nor a number.
        init?(_ text: String) {
            if let time = Timestamp(text) {
                (seconds, isNumber) = (Double(time.seconds), false)
            } else if let number = Double(text), number.isFinite {
                (seconds, isNumber) = (number, true)
            } else {
                return nil
            }
        }

        init(number: Double) { (seconds, isNumber) = (number, true) }
    }

    /// 2000-01-01T00:00:00Z.
    private static let earliest = 946_684_800.0
    /// Days after the date of its version that a time may be of. A model serves for months and years after it.
    private static let mostDays = 5 * 365.25

    /// The day of each row: RFC 3339 with a zone, or seconds since 1970.
    func days(_ columns: ColumnTable, _ file: String, _ problems: inout ProblemList) -> [Int32]? {
        switch columns.column("time") {
        case .coded(let column):
            let times = column.categories.map { WrittenTime($0.text) }
            if let wrong = times.firstIndex(where: { $0 == nil }) {
                let text = column.categories[wrong]
                problems.add(
                    Problem(
                        at: Place(
                            file: file, row: columns.line(of: column.codes.firstIndex(of: wrong) ?? 0), field: "time"),
                        text == CodedColumn.missing ? "is blank" : "\"\(text)\" is not a time with a zone",
                        suggestion: "write 2026-03-04T18:10:00Z, or seconds since 1970"))
                return nil
            }
            let known = times.compactMap(\.self)
            return days(
                of: column.codes.count, columns, file, &problems, text: { column.category(of: $0).text },
                time: { known[column.codes[$0]] })
        case .numeric(let column):
            if let wrong = column.values.firstIndex(where: { !$0.isFinite }) {
                problems.add(
                    Problem(
                        at: Place(file: file, row: columns.line(of: wrong), field: "time"),
                        "is not a number of seconds since 1970"))
                return nil
            }
            return days(
                of: column.count, columns, file, &problems, text: { Box.text(column[$0]) },
                time: { WrittenTime(number: column[$0]) })
        case nil: return nil
        }
    }

    private func days(
        of rows: Int, _ columns: ColumnTable, _ file: String, _ problems: inout ProblemList, text: (Int) -> String,
        time: (Int) -> WrittenTime
    ) -> [Int32]? {
        let place = { (row: Int) in Place(file: file, row: columns.line(of: row), field: "time") }
        let date = Timestamp(form.manifest.date + "T00:00:00Z").map { Double($0.seconds) }
        let latest = date.map { $0 + Self.mostDays * 86_400 } ?? .infinity
        var first = [Int?](repeating: nil, count: TimeUnit.allCases.count)
        var early = (count: 0, first: 0)
        var late = (count: 0, first: 0)
        for row in 0..<rows {
            let time = time(row)
            if time.isNumber, let unit = TimeUnit(of: time.seconds), first[unit.rawValue] == nil {
                first[unit.rawValue] = row
            }
            if time.seconds < Self.earliest {
                if early.count == 0 { early.first = row }
                early.count += 1
            } else if time.seconds > latest {
                if late.count == 0 { late.first = row }
                late.count += 1
            }
        }
        let found = TimeUnit.allCases.compactMap { unit in first[unit.rawValue].map { (unit: unit, row: $0) } }
            .sorted { $0.row < $1.row }
        if found.count > 1 {
            let (one, other) = (found[0], found[1])
            problems.add(
                Problem(
                    at: place(other.row),
                    "\"\(text(other.row))\" is of \(other.unit.words) by its size, and \"\(text(one.row))\""
                        + " in row \(columns.line(of: one.row)) of \(one.unit.words)",
                    suggestion: "write all times alike, such as 2026-03-04T18:10:00Z, or seconds since 1970"))
            return nil
        }
        if let only = found.first, only.unit != .seconds {
            problems.add(
                Problem(
                    at: place(only.row),
                    "\"\(text(only.row))\" is of \(only.unit.words) by its size, and no time with a zone",
                    suggestion: "write 2026-03-04T18:10:00Z, \(only.unit.wayOut)"))
            return nil
        }
        func warn(_ which: (count: Int, first: Int), _ words: String, _ suggestion: String) {
            guard which.count > 0 else { return }
            problems.add(
                Problem(
                    .warning, at: place(which.first),
                    "\(which.count) of \(rows) \(which.count == 1 ? "rows is" : "rows are") of \(words), the first of them "
                        + "\"\(text(which.first))\"; they are taken as they stand", suggestion: suggestion))
        }
        warn(
            early, "a time before 2000",
            "is the time of a row not known? leave the row out: its day would be one of its own")
        warn(
            late, "a time more than five years after \(form.manifest.date), the date of the version",
            "is the year right?")
        // Both bounds are those of what is left: numbers of seconds, and four digits of a year.
        return (0..<rows).map { Int32(exactly: (time($0).seconds / 86_400).rounded(.down)) ?? 0 }
    }
}
