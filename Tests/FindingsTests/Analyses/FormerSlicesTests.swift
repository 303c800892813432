import Artifacts
import Columns
import Record
import Statistics
import TestSupport
import Testing

@testable import Findings

/// A slice under another name is the failure mode that it was.
@Suite struct FormerSlicesTests {
    private let analysis = Slices()

    private func made(light: String = "light", rate: Double = 0.5, seed: UInt64 = 3) -> MadeEvaluation {
        var source = SeededGenerator(seed: seed)
        let rows = (0..<900).map { index -> MadeRow in
            let attributes = [source.unit() < 0.3 ? "dark" : "bright", ["a", "b", "c"][source.below(3)]]
            let label = source.below(3)
            var row = MadeRow(
                id: "item-\(index)", label: label, predicted: label, confidence: 0.7, attributes: attributes)
            if source.unit() < (attributes[0] == "dark" ? rate : 0.05) { row.predicted = (label + 1) % 3 }
            return row
        }
        var made = MadeEvaluation(classes: ["ant", "bee", "cat"], rows: rows, attributes: [light, "camera"])
        made.version = "v1"
        return made
    }

    /// A section as the archive has it: with the errors that each mode covers.
    private func archived(_ made: MadeEvaluation) throws -> Section {
        let examination = made.examination()
        var section = try analysis.examine(examination)
        section.findings = ErrorsCovered(examination).stated(section.findings)
        return section
    }

    @Test func aRenamedAttributeIsMatchedByTheErrorsOfTheBaseline() throws {
        let first = made()
        let then = try archived(first)
        let second = made(light: "lamp")
        let now = try analysis.examine(second.examination(baseline: first.record(sections: [then])))
        let finding = try #require(now.findings.first)
        #expect(finding.mode == .slice([Predicate("lamp", "dark")]))
        let former = try #require(finding.formerly)
        #expect(former.mode == .slice([Predicate("light", "dark")]) && former.of == .errors)
        #expect(former.jaccard == 1)
        // It goes on under the new name, and is not followed beside it.
        #expect(now.followed?.contains { $0.id == former.id } != true)
    }

    @Test func aSliceThatHoldsOtherItemsIsAnother() throws {
        let first = made()
        let then = try archived(first)
        var second = made(light: "lamp", seed: 4)
        second.rows = zip(second.rows, first.rows).map { row, earlier in
            var row = row
            row.id = earlier.id
            return row
        }
        let now = try analysis.examine(second.examination(baseline: first.record(sections: [then])))
        #expect(now.findings.first?.mode == .slice([Predicate("lamp", "dark")]))
        #expect(now.findings.allSatisfy { $0.formerly == nil })
    }

    @Test func aSliceUnderItsOwnNameHasNoFormerOne() throws {
        let first = made()
        let now = try analysis.examine(made().examination(baseline: first.record(sections: [archived(first)])))
        #expect(now.findings.first?.formerly == nil && now.findings.first?.trend == .persisting)
    }
}
