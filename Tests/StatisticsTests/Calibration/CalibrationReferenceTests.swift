import Testing

@testable import Statistics

/// A made set with ties and with confidences exactly on bin edges. Reference values: numpy 2.4.6, scipy 1.17.1 and
/// scikit-learn 1.9.1, from the formulas in an independent program.
@Suite struct CalibrationReferenceTests {
    private static let steps = (0..<300).map { ($0 * 37 + 11) % 101 }
    private static let confidence = steps.map { Double($0) / 100 }
    private static let correct = steps.enumerated().map {
        ($0.offset * 29) % 100 < ($0.element * $0.element + 99) / 100
    }
    private static let scoreHistogram = ScoreHistogram(confidence: confidence, correct: correct)

    private func expect(_ value: Double?, _ reference: Double, _ relative: Double = 1e-12) throws {
        let value = try #require(value)
        #expect(near(value, reference, relative), "\(value), expected \(reference)")
    }

    @Test func theSetIsTheOneTheReferencesWereMadeFrom() {
        #expect(
            Self.scoreHistogram.n == 300 && Self.scoreHistogram.hits == 104
                && Self.scoreHistogram.scoreLevels.count == 101)
    }

    @Test func equalWidthErrorsEqualTheirReferences() throws {
        let left = Self.scoreHistogram.bins(EqualWidthBins(10))
        try expect(left.ece, 0.15453333333333333)
        try expect(left.mce(), 0.345)
        try expect(left.averageError, 0.1555216220561048)
        try expect(left.rootMeanSquare, 0.17828769532474528)
        try expect(left.debiasedSquare, 0.02698834969053935)
        try expect(left.debiasedECE, 0.1510165258564755)
        try expect(left.nullMean, 0.0572796277694493)
        let right = Self.scoreHistogram.bins(EqualWidthBins(15, closed: .right))
        try expect(right.ece, 0.15873333333333342)
        try expect(right.mce(), 0.3238888888888889)
        try expect(right.averageError, 0.16056560846560852)
        try expect(right.rootMeanSquare, 0.18093939688170557)
        try expect(right.debiasedSquare, 0.025535500877192994)
        try expect(right.debiasedECE, 0.15497543944588388)
        try expect(right.nullMean, 0.06997038032287352)
        try expect(Self.scoreHistogram.bins(EqualWidthBins(10, closed: .right)).ece, 0.15686666666666668)
    }

    @Test func equalMassErrorsEqualTheirReferences() throws {
        try expect(Self.scoreHistogram.equalMassBins(10).ece, 0.15686666666666668)
        let ranked = RankedPredictions(confidence: Self.confidence, correct: Self.correct)
        try expect(ranked.bins(10).ece, 0.15686666666666665)
    }

    @Test func properScoresEqualTheirReferences() throws {
        try expect(Self.scoreHistogram.brier, 0.16719333333333333)
        let clipped = Self.confidence.map { min(0.995, max(0.005, $0)) }
        try expect(ScoreHistogram(confidence: clipped, correct: Self.correct).logLoss, 0.496550074694811)
        let corp = try #require(CORPDecomposition(Self.scoreHistogram))
        try expect(corp.miscalibration, 0.034829748382230435)
        try expect(corp.discrimination, 0.09412530393778595)
        try expect(corp.uncertainty, 0.2264888888888889)
        #expect(corp.blocks == 14)
        let murphy = try #require(MurphyDecomposition(Self.scoreHistogram.bins(EqualWidthBins(10))))
        try expect(murphy.reliability, 0.0317865023042092)
        try expect(murphy.resolution, 0.08942439782439783)
        try expect(murphy.withinVariance, 0.0008551604774535808)
        try expect(murphy.withinCovariance, 0.0012564102564102564)
    }

    @Test func rankingEqualsItsReferences() throws {
        let curve = RankingCurve(Self.scoreHistogram)
        try expect(curve.auroc, 0.8676658163265306)
        try expect(curve.averagePrecision, 0.7969304381942601)
        let wanted = [
            (0.5, 0.9519230769230769, 0.35), (0.8, 0.5096153846153846, 0.79), (0.9, 0.36538461538461536, 0.87),
        ]
        for (target, recall, threshold) in wanted {
            let found = try #require(curve.recall(atPrecision: target))
            #expect(near(found.recall, recall) && found.threshold == threshold)
        }
        let far = try #require(curve.falsePositiveRate(atTruePositiveRate: 0.95))
        #expect(near(far.rate, 0.49489795918367346) && far.threshold == 0.35)
    }

    @Test func smoothErrorEqualsTheDirectKernelSum() throws {
        // 200 mesh points, 34 images of each judgement, no grid.
        let smooth = try #require(SmoothCalibration(Self.scoreHistogram))
        #expect(smooth.sigma == 0.154296875)
        try expect(smooth.error, 0.15420769863384684, 1e-6)
    }

    @Test func temperatureEqualsItsReference() throws {
        let clipped = Self.confidence.map { min(0.995, max(0.005, $0)) }
        let fit = try #require(LogProbabilities(positive: clipped, outcome: Self.correct).fit())
        try expect(fit.temperature, 1.0014937395104242, 1e-10)
        try expect(fit.before, 0.496550074694811)
        try expect(fit.after, 0.49654983471906483)
        let rows = clipped.flatMap { [1 - $0, $0] }
        let pair = try #require(
            LogProbabilities(probabilities: rows, classes: 2, labels: Self.correct.map { $0 ? 1 : 0 })?.fit())
        #expect(pair == fit)
    }
}
