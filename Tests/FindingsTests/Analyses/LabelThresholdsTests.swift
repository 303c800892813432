import Record
import Testing

@testable import Findings

/// Thresholds of labels: what another one gains on images that did not choose it.
@Suite struct LabelThresholdsTests {
    @Test func aThresholdThatIsTooHighIsFoundAndItsGainHolds() throws {
        var made = MadeLabels.calibrated()
        // Fox is told apart perfectly at 0.2 and above.
        for index in made.images.indices {
            let isTrue = made.images[index].truth.contains(3)
            made.images[index].scores[3] = isTrue ? 0.3 + Double(index % 4) / 10 : Double(index % 10) / 100
        }
        let section = try made.section(LabelThresholds())
        let best = try #require(section.fact("best_threshold@label=fox")?.value)
        #expect(best > 0.09 && best < 0.3)
        #expect(section.fact("f1_cross_fitted@label=fox")?.value == 1)
        #expect(section.fact("f1_at_best@label=fox")?.value == 1)
        let gain = try #require(section.fact("gain@label=fox"))
        #expect((gain.interval?.low ?? 0) > 0 && (gain.value ?? 0) > 0.2)
        #expect(section.terms.first { $0.id == "top" }?.text == "fox")
    }

    @Test func whatIsChosenOnTheSameImagesIsNoGain() throws {
        // Scores that say nothing: the best threshold flatters, the cross-fitted F1 does not reach it.
        var made = MadeLabels.calibrated(120, seed: 3)
        for index in made.images.indices { made.images[index].truth = index * 7 % 3 == 0 ? [0, 1, 2, 3] : [] }
        let section = try made.section(LabelThresholds())
        for label in made.labels {
            let (best, fitted) = (
                section.fact("f1_at_best@label=\(label)"), section.fact("f1_cross_fitted@label=\(label)")
            )
            #expect((best?.value ?? 0) >= (fitted?.value ?? 1))
        }
    }

    @Test func listsOfLabelsHaveNoThreshold() throws {
        var made = MadeLabels.calibrated()
        made.hasScores = false
        #expect(throws: Missing("the labels are given without scores")) { try made.section(LabelThresholds()) }
    }
}
