import Artifacts
import Record
import Statistics
import Tallies

/// The numbers of one ladder that the bootstrap repeats.
struct HistogramMetrics {
    let bins: BinnedCalibration
    /// Bins of equal mass.
    let massBins: BinnedCalibration
    let ece: Double
    let equalMass: Double
    let debiased: Double
    let smooth: Double
    let signedGap: Double
    let accuracy: Double
    let meanConfidence: Double
    let brier: Double
    let corp: CORPDecomposition?
    let auroc: Double

    /// Equal-width bins: [a, b), the last closed.
    static let rule = EqualWidthBins(15)

    /// Measures a ladder. `edges` are those of the equal-mass bins of the whole; `sigma` the kernel width of
    /// the smooth error.
    init(_ scoreHistogram: ScoreHistogram, edges: [Double], sigma: Double) {
        let bins = scoreHistogram.bins(Self.rule)
        self.bins = bins
        massBins = scoreHistogram.bins(between: edges)
        ece = bins.ece ?? .nan
        equalMass = massBins.ece ?? .nan
        debiased = bins.debiasedECE ?? .nan
        smooth = SmoothCalibration.error(of: scoreHistogram, sigma: sigma) ?? .nan
        signedGap = bins.signedGap ?? .nan
        accuracy = scoreHistogram.accuracy ?? .nan
        meanConfidence = scoreHistogram.meanConfidence ?? .nan
        brier = scoreHistogram.brier ?? .nan
        corp = CORPDecomposition(scoreHistogram)
        auroc = RankingCurve(scoreHistogram).auroc ?? .nan
    }
}

/// Bootstrap replicates of the calibration numbers, resampled by unit, and what calibrated models show.
struct CalibrationReplicates {
    let edges: [Double]
    /// Kernel width of the smooth error.
    let sigma: Double
    let numbers: [HistogramMetrics]
    /// Whether a replicate weighs rows by the ids of them or of their units, so that it is paired with the same replicate of another
    /// version. Replicates of numbers alone are not, and so are kept in no archive.
    let arePaired: Bool
    /// What calibrated models with these confidences show.
    let calibrated: CalibratedErrors
    /// The share of rows that is right.
    let accuracy: Fact

    init(
        _ evaluation: Evaluation, _ scoreHistogram: ScoreHistogram, _ units: ResamplingUnits,
        _ byUnit: UnitConfidenceTally, accuracy confusion: ConfusionTally
    ) {
        let edges = scoreHistogram.equalMassEdges(15)
        let sigma = SmoothCalibration(scoreHistogram)?.sigma ?? 1
        let resampler = Self.resampler(evaluation, scoreHistogram, units, byUnit)
        numbers = resampler?.map { HistogramMetrics($0, edges: edges, sigma: sigma) } ?? []
        arePaired = !evaluation.isTallied || units.areShared
        calibrated = CalibratedErrors(scoreHistogram, edges: edges, sigma: sigma)
        self.sigma = sigma
        self.edges = edges
        accuracy = confusion.cells.rate(
            Calibration.facts.accuracy, where: confusion.isCorrect, undefined: "no rows", method: "accuracy")
    }

    /// What makes the replicates: the rows or, where they were counted elsewhere, how often each confidence came true. Rows that share
    /// units cannot be told apart in that, so that without the count by unit there are none.
    private static func resampler(
        _ evaluation: Evaluation, _ scoreHistogram: ScoreHistogram, _ units: ResamplingUnits,
        _ byUnit: UnitConfidenceTally
    ) -> HistogramResampler? {
        guard evaluation.isTallied else {
            return HistogramResampler(
                confidence: evaluation.predictions.confidence,
                correct: (0..<evaluation.count).map { evaluation.isCorrect($0) }, weights: units.weights)
        }
        if byUnit.areShared { return byUnit.resampler }
        return units.areShared ? nil : HistogramResampler(counts: scoreHistogram)
    }
}

/// What scores may be by the interval of the share that is right.
private struct AllowedScores {
    let signedGap: ConfidenceInterval?
    let brier: ConfidenceInterval?
    let uncertainty: ConfidenceInterval?
    let auroc: ConfidenceInterval?

    init(_ scoreHistogram: ScoreHistogram, _ accuracy: Fact) {
        let share = accuracy.interval.map { ConfidenceInterval($0) }
        let mean = scoreHistogram.meanConfidence ?? 0
        signedGap = share.map { ConfidenceInterval(low: mean - $0.high, high: mean - $0.low, level: $0.level) }
        uncertainty = share.map { ShareBounds.variance($0) }
        auroc = RankingCurve(scoreHistogram).aurocInterval()
        // Of rows that are all right or all wrong, what the others would cost at these confidences.
        var (right, wrong, ifRight, ifWrong) = (0.0, 0.0, 0.0, 0.0)
        for level in scoreHistogram.scoreLevels {
            let (hit, miss) = ((1 - level.score) * (1 - level.score), level.score * level.score)
            right += Double(level.hits) * hit
            wrong += Double(level.count - level.hits) * miss
            ifRight += Double(level.count) * hit
            ifWrong += Double(level.count) * miss
        }
        let (n, hits) = (scoreHistogram.n, scoreHistogram.hits)
        brier = share.map {
            ShareBounds.loss(
                right: hits > 0 ? right / Double(hits) : ifRight / Double(n),
                wrong: hits < n ? wrong / Double(n - hits) : ifWrong / Double(n), accuracy: $0)
        }
    }
}

