import Foundation

/// The judgements whose confidence lies in one range: sums that merge by addition.
public struct ConfidenceBin: Sendable, Hashable {
    /// Number of judgements.
    public private(set) var count = 0
    /// Number that came true.
    public private(set) var hits = 0
    /// Sum of confidence.
    public private(set) var confidence = 0.0
    /// Sum of squared confidence.
    public private(set) var squares = 0.0
    /// Sum of confidence over those that came true.
    public private(set) var hitConfidence = 0.0

    /// An empty bin.
    public init() {}

    /// A bin of known sums.
    public init(count: Int, hits: Int, confidence: Double, squares: Double, hitConfidence: Double) {
        self.count = count
        self.hits = hits
        self.confidence = confidence
        self.squares = squares
        self.hitConfidence = hitConfidence
    }

    /// Adds a rung.
    public mutating func add(_ scoreLevel: ScoreHistogram.ScoreLevel) {
        let n = Double(scoreLevel.count)
        count += scoreLevel.count
        hits += scoreLevel.hits
        confidence += n * scoreLevel.score
        squares += n * scoreLevel.score * scoreLevel.score
        hitConfidence += Double(scoreLevel.hits) * scoreLevel.score
    }

    /// Adds another bin.
    public mutating func add(_ other: ConfidenceBin) {
        count += other.count
        hits += other.hits
        confidence += other.confidence
        squares += other.squares
        hitConfidence += other.hitConfidence
    }

    /// Mean confidence; `nil` when empty.
    public var meanConfidence: Double? { count == 0 ? nil : confidence / Double(count) }
    /// Share that came true; `nil` when empty.
    public var accuracy: Double? { count == 0 ? nil : Double(hits) / Double(count) }
    /// Mean confidence minus the share that came true, positive when overconfident; 0 when empty.
    public var gap: Double { count == 0 ? 0 : (confidence - Double(hits)) / Double(count) }
    /// Sum of p(1 - p): the variance of the number of hits if every confidence were true.
    public var hitVariance: Double { max(0, confidence - squares) }

    /// Wilson interval of the share that came true; `nil` when empty.
    public func wilson(level: Double = 0.95) -> ConfidenceInterval? {
        Proportion(hits, of: count)?.wilson(level: level)
    }

    /// Where the share that came true would lie if every confidence were true (Bröcker & Smith 2007), by the normal
    /// approximation of the Poisson binomial; not clipped to 0...1. `nil` when empty.
    public func consistency(level: Double = 0.95) -> ConfidenceInterval? {
        guard let mean = meanConfidence else { return nil }
        let half = Normal.twoSidedPoint(level: level) * sqrt(hitVariance) / Double(count)
        return ConfidenceInterval(low: mean - half, high: mean + half, level: level)
    }
}
