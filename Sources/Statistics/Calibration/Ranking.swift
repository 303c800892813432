import Foundation

/// How well scores rank what came true above what did not, and the operating points that follow. Scores at or above a
/// threshold count as positive.
public struct RankingCurve: Sendable {
    /// The counts at one threshold.
    public struct Point: Sendable, Hashable {
        /// The lowest score that counts as positive.
        public let threshold: Double
        /// Positives that came true.
        public let truePositives: Int
        /// Positives that did not.
        public let falsePositives: Int
    }

    /// Number that came true.
    public let positives: Int
    /// Number that did not.
    public let negatives: Int
    /// One point a distinct score, by falling threshold.
    public let points: [Point]

    /// The curve of a ladder.
    public init(_ scoreHistogram: ScoreHistogram) {
        positives = scoreHistogram.hits
        negatives = scoreHistogram.n - scoreHistogram.hits
        var points: [Point] = []
        points.reserveCapacity(scoreHistogram.scoreLevels.count)
        var hits = 0
        var misses = 0
        for scoreLevel in scoreHistogram.scoreLevels.reversed() {
            hits += scoreLevel.hits
            misses += scoreLevel.count - scoreLevel.hits
            points.append(Point(threshold: scoreLevel.score, truePositives: hits, falsePositives: misses))
        }
        self.points = points
    }

    /// Area under the ROC curve: the chance that something that came true is scored above something that did not, ties
    /// counting one half. `nil` unless there are both.
    public var auroc: Double? {
        guard positives > 0, negatives > 0 else { return nil }
        // Twice the number of pairs ranked right, in whole numbers.
        var twice: Int128 = 0
        var last = (hits: 0, misses: 0)
        for point in points {
            let misses = point.falsePositives - last.misses
            twice += Int128(misses) * Int128(point.truePositives + last.hits)
            last = (point.truePositives, point.falsePositives)
        }
        return Double(twice) / 2 / Double(positives) / Double(negatives)
    }

    /// The interval of the area under the ROC curve: the areas that are not too far from the measured one for their own
    /// standard deviation, as Wilson's is for a share (Newcombe, Statistics in Medicine 25:559, 2006, method 5; the variance is
    /// Hanley & McNeil's of 1982 with both counts at their mean). It has a width where the two kinds are set apart entirely.
    public func aurocInterval(level: Double = 0.95) -> ConfidenceInterval? {
        guard let measured = auroc else { return nil }
        let z = Normal.twoSidedPoint(level: level)
        let product = Double(positives) * Double(negatives)
        let others = Double(positives + negatives) / 2 - 1
        func isPossible(_ area: Double) -> Bool {
            let variance =
                area * (1 - area) * (1 + others * ((1 - area) / (2 - area) + area / (1 + area))) / product
            return abs(area - measured) <= z * variance.squareRoot()
        }
        /// The last possible area on the way to an end.
        func last(towards end: Double) -> Double {
            var (possible, far) = (measured, end)
            for _ in 0..<60 {
                let middle = (possible + far) / 2
                if isPossible(middle) { possible = middle } else { far = middle }
            }
            return possible
        }
        return ConfidenceInterval(
            low: measured == 0 ? 0 : last(towards: 0), high: measured == 1 ? 1 : last(towards: 1), level: level)
    }

    /// Average precision: the sum over thresholds of precision times the step of recall, no interpolation (scikit-learn
    /// 1.9.1). `nil` when nothing came true.
    public var averagePrecision: Double? {
        guard positives > 0 else { return nil }
        var sum = 0.0
        var last = 0
        for point in points where point.truePositives > last {
            sum += Double(point.truePositives - last) * precision(point)
            last = point.truePositives
        }
        return sum / Double(positives)
    }

    /// The largest recall over thresholds whose precision is at least `target`, and the highest such threshold. `nil`
    /// when no threshold reaches it.
    public func recall(atPrecision target: Double) -> (recall: Double, threshold: Double, point: Point)? {
        guard positives > 0 else { return nil }
        var best: Point?
        for point in points where precision(point) >= target {
            if best.map({ point.truePositives > $0.truePositives }) ?? true { best = point }
        }
        return best.map { (Double($0.truePositives) / Double(positives), $0.threshold, $0) }
    }

    /// The false positive rate at the highest threshold whose true positive rate is at least `target`.
    public func falsePositiveRate(atTruePositiveRate target: Double) -> (rate: Double, threshold: Double)? {
        guard positives > 0, negatives > 0 else { return nil }
        guard let point = points.first(where: { Double($0.truePositives) / Double(positives) >= target }) else {
            return nil
        }
        return (Double(point.falsePositives) / Double(negatives), point.threshold)
    }

    /// The largest true positive rate over thresholds whose false positive rate is at most `limit`; 0 when the highest
    /// score is already above the limit.
    public func truePositiveRate(atFalsePositiveRate limit: Double) -> Double? {
        guard positives > 0, negatives > 0 else { return nil }
        let point = points.last { Double($0.falsePositives) / Double(negatives) <= limit }
        return Double(point?.truePositives ?? 0) / Double(positives)
    }

    /// The counts at a given threshold.
    public func point(at threshold: Double) -> Point {
        var low = 0
        var high = points.count
        while low < high {
            let middle = (low + high) / 2
            if points[middle].threshold >= threshold { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return Point(threshold: threshold, truePositives: 0, falsePositives: 0) }
        let found = points[low - 1]
        return Point(
            threshold: threshold, truePositives: found.truePositives, falsePositives: found.falsePositives)
    }

    /// Share of positives that came true; 1 where nothing is positive, as scikit-learn has it.
    public func precision(_ point: Point) -> Double {
        let all = point.truePositives + point.falsePositives
        return all == 0 ? 1 : Double(point.truePositives) / Double(all)
    }
}

extension ScoreHistogram {
    /// Down the confidences, with the precision asked for; a threshold is called by its place among the levels.
    public func search(_ precision: Double) -> PrecisionSearch {
        var search = PrecisionSearch(target: precision)
        for (index, level) in scoreLevels.enumerated().reversed() {
            search.add(own: level.hits, other: level.count - level.hits)
            search.threshold(index)
        }
        return search
    }
}
