// Everything that calibration and ranking need to know about n judgements, without the order they came in.
//
// A judgement is a confidence and whether it came true. Sorted by confidence, with equal confidences on one rung that
// counts them and their hits, n judgements become a ladder. Equal-width bins, quantile bins, Brier score, log loss,
// isotonic regression, ROC and precision-recall curves are all functions of the ladder. Because it is sorted, a sum over
// its rungs has one fixed order, whatever order, block or thread the judgements came from.

/// ScoredPredictions by rising confidence, equal confidences together.
public struct ScoreHistogram: Sendable, Codable, Hashable {
    /// ScoredPredictions that share one confidence.
    public struct ScoreLevel: Sendable, Codable, Hashable {
        /// The confidence.
        public let score: Double
        /// How many have it.
        public let count: Int
        /// How many of them came true.
        public let hits: Int

        /// A rung.
        public init(score: Double, count: Int, hits: Int) {
            self.score = score
            self.count = count
            self.hits = hits
        }
    }

    /// Rungs by rising score; none is empty.
    public let scoreLevels: [ScoreLevel]
    /// Number of judgements.
    public let n: Int
    /// Number that came true.
    public let hits: Int

    /// A ladder from rungs that are already sorted by strictly rising score. Empty rungs are dropped.
    public init(sorted scoreLevels: [ScoreLevel]) {
        self.scoreLevels = scoreLevels.contains { $0.count == 0 } ? scoreLevels.filter { $0.count > 0 } : scoreLevels
        n = scoreLevels.reduce(0) { $0 + $1.count }
        hits = scoreLevels.reduce(0) { $0 + $1.hits }
    }

    /// Sorts judgements. `confidence` in 0...1; both lists of the same length (the shorter one counts).
    public init(confidence: some Collection<Double>, correct: some Collection<Bool>) {
        self.init(Array(confidence), Array(correct))
    }

    private init(_ confidence: [Double], _ correct: [Bool]) {
        // Bit patterns of non-negative doubles sort as the numbers do, and below 2 the top two bits are 0 and 0, so one
        // bit is free for the outcome: sorting plain integers is several times faster than sorting pairs.
        let keys = Self.sorted(
            (0..<min(confidence.count, correct.count)).map { row in
                (confidence[row] + 0.0).bitPattern << 1 | (correct[row] ? 1 : 0)
            })
        var scoreLevels: [ScoreLevel] = []
        var start = 0
        while start < keys.count {
            let bits = keys[start] >> 1
            var end = start
            var hits = 0
            while end < keys.count, keys[end] >> 1 == bits {
                hits += Int(keys[end] & 1)
                end += 1
            }
            scoreLevels.append(ScoreLevel(score: Double(bitPattern: bits), count: end - start, hits: hits))
            start = end
        }
        self.init(sorted: scoreLevels)
    }

    /// Ascending, by bytes from the lowest to the highest; a byte that all keys share is passed over.
    private static func sorted(_ keys: [UInt64]) -> [UInt64] {
        if keys.count < 1 << 10 { return keys.sorted() }
        let first = keys[0]
        let varying = keys.reduce(0) { $0 | ($1 ^ first) }
        var from = keys
        var to = keys
        for shift in stride(from: UInt64(0), to: 64, by: 8) where (varying >> shift) & 0xFF != 0 {
            var next = [Int](repeating: 0, count: 257)
            for key in from { next[Int((key >> shift) & 0xFF) + 1] += 1 }
            for byte in 1...256 { next[byte] += next[byte - 1] }
            for key in from {
                let byte = Int((key >> shift) & 0xFF)
                to[next[byte]] = key
                next[byte] += 1
            }
            swap(&from, &to)
        }
        return from
    }

    /// The ladder of both; merging in any order gives the same ladder.
    public func merged(with other: ScoreHistogram) -> ScoreHistogram {
        ScoreHistogram(
            sorted: AscendingLists.merged(
                scoreLevels, other.scoreLevels, by: { $0.score < $1.score },
                together: { ScoreLevel(score: $0.score, count: $0.count + $1.count, hits: $0.hits + $1.hits) }))
    }

    /// Share that came true; `nil` for no judgements.
    public var accuracy: Double? { n == 0 ? nil : Double(hits) / Double(n) }

    /// Mean confidence; `nil` for no judgements.
    public var meanConfidence: Double? {
        n == 0 ? nil : scoreLevels.reduce(0.0) { $0 + $1.score * Double($1.count) } / Double(n)
    }
}
