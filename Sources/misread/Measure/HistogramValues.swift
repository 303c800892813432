// Names and numbers of inputs that were counted into a sketch. What a sketch cannot give as exactly as the reference files
// ask is null, with the reason.

import Record
import Statistics
import Tallies

extension NamedValues {
    private static let needsRows = "needs every row in memory: use --exact"

    /// One probability a row.
    mutating func addHistogram(_ histogram: ConfidenceHistogram) {
        let scoreHistogram = histogram.scoreHistogram
        addCalibration(scoreHistogram, ranked: nil, prefix: "", isHistogram: true)
        add("top1.ece.ew15.left", nil, else: Self.needsRows)
        addProperScores(scoreHistogram, brier: histogram.brier, logLoss: histogram.logLoss)
        addRanking(scoreHistogram)
        noteHistogram(scoreHistogram, ConfidenceHistogram.cells)
    }

    /// Class probabilities.
    mutating func addHistogram(_ histogram: ClassHistogram) {
        let scoreHistogram = histogram.top.scoreHistogram
        add("accuracy", scoreHistogram.accuracy)
        addCalibration(scoreHistogram, ranked: nil, prefix: "top1.", isHistogram: true)
        addClasswise(histogram.classes, histogram.scoreHistogram(of:))
        addPredicted(histogram.classes, histogram.scoreHistogram(predictedAs:))
        add("nixon_ace.em15", nil, else: Self.needsRows)
        add("nixon_tace0.01.em15", nil, else: Self.needsRows)
        add("brier.sum", histogram.brierSum)
        add("brier.mean", histogram.brierSum.map { $0 / Double(histogram.classes) })
        add("brier.top1", histogram.top.brier)
        add("nll", histogram.logLoss, else: "there are no rows")
        add("temperature", nil, else: Self.needsRows)
        add("top1.brier.after_isotonic", CORPDecomposition(scoreHistogram)?.recalibratedBrier)
        addRankings(
            of: scoreHistogram, (0..<histogram.classes).map { RankingCurve(histogram.scoreHistogram(of: $0)).auroc })
        noteHistogram(scoreHistogram, ConfidenceHistogram.cells)
        note("class_cells", .integer(histogram.cells))
    }

    private mutating func noteHistogram(_ scoreHistogram: ScoreHistogram, _ cells: Int) {
        note("rows", .integer(scoreHistogram.n))
        note(
            "method",
            .string(
                "counted into \(cells) cells of confidence; what looks inside a cell is off by less than its width"))
        // Every pair of a hit and a miss in one cell counts one half and may count 0 or 1.
        let positives = Double(scoreHistogram.hits)
        let negatives = Double(scoreHistogram.n - scoreHistogram.hits)
        if positives > 0, negatives > 0 {
            let tied = scoreHistogram.scoreLevels.reduce(0.0) { $0 + Double($1.hits) * Double($1.count - $1.hits) }
            note("auroc_error_at_most", .number(tied / 2 / positives / negatives))
        }
    }
}
