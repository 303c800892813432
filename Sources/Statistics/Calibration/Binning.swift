// How confidences are cut into bins, and the edge rules on which implementations differ.

import Foundation

/// Equal-width bins over 0...1.
public struct EqualWidthBins: Sendable, Hashable {
    /// Which end of a bin belongs to it.
    public enum Closed: String, Sendable {
        /// [a, b), the last closed: netcal 1.4.0, torchmetrics 1.9.0 (but for its extra bin at exactly 1).
        case left
        /// (a, b], the first closed: Guo et al. (2017), scikit-learn 1.9.1's `calibration_curve`.
        case right
    }

    /// Number of bins, at least 1.
    public let count: Int
    /// Which end belongs to a bin.
    public let closed: Closed
    /// `count` + 1 edges, rounded as `numpy.linspace` rounds them: the edge of 3 of 10 is 0.30000000000000004, so a
    /// confidence of 0.3 is below it there as here.
    public let edges: [Double]
    /// The first inner edge.
    private let first: Double

    /// Bins.
    public init(_ count: Int, closed: Closed = .left) {
        self.count = max(1, count)
        self.closed = closed
        let step = 1 / Double(self.count)
        edges = (0..<self.count).map { Double($0) * step } + [1]
        first = edges[1]
    }

    /// The bin of a confidence in 0...1; numbers outside fall in the nearest bin.
    public func index(of score: Double) -> Int {
        // Most of the probabilities of many classes lie in the first bin.
        if score < first { return 0 }
        var index = Int(max(0, min(Double(count - 1), score * Double(count))))
        switch closed {
        case .left:
            while index > 0, score < edges[index] { index -= 1 }
            while index < count - 1, score >= edges[index + 1] { index += 1 }
        case .right:
            while index > 0, score <= edges[index] { index -= 1 }
            while index < count - 1, score > edges[index + 1] { index += 1 }
        }
        return index
    }
}

extension ScoreHistogram {
    /// Equal-width bins.
    public func bins(_ rule: EqualWidthBins) -> BinnedCalibration {
        var bins = [ConfidenceBin](repeating: ConfidenceBin(), count: rule.count)
        for scoreLevel in scoreLevels { bins[rule.index(of: scoreLevel.score)].add(scoreLevel) }
        return BinnedCalibration(bins)
    }

    /// Bins between given ascending edges, [a, b), the last closed. Scores outside go to the nearest bin.
    public func bins(between edges: [Double]) -> BinnedCalibration {
        guard edges.count > 1 else { return BinnedCalibration([]) }
        var bins = [ConfidenceBin](repeating: ConfidenceBin(), count: edges.count - 1)
        var index = 0
        for scoreLevel in scoreLevels {
            while index < bins.count - 1, scoreLevel.score >= edges[index + 1] { index += 1 }
            bins[index].add(scoreLevel)
        }
        return BinnedCalibration(bins)
    }

    /// The `q` quantile of confidence, as `numpy.quantile` computes it. `nil` for no judgements.
    public func quantile(_ q: Double) -> Double? {
        guard n > 0, q >= 0, q <= 1 else { return nil }
        return quantile(position: q * Double(n - 1))
    }

    private func quantile(position: Double) -> Double {
        let below = Int(position.rounded(.down))
        let share = position - Double(below)
        var seen = 0
        for (index, scoreLevel) in scoreLevels.enumerated() {
            seen += scoreLevel.count
            guard below < seen else { continue }
            let next =
                below + 1 < seen || index + 1 == scoreLevels.count ? scoreLevel.score : scoreLevels[index + 1].score
            let step = next - scoreLevel.score
            return share >= 0.5 ? next - step * (1 - share) : scoreLevel.score + step * share
        }
        return scoreLevels.last?.score ?? 0
    }

    /// Equal-mass bins at quantile edges, the ends set to 0 and 1: equal confidences stay together, so the bins do not
    /// depend on the order of rows (netcal 1.4.0, `equal_intervals=False`). Where ties make two edges equal, the empty
    /// bin between them is left out; netcal raises an error there.
    public func equalMassBins(_ count: Int) -> BinnedCalibration {
        bins(between: equalMassEdges(count))
    }

    /// The edges of those bins, from 0 to 1; none for no judgements.
    public func equalMassEdges(_ count: Int) -> [Double] {
        guard n > 0, count > 0 else { return [] }
        var edges: [Double] = [0]
        for k in 1..<max(2, count) where k < count {
            // numpy.linspace's rounding of k/count.
            let edge = quantile(position: Double(k) * (1 / Double(count)) * Double(n - 1))
            if let last = edges.last, edge > last, edge < 1 { edges.append(edge) }
        }
        return edges + [1]
    }
}

/// Equal-mass bins by rank: the sorted judgements are cut into `count` runs whose sizes differ by at most one, the larger
/// first (`numpy.array_split`). Equal confidences are torn apart in the order of the rows, as everyone who bins by rank
/// does; the result then depends on that order, and quantile edges do not.
public struct RankedPredictions: Sendable {
    private let confidence: [Double]
    private let correct: [Bool]

    /// Sorts once, stably; lists of the same length.
    public init(confidence: [Double], correct: [Bool]) {
        let order = confidence.indices.sorted {
            confidence[$0] == confidence[$1] ? $0 < $1 : confidence[$0] < confidence[$1]
        }
        self.confidence = order.map { confidence[$0] }
        self.correct = order.map { correct[$0] }
    }

    /// The bins.
    public func bins(_ count: Int) -> BinnedCalibration {
        let n = confidence.count
        guard count > 0 else { return BinnedCalibration([]) }
        var start = 0
        var bins: [ConfidenceBin] = []
        for k in 0..<count {
            let end = start + n / count + (k < n % count ? 1 : 0)
            var bin = ConfidenceBin()
            for row in start..<end {
                bin.add(ScoreHistogram.ScoreLevel(score: confidence[row], count: 1, hits: correct[row] ? 1 : 0))
            }
            bins.append(bin)
            start = end
        }
        return BinnedCalibration(bins)
    }
}
