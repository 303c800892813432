// Names and numbers of one probability a row. The names are those of the reference files.

import Statistics

extension NamedValues {
    /// Bins that a sweep goes up to.
    private static let mostSweptBins = 1000

    /// Binned, swept, smooth and isotonic calibration errors, each name after `prefix`. Ranks need the rows in the order
    /// of the file; without them the ranked errors are left out. A sketch does not know on which side of an edge a value
    /// on it would go, so right-closed bins are left to exact ladders.
    mutating func addCalibration(
        _ scoreHistogram: ScoreHistogram, ranked: RankedPredictions?, prefix: String, isHistogram: Bool = false
    ) {
        for count in [10, 15, 20] {
            for closed in isHistogram ? [EqualWidthBins.Closed.left] : [.left, .right] {
                let bins = scoreHistogram.bins(EqualWidthBins(count, closed: closed))
                let suffix = ".ew\(count).\(closed.rawValue)"
                add(prefix + "ece" + suffix, bins.ece)
                add(prefix + "mce" + suffix, bins.mce())
                add(prefix + "ace" + suffix, bins.averageError)
                add(prefix + "rmsce" + suffix, bins.rootMeanSquare)
                guard closed == .left else { continue }
                add(prefix + "ce2_debiased" + suffix, bins.debiasedSquare)
                add(prefix + "ece_debiased" + suffix, bins.debiasedECE)
            }
        }
        addBins(scoreHistogram.bins(EqualWidthBins(15)), prefix: prefix + "bins.ew15.left.")
        let fifteen = scoreHistogram.bins(EqualWidthBins(15))
        add(prefix + "ece_null_mean.ew15.left", fifteen.nullMean)
        add(prefix + "ece_null_95.ew15.left", fifteen.nullBound())
        add(prefix + "signed_gap", fifteen.signedGap)
        for count in [10, 15] {
            if let ranked { add(prefix + "ece.em\(count).rank", ranked.bins(count).ece) }
            let quantiles = scoreHistogram.equalMassBins(count)
            add(prefix + "ece.em\(count).quantile_edges", quantiles.ece)
            add(prefix + "mce.em\(count).quantile_edges", quantiles.mce())
        }
        let limit = min(scoreHistogram.n, Self.mostSweptBins)
        if let ranked { addSweep("em", SweepECE.sweep(limit: limit, ranked.bins), prefix: prefix) }
        addSweep("ew", SweepECE.sweep(limit: limit) { scoreHistogram.bins(EqualWidthBins($0)) }, prefix: prefix)
        let smooth = SmoothCalibration(scoreHistogram)
        add(prefix + "smece", smooth?.error)
        add(prefix + "smece.sigma", smooth?.sigma)
        let corp = CORPDecomposition(scoreHistogram)
        add(prefix + "corp.mcb", corp?.miscalibration)
        add(prefix + "corp.dsc", corp?.discrimination)
        add(prefix + "corp.unc", corp?.uncertainty)
        add(prefix + "corp.blocks", corp?.blocks ?? 0)
    }

    /// One list a property of the bins; null where a bin is empty, 0 and 1 for its intervals.
    private mutating func addBins(_ binned: BinnedCalibration, prefix: String) {
        let bins = binned.bins
        add(prefix + "count", bins.map { Double($0.count) })
        add(prefix + "mean_conf", bins.map(\.meanConfidence))
        add(prefix + "accuracy", bins.map(\.accuracy))
        add(prefix + "wilson_lo", bins.map { $0.wilson()?.low ?? 0 })
        add(prefix + "wilson_hi", bins.map { $0.wilson()?.high ?? 1 })
        add(prefix + "consistency_lo", bins.map { max(0, $0.consistency()?.low ?? 0) })
        add(prefix + "consistency_hi", bins.map { min(1, $0.consistency()?.high ?? 1) })
    }

    private mutating func addSweep(_ kind: String, _ found: (ece: Double, bins: Int)?, prefix: String) {
        add(prefix + "ece_sweep." + kind, found?.ece)
        add(prefix + "ece_sweep." + kind + ".bins", found?.bins ?? 0)
    }

    /// Brier score and log loss with their decompositions.
    mutating func addProperScores(_ scoreHistogram: ScoreHistogram) {
        addProperScores(scoreHistogram, brier: scoreHistogram.brier, logLoss: scoreHistogram.logLoss)
    }

    /// The same with scores that were summed row by row.
    mutating func addProperScores(_ scoreHistogram: ScoreHistogram, brier: Double?, logLoss: Double?) {
        add("brier", brier)
        add("nll", logLoss, else: "there are no rows")
        for count in [10, 15] {
            let murphy = MurphyDecomposition(scoreHistogram.bins(EqualWidthBins(count)))
            add("murphy\(count).rel", murphy?.reliability)
            add("murphy\(count).res", murphy?.resolution)
            add("murphy\(count).unc", murphy?.uncertainty)
            add("murphy\(count).wbv", murphy?.withinVariance)
            add("murphy\(count).wbc", murphy?.withinCovariance)
        }
    }

    /// A fitted temperature.
    mutating func addTemperature(_ fit: TemperatureFit?) {
        add("temperature", fit?.temperature)
        add("nll.after_temperature", fit?.after)
    }

    /// Ranking and operating points.
    mutating func addRanking(_ scoreHistogram: ScoreHistogram) {
        let curve = RankingCurve(scoreHistogram)
        let oneSided = "the rows are all of one outcome"
        add("auroc", curve.auroc, else: oneSided)
        add("average_precision", curve.averagePrecision, else: "nothing came true")
        for target in ["0.5", "0.8", "0.9", "0.95", "0.99"] {
            let found = Double(target).flatMap { curve.recall(atPrecision: $0) }
            let reason = "no threshold reaches this precision"
            add("recall_at_precision." + target, found?.recall, else: reason)
            add("recall_at_precision." + target + ".threshold", found?.threshold, else: reason)
        }
        for target in ["0.8", "0.9", "0.95", "0.99"] {
            let found = Double(target).flatMap { curve.falsePositiveRate(atTruePositiveRate: $0) }
            add("fpr_at_tpr." + target, found?.rate, else: oneSided)
            add("fpr_at_tpr." + target + ".threshold", found?.threshold, else: oneSided)
        }
        for limit in ["0.001", "0.01", "0.05"] {
            let rate = Double(limit).flatMap { curve.truePositiveRate(atFalsePositiveRate: $0) }
            add("tpr_at_fpr." + limit, rate, else: oneSided)
        }
        let thresholds = (1...19).map { Double($0) / 20 }
        let points = thresholds.map { curve.point(at: $0) }
        add("curve.thresholds", thresholds)
        add("curve.precision", points.map { curve.precision($0) })
        add("curve.recall", points.map { Self.share($0.truePositives, of: curve.positives) })
        add("curve.fpr", points.map { Self.share($0.falsePositives, of: curve.negatives) })
        let bins = scoreHistogram.bins(EqualWidthBins(10)).bins
        let wrong = bins.map { $0.count - $0.hits }
        add("fp_by_confidence.count", wrong.map { Double($0) })
        add("fp_by_confidence.rate", zip(wrong, bins).map { Self.share($0, of: $1.count) })
        add("fp_by_confidence.share", wrong.map { Self.share($0, of: curve.negatives) })
    }

    private static func share(_ part: Int, of whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
