// Bootstrap replicates of a ladder. A judgement counts as often as a Poisson(1) weight says, which belongs to its unit; what is known of
// the judgements decides where weights are from, and not how they are distributed.
//
// Where the judgements are here, a weight is a property of the unit's id. Where they were counted elsewhere by confidence, outcome
// and unit, it still is, and every replicate is the same to the bit. Where only the numbers of hits and misses at each confidence are
// left, of judgements that are independent, n alike weigh what n Poisson(1) weights add up to: Poisson(n). Their sum is not n in any
// of the three; given that sum, a replicate of independent judgements is a multinomial draw over the cells.

/// Bootstrap replicates of confidences and outcomes: each judgement counts as often as a Poisson weight says, that of its unit or, of
/// counts of independent judgements, that of all alike.
public struct HistogramResampler: Sendable {
    /// The judgements as they are; when there are more than `finest` distinct confidences, those within one cell of
    /// 1/`finest` stand together at their mean, for the replicates only need to show how much the numbers vary.
    public let scoreHistogram: ScoreHistogram
    private let source: Source

    /// Judgements that are alike: of one confidence, outcome and unit.
    public struct Cell: Sendable, Hashable {
        /// The confidence.
        public let confidence: Double
        /// Whether they came true.
        public let isRight: Bool
        /// Id of the unit.
        public let unit: UInt64
        /// How many there are.
        public let count: Int

        /// Some judgements.
        public init(confidence: Double, isRight: Bool, unit: UInt64, count: Int) {
            self.confidence = confidence
            self.isRight = isRight
            self.unit = unit
            self.count = count
        }
    }

    /// What is weighed, each with its place on the ladder.
    private enum Source {
        case rows(scoreLevels: [Int32], correct: [Bool], weights: BootstrapWeights)
        case cells(scoreLevels: [Int32], cells: [Cell], weights: BootstrapWeights)
        case counts
    }

    /// Distinct confidences that are kept apart.
    public static let finest = 1 << 10
    /// Seeds the draws of what has no ids.
    private static let seed: UInt64 = 0x6C61_6464_6572

    /// ScoredPredictions with the weights of their units; lists of the same length.
    public init(confidence: [Double], correct: [Bool], weights: BootstrapWeights) {
        let full = ScoreHistogram(confidence: confidence, correct: correct)
        scoreHistogram = Self.bounded(full)
        source = .rows(
            scoreLevels: Self.scoreLevels(of: confidence, full, scoreHistogram), correct: correct, weights: weights)
    }

    /// Judgements that were counted by their units. Precondition: `cells` are in the order of their confidences.
    public init(cells: [Cell]) {
        var scoreLevels: [ScoreHistogram.ScoreLevel] = []
        for cell in cells {
            let hits = cell.isRight ? cell.count : 0
            if let last = scoreLevels.last, last.score == cell.confidence {
                scoreLevels[scoreLevels.count - 1] = ScoreHistogram.ScoreLevel(
                    score: last.score, count: last.count + cell.count, hits: last.hits + hits)
            } else {
                scoreLevels.append(.init(score: cell.confidence + 0.0, count: cell.count, hits: hits))
            }
        }
        let full = ScoreHistogram(sorted: scoreLevels)
        scoreHistogram = Self.bounded(full)
        source = .cells(
            scoreLevels: Self.scoreLevels(of: cells.map(\.confidence), full, scoreHistogram), cells: cells,
            weights: BootstrapWeights(units: cells.map(\.unit)))
    }

    /// Judgements of which each is a unit of its own, and of which only the numbers are known. The same ladder has the same
    /// replicates, whatever parts it was added up from; no other ladder's are paired with them.
    public init(counts: ScoreHistogram) {
        scoreHistogram = Self.bounded(counts)
        source = .counts
    }

    private static func bounded(_ full: ScoreHistogram) -> ScoreHistogram {
        full.scoreLevels.count > finest ? full.coarsened(cells: finest) : full
    }

