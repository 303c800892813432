/// Isotonic regression by pooling adjacent violators (Ayer et al. 1955): the non-decreasing function of confidence that
/// is nearest to the outcomes in squared error.
public struct IsotonicFit: Sendable, Hashable {
    /// A run of confidences with one fitted share.
    public struct Block: Sendable, Hashable {
        /// Lowest confidence in it.
        public let low: Double
        /// Highest confidence in it.
        public let high: Double
        /// ScoredPredictions.
        public let count: Int
        /// ScoredPredictions that came true.
        public let hits: Int
        /// Fitted share: hits / count.
        public var level: Double { Double(hits) / Double(count) }
    }

    /// Blocks of strictly rising level.
    public let blocks: [Block]

    /// Fits a ladder.
    public init(_ scoreHistogram: ScoreHistogram) {
        var blocks: [Block] = []
        for scoreLevel in scoreHistogram.scoreLevels {
            var block = Block(
                low: scoreLevel.score, high: scoreLevel.score, count: scoreLevel.count, hits: scoreLevel.hits)
            // Pool while the level does not rise; whole numbers, so that equality is exact.
            while let last = blocks.last,
                last.hits.multipliedFullWidth(by: block.count) >= block.hits.multipliedFullWidth(by: last.count)
            {
                blocks.removeLast()
                block = Block(
                    low: last.low, high: block.high, count: last.count + block.count, hits: last.hits + block.hits)
            }
            blocks.append(block)
        }
        self.blocks = blocks
    }

    /// The fitted share at a confidence: the level of the block that holds it, linear between blocks, constant outside.
    public func callAsFunction(_ score: Double) -> Double {
        guard let place = place(of: score) else { return score }
        let (before, block) = (blocks[place.lower], blocks[place.upper])
        if place.lower == place.upper { return block.level }
        return before.level + (block.level - before.level) * (score - before.high) / (block.low - before.high)
    }

    /// The blocks that a confidence lies in or between, and its way from the lower to the upper, 0...1; `nil` of an empty fit.
    public func place(of score: Double) -> (lower: Int, upper: Int, way: Double)? {
        guard let first = blocks.first, let last = blocks.last else { return nil }
        if score <= first.high { return (0, 0, 0) }
        if score >= last.low { return (blocks.count - 1, blocks.count - 1, 0) }
        var low = 0
        var high = blocks.count - 1
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].high < score { low = middle + 1 } else { high = middle }
        }
        if score >= blocks[low].low { return (low, low, 0) }
        let before = blocks[low - 1]
        return (low - 1, low, (score - before.high) / (blocks[low].low - before.high))
    }
}

/// The CORP decomposition of the Brier score (Dimitriadis, Gneiting & Jordan 2021): Brier = miscalibration -
/// discrimination + uncertainty, exactly and without bins.
public struct CORPDecomposition: Sendable, Hashable {
    /// What isotonic recalibration would save.
    public let miscalibration: Double
    /// What the recalibrated forecast saves over the base rate.
    public let discrimination: Double
    /// The Brier score of the base rate.
    public let uncertainty: Double
    /// Distinct levels of the isotonic fit.
    public let blocks: Int

    /// The Brier score after isotonic recalibration on the same judgements.
    public var recalibratedBrier: Double { uncertainty - discrimination }

    /// The decomposition; `nil` for no judgements.
    public init?(_ scoreHistogram: ScoreHistogram) {
        guard let brier = scoreHistogram.brier, let base = scoreHistogram.accuracy else { return nil }
        let fit = IsotonicFit(scoreHistogram)
        let recalibrated =
            fit.blocks.reduce(0.0) { $0 + Double($1.hits) * (1 - $1.level) } / Double(scoreHistogram.n)
        uncertainty = base * (1 - base)
        miscalibration = brier - recalibrated
        discrimination = uncertainty - recalibrated
        blocks = fit.blocks.count
    }
}

private func >= (a: (high: Int, low: UInt), b: (high: Int, low: UInt)) -> Bool {
    a.high == b.high ? a.low >= b.low : a.high > b.high
}
