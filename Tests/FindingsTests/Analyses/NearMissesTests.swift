import Artifacts
import Findings
import Record
import Testing

@Suite struct NearMissesTests {
    private let analysis = NearMisses()

    @Test func anErrorWithTheLabelSecondIsANearMiss() throws {
        var made = MadeEvaluation.clean(classes: 3, perClass: 4)
        made.misread(0, as: 1, count: 2)
        made.rows[0].probabilities = [0.39, 0.6, 0.01]
        made.rows[1].probabilities = [0.1, 0.6, 0.3]
        let section = try analysis.examine(made.examination())
        #expect(section.fact("errors")?.value == 2)
        #expect(section.fact("near_misses")?.value == 1)
        #expect(section.fact("share_of_errors")?.value == 0.5)
        #expect(near(section.fact("top2_accuracy")?.value, 11.0 / 12))
    }

    @Test func aTieForSecondCountsAgainstTheModel() throws {
        var made = MadeEvaluation.clean(classes: 3, perClass: 4)
        made.misread(0, as: 1, count: 1)
        made.rows[0].probabilities = [0.2, 0.6, 0.2]
        #expect(try analysis.examine(made.examination()).fact("near_misses")?.value == 0)
    }

    @Test func aCleanRunIsSilent() throws {
        let section = try analysis.examine(MadeEvaluation.clean().examination())
        #expect(section.fact("share_of_errors")?.undefined == "no errors")
        #expect(!section.holds("any"))
    }

    @Test func itNeedsProbabilitiesAndAThirdClass() {
        var made = MadeEvaluation.clean()
        made.hasProbabilities = false
        #expect(throws: Missing("the evaluation has no class probabilities")) {
            try analysis.examine(made.examination())
        }
        #expect(throws: Missing("with two classes the label of an error is always second")) {
            try analysis.examine(MadeEvaluation.clean(classes: 2).examination())
        }
    }

    /// Reference: numpy by the same definition.
    @Test(arguments: [("v1", 73), ("v2", 30), ("v3", 71)])
    func theDigitsAuditHasItsKnownNearMisses(_ known: (version: String, count: Double)) throws {
        let section = try analysis.examine(DigitsAudit.examination(known.version))
        #expect(section.fact("near_misses")?.value == known.count)
    }
}
