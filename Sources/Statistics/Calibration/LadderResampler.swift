/// Bootstrap replicates of a ladder: each judgement counts as often as the Poisson weight of its unit says.
public struct LadderResampler: Sendable {
    /// The judgements as they are; when there are more than `finest` distinct confidences, those within one cell of
    /// 1/`finest` stand together at their mean, for the replicates only need to show how much the numbers vary.
    public let ladder: ScoreLadder
    private let rungOfRow: [Int32]
    private let correct: [Bool]
    private let weights: BootstrapWeights

    /// Distinct confidences that are kept apart.
    public static let finest = 1 << 14

    /// Judgements with the weights of their units; lists of the same length.
    public init(confidence: [Double], correct: [Bool], weights: BootstrapWeights) {
        let full = ScoreLadder(confidence: confidence, correct: correct)
        ladder = full.rungs.count > Self.finest ? full.coarsened(cells: Self.finest) : full
        self.correct = correct
        self.weights = weights
        if full.rungs.count > Self.finest {
            var rungOfCell = [Int32](repeating: 0, count: Self.finest)
            for (index, rung) in ladder.rungs.enumerated() {
                rungOfCell[Self.cell(rung.score)] = Int32(truncatingIfNeeded: index)
            }
            rungOfRow = confidence.map { rungOfCell[Self.cell($0)] }
        } else {
            let scores = ladder.rungs.map(\.score)
            rungOfRow = confidence.map { Self.position(of: $0, in: scores) }
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
    public func map<Value>(_ body: (ScoreLadder) -> Value) -> [Value] {
        let lanes = BootstrapWeights.lanes
        let size = ladder.rungs.count * lanes
        var counts = [UInt32](repeating: 0, count: size)
        var hits = counts
        counts.withUnsafeMutableBufferPointer { counts in
            hits.withUnsafeMutableBufferPointer { hits in
                guard let counts = counts.baseAddress, let hits = hits.baseAddress else { return }
                weights.forEach(byRung) { row, weights in
                    let rung = Int(rungOfRow[row])
                    Self.add(weights, to: counts + rung &* lanes)
                    if correct[row] { Self.add(weights, to: hits + rung &* lanes) }
                }
            }
        }
        var values: [Value] = []
        values.reserveCapacity(lanes)
        let width = 16
        for first in stride(from: 0, to: lanes, by: width) {
            let here = min(width, lanes - first)
            var rungs = [[ScoreLadder.Rung]](repeating: [], count: here)
            for lane in 0..<here { rungs[lane].reserveCapacity(ladder.rungs.count) }
            for (index, rung) in ladder.rungs.enumerated() {
                let place = index * lanes + first
                for lane in 0..<here where counts[place + lane] > 0 {
                    rungs[lane].append(
                        ScoreLadder.Rung(
                            score: rung.score, count: Int(counts[place + lane]), hits: Int(hits[place + lane])))
                }
            }
            for lane in 0..<here { values.append(body(ScoreLadder(sorted: rungs[lane]))) }
        }
        return values
    }

    @inline(__always)
    private static func add(_ weights: UnsafePointer<UInt8>, to counts: UnsafeMutablePointer<UInt32>) {
        for lane in 0..<BootstrapWeights.lanes { counts[lane] &+= UInt32(weights[lane]) }
    }

    /// Rows by rung, so that the counts of a rung stay in the cache while they grow.
    private var byRung: [Int] {
        var next = [Int](repeating: 0, count: ladder.rungs.count + 1)
        for rung in rungOfRow { next[Int(rung) + 1] += 1 }
        for rung in 1..<max(1, next.count) { next[rung] += next[rung - 1] }
        var rows = [Int](repeating: 0, count: rungOfRow.count)
        for (row, rung) in rungOfRow.enumerated() {
            rows[next[Int(rung)]] = row
            next[Int(rung)] += 1
        }
        return rows
    }
}

extension ScoreLadder {
    /// The same judgements with those of one cell of width 1/`cells` at the mean confidence of the cell.
    public func coarsened(cells: Int) -> ScoreLadder {
        var coarse: [Rung] = []
        var start = 0
        while start < rungs.count {
            let cell = min(cells - 1, Int(rungs[start].score * Double(cells)))
            var bin = ConfidenceBin()
            var end = start
            while end < rungs.count, min(cells - 1, Int(rungs[end].score * Double(cells))) == cell {
                bin.add(rungs[end])
                end += 1
            }
            // Rounding must not carry the mean out of the cell.
            let mean = min(rungs[end - 1].score, max(rungs[start].score, bin.meanConfidence ?? rungs[start].score))
            coarse.append(Rung(score: mean, count: bin.count, hits: bin.hits))
            start = end
        }
        return ScoreLadder(sorted: coarse)
    }
}
