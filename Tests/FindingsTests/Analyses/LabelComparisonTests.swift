import Record
import Statistics
import Testing

@testable import Findings

/// A multi-label model beside its baseline.
@Suite struct LabelComparisonTests {
    /// Every label right.
    private func right(_ version: String) -> MadeLabels {
        var made = MadeLabels.calibrated(version: version)
        for index in made.images.indices {
            made.images[index].scores = (0..<4).map { made.images[index].truth.contains($0) ? 0.9 : 0.1 }
        }
        return made
    }

    @Test func aLabelThatLostIsFoundAndCounted() throws {
        var now = right("v2")
        // Owl is missed on each fourth image that has it.
        var lost = 0
        for index in now.images.indices where now.images[index].truth.contains(2) && index % 4 == 0 {
            now.images[index].scores[2] = 0.2
            lost += 1
        }
        let section = try now.section(LabelComparison(), baseline: right("v1").record())
        #expect(section.fact("regressed")?.value == Double(lost) && section.fact("fixed")?.value == 0)
        #expect(section.fact("exact_match_before")?.value == 1)
        let change = try #require(section.fact("exact_match_change"))
        #expect(abs((change.value ?? 0) + Double(lost) / 400) < 1e-12)
        #expect(section.fact("p")?.value == McNemar.exact(fixed: 0, broken: lost))
        #expect(section.findings.map(\.mode) == [.classRegression("owl")])
        #expect(section.fact("labels_worse")?.value == 1)
        #expect(section.fact("label_change@label=cat")?.value == 0)
        #expect(section.holds("worse") && section.holds("any_class_worse"))
    }

    @Test func aLabelListInAnotherOrderIsTheSame() throws {
        var before = right("v1")
        before.labels = ["fox", "owl", "dog", "cat"]
        for index in before.images.indices {
            before.images[index].truth = before.images[index].truth.map { 3 - $0 }
            before.images[index].scores.reverse()
        }
        let section = try right("v2").section(LabelComparison(), baseline: before.record())
        // Sets are named in the order of each list, so that images with several labels are not told as the same.
        #expect(section.fact("regressed")?.value == 0)
        #expect(section.fact("fixed")?.value == 0)
    }

    @Test func theSameModelIsSilent() throws {
        let section = try MadeLabels.calibrated().section(
            LabelComparison(), baseline: MadeLabels.calibrated(version: "v1").record())
        #expect(section.findings.isEmpty && section.holds("undecided"))
        #expect(section.fact("common")?.value == 400)
    }

    @Test func numbersStandBesideThoseOfTheBaseline() throws {
        let section = try right("v2").section(Multilabel(), baseline: MadeLabels.calibrated(version: "v1").record())
        // Truth is the same images with the same labels.
        let fact = try #require(section.fact("micro_f1"))
        #expect(fact.value == 1 && (fact.baseline ?? 1) < 1)
        #expect((fact.change?.low ?? 0) > 0)
    }
}
