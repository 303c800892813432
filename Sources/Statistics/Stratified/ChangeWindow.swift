import Foundation

/// A stretch of time in which something was more than at other times: the window of days that is furthest above the rest, and
/// how often chance alone makes one as far (the scan statistic of an epidemic change; Levin & Kline, Statistics in Medicine
/// 4:469, 1985), by permutation of the rows over the days.
public struct ChangeWindow: Sendable, Hashable {
    /// The days, by their place.
    public let days: Range<Int>
    /// p-value of the window that is furthest above the rest, among all that could have been.
    public let p: Double

    /// Fewest rows inside a window, and outside.
    public static let leastRows = 10
    /// Most places in time that a window may begin or end at: of more, days that follow each other are one place.
    public static let mostPlaces = 180

    /// The window of `values`, one a row, in the order of `days`, which do not fall: row by row the place of its day from 0.
    /// `nil` where no window has enough rows inside and outside, or nothing varies.
    public static func find(
        _ values: [Double], days: [Int], draws: Int = 999, enough: Int = 50, seed: UInt64 = 1
    ) -> ChangeWindow? {
        precondition(values.count == days.count, "each row has a day")
        guard let last = days.last, last > 0 else { return nil }
        let mean = ExactSum.of(values) / Double(values.count)
        var centred = values.map { $0 - mean }
        let width = last / mostPlaces + 1
        var rows = [Int](repeating: 0, count: last / width + 1)
        for day in days { rows[day / width] += 1 }
        guard let found = furthest(centred, rows), found.height > 0 else { return nil }
        var generator = SeededGenerator(seed: seed)
        var further = 0
        var drawn = 0
        while drawn < draws, further < enough {
            for place in stride(from: centred.count - 1, to: 0, by: -1) {
                centred.swapAt(place, generator.below(place + 1))
            }
            drawn += 1
            if let other = furthest(centred, rows), other.height >= found.height * (1 - 1e-9) { further += 1 }
        }
        let p = further >= enough ? Double(further) / Double(drawn) : Double(further + 1) / Double(drawn + 1)
        return ChangeWindow(
            days: found.places.lowerBound * width..<min(last + 1, found.places.upperBound * width), p: p)
    }

    /// The window whose sum is the most standard errors above what its rows have on average, which is 0.
    private static func furthest(_ values: [Double], _ rows: [Int]) -> (places: Range<Int>, height: Double)? {
        var sums = [0.0]
        var counts = [0]
        var row = 0
        for count in rows {
            var sum = 0.0
            for place in row..<row + count { sum += values[place] }
            row += count
            sums.append((sums.last ?? 0) + sum)
            counts.append(row)
        }
        var best: (places: Range<Int>, height: Double)?
        for start in rows.indices {
            for end in start + 1..<counts.count {
                let inside = counts[end] - counts[start]
                let outside = row - inside
                guard inside >= leastRows, outside >= leastRows else { continue }
                let height = (sums[end] - sums[start]) / (Double(inside) * Double(outside) / Double(row)).squareRoot()
                if height > (best?.height ?? -.infinity) { best = (start..<end, height) }
            }
        }
        return best
    }
}
