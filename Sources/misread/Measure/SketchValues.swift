// Names and numbers of inputs that were counted into a sketch. What a sketch cannot give as exactly as the reference files
// ask is null, with the reason.

import Record
import Statistics
import Tallies

extension NamedValues {
    private static let needsRows = "needs every row in memory: use --exact"

    /// One probability a row.
    mutating func addSketch(_ sketch: ConfidenceSketch) {
        let ladder = sketch.ladder
        addCalibration(ladder, ranked: nil, prefix: "", isSketch: true)
        add("top1.ece.ew15.left", nil, else: Self.needsRows)
        addProperScores(ladder, brier: sketch.brier, logLoss: sketch.logLoss)
        addRanking(ladder)
        noteSketch(ladder, ConfidenceSketch.cells)
    }

    /// Class probabilities.
    mutating func addSketch(_ sketch: ClassSketch) {
        let ladder = sketch.top.ladder
        add("accuracy", ladder.accuracy)
        addCalibration(ladder, ranked: nil, prefix: "top1.", isSketch: true)
        addClasswise(sketch.classes, sketch.ladder(of:))
        addPredicted(sketch.classes, sketch.ladder(predictedAs:))
        add("nixon_ace.em15", nil, else: Self.needsRows)
        add("nixon_tace0.01.em15", nil, else: Self.needsRows)
        add("brier.sum", sketch.brierSum)
        add("brier.mean", sketch.brierSum.map { $0 / Double(sketch.classes) })
        add("brier.top1", sketch.top.brier)
        add("nll", sketch.logLoss, else: "there are no rows")
        add("temperature", nil, else: Self.needsRows)
        add("top1.brier.after_isotonic", CORPDecomposition(ladder)?.recalibratedBrier)
        addRankings(of: ladder, (0..<sketch.classes).map { RankingCurve(sketch.ladder(of: $0)).auroc })
        noteSketch(ladder, ConfidenceSketch.cells)
        note("class_cells", .integer(sketch.cells))
    }

    private mutating func noteSketch(_ ladder: ScoreLadder, _ cells: Int) {
        note("rows", .integer(ladder.n))
        note(
            "method",
            .string(
                "counted into \(cells) cells of confidence; what looks inside a cell is off by less than its width"))
        // Every pair of a hit and a miss in one cell counts one half and may count 0 or 1.
        let positives = Double(ladder.hits)
        let negatives = Double(ladder.n - ladder.hits)
        if positives > 0, negatives > 0 {
            let tied = ladder.rungs.reduce(0.0) { $0 + Double($1.hits) * Double($1.count - $1.hits) }
            note("auroc_error_at_most", .number(tied / 2 / positives / negatives))
        }
    }
}
