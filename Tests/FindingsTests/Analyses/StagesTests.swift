import Artifacts
import Record
import Testing

@testable import Findings

/// What stages of the reference node recover.
@Suite struct StagesTests {
    @Test func stagesOfTheReferenceRecoverTheGap() throws {
        let reference = SameInputTests.made.rows.map { Int32($0.predicted) }
        let bad = SameInputTests.made.rows.indices.map { Int32(SameInputTests.predicted("bad", $0)) }
        let telemetry = SameInputTests.telemetry(swaps: [
            .init(node: "bad", stages: ["features"], predicted: reference),
            .init(node: "bad", stages: ["preprocess"], predicted: bad),
            .init(node: "twin", stages: ["features"], predicted: reference),
        ])
        let section = try Stages().examine(SameInputTests.examination(telemetry))
        #expect(section.fact("with_gap")?.value == 1 && section.fact("recovered")?.value == 1)
        #expect(near(section.fact("gap")?.value, -45.0 / 200))
        #expect(section.terms.contains(Section.Term("node", "bad")))
        #expect(section.terms.contains(Section.Term("stage", "features")))
        guard case .table(let table)? = section.exhibit("stages")?.content else { return #expect(Bool(false)) }
        #expect(table.rows.count == 3)
    }

    @Test func withoutSwapRunsNothingIsMeasured() {
        #expect(throws: Missing("no swap runs")) {
            try Stages().examine(SameInputTests.examination(SameInputTests.telemetry()))
        }
    }

    @Test func aNodeWithoutAGapHasNothingToAttribute() throws {
        let reference = SameInputTests.made.rows.map { Int32($0.predicted) }
        let telemetry = SameInputTests.telemetry(swaps: [
            .init(node: "twin", stages: ["features"], predicted: reference)
        ])
        let section = try Stages().examine(SameInputTests.examination(telemetry))
        #expect(section.fact("with_gap")?.value == 0 && section.fact("recovered")?.undefined == "no node has a gap")
        #expect(!section.holds("any_gap"))
    }
}
