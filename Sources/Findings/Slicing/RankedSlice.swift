import Columns
import Statistics
import Tallies

/// One slice that is reported.
struct RankedSlice: Sendable {
    /// Some rows: what was counted of them, and the interval of their rate.
    struct Rate: Sendable {
        let count: SliceCensus.Count
        let interval: ConfidenceInterval

        init(_ rows: RowSet, _ tests: SliceTests) {
            count = SliceCensus.Count(rows: rows.count, errors: tests.wrong.overlap(rows))
            interval = tests.interval(rows)
        }
    }

    let predicates: [Predicate]
    let rows: RowSet
    /// Its own rate.
    let rate: Rate
    /// Its siblings: the rest of its worst parent, the one with the highest rate.
    let siblings: Rate
    /// The p-value that it was listed by, corrected for every slice tested.
    let adjusted: Double
    /// Whether it stands at the level of its family and its rate is far enough above its siblings' to be worth naming.
    let isFinding: Bool
    let alternatives: [[Predicate]]
    /// What each predicate brings to the rate's excess over that of all rows.
    let shares: [Double]
    /// The listed slice with most conditions of which it is a part.
    var within: [Predicate]?
    /// What the halves say, when neither is empty.
    var halves: Halves?

    /// Found on one half, measured on the other, both ways round.
    struct Halves: Sendable {
        /// On how many of the two it is found when that half is searched alone.
        let foundOn: Int
        /// Its rate on the half that found it, when the other did not.
        let selected: Rate?
        /// Its rate on rows that had no say in finding it: of the half, or halves, that did not; `nil` when neither half
        /// alone finds it.
        let heldOut: Rate?
        /// p-value on those rows, corrected by Holm over the reported slices that a half finds.
        var p: Double

        var isConfirmed: Bool { p <= 0.05 }
    }

    var count: SliceCensus.Count { rate.count }

    /// Errors that would not happen at the rate of the siblings, and the interval of that number: of the difference of two
    /// rates of different rows.
    var saved: (value: Double, low: Double, high: Double) {
        let n = Double(count.rows)
        let difference = IndependentProportions.difference(
            count.rate, rate.interval, siblings.count.rate, siblings.interval)
        return (n * (count.rate - siblings.count.rate), n * difference.low, n * difference.high)
    }

    /// As many errors at least.
    var savedAtLeast: Double { max(0, saved.low) }
}
