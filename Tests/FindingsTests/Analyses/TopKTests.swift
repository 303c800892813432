import Artifacts
import Findings
import Record
import TestSupport
import Testing

@Suite struct TopKTests {
    private let analysis = TopK()

    @Test func theLabelIsLookedForAmongTheFirstChoices() throws {
        var made = MadeEvaluation.clean(classes: 6, perClass: 2)
        made.misread(0, as: 1, count: 2)
        made.rows[0].probabilities = [0.3, 0.6, 0.1, 0, 0, 0]
        made.rows[1].probabilities = [0.05, 0.5, 0.2, 0.15, 0.1, 0]
        let section = try analysis.examine(made.examination())
        #expect(near(section.fact("top1")?.value, 10.0 / 12))
        #expect(near(section.fact("top2")?.value, 11.0 / 12))
        #expect(section.fact("top5")?.value == 1)
    }

    @Test func aTieCountsAgainstTheModel() throws {
        var made = MadeEvaluation.clean(classes: 6, perClass: 2)
        made.misread(0, as: 1, count: 1)
        made.rows[0].probabilities = [0.2, 0.6, 0.2, 0, 0, 0]
        #expect(near(try analysis.examine(made.examination()).fact("top2")?.value, 11.0 / 12))
    }

    @Test func noMoreClassesThanChoicesIsUndefinedAndNotOne() throws {
        let section = try analysis.examine(MadeEvaluation.clean(classes: 5).examination())
        #expect(section.fact("top5")?.undefined == "there are only 5 classes")
        #expect(section.fact("top2")?.value == 1)
        #expect(!section.holds("has_top5"))
    }

    @Test func withoutProbabilitiesItIsNotMeasured() {
        var made = MadeEvaluation.clean()
        made.hasProbabilities = false
        #expect(throws: Missing("the evaluation has neither class probabilities nor lists of the best classes")) {
            try analysis.examine(made.examination())
        }
    }

    /// v3's 89 errors, 71 of which have the label second.
    @Test func theDigitsHaveTheirKnownShares() throws {
        let section = try analysis.examine(DigitsAudit.examination("v3"))
        #expect(section.fact("top1")?.value == 1708.0 / 1797)
        #expect(section.fact("top2")?.value == 1779.0 / 1797)
    }
}
