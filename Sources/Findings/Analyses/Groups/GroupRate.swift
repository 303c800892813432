import Artifacts
import Columns
import Record
import Statistics

/// A rate of the groups of one attribute, all intervals holding at once, and how far the groups are apart.
struct GroupRate {
    /// What is compared.
    enum Kind: String, CaseIterable {
        /// The share that is right: accuracy, or of objects those found.
        case right
        /// Of a class's own images, those predicted as it (equal opportunity: Hardt, Price & Srebro, NeurIPS 2016).
        case recall
        /// Of the images of other classes, those predicted as it (with recall: equalised odds).
        case falsePositives = "false positive rate"
        /// The share predicted as the class (demographic parity).
        case predicted = "predicted share"
    }

    /// What it is a rate of.
    let kind: Kind
    /// The class that it is of; `nil` for all.
    let cls: String?
    /// The rate of each group; `nil` where it has no row.
    let rates: [Measure?]

    /// Places of the groups that have a rate.
    private var present: [(group: Int, rate: Measure)] {
        rates.enumerated().compactMap { group, rate in rate.map { (group, $0) } }
    }
    /// The group with the lowest rate, of those that have one.
    var lowest: Int? { present.min { ($0.rate.value, $0.group) < ($1.rate.value, $1.group) }?.group }
    /// The group with the highest.
    var highest: Int? { present.max { ($0.rate.value, -$0.group) < ($1.rate.value, -$1.group) }?.group }
    /// Rows of the groups compared.
    var n: Int { present.reduce(0) { $0 + $1.rate.n } }

    /// The highest rate less the lowest. All intervals hold at once, so the true range lies between what they leave at least and
    /// at most. `nil` with fewer than two groups.
    var difference: Measure? {
        guard present.count > 1, let low = lowest.flatMap({ rates[$0] }), let high = highest.flatMap({ rates[$0] })
        else { return nil }
        let ends = present.map(\.rate.interval)
        let (lows, highs) = (ends.map(\.low), ends.map(\.high))
        guard let leastHigh = highs.min(), let mostLow = lows.max(), let least = lows.min(), let most = highs.max()
        else { return nil }
        let interval = Interval(
            low: max(0, mostLow - leastHigh), high: most - least, level: ends[0].level, method: Self.method)
        return Measure(high.value - low.value, interval, n: n, unit: .points, method: Self.method)
    }

    /// The lowest rate over the highest, between the same ends; `nil` where the highest is 0.
    var ratio: Measure? {
        guard present.count > 1, let low = lowest.flatMap({ rates[$0] }), let high = highest.flatMap({ rates[$0] }),
            high.value > 0
        else { return nil }
        let ends = present.map(\.rate.interval)
        guard let leastHigh = ends.map(\.high).min(), let mostLow = ends.map(\.low).max(),
            let least = ends.map(\.low).min(), let most = ends.map(\.high).max(), most > 0
        else { return nil }
        let interval = Interval(
            low: least / most, high: mostLow > 0 ? min(1, leastHigh / mostLow) : 1, level: ends[0].level,
            method: Self.method)
        return Measure(low.value / high.value, interval, n: n, unit: .ratio, method: Self.method)
    }

    /// Whether the intervals leave no common rate: the groups differ by more than chance explains.
    var isApart: Bool { difference.map { $0.interval.low > 0 } ?? false }

    static let method = "group-rates"
}

extension GroupRate {
    /// Most classes whose rates are compared: those with most images.
    static let mostClasses = 50

    /// Classes that are compared, of those there are: the ones with most images.
    static func compared(_ rows: GroupRows) -> [Int] {
        let images = rows.imagesByClass
        return Array(
            images.indices.sorted { images[$0] != images[$1] ? images[$0] > images[$1] : $0 < $1 }.prefix(mostClasses)
        ).sorted()
    }

    /// The share right of each of `groups`, places among the values; one of `looks`.
    static func right(_ rows: GroupRows, groups: [Int], oneOf looks: Int) -> GroupRate {
        GroupRate(
            kind: .right, cls: nil,
            rates: groups.map { rows.rate(.right, of: nil, in: $0, oneOf: groups.count * looks) })
    }

    /// The rates of the classes that are compared; the intervals hold for all groups and classes at once, each kind being one of
    /// `looks`. Of objects, which are found or not, that is recall alone.
    static func ofClasses(_ rows: GroupRows, groups: [Int], kinds: [Kind], oneOf looks: Int) -> [GroupRate] {
        let counted = compared(rows)
        let looks = groups.count * counted.count * looks
        return kinds.flatMap { kind in
            counted.map { cls in
                GroupRate(
                    kind: kind, cls: rows.classes[cls].text,
                    rates: groups.map { rows.rate(kind, of: cls, in: $0, oneOf: looks) })
            }
        }
    }
}
