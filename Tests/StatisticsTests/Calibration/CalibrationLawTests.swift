import Testing

@testable import Statistics

/// What must hold for every calibration number, whatever the data.
@Suite struct CalibrationLawTests {
    private func drawn(_ count: Int, seed: UInt64, power: Double = 1) -> (confidence: [Double], correct: [Bool]) {
        var random = SeededGenerator(seed: seed)
        var confidence: [Double] = []
        var correct: [Bool] = []
        for _ in 0..<count {
            let p = (random.unit() * 1000).rounded() / 1000
            confidence.append(p)
            var rate = 1.0
            for _ in 0..<Int(power) { rate *= p }
            correct.append(random.unit() < rate)
        }
        return (confidence, correct)
    }

    @Test func rowOrderAndSplittingDoNotChangeTheLadder() {
        let (confidence, correct) = drawn(2000, seed: 1)
        let whole = ScoreHistogram(confidence: confidence, correct: correct)
        #expect(ScoreHistogram(confidence: confidence.reversed(), correct: correct.reversed()) == whole)
        for cut in [0, 1, 700, 2000] {
            let first = ScoreHistogram(confidence: confidence[..<cut], correct: correct[..<cut])
            let second = ScoreHistogram(confidence: confidence[cut...], correct: correct[cut...])
            #expect(first.merged(with: second) == whole && second.merged(with: first) == whole)
        }
    }

