// The same images on two nodes: which answers differ, whether that costs anything, and where on the way the runs part.

import Artifacts
import Columns
import Statistics

/// Two runs on the images that both have.
package struct PairedRuns: Sendable {
    /// A stage at which runs may part.
    package struct Stage: Sendable {
        /// What it is called.
        package let name: String
        /// Images that differ there.
        package let differing: Int
        /// Images that differ there first.
        package let first: Int
        /// Of the images with other predictions, those that differ there first.
        package let firstOfFlipped: Int
    }

    /// What the comparison comes to.
    package enum Verdict: String, Sendable {
        /// No prediction differs.
        case same
        /// Predictions differ, and no difference in errors is shown; that it is no worse would need a stated margin.
        case different
        /// Significantly more errors in the second run.
        case worse
        /// Significantly fewer.
        case better
    }

    /// Images that both have.
    package let images: Int
    /// Images that one alone has.
    package let onlyFirst: Int
    /// Images that the other alone has.
    package let onlySecond: Int
    /// Images with other predictions.
    package let flipped: Int
    /// What happened to the correct and incorrect predictions of images with labels; `nil` without labels.
    package let counts: PairCounts?
    /// Mean confidence of the second less that of the first; `nil` without confidences.
    package let confidenceShift: Estimate?
    /// The stages in their order; empty without taps.
    package let stages: [Stage]
    /// Images with other predictions and no other tap: the runs part after the last one.
    package let flippedAfterTaps: Int

    /// What it comes to, at 5 %; `nil` without labels.
    package var verdict: Verdict? {
        guard let counts else { return nil }
        if counts.p < 0.05 { return counts.fixed > counts.broken ? .better : .worse }
        return flipped > 0 ? .different : .same
    }

    /// The comparison; `taps` are those of both runs, and `label` knows labels that the tables do not.
    package init(
        _ a: AnswerTable, _ b: AnswerTable, taps: (a: TapFile, b: TapFile)? = nil, tolerance: Double,
        label: (ItemID) -> Name?
    ) {
        let rows = b.index.rows(of: a.ids)
        let pairs = rows.indices.filter { rows[$0] >= 0 }.map { (a: $0, b: rows[$0]) }
        images = pairs.count
        onlyFirst = a.ids.count - pairs.count
        onlySecond = b.ids.count - pairs.count
        let isFlipped = pairs.map { a.predicted[$0.a] != b.predicted[$0.b] }
        flipped = isFlipped.count { $0 }
        var counts = PairCounts()
        for pair in pairs {
            guard let truth = a.labels?[pair.a] ?? b.labels?[pair.b] ?? label(a.ids[pair.a]) else { continue }
            counts.add(before: a.predicted[pair.a] == truth, now: b.predicted[pair.b] == truth)
        }
        self.counts = counts.n > 0 ? counts : nil
        let shifts = pairs.map { b.confidence[$0.b] - a.confidence[$0.a] }.filter(\.isFinite)
        confidenceShift = MeanInterval.student(shifts)
        let found = Self.divergences(a, b, taps, pairs, tolerance)
        var first = [Int](repeating: 0, count: found.count)
        var firstOfFlipped = first
        var after = 0
        for pair in pairs.indices {
            guard let stage = found.firstIndex(where: { $0.differs[pair] }) else {
                after += isFlipped[pair] ? 1 : 0
                continue
            }
            first[stage] += 1
            firstOfFlipped[stage] += isFlipped[pair] ? 1 : 0
        }
        flippedAfterTaps = after
        stages = found.indices.map { stage in
            Stage(
                name: found[stage].name, differing: found[stage].differs.count { $0 }, first: first[stage],
                firstOfFlipped: firstOfFlipped[stage])
        }
    }

    private static func divergences(
        _ a: AnswerTable, _ b: AnswerTable, _ taps: (a: TapFile, b: TapFile)?, _ pairs: [(a: Int, b: Int)],
        _ tolerance: Double
    ) -> [TapDivergence] {
        guard let taps else {
            return zip(a.taps, b.taps).map { TapDivergence($0, $1, pairs: pairs, tolerance: tolerance) }
        }
        let places = pairs.map { pair -> (a: Int?, b: Int?) in
            (taps.a.index.row(of: a.ids[pair.a]), taps.b.index.row(of: a.ids[pair.a]))
        }
        let tapped = places.indices.filter { places[$0].a != nil && places[$0].b != nil }
        let rows = tapped.map { (a: places[$0].a ?? 0, b: places[$0].b ?? 0) }
        return taps.a.taps.compactMap { tap in
            guard let other = taps.b.taps.first(where: { Name($0.name) == Name(tap.name) }) else { return nil }
            return TapDivergence(tap, other, pairs: rows, tolerance: tolerance).spread(over: tapped, of: pairs.count)
        }
    }
}

extension TapDivergence {
    /// The same for all pairs, of which these were tapped; others do not differ.
    fileprivate func spread(over pairs: [Int], of count: Int) -> TapDivergence {
        var all = [Bool](repeating: false, count: count)
        for (place, pair) in pairs.enumerated() { all[pair] = differs[place] }
        return TapDivergence(name: name, differs: all)
    }

    private init(name: String, differs: [Bool]) {
        self.name = name
        self.differs = differs
    }
}
