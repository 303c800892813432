// Names and numbers of a table of detections. The names are those of the reference files.

import Artifacts
import Findings
import Statistics

extension NamedValues {
    /// D-ECE and its family, LaECE and LaACE per class, and LRP where the numbers of objects are known.
    mutating func addDetections(_ rows: JudgedRows, _ classes: [DetectedClass]) {
        let scoreHistogram = ScoreHistogram(confidence: rows.confidence, correct: rows.correct)
        if classes.contains(where: { $0.objects != nil }) {
            add("gt_per_class", classes.map { $0.objects.map { Double($0) } })
        }
        addCalibration(
            scoreHistogram, ranked: RankedPredictions(confidence: rows.confidence, correct: rows.correct),
            prefix: "dece.")
        for (index, cls) in classes.enumerated() {
            add("dece.class\(index).ece.ew10.left", cls.scoreHistogram.bins(EqualWidthBins(10)).ece)
        }
        for (name, tau) in [("0.5", 0.5), ("0.0", 0.0)] {
            let errors = classes.map { $0.scores.laECE(tau: tau) }
            add("laece.tau\(name).m25", Self.mean(errors))
            add("laece.tau\(name).m25.per_class", errors)
            add("laace.tau\(name)", Self.mean(classes.map { $0.scores.laACE(tau: tau) }))
        }
        addLRP(classes)
        addProperScores(scoreHistogram)
        addTemperature(LogProbabilities(positive: rows.confidence, outcome: rows.correct).fit())
        addRanking(scoreHistogram)
    }

    private mutating func addLRP(_ classes: [DetectedClass]) {
        let reason = "the numbers of objects were not given (--objects)"
        let found = classes.map { cls in cls.objects.flatMap { cls.scores.lrp(tau: 0.5, objects: $0) } }
        let known = classes.allSatisfy { $0.objects != nil }
        add("lrp.tau0.5.no_score_threshold", known ? Self.mean(found.map { $0?.value }) : nil, else: reason)
        add("olrp.tau0.5", known ? Self.mean(classes.map(Self.optimal)) : nil, else: reason)
        guard known else { return }
        add("lrp.tau0.5.per_class", found.map { $0?.value })
        add(
            "lrp.tau0.5.components",
            rows: found.map { [$0?.localisation, $0?.falsePositives, $0?.misses] })
        add("olrp.tau0.5.per_class", classes.map(Self.optimal))
    }

    private static func optimal(_ cls: DetectedClass) -> Double? {
        cls.objects.flatMap { cls.scores.optimalLRP(tau: 0.5, objects: $0) }
    }

    private static func mean(_ values: [Double?]) -> Double? {
        ExactSum.mean(values.compactMap { $0 })
    }
}