    @Test func errorsStayInBoundsAndInOrder() throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            for power in [0.0, 1, 3] {
                let (confidence, correct) = drawn(500, seed: seed, power: power)
                let scoreHistogram = ScoreHistogram(confidence: confidence, correct: correct)
                for bins in [scoreHistogram.bins(EqualWidthBins(15)), scoreHistogram.equalMassBins(15)] {
                    let ece = try #require(bins.ece)
                    let root = try #require(bins.rootMeanSquare)
                    let largest = try #require(bins.mce())
                    let signed = try #require(bins.signedGap)
                    #expect(abs(signed) <= ece + 1e-12 && ece <= root + 1e-12 && root <= largest + 1e-12)
                    #expect(largest <= 1)
                    #expect(try #require(bins.debiasedSquare) <= root * root + 1e-12)
                }
            }
        }
    }

    @Test func perfectForecastsHaveNoErrorAnywhere() throws {
        let confidence = (0..<100).map { $0 % 2 == 0 ? 0.0 : 1.0 }
        let scoreHistogram = ScoreHistogram(confidence: confidence, correct: confidence.map { $0 == 1 })
        #expect(scoreHistogram.bins(EqualWidthBins(15)).ece == 0)
        #expect(scoreHistogram.bins(EqualWidthBins(15, closed: .right)).ece == 0)
        #expect(scoreHistogram.brier == 0 && scoreHistogram.logLoss == 0)
        #expect(RankingCurve(scoreHistogram).auroc == 1 && RankingCurve(scoreHistogram).averagePrecision == 1)
        #expect(try #require(CORPDecomposition(scoreHistogram)).miscalibration == 0)
        #expect(try #require(SmoothCalibration(scoreHistogram)).error < 1e-3)
    }

    @Test func decompositionsAddUpToTheBrierScore() throws {
        for power in [0.0, 1, 2] {
            let (confidence, correct) = drawn(700, seed: 9, power: power)
            let scoreHistogram = ScoreHistogram(confidence: confidence, correct: correct)
            let brier = try #require(scoreHistogram.brier)
            let corp = try #require(CORPDecomposition(scoreHistogram))
            #expect(near(corp.miscalibration - corp.discrimination + corp.uncertainty, brier, 1e-12))
            #expect(corp.miscalibration >= -1e-15 && corp.discrimination >= -1e-15)
            for bins in [scoreHistogram.bins(EqualWidthBins(10)), scoreHistogram.equalMassBins(7)] {
                let murphy = try #require(MurphyDecomposition(bins))
                let sum =
                    murphy.reliability - murphy.resolution + murphy.uncertainty + murphy.withinVariance
                    - 2 * murphy.withinCovariance
                #expect(near(sum, brier, 1e-12))
            }
        }
    }

    @Test func theFloorIsWhatCalibratedDataShow() throws {
        var total = 0.0
        var floor = 0.0
        var above = 0
        for seed in 1...200 as ClosedRange<UInt64> {
            let (confidence, correct) = drawn(400, seed: seed)
            let bins = ScoreHistogram(confidence: confidence, correct: correct).bins(EqualWidthBins(15))
            let ece = try #require(bins.ece)
            total += ece
            floor += try #require(bins.nullMean)
            above += ece > (try #require(bins.nullBound())) ? 1 : 0
        }
        #expect(abs(total / floor - 1) < 0.03)
        // 5 % of 200 is 10; at most 20 with a chance of about 0.998.
        #expect(above <= 20)
    }

    @Test func isotonicLevelsRiseAndKeepTheMean() throws {
        let (confidence, correct) = drawn(900, seed: 4, power: 2)
        let scoreHistogram = ScoreHistogram(confidence: confidence, correct: correct)
        let fit = IsotonicFit(scoreHistogram)
        for (a, b) in zip(fit.blocks, fit.blocks.dropFirst()) { #expect(a.level < b.level && a.high < b.low) }
        #expect(fit.blocks.reduce(0) { $0 + $1.hits } == scoreHistogram.hits)
        let ends = try #require(fit.blocks.first)
        #expect(fit(0) == ends.level)
        var last = 0.0
        for step in 0...100 {
            let value = fit(Double(step) / 100)
            #expect(value >= last)
            last = value
        }
    }

    @Test func smoothErrorOfAConstantBiasIsTheBias() throws {
        // 0.7 stated, 0.5 true: all the residual mass is 0.2, and smoothing keeps mass.
        let scoreHistogram = ScoreHistogram(sorted: [.init(score: 0.7, count: 1000, hits: 500)])
        let smooth = try #require(SmoothCalibration(scoreHistogram))
        #expect(abs(smooth.error - 0.2) < 0.005)
    }

    @Test func sharpeningIsUndoneByItsTemperature() throws {
        // Calibrated pairs, sharpened with T = 1/2: the fit must find 2.
        var random = SeededGenerator(seed: 12)
        var sharpened: [Double] = []
        var outcome: [Bool] = []
        for _ in 0..<20000 {
            let p = 0.05 + 0.9 * random.unit()
            outcome.append(random.unit() < p)
            sharpened.append(p * p / (p * p + (1 - p) * (1 - p)))
        }
        let fit = try #require(LogProbabilities(positive: sharpened, outcome: outcome).fit())
        #expect(abs(fit.temperature - 2) < 0.06 && fit.after < fit.before)
        let logs = LogProbabilities(positive: sharpened, outcome: outcome)
        #expect(near(logs.scaled(3, 1, inverse: 1, logs.terms(3, inverse: 1)), sharpened[3], 1e-12))
    }

    @Test func nothingIsUndefinedNotZero() {
        let none = ScoreHistogram(sorted: [])
        let bins = none.bins(EqualWidthBins(10))
        #expect(bins.ece == nil && bins.mce() == nil && bins.averageError == nil && bins.rootMeanSquare == nil)
        #expect(bins.debiasedECE == nil && bins.debiasedSquare == nil && bins.nullMean == nil && bins.signedGap == nil)
        #expect(none.equalMassBins(10).ece == nil && none.brier == nil && none.logLoss == nil && none.accuracy == nil)
        #expect(MurphyDecomposition(bins) == nil && CORPDecomposition(none) == nil && SmoothCalibration(none) == nil)
        #expect(RankingCurve(none).auroc == nil && RankingCurve(none).averagePrecision == nil)
        #expect(LogProbabilities(positive: [], outcome: []).fit() == nil)
        #expect(LogProbabilities(probabilities: [0.5, 0.5], classes: 2, labels: [2]) == nil)
        let full = ScoreHistogram(sorted: [.init(score: 0.5, count: 3, hits: 3)])
        #expect(RankingCurve(full).auroc == nil)
        #expect(full.bins(EqualWidthBins(10)).mce(minimumCount: 4) == nil)
    }

    @Test func tiedQuantilesLeaveNoEmptyBins() {
        let scoreHistogram = ScoreHistogram(
            confidence: Array(repeating: 1.0, count: 50) + [0.2], correct: Array(repeating: true, count: 51))
        let bins = scoreHistogram.equalMassBins(10)
        #expect(bins.n == 51 && bins.bins.allSatisfy { $0.count > 0 })
    }
}
