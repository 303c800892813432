/// Bootstrap replicates of a ladder: each judgement counts as often as the Poisson weight of its unit says.
public struct HistogramResampler: Sendable {
    /// The judgements as they are; when there are more than `finest` distinct confidences, those within one cell of
    /// 1/`finest` stand together at their mean, for the replicates only need to show how much the numbers vary.
    public let scoreHistogram: ScoreHistogram
    private let scoreLevelOfRow: [Int32]
    private let correct: [Bool]
    private let weights: BootstrapWeights

    /// Distinct confidences that are kept apart.
    public static let finest = 1 << 10

    /// ScoredPredictions with the weights of their units; lists of the same length.
    public init(confidence: [Double], correct: [Bool], weights: BootstrapWeights) {
        let full = ScoreHistogram(confidence: confidence, correct: correct)
        scoreHistogram = full.scoreLevels.count > Self.finest ? full.coarsened(cells: Self.finest) : full
        self.correct = correct
        self.weights = weights
        if full.scoreLevels.count > Self.finest {
            var scoreLevelOfCell = [Int32](repeating: 0, count: Self.finest)
            for (index, scoreLevel) in scoreHistogram.scoreLevels.enumerated() {
                scoreLevelOfCell[Self.cell(scoreLevel.score)] = Int32(truncatingIfNeeded: index)
            }
            scoreLevelOfRow = confidence.map { scoreLevelOfCell[Self.cell($0)] }
        } else {
            let scores = scoreHistogram.scoreLevels.map(\.score)
            scoreLevelOfRow = confidence.map { Self.position(of: $0, in: scores) }
        }
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
    ///
    /// Counts are gathered rung by rung, all replicates together, and handed out sixteen replicates at a time: one line
    /// of the cache holds the counts of sixteen.
    public func map<Value>(_ body: (ScoreHistogram) -> Value) -> [Value] {
        let lanes = BootstrapWeights.lanes
        let size = scoreHistogram.scoreLevels.count * lanes
        var counts = [UInt32](repeating: 0, count: size)
        var hits = counts
        counts.withUnsafeMutableBufferPointer { counts in
            hits.withUnsafeMutableBufferPointer { hits in
                guard let counts = counts.baseAddress, let hits = hits.baseAddress else { return }
                weights.forEach(byScoreLevel) { row, weights in
                    let scoreLevel = Int(scoreLevelOfRow[row])
                    Self.add(weights, to: counts + scoreLevel &* lanes)
                    if correct[row] { Self.add(weights, to: hits + scoreLevel &* lanes) }
                }
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

    /// Rows by rung, so that the counts of a rung stay in the cache while they grow.
    private var byScoreLevel: [Int] {
        var next = [Int](repeating: 0, count: scoreHistogram.scoreLevels.count + 1)
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
