// Columns of numbers that look like personal data whatever they are called. A number alone is nobody's, so whole columns are
// looked at, and the rules are narrow: an ordinary measure must not be withheld.
//
// Phone numbers: nine of ten are whole numbers of 10 to 15 digits (E.164 has at most 15) that differ by at most two in their
// length, are not all alike, and are no times: not seconds or milliseconds since 1970 of the years 1998 to 2039, and no date
// written as YYYYMMDDhhmm or longer. What counts up row by row is a list of numbers, not of people.
//
// Payment cards: nine of ten are numbers of a card's issuer with its check digit, at least five different ones. One in ten numbers
// of an issuer has the check digit by chance.
//
// Coordinates: two columns side by side, both with the same number of decimals, four to eight (four are 11 m, what a measure
// with more has is a computed one), in -90...90 and -180...180; and all of them lie in one region: the spread of each is at
// most ten degrees and a quarter of its distance from zero. Coordinates of the whole world, or across the equator or the
// prime meridian, are not told from measures by this, their names tell.

import Foundation

/// What columns of numbers look like.
enum PersonalNumbers {
    /// Rows from which on something is told.
    private static let leastRows = 10
    /// Values that are looked at, spread evenly over all.
    private static let mostLooked = 1000

    /// What values of a column look like; `nil` where they are nobody's.
    static func find(in values: [Double]) -> PersonalValue? {
        arePhones(values) ? .phone : areCards(values) ? .card : nil
    }

    /// Whether values are numbers of payment cards, as far as a number holds all digits of one.
    static func areCards(_ values: [Double]) -> Bool {
        let values = looked(values)
        guard values.count >= leastRows else { return false }
        let cards = values.compactMap { Int(exactly: $0) }.filter {
            (1...1 << 53).contains($0) && PersonalValue.isCard(Array(String($0).utf8))
        }
        return cards.count * 10 >= values.count * 9 && Set(cards).count >= leastRows / 2
    }

    /// Whether values look like phone numbers.
    static func arePhones(_ values: [Double]) -> Bool {
        let values = looked(values)
        guard values.count >= leastRows else { return false }
        let numbers = values.compactMap { Int(exactly: $0) }.filter(isDialled)
        guard numbers.count * 10 >= values.count * 9, let low = numbers.min(), let high = numbers.max() else {
            return false
        }
        let isCounted = high - low < numbers.count * 100
        return !isCounted && digits(high) - digits(low) <= 2
    }

    /// A number of as many digits as a phone's, and no time.
    private static func isDialled(_ number: Int) -> Bool {
        guard (10...15).contains(digits(number)) else { return false }
        if (883_612_800...2_208_988_800).contains(number) || (883_612_800_000...2_208_988_800_000).contains(number) {
            return false
        }
        // YYYYMMDDhhmm and YYYYMMDDhhmmss.
        for scale in [10_000, 1_000_000] {
            let day = number / scale
            if (19_000_101...21_001_231).contains(day), (1...12).contains(day / 100 % 100), (1...31).contains(day % 100)
            {
                return false
            }
        }
        return true
    }

    private static func digits(_ number: Int) -> Int { number <= 0 ? 0 : String(number).utf8.count }

    /// Names of the columns that look like a latitude and a longitude. `columns` are those of a table in their order; `nil` is one
    /// that holds no numbers.
    static func coordinates(_ columns: [(name: String, values: [Double]?)]) -> Set<String> {
        let regions = columns.map { column in column.values.flatMap(Region.init) }
        var found: Set<String> = []
        for at in columns.indices.dropLast() {
            guard let one = regions[at], let other = regions[at + 1], one.decimals == other.decimals,
                min(one.farthest, other.farthest) <= 90
            else { continue }
            found.formUnion([columns[at].name, columns[at + 1].name])
        }
        return found
    }

    /// Where the values of a column lie, if they may be degrees of one region.
    private struct Region {
        let decimals: Int
        let farthest: Double

        init?(_ all: [Double]) {
            let values = looked(all)
            guard values.count >= leastRows, let low = values.min(), let high = values.max(), low < high,
                high - low <= 10, max(abs(low), abs(high)) <= 180, low.sign == high.sign,
                min(abs(low), abs(high)) >= 4 * (high - low)
            else { return nil }
            let decimals = values.map(Region.decimals)
            guard let most = decimals.max(), (4...8).contains(most),
                decimals.count(where: { $0 == most }) * 10 >= decimals.count * 7
            else { return nil }
            self.decimals = most
            farthest = max(abs(low), abs(high))
        }

        /// Digits behind the point.
        private static func decimals(_ value: Double) -> Int {
            let text = "\(value)"
            guard !text.contains("e"), let point = text.firstIndex(of: ".") else { return 99 }
            let tail = text[point...].dropFirst()
            return tail == "0" ? 0 : tail.utf8.count
        }
    }

    private static func looked(_ values: [Double]) -> [Double] {
        let step = max(1, values.count / mostLooked)
        return stride(from: 0, to: values.count, by: step).map { values[$0] }.filter(\.isFinite)
    }
}
