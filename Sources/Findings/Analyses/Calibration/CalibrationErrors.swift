import Artifacts
import Record
import Statistics
import Tallies

/// The numbers of one ladder that the bootstrap repeats.
struct HistogramMetrics {
    let bins: BinnedCalibration
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
        ece = bins.ece ?? .nan
        equalMass = scoreHistogram.bins(between: edges).ece ?? .nan
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

/// Bootstrap replicates of the calibration numbers, resampled by unit.
struct CalibrationReplicates {
    let edges: [Double]
    /// Kernel width of the smooth error.
    let sigma: Double
    let numbers: [HistogramMetrics]
    /// Largest |gap| over the bins that hold enough rows in the whole.
    let mce: [Double]
    /// Class-wise ECE; empty when it is not repeated.
    let classwise: [Double]
    /// The share of rows that is right.
    let accuracy: Fact

    init(
        _ evaluation: Evaluation, _ scoreHistogram: ScoreHistogram, _ units: ResamplingUnits,
        accuracy confusion: ConfusionTally, classwise: [Double]
    ) {
        let edges = scoreHistogram.equalMassEdges(15)
        let resampler = HistogramResampler(
            confidence: evaluation.predictions.confidence,
            correct: (0..<evaluation.count).map { evaluation.isCorrect($0) }, weights: units.weights)
        let full = scoreHistogram.bins(HistogramMetrics.rule).bins.map { $0.count >= CalibrationErrors.fullBin }
        let sigma = SmoothCalibration(scoreHistogram)?.sigma ?? 1
        numbers = resampler.map { HistogramMetrics($0, edges: edges, sigma: sigma) }
        mce = numbers.map { replicate in
            zip(replicate.bins.bins, full).filter { $0.1 && $0.0.count > 0 }.map { abs($0.0.gap) }.max() ?? .nan
        }
        self.sigma = sigma
        self.edges = edges
        accuracy = confusion.cells.rate(
            Calibration.facts.accuracy, where: confusion.isCorrect, undefined: "no rows", method: "accuracy")
        self.classwise = classwise
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

    init(_ scoreHistogram: ScoreHistogram, _ byClass: ClassConfidenceTally, _ replicates: CalibrationReplicates) {
        let n = scoreHistogram.n
        let whole = HistogramMetrics(scoreHistogram, edges: replicates.edges, sigma: replicates.sigma)
        let bins = whole.bins
        let drawn = replicates.numbers

        /// A number that noise moves both ways.
        func fact(_ spec: FactSpec, _ method: String, _ value: (HistogramMetrics) -> Double) -> Fact {
            let point = value(whole)
            guard point.isFinite else {
                return Fact(spec, undefined: "all predictions are correct, or all are incorrect", n: n, method: method)
            }
            let values = drawn.map(value)
            return Fact(spec, point, n: n, interval: .bootstrap(values), method: method, replicates: values)
        }
        /// A number that noise can only raise.
        func error(
            _ spec: FactSpec, _ method: String, floor: Double? = nil, _ value: (HistogramMetrics) -> Double
        ) -> Fact {
            let values = drawn.map(value)
            return Fact(
                spec, value(whole), n: n, interval: .basic(value(whole), values), method: method, floor: floor,
                replicates: values)
        }
        let equalMass = scoreHistogram.bins(between: replicates.edges)
        let gap = fact(Calibration.facts.signedGap, "signed-gap", \.signedGap)
        facts = [
            error(Calibration.facts.ece, "ece", floor: bins.nullMean, \.ece),
            error(Calibration.facts.eceEqualMass, "ece-equal-mass", floor: equalMass.nullMean, \.equalMass),
            fact(Calibration.facts.debiasedEce, "debiased-ece", \.debiased),
            error(Calibration.facts.smoothEce, "smooth-ece", \.smooth),
            Self.largest(bins, replicates), Self.classwise(byClass, replicates, n),
            gap,
            fact(Calibration.facts.meanConfidence, "mean-confidence", \.meanConfidence),
            replicates.accuracy,
            fact(Calibration.facts.brier, "brier-top1", \.brier),
            error(Calibration.facts.miscalibration, "corp") { $0.corp?.miscalibration ?? .nan },
            fact(Calibration.facts.discrimination, "corp") { $0.corp?.discrimination ?? .nan },
            fact(Calibration.facts.uncertainty, "corp") { $0.corp?.uncertainty ?? .nan },
            fact(Calibration.facts.auroc, "auroc", \.auroc),
        ]
        self.n = n
        self.bins = bins
        numbers = whole
        signedGap = gap.interval.map { Measure(whole.signedGap, $0, n: n, unit: .points, method: "signed-gap") }
    }

    private static func largest(_ bins: BinnedCalibration, _ replicates: CalibrationReplicates) -> Fact {
        let n = bins.bins.filter { $0.count >= fullBin }.reduce(0) { $0 + $1.count }
        guard let value = bins.mce(minimumCount: fullBin) else {
            return Fact(Calibration.facts.mce, undefined: "no bin holds \(fullBin) images", n: bins.n, method: "mce")
        }
        return Fact(Calibration.facts.mce, value, n: n, interval: .basic(value, replicates.mce), method: "mce")
    }

    private static func classwise(
        _ byClass: ClassConfidenceTally, _ replicates: CalibrationReplicates, _ n: Int
    ) -> Fact {
        guard let value = byClass.classwiseECE else {
            return Fact(
                Calibration.facts.classwiseEce, undefined: "the evaluation has no class probabilities", n: n,
                method: "classwise-ece")
        }
        let floors = byClass.classwise.indices.compactMap { byClass.bins(of: $0).nullMean }
        return Fact(
            Calibration.facts.classwiseEce, value, n: n, interval: .basic(value, replicates.classwise),
            method: "classwise-ece", floor: ExactSum.mean(floors), replicates: replicates.classwise)
    }
}

extension Interval {
    /// The basic interval of a number that noise can only raise; `nil` for too few replicates.
    static func basic(_ value: Double, _ replicates: [Double]) -> Interval? {
        PoissonBootstrap.basicInterval(value, replicates).map { Interval($0, method: "basic-bootstrap") }
    }
}
