import Artifacts
import Columns
import Findings
import Record
import Testing

@Suite struct DetectionClassesTests {
    private let analysis = DetectionClasses()

    @Test func aClassThatIsMissedStandsOut() throws {
        var made = MadeDetection.clean()
        // The others err a little, by confusion.
        for label in 0..<4 { made.answer(label, count: 4, [((label + 1) % 4, 0.8, 0)]) }
        made.answer(2, count: 18, [])
        let section = try analysis.examine(made.examination())
        #expect(section.terms.first { $0.id == "worst" }?.text == "c2")
        #expect(section.findings.map(\.mode) == [.other(kind: "missed", [Predicate("label", "c2")])])
        #expect(section.findings.first?.errors == 18)
        #expect(section.findings.first?.evidence.first?.predicted == "(missed)")
    }

    @Test func aShareMissedBelowTheSmallestEffectIsNoFinding() throws {
        var made = MadeDetection.clean()
        for label in 0..<4 { made.answer(label, count: 4, [((label + 1) % 4, 0.8, 0)]) }
        made.answer(2, count: 18, [])
        let finding = try #require(try analysis.examine(made.examination()).findings.first)
        var settings = WorkspaceSettings(title: "Made", task: .detection)
        settings.smallestEffect = finding.measure.value - (try #require(finding.expected)) + 0.001
        #expect(try analysis.examine(made.examination(settings: settings)).findings.isEmpty)
    }

    /// Beside the class that is worst now stands what the baseline has of that class, not of its own worst.
    @Test func theWorstClassIsSetBesideItself() throws {
        var before = MadeDetection.clean(version: "v1")
        before.answer(1, count: 30, [])
        var now = MadeDetection.clean()
        now.answer(2, count: 20, [])
        let section = try analysis.examine(now.examination(baseline: before.record()))
        #expect(section.terms.first { $0.id == "worst" }?.text == "c2")
        #expect(section.fact("worst_ap")?.baseline == section.fact("ap@class=c2")?.baseline)
        #expect(section.fact("worst_ap")?.baseline == 1)
    }

    @Test func aCleanRunIsSilentAndAClassWithoutObjectsIsNotDefined() throws {
        var made = MadeDetection.clean()
        made.classes.append("none")
        let section = try analysis.examine(made.examination())
        #expect(section.findings.isEmpty)
        #expect(section.holds("without_objects"))
        #expect(section.fact("ap@class=none")?.undefined == "no object of this class")
        #expect(section.fact("classes_without_detections")?.value == 1)
    }
}
