import Foundation
import Record
import Testing

@testable import Findings

/// Calibration of the scores of labels.
@Suite struct LabelCalibrationTests {
    @Test func anOverconfidentLabelIsFoundAndNoOther() throws {
        var made = MadeLabels.calibrated()
        for index in made.images.indices { made.images[index].scores[2] = made.images[index].scores[2].squareRoot() }
        let section = try made.section(LabelCalibration())
        #expect(section.findings.map(\.mode.name) == ["overconfident-label label owl"])
        let gap = try #require(section.fact("label_gap@label=owl")?.value)
        let scores = made.images.map { $0.scores[2] }
        let hits = made.images.count { $0.truth.contains(2) }
        #expect(abs(gap - (scores.reduce(0, +) - Double(hits)) / Double(scores.count)) < 1e-9)
    }

    /// Scores that are too high above a half and too low below it are of no gap, and are named by the bins' error.
    @Test func aLabelWhoseGapIsNothingIsMiscalibratedAndNeitherOverNorUnderconfident() throws {
        var made = MadeLabels.calibrated()
        for index in made.images.indices {
            let score = made.images[index].scores[2]
            made.images[index].scores[2] = min(0.98, max(0.02, 0.5 + 2.2 * (score - 0.5)))
        }
        let section = try made.section(LabelCalibration())
        let finding = try #require(section.findings.first)
        #expect(section.findings.map(\.mode.name) == ["miscalibrated-label label owl"])
        #expect(finding.measure.value == section.fact("label_ece@label=owl")?.value && finding.measure.unit == .score)
        #expect(finding.expected.map { $0 > 0 && $0 < finding.measure.value } == true)
    }

    @Test func theErrorIsThatOfFifteenBins() throws {
        let made = MadeLabels.calibrated()
        let section = try made.section(LabelCalibration())
        var sums = [Double](repeating: 0, count: 15)
        for image in made.images {
            for (label, score) in image.scores.enumerated() {
                sums[min(14, Int(score * 15))] += score - (image.truth.contains(label) ? 1 : 0)
            }
        }
        let ece = sums.reduce(0) { $0 + abs($1) } / Double(4 * made.images.count)
        #expect(abs((section.fact("ece")?.value ?? 0) - ece) < 1e-9)
        let fact = try #require(section.fact("ece"))
        #expect(fact.floor != nil && fact.interval != nil)
    }

    @Test func aCalibratedModelIsSilent() throws {
        for seed in 1...5 {
            let section = try MadeLabels.calibrated(seed: UInt64(seed)).section(LabelCalibration())
            #expect(section.findings.isEmpty, "seed \(seed)")
        }
    }
}
