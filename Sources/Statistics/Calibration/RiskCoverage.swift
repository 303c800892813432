/// The risk of a selective classifier: the error rate of the predictions that are at least so confident, at each share of all that
/// these are (El-Yaniv & Wiener, JMLR 11:1605, 2010; Geifman & El-Yaniv, NeurIPS 2017).
public struct RiskCoverage: Sendable {
    /// What is left of all predictions from a confidence on.
    public struct Cut: Sendable, Hashable {
        /// The least confidence that is kept.
        public let threshold: Double
        /// Predictions that are kept.
        public let kept: Int
        /// Errors among them.
        public let errors: Int
    }

    /// The predictions by confidence.
    public let histogram: ScoreHistogram

    /// The curve of predictions; at least one.
    public init(_ histogram: ScoreHistogram) {
        precondition(histogram.n > 0, "a curve of predictions")
        self.histogram = histogram
    }

    /// The most confident predictions that are at least this share of all; equal confidences stay together.
    public func cut(_ coverage: Double) -> Cut {
        let wanted = coverage * Double(histogram.n)
        var (kept, errors) = (0, 0)
        var threshold = histogram.scoreLevels.last?.score ?? 0
        for level in histogram.scoreLevels.reversed() {
            if kept > 0, Double(kept) >= wanted - 1e-9 { break }
            kept += level.count
            errors += level.count - level.hits
            threshold = level.score
        }
        return Cut(threshold: threshold, kept: kept, errors: errors)
    }

    /// The area under the curve: the mean, over all k, of the error rate of the k most confident. Among equal confidences every order is
    /// as likely, and the area is the mean over all of them.
    public var area: Double {
        var (kept, errors, sum) = (0.0, 0.0, 0.0)
        for level in histogram.scoreLevels.reversed() {
            let wrong = Double(level.count - level.hits) / Double(level.count)
            for place in 1...level.count {
                sum += (errors + Double(place) * wrong) / (kept + Double(place))
            }
            kept += Double(level.count)
            errors += Double(level.count - level.hits)
        }
        return sum / Double(histogram.n)
    }

    /// The least area that any confidence could have with so many errors: they are its least confident predictions.
    public static func leastArea(errors: Int, of n: Int) -> Double {
        guard n > 0, errors > 0 else { return 0 }
        let right = n - errors
        return (1...errors).reduce(0.0) { $0 + Double($1) / Double(right + $1) } / Double(n)
    }
}
