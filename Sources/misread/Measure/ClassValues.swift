// Names and numbers of class probabilities. The names are those of the reference files.

import Findings
import Statistics

extension NamedValues {
    /// Everything that is computed from class probabilities.
    mutating func addClasses(_ rows: ClassJudgements) {
        let scoreHistogram = rows.top
        add("accuracy", scoreHistogram.accuracy)
        addCalibration(
            scoreHistogram, ranked: RankedPredictions(confidence: rows.confidence, correct: rows.correct),
            prefix: "top1.")
        addClasswise(rows.classes, rows.scoreHistogram(of:))
        let adaptive = (0..<rows.classes).compactMap { rows.ranked($0).bins(15).ece }
        add("nixon_ace.em15", ExactSum.mean(adaptive))
        let thresholded = (0..<rows.classes).compactMap { rows.ranked($0, from: 0.01).bins(15).ece }
        add("nixon_tace0.01.em15", ExactSum.mean(thresholded), else: "no probability reaches 0.01")
        addPredicted(rows.classes, rows.scoreHistogram(predictedAs:))
        add("brier.sum", rows.brier)
        add("brier.mean", rows.brier.map { $0 / Double(rows.classes) })
        add("brier.top1", scoreHistogram.brier)
        add("nll", rows.logLoss, else: "a true class was given probability 0")
        add("nll.sklearn", rows.clippedLogLoss)
        let scaled = rows.temperature
        addTemperature(scaled?.fit)
        if let scaled { add("top1.ece.ew15.left.after_temperature", scaled.top.bins(EqualWidthBins(15)).ece) }
        add("top1.brier.after_isotonic", CORPDecomposition(scoreHistogram)?.recalibratedBrier)
        addRankings(of: scoreHistogram, (0..<rows.classes).map { RankingCurve(rows.scoreHistogram(of: $0)).auroc })
    }

    /// Errors of each class against the rest.
    mutating func addClasswise(_ classes: Int, _ scoreHistogram: (Int) -> ScoreHistogram) {
        for count in [10, 15] {
            let errors = (0..<classes).compactMap { scoreHistogram($0).bins(EqualWidthBins(count)).ece }
            add("classwise_ece.ew\(count).left", ExactSum.mean(errors))
            add("classwise_ece.ew\(count).left.per_class", errors)
            add("classwise_ece_sum.ew\(count).left", ExactSum.of(errors))
        }
    }

    /// Errors of the answers that are each class.
    mutating func addPredicted(_ classes: Int, _ scoreHistogram: (Int) -> ScoreHistogram) {
        add("per_predicted_class_ece.ew15.left", (0..<classes).map { scoreHistogram($0).bins(EqualWidthBins(15)).ece })
    }

    /// How well correct predictions rank above wrong ones, and each class above the rest.
    mutating func addRankings(of top: ScoreHistogram, _ areas: [Double?]) {
        add(
            "auroc.top1_confidence_vs_correct", RankingCurve(top).auroc, else: "the rows are all of one outcome")
        let defined = areas.compactMap { $0 }
        add(
            "auroc.ovr_macro", defined.count == areas.count ? ExactSum.mean(defined) : nil,
            else: "a class has no rows, or all of them")
    }
}
