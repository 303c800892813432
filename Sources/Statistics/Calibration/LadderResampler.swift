/// Bootstrap replicates of a ladder: each judgement counts as often as the Poisson weight of its unit says.
public struct LadderResampler: Sendable {
    /// The judgements as they are; when there are more than `finest` distinct confidences, those within one cell of
    /// 1/`finest` stand together at their mean, for the replicates only need to show how much the numbers vary.
    public let ladder: ScoreLadder
    private let rungOfRow: [Int32]
    private let correct: [Bool]
    private let units: [UInt64]

    /// Distinct confidences that are kept apart.
    public static let finest = 1 << 14

    /// Judgements with the id of the unit each belongs to; lists of the same length.
    public init(confidence: [Double], correct: [Bool], units: [UInt64]) {
        let full = ScoreLadder(confidence: confidence, correct: correct)
        ladder = full.rungs.count > Self.finest ? full.coarsened(cells: Self.finest) : full
        self.correct = correct
        self.units = units
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

    /// One replicate.
    public func ladder(replicate: Int) -> ScoreLadder {
        var counts = [Int](repeating: 0, count: ladder.rungs.count)
        var hits = counts
        for row in rungOfRow.indices {
            let weight = PoissonBootstrap.weight(of: units[row], replicate: replicate)
            guard weight > 0 else { continue }
            counts[Int(rungOfRow[row])] += weight
            if correct[row] { hits[Int(rungOfRow[row])] += weight }
        }
        return ScoreLadder(
            sorted: ladder.rungs.indices.map { index in
                ScoreLadder.Rung(score: ladder.rungs[index].score, count: counts[index], hits: hits[index])
            })
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
