/// An RFC 3339 date-time with a zone, as seconds since 1970-01-01T00:00:00Z. Dates are checked: 30 February is refused.
public struct Timestamp: Sendable, Comparable, Hashable {
    /// Seconds since the epoch.
    public let seconds: Int

    /// Reads `2026-03-04T18:10:00Z` or `2026-03-04T18:10:00+01:00` (fractions of a second are dropped); `nil` when the
    /// text is anything else, has no zone or names a day that does not exist.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == 45, bytes[7] == 45, bytes[10] == 84 || bytes[10] == 32, bytes[13] == 58,
            bytes[16] == 58,
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
            let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
            (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day), hour < 24, minute < 60,
            second < 61
        else { return nil }
        var rest = bytes[19...]
        if rest.first == 46 {
            rest = rest.dropFirst()
            let digits = rest.prefix { (48...57).contains($0) }
            if digits.isEmpty { return nil }
            rest = rest.dropFirst(digits.count)
        }
        var offset = 0
        if rest.elementsEqual([90]) || rest.elementsEqual([122]) {
            offset = 0
        } else {
            let zone = Array(rest)
            guard zone.count == 6, zone[0] == 43 || zone[0] == 45, zone[3] == 58, let h = Self.number(zone[1..<3]),
                let m = Self.number(zone[4..<6]), h < 24, m < 60
            else { return nil }
            offset = (zone[0] == 43 ? 1 : -1) * (h * 60 + m) * 60
        }
        seconds = Self.daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
    }

    /// Earlier first.
    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.reduce(0) { total, digit in
            total.flatMap { (48...57).contains(digit) ? $0 * 10 + Int(digit - 48) : nil }
        }
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, "chrono-compatible low-level date
    /// algorithms", days_from_civil).
    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