    /// The place on the ladder of each confidence.
    private static func scoreLevels(
        of confidence: [Double], _ full: ScoreHistogram, _ bounded: ScoreHistogram
    ) -> [Int32] {
        guard full.scoreLevels.count > finest else {
            let scores = bounded.scoreLevels.map(\.score)
            return confidence.map { position(of: $0, in: scores) }
        }
        var scoreLevelOfCell = [Int32](repeating: 0, count: finest)
        for (index, scoreLevel) in bounded.scoreLevels.enumerated() {
            scoreLevelOfCell[cell(scoreLevel.score)] = Int32(truncatingIfNeeded: index)
        }
        return confidence.map { scoreLevelOfCell[cell($0)] }
    }

    private static func cell(_ score: Double) -> Int { min(finest - 1, Int(score * Double(finest))) }

    private static func position(of score: Double, in scores: [Double]) -> Int32 {
        var low = 0
        var high = scores.count - 1
        while low < high {
            let middle = (low + high) / 2
            if scores[middle] < score { low = middle + 1 } else { high = middle }
        }
        return Int32(truncatingIfNeeded: low)
    }

    /// What `body` makes of the ladder of each replicate, in order.
    public func map<Value>(_ body: (ScoreHistogram) -> Value) -> [Value] {
        switch source {
        case .rows(let scoreLevels, let correct, let weights):
            let rows = Self.byScoreLevel(scoreLevels, scoreHistogram.scoreLevels.count)
            return gathered(UInt32.self, body) { counts, hits in
                weights.forEach(rows) { row, weights in
                    let place = Int(scoreLevels[row]) &* BootstrapWeights.lanes
                    Self.add(weights, to: counts + place)
                    if correct[row] { Self.add(weights, to: hits + place) }
                }
            }
        case .cells(let scoreLevels, let cells, let weights):
            return gathered(UInt64.self, body) { counts, hits in
                weights.forEach(cells.indices) { index, weights in
                    let place = Int(scoreLevels[index]) &* BootstrapWeights.lanes
                    Self.add(weights, times: cells[index].count, to: counts + place)
                    if cells[index].isRight { Self.add(weights, times: cells[index].count, to: hits + place) }
                }
            }
        case .counts: return drawn(body)
        }
    }

    /// Replicates of numbers alone: hits, then misses, level by level.
    private func drawn<Value>(_ body: (ScoreHistogram) -> Value) -> [Value] {
        (0..<BootstrapWeights.lanes).map { replicate in
            var draws = PoissonDraws(seed: SplitMix64.mix(Self.seed &+ UInt64(truncatingIfNeeded: replicate)))
            return body(
                ScoreHistogram(
                    sorted: scoreHistogram.scoreLevels.map { level in
                        let hits = Int(exactly: draws.next(mean: Double(level.hits))) ?? 0
                        let misses = Int(exactly: draws.next(mean: Double(level.count - level.hits))) ?? 0
                        return ScoreHistogram.ScoreLevel(score: level.score, count: hits + misses, hits: hits)
                    }))
        }
    }

