// Names and numbers of class probabilities. The names are those of the reference files.

import Foundation
import Statistics

extension NamedValues {
    /// Everything that is computed from class probabilities.
    mutating func addClasses(_ rows: ClassRows) {
        let top = TopClass(rows)
        add("accuracy", Double(top.correct.count { $0 }) / Double(rows.labels.count))
        let ladder = ScoreLadder(confidence: top.confidence, correct: top.correct)
        addCalibration(
            ladder, ranked: RankedJudgements(confidence: top.confidence, correct: top.correct), prefix: "top1.")
        addClasswise(rows)
        let perPredicted = (0..<rows.classes).map { cls in
            let chosen = top.predicted.indices.filter { top.predicted[$0] == cls }
            return ScoreLadder(
                confidence: chosen.map { top.confidence[$0] }, correct: chosen.map { top.correct[$0] }
            ).bins(EqualWidthBins(15)).ece
        }
        add("per_predicted_class_ece.ew15.left", perPredicted)
        addClassScores(rows, ladder)
        addClassTemperature(rows, top)
        let oneSided = "the rows are all of one outcome"
        add("auroc.top1_confidence_vs_correct", RankingCurve(ladder).auroc, else: oneSided)
        let areas = (0..<rows.classes).map { RankingCurve(rows.ladder($0)).auroc }
        let defined = areas.compactMap { $0 }
        add(
            "auroc.ovr_macro", defined.count == areas.count ? ExactSum.mean(defined) : nil,
            else: "a class has no rows, or all of them")
    }

    private mutating func addClasswise(_ rows: ClassRows) {
        for count in [10, 15] {
            let errors = (0..<rows.classes).compactMap { rows.ladder($0).bins(EqualWidthBins(count)).ece }
            add("classwise_ece.ew\(count).left", ExactSum.mean(errors))
            add("classwise_ece.ew\(count).left.per_class", errors)
            add("classwise_ece_sum.ew\(count).left", ExactSum.of(errors))
        }
        let adaptive = (0..<rows.classes).compactMap { rows.ranked($0).bins(15).ece }
        add("nixon_ace.em15", ExactSum.mean(adaptive))
        let thresholded = (0..<rows.classes).compactMap { rows.ranked($0, from: 0.01).bins(15).ece }
        add("nixon_tace0.01.em15", ExactSum.mean(thresholded), else: "no probability reaches 0.01")
    }

    private mutating func addClassScores(_ rows: ClassRows, _ top: ScoreLadder) {
        var brier = ExactSum()
        var loss = ExactSum()
        var renormalised = ExactSum()
        for (row, label) in rows.labels.enumerated() {
            let start = row * rows.classes
            var sum = 0.0
            for cls in 0..<rows.classes {
                let p = rows.probabilities[start + cls]
                let miss = p - (cls == label ? 1 : 0)
                sum += p
                brier.add(miss * miss)
            }
            let own = rows.probabilities[start + label]
            loss.add(-log(own))
            renormalised.add(-log(min(1 - 0x1p-52, max(0x1p-52, own / sum))))
        }
        let n = Double(rows.labels.count)
        add("brier.sum", brier.value / n)
        add("brier.mean", brier.value / n / Double(rows.classes))
        add("brier.top1", top.brier)
        add("nll", loss.value / n, else: "a true class was given probability 0")
        add("nll.sklearn", renormalised.value / n)
    }

    private mutating func addClassTemperature(_ rows: ClassRows, _ top: TopClass) {
        let logs = LogProbabilities(probabilities: rows.probabilities, classes: rows.classes, labels: rows.labels)
        let fit = logs?.fit()
        addTemperature(fit)
        if let logs, let fit {
            // Scaling keeps the order of the classes, so only the confidence changes.
            let scaled = top.predicted.indices.map { logs.scaled($0, temperature: fit.temperature)[top.predicted[$0]] }
            let ladder = ScoreLadder(confidence: scaled, correct: top.correct)
            add("top1.ece.ew15.left.after_temperature", ladder.bins(EqualWidthBins(15)).ece)
        }
        let ladder = ScoreLadder(confidence: top.confidence, correct: top.correct)
        add("top1.brier.after_isotonic", CORPDecomposition(ladder)?.recalibratedBrier)
    }
}

/// The predicted class of each row; a tie goes to the lowest class.
struct TopClass {
    var predicted: [Int] = []
    var confidence: [Double] = []
    var correct: [Bool] = []

    init(_ rows: ClassRows) {
        for (row, label) in rows.labels.enumerated() {
            let start = row * rows.classes
            var best = 0
            for cls in 1..<rows.classes where rows.probabilities[start + cls] > rows.probabilities[start + best] {
                best = cls
            }
            predicted.append(best)
            confidence.append(rows.probabilities[start + best])
            correct.append(best == label)
        }
    }
}

extension ClassRows {
    private func column(_ cls: Int) -> [Double] {
        stride(from: cls, to: probabilities.count, by: classes).map { probabilities[$0] }
    }

    /// One class against the rest.
    func ladder(_ cls: Int) -> ScoreLadder {
        ScoreLadder(confidence: column(cls), correct: labels.map { $0 == cls })
    }

    /// One class against the rest by rank, over the rows whose probability is at least `least`.
    func ranked(_ cls: Int, from least: Double = 0) -> RankedJudgements {
        let column = column(cls)
        let chosen = column.indices.filter { column[$0] >= least }
        return RankedJudgements(confidence: chosen.map { column[$0] }, correct: chosen.map { labels[$0] == cls })
    }
}
