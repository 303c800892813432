// A few order statistics of many values, without putting all of them in order.
//
// Quickselect (Hoare 1961) for several ranks at once: values are parted around a pivot into smaller, equal and larger, and
// only the parts that hold a wanted rank are parted again. Five buckets of a million values need some three passes where
// sorting needs twenty. Pivots are medians of three; a part that is still long after many cuts is sorted, so that no input
// costs more than sorting does.

/// The values of the given ranks.
package enum OrderStatistics {
    /// Cuts after which what is left is sorted.
    private static let mostCuts = 40
    /// Parts shorter than this are sorted.
    private static let short = 64

    /// The values that would stand at `ranks`, each in `0..<values.count` and in any order, were `values` in ascending
    /// order. No value is NaN.
    package static func of(_ values: [Double], ranks: [Int]) -> [Double] {
        var values = values
        let ascending = Set(ranks).sorted()
        values.withUnsafeMutableBufferPointer { settle($0, 0..<$0.count, ascending[...], cuts: 0) }
        return ranks.map { values[$0] }
    }

    /// Puts the right value at each of `ranks`, ascending, all of which lie in `range`.
    private static func settle(
        _ values: UnsafeMutableBufferPointer<Double>, _ range: Range<Int>, _ ranks: ArraySlice<Int>, cuts: Int
    ) {
        guard !ranks.isEmpty, range.count > 1 else { return }
        if range.count < short || cuts > mostCuts {
            values[range].sort()
            return
        }
        let (low, high) = (range.lowerBound, range.upperBound)
        let pivot = median(values[low], values[low + range.count / 2], values[high - 1])
        // Smaller before `smaller`, equal up to `next`, not yet seen up to `larger`, larger from there.
        var smaller = low
        var next = low
        var larger = high
        while next < larger {
            let value = values[next]
            if value < pivot {
                values.swapAt(smaller, next)
                smaller += 1
                next += 1
            } else if value > pivot {
                larger -= 1
                values.swapAt(next, larger)
            } else {
                next += 1
            }
        }
        settle(values, low..<smaller, ranks.prefix { $0 < smaller }, cuts: cuts + 1)
        settle(values, larger..<high, ranks.drop { $0 < larger }, cuts: cuts + 1)
    }

    private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
        max(min(a, b), min(max(a, b), c))
    }
}