    /// Replicates of what `add` weighs. Counts are gathered rung by rung, all replicates together, and handed out sixteen
    /// replicates at a time: one line of the cache holds the counts of sixteen.
    private func gathered<Number: FixedWidthInteger, Value>(
        _: Number.Type, _ body: (ScoreHistogram) -> Value,
        _ add: (_ counts: UnsafeMutablePointer<Number>, _ hits: UnsafeMutablePointer<Number>) -> Void
    ) -> [Value] {
        let lanes = BootstrapWeights.lanes
        let size = scoreHistogram.scoreLevels.count * lanes
        var counts = [Number](repeating: 0, count: size)
        var hits = counts
        counts.withUnsafeMutableBufferPointer { counts in
            hits.withUnsafeMutableBufferPointer { hits in
                guard let counts = counts.baseAddress, let hits = hits.baseAddress else { return }
                add(counts, hits)
            }
        }
        var values: [Value] = []
        values.reserveCapacity(lanes)
        let width = 16
        for first in stride(from: 0, to: lanes, by: width) {
            let here = min(width, lanes - first)
            // The levels of a replicate lie together, as many as it holds.
            let levels = scoreHistogram.scoreLevels
            var held = [Int](repeating: 0, count: here)
            let all = [ScoreHistogram.ScoreLevel](unsafeUninitializedCapacity: here * levels.count) { all, filled in
                for (index, level) in levels.enumerated() {
                    let place = index * lanes + first
                    for lane in 0..<here {
                        // What a replicate does not hold is written over by what follows.
                        all[lane * levels.count + held[lane]] = ScoreHistogram.ScoreLevel(
                            score: level.score, count: Int(counts[place + lane]), hits: Int(hits[place + lane]))
                        if counts[place + lane] > 0 { held[lane] += 1 }
                    }
                }
                for lane in 0..<here {
                    for index in held[lane]..<levels.count {
                        all[lane * levels.count + index] = ScoreHistogram.ScoreLevel(score: 0, count: 0, hits: 0)
                    }
                }
                filled = here * levels.count
            }
            for lane in 0..<here {
                let start = lane * levels.count
                values.append(body(ScoreHistogram(sorted: Array(all[start..<start + held[lane]]))))
            }
        }
        return values
    }

    @inline(__always)
    private static func add(_ weights: UnsafePointer<UInt8>, to counts: UnsafeMutablePointer<UInt32>) {
        for lane in 0..<BootstrapWeights.lanes { counts[lane] &+= UInt32(weights[lane]) }
    }

    @inline(__always)
    private static func add(
        _ weights: UnsafePointer<UInt8>, times count: Int, to counts: UnsafeMutablePointer<UInt64>
    ) {
        let count = UInt64(truncatingIfNeeded: count)
        for lane in 0..<BootstrapWeights.lanes { counts[lane] &+= UInt64(weights[lane]) &* count }
    }

    /// Rows by rung, so that the counts of a rung stay in the cache while they grow.
    private static func byScoreLevel(_ scoreLevelOfRow: [Int32], _ scoreLevels: Int) -> [Int] {
        var next = [Int](repeating: 0, count: scoreLevels + 1)
        for scoreLevel in scoreLevelOfRow { next[Int(scoreLevel) + 1] += 1 }
        for scoreLevel in 1..<max(1, next.count) { next[scoreLevel] += next[scoreLevel - 1] }
        var rows = [Int](repeating: 0, count: scoreLevelOfRow.count)
        for (row, scoreLevel) in scoreLevelOfRow.enumerated() {
            rows[next[Int(scoreLevel)]] = row
            next[Int(scoreLevel)] += 1
        }
        return rows
    }
}

extension ScoreHistogram {
    /// The same judgements with those of one cell of width 1/`cells` at the mean confidence of the cell.
    public func coarsened(cells: Int) -> ScoreHistogram {
        var coarse: [ScoreLevel] = []
        var start = 0
        while start < scoreLevels.count {
            let cell = min(cells - 1, Int(scoreLevels[start].score * Double(cells)))
            var bin = ConfidenceBin()
            var end = start
            while end < scoreLevels.count, min(cells - 1, Int(scoreLevels[end].score * Double(cells))) == cell {
                bin.add(scoreLevels[end])
                end += 1
            }
            // Rounding must not carry the mean out of the cell.
            let mean = min(
                scoreLevels[end - 1].score,
                max(scoreLevels[start].score, bin.meanConfidence ?? scoreLevels[start].score))
            coarse.append(ScoreLevel(score: mean, count: bin.count, hits: bin.hits))
            start = end
        }
        return ScoreHistogram(sorted: coarse)
    }
}
