import Artifacts
import Findings
import Record
import Statistics
import TestSupport
import Testing

@Suite struct ConfusionsTests {
    private let analysis = Confusions()

    /// Every class errs a little, on every other class alike.
    private func spread() -> MadeEvaluation {
        var made = MadeEvaluation.clean(classes: 8, perClass: 60)
        for truth in 0..<8 {
            for predicted in 0..<8 where predicted != truth { made.misread(truth, as: predicted, count: 1) }
        }
        return made
    }

    /// 24 classes are each read as the next: all 24 are counted and kept, though the table shows fewer.
    @Test func asManyAreCountedAsThereAre() throws {
        var made = MadeEvaluation.clean(classes: 24, perClass: 30)
        for truth in 0..<24 { made.misread(truth, as: (truth + 1) % 24, count: 9) }
        let section = try analysis.examine(made.examination())
        #expect(section.fact("findings")?.value == 24)
        #expect(section.findings.count == 24)
        guard case .table(let table)? = section.exhibit("pairs")?.content else { throw Missing("no table") }
        #expect(table.rows.count == 20)
    }

    @Test func aPlantedConfusionIsTheOnlyFinding() throws {
        var made = spread()
        made.misread(3, as: 1, count: 14, confidence: 0.8)
        let section = try analysis.examine(made.examination())
        let finding = try #require(section.findings.first)
        #expect(section.findings.count == 1)
        #expect(finding.mode == .confusion(truth: "c3", predicted: "c1"))
        #expect(finding.standing == .finding)
        #expect(finding.errors == 15)
        #expect(finding.measure.value == 15.0 / 60)
        #expect(finding.measure.n == 60)
        let expected = try #require(finding.expected)
        #expect(expected < finding.measure.interval.low)
        let gain = try #require(finding.gain)
        #expect(gain.interval.low > 0 && gain.interval.low < gain.value && gain.value < 15.0 / 480)
        #expect(finding.evidence.allSatisfy { $0.label == "c3" && $0.predicted == "c1" })
        #expect(finding.evidence.first?.confidence == 0.8)
        #expect(finding.counterExamples.allSatisfy { $0.label == "c3" && $0.predicted == "c3" })
    }

    @Test func onePairThatHoldsEveryErrorIsFoundThoughItFillsTheMarginals() throws {
        var made = MadeEvaluation.clean(classes: 10, perClass: 30)
        made.misread(4, as: 9, count: 12)
        let section = try analysis.examine(made.examination())
        #expect(section.findings.map(\.mode) == [.confusion(truth: "c4", predicted: "c9")])
        #expect(section.fact("share_in_findings")?.value == 1)
    }

    @Test func aCleanRunAndEvenlySpreadErrorsAreSilent() throws {
        for made in [MadeEvaluation.clean(), spread()] {
            let section = try analysis.examine(made.examination())
            #expect(section.findings.isEmpty)
            #expect(!section.holds("any_finding") && !section.holds("any_lead"))
            #expect(section.fact("top_rate")?.undefined == "no pair is a finding")
        }
    }

    @Test func aClassThatAttractsErrorsFromEverywhereIsNotAConfusion() throws {
        var made = MadeEvaluation.clean(classes: 6, perClass: 50)
        for truth in 1..<6 { made.misread(truth, as: 0, count: 8) }
        let section = try analysis.examine(made.examination())
        #expect(section.findings.isEmpty)
    }

    @Test func errorsWithoutStructureAreFlaggedInAtMostOneSeedOfTwenty() throws {
        let seeds = Thoroughness.draws(20, all: 60)
        var flagged = 0
        for seed in 0..<seeds {
            var generator = SeededGenerator(seed: UInt64(seed))
            var made = MadeEvaluation.clean(classes: 6, perClass: 60)
            for row in made.rows.indices where generator.unit() < 0.2 {
                let other = generator.below(5)
                made.rows[row].predicted = other < made.rows[row].label ? other : other + 1
            }
            let section = try analysis.examine(made.examination())
            if section.holds("any_finding") { flagged += 1 }
        }
        #expect(flagged <= seeds / 20)
    }

    @Test func twoClassesLeaveNothingToBeMoreOftenThan() throws {
        var made = MadeEvaluation.clean(classes: 2, perClass: 50)
        made.misread(0, as: 1, count: 20)
        let section = try analysis.examine(made.examination())
        #expect(section.findings.isEmpty)
        #expect(section.holds("two_classes"))
    }

    @Test func itsHistoryIsReadOffTheBaselineOnCommonItems() throws {
        var before = spread()
        before.version = "v1"
        var listing = before
        listing.misread(3, as: 1, count: 10)
        let listed = try analysis.examine(listing.examination())
        #expect(listed.findings.first?.mode == .confusion(truth: "c3", predicted: "c1"))
        var now = spread()
        now.misread(3, as: 1, count: 34)
        let worse = try analysis.examine(now.examination(baseline: listing.record(sections: [listed])))
        #expect(worse.findings.first?.trend == .worse)
        #expect(worse.findings.first?.baseline?.value == 11.0 / 60)

        let own = now.record(sections: [try analysis.examine(now.examination())])
        let same = try analysis.examine(now.examination(baseline: own))
        #expect(same.findings.first?.trend == .persisting)

        // Chosen now for how often it occurs now, so that its change is not tested.
        let chosen = try analysis.examine(now.examination(baseline: before.record()))
        #expect(chosen.findings.first?.mode == .confusion(truth: "c3", predicted: "c1"))
        #expect(chosen.findings.first?.trend == nil && chosen.findings.first?.baseline?.value == 1.0 / 60)

        let new = try analysis.examine(
            now.examination(baseline: MadeEvaluation.clean(classes: 8, perClass: 60).record()))
        #expect(new.findings.first?.trend == .new)

        before.rows.removeAll { $0.label == 3 && $0.id.hasSuffix("7") }
        let partly = try analysis.examine(now.examination(baseline: before.record()))
        #expect(partly.findings.first?.baseline?.n == 54)
    }

    /// The smallest effect is of the rate in the class less the one expected.
    @Test func aPairBelowTheSmallestEffectIsNoFinding() throws {
        var made = spread()
        made.misread(3, as: 1, count: 14)
        let pair = try #require(try analysis.examine(made.examination()).findings.first)
        let effect = pair.measure.value - (try #require(pair.expected))
        var settings = WorkspaceSettings(title: "Made", task: .classification)
        settings.smallestEffect = effect + 0.001
        let above = try analysis.examine(made.examination(settings: settings))
        #expect(!above.findings.contains { $0.standing == .finding })
        settings.smallestEffect = effect - 0.001
        #expect(try analysis.examine(made.examination(settings: settings)).findings.first?.standing == .finding)
    }

    /// Reference: the definition with `scipy.stats.betabinom` over expected.json's predictions.
    @Test
    func theDigitsAuditConfusesEightsWithOnes() throws {
        let section = try analysis.examine(DigitsAudit.examination("v3", against: "v2"))
        let first = try #require(section.findings.first)
        #expect(first.mode == .confusion(truth: "8", predicted: "1"))
        #expect(first.errors == 23)
        #expect(near(first.expected.map { $0 * 174 }, 3.425925925925926))
        #expect(near(first.p, 90 * 2.7235605992714795e-08, 1e-12))
        #expect(first.baseline?.value == 5.0 / 174)
        // The record that is read here keeps no sections, so that nothing was listed before.
        #expect(first.trend == nil)
        #expect(section.findings.filter { $0.standing == .finding }.count == 4)
        #expect(section.fact("pairs_tested")?.value == 90)
    }
}