/// The calibration errors and scores of a version, with intervals.
struct CalibrationErrors {
    let n: Int
    let bins: BinnedCalibration
    let numbers: HistogramMetrics
    let signedGap: Measure?
    let facts: [Fact]

    /// Fewest rows of a bin that the largest gap is taken over.
    static let fullBin = 100

    init(
        _ scoreHistogram: ScoreHistogram, _ byClass: ClassConfidenceTally, _ replicates: CalibrationReplicates,
        classwise: ClassGapReplicateTally?, _ byUnit: UnitConfidenceTally
    ) {
        let n = scoreHistogram.n
        let whole = HistogramMetrics(scoreHistogram, edges: replicates.edges, sigma: replicates.sigma)
        let bins = whole.bins
        let drawn = replicates.numbers
        let errors = ErrorIntervals(whole, replicates)

        /// A number that noise moves both ways, which the share right allows to be within `allowed`.
        func fact(
            _ spec: FactSpec, _ method: String, allowed: ConfidenceInterval? = nil,
            _ value: (HistogramMetrics) -> Double
        ) -> Fact {
            let point = value(whole)
            guard point.isFinite else {
                return Fact(spec, undefined: "all predictions are correct, or all are incorrect", n: n, method: method)
            }
            let values = drawn.map(value)
            let interval: Interval? = allowed == nil ? .bootstrap(values) : .widened(values, allowed?.holding(point))
            return Fact(
                spec, point, n: n, interval: interval, method: method, replicates: replicates.arePaired ? values : [])
        }
        /// A number that noise can only raise.
        func error(
            _ spec: FactSpec, _ method: String, floor: Double? = nil, _ interval: ConfidenceInterval?,
            _ value: (HistogramMetrics) -> Double
        ) -> Fact {
            Fact(
                spec, value(whole), n: n, interval: .error(interval), method: method, floor: floor,
                replicates: replicates.arePaired ? drawn.map(value) : [])
        }
        let allowed = AllowedScores(scoreHistogram, replicates.accuracy)
        let gap = fact(Calibration.facts.signedGap, "signed-gap", allowed: allowed.signedGap, \.signedGap)
        facts = [
            error(Calibration.facts.ece, "ece", floor: bins.nullMean, errors.ece, \.ece),
            error(
                Calibration.facts.eceEqualMass, "ece-equal-mass", floor: whole.massBins.nullMean, errors.equalMass,
                \.equalMass),
            // It estimates what the ECE does without its bias, so what the true ECE may be is the same.
            error(Calibration.facts.debiasedEce, "debiased-ece", errors.ece?.holding(whole.debiased), \.debiased),
            error(Calibration.facts.smoothEce, "smooth-ece", errors.smooth, \.smooth),
            Self.largest(bins, BinIntervals(byUnit)), Self.classwise(byClass, classwise, n),
            gap,
            fact(Calibration.facts.meanConfidence, "mean-confidence", \.meanConfidence),
            replicates.accuracy,
            fact(Calibration.facts.brier, "brier-top1", allowed: allowed.brier, \.brier),
            error(Calibration.facts.miscalibration, "corp", errors.miscalibration) { $0.corp?.miscalibration ?? .nan },
            error(Calibration.facts.discrimination, "corp", errors.discrimination) {
                $0.corp?.discrimination ?? .nan
            },
            fact(Calibration.facts.uncertainty, "corp", allowed: allowed.uncertainty) { $0.corp?.uncertainty ?? .nan },
            fact(Calibration.facts.auroc, "auroc", allowed: allowed.auroc, \.auroc),
        ]
        self.n = n
        self.bins = bins
        numbers = whole
        signedGap = gap.interval.map { Measure(whole.signedGap, $0, n: n, unit: .points, method: "signed-gap") }
    }

    private static func largest(_ bins: BinnedCalibration, _ intervals: BinIntervals) -> Fact {
        let n = bins.bins.filter { $0.count >= fullBin }.reduce(0) { $0 + $1.count }
        guard let value = bins.mce(minimumCount: fullBin) else {
            return Fact(Calibration.facts.mce, undefined: "no bin holds \(fullBin) images", n: bins.n, method: "mce")
        }
        return Fact(
            Calibration.facts.mce, value, n: n,
            interval: .error(intervals.largestGap(bins.bins, fullBin: fullBin)?.holding(value)), method: "mce")
    }

    private static func classwise(_ byClass: ClassConfidenceTally, _ replicates: ClassGapReplicateTally?, _ n: Int)
        -> Fact
    {
        guard let value = byClass.classwiseECE else {
            return Fact(
                Calibration.facts.classwiseEce, undefined: "the evaluation has no class probabilities", n: n,
                method: "classwise-ece")
        }
        let bins = byClass.classwise.indices.map { byClass.bins(of: $0) }
        let floor = ExactSum.mean(bins.compactMap(\.nullMean))
        let repeated = replicates.map { ErrorIntervals.classwise(value, bins, $0, floor: floor ?? 0) }
        return Fact(
            Calibration.facts.classwiseEce, value, n: n, interval: .error(repeated?.interval),
            method: "classwise-ece", floor: floor, replicates: repeated?.errors ?? [])
    }
}
