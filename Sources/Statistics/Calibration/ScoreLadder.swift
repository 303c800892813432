// Everything that calibration and ranking need to know about n judgements, without the order they came in.
//
// A judgement is a confidence and whether it came true. Sorted by confidence, with equal confidences on one rung that
// counts them and their hits, n judgements become a ladder. Equal-width bins, quantile bins, Brier score, log loss,
// isotonic regression, ROC and precision-recall curves are all functions of the ladder. Because it is sorted, a sum over
// its rungs has one fixed order, whatever order, block or thread the judgements came from.

/// Judgements by rising confidence, equal confidences together.
public struct ScoreLadder: Sendable, Hashable {
    /// Judgements that share one confidence.
    public struct Rung: Sendable, Hashable {
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
    public let rungs: [Rung]
    /// Number of judgements.
    public let n: Int
    /// Number that came true.
    public let hits: Int

    /// A ladder from rungs that are already sorted by strictly rising score. Empty rungs are dropped.
    public init(sorted rungs: [Rung]) {
        self.rungs = rungs.contains { $0.count == 0 } ? rungs.filter { $0.count > 0 } : rungs
        n = rungs.reduce(0) { $0 + $1.count }
        hits = rungs.reduce(0) { $0 + $1.hits }
    }

    /// Sorts judgements. `confidence` in 0...1; both lists of the same length (the shorter one counts).
    public init(confidence: some Collection<Double>, correct: some Collection<Bool>) {
        // Bit patterns of non-negative doubles sort as the numbers do, and below 2 the top two bits are 0 and 0, so one
        // bit is free for the outcome: sorting plain integers is several times faster than sorting pairs.
        var keys: [UInt64] = []
        keys.reserveCapacity(confidence.count)
        for (score, hit) in zip(confidence, correct) {
            keys.append((score + 0.0).bitPattern << 1 | (hit ? 1 : 0))
        }
        keys.sort()
        var rungs: [Rung] = []
        var start = 0
        while start < keys.count {
            let bits = keys[start] >> 1
            var end = start
            var hits = 0
            while end < keys.count, keys[end] >> 1 == bits {
                hits += Int(keys[end] & 1)
                end += 1
            }
            rungs.append(Rung(score: Double(bitPattern: bits), count: end - start, hits: hits))
            start = end
        }
        self.init(sorted: rungs)
    }

    /// The ladder of both; merging in any order gives the same ladder.
    public func merged(with other: ScoreLadder) -> ScoreLadder {
        var all: [Rung] = []
        all.reserveCapacity(rungs.count + other.rungs.count)
        var i = 0
        var j = 0
        while i < rungs.count || j < other.rungs.count {
            if j == other.rungs.count || (i < rungs.count && rungs[i].score < other.rungs[j].score) {
                all.append(rungs[i])
                i += 1
            } else if i == rungs.count || other.rungs[j].score < rungs[i].score {
                all.append(other.rungs[j])
                j += 1
            } else {
                let (a, b) = (rungs[i], other.rungs[j])
                all.append(Rung(score: a.score, count: a.count + b.count, hits: a.hits + b.hits))
                i += 1
                j += 1
            }
        }
        return ScoreLadder(sorted: all)
    }

    /// Share that came true; `nil` for no judgements.
    public var accuracy: Double? { n == 0 ? nil : Double(hits) / Double(n) }

    /// Mean confidence; `nil` for no judgements.
    public var meanConfidence: Double? {
        n == 0 ? nil : rungs.reduce(0.0) { $0 + $1.score * Double($1.count) } / Double(n)
    }
}
