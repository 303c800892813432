/// A day of the calendar, as every date of a record and of a manifest is written: `2026-03-04`.
public struct Day: Sendable, Comparable, Hashable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int

    /// A day by its number.
    public init(number: Int) { self.number = number }

    /// Reads `2026-03-04`, or the day of a date and time with a zone in UTC; `nil` for anything else, and for a day that does
    /// not exist.
    public init?(_ text: String) {
        let moment = text.utf8.count == 10 ? Timestamp(text + "T00:00:00Z") : Timestamp(text)
        guard let seconds = moment?.seconds else { return nil }
        number = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    }

    /// Earlier first.
    public static func < (a: Day, b: Day) -> Bool { a.number < b.number }

    /// The day so many days later.
    public func adding(_ days: Int) -> Day { Day(number: number + days) }

    /// Days since another day.
    public func since(_ other: Day) -> Int { number - other.number }

    /// `2026-03-04` (H. Hinnant, "chrono-compatible low-level date algorithms", civil_from_days).
    public var description: String {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
