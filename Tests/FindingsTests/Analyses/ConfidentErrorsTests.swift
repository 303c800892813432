import Artifacts
import Findings
import Record
import TestSupport
import Testing

@Suite struct ConfidentErrorsTests {
    private let analysis = ConfidentErrors()

    @Test func errorsBeyondWhatTheConfidenceAdmitsAreAFinding() throws {
        var made = MadeEvaluation.clean()
        for row in made.rows.indices { made.rows[row].confidence = 0.99 }
        made.misread(2, as: 0, count: 12, confidence: 0.99)
        let section = try analysis.examine(made.examination())
        let finding = try #require(section.findings.first)
        #expect(finding.mode == .confidentErrors)
        #expect(finding.errors == 12)
        #expect(finding.measure.value == 12.0 / 200)
        #expect(near(finding.expected, 0.01))
        #expect(near(section.fact("expected")?.value, 2))
        #expect(near(finding.gain?.value, 12.0 / 200 - 0.01))
        #expect(section.fact("rate")?.n == 200)
    }

    @Test func asManyAsTheConfidenceAdmitsAreNoFinding() throws {
        var made = MadeEvaluation.clean()
        made.misread(2, as: 0, count: 10, confidence: 0.95)
        let section = try analysis.examine(made.examination())
        #expect(section.fact("count")?.value == 10)
        #expect(section.findings.isEmpty)
        #expect(!section.holds("beyond_stated"))
    }

    @Test func theThresholdIsInclusiveAndComesFromTheSettings() throws {
        var made = MadeEvaluation.clean()
        made.misread(2, as: 0, count: 3, confidence: 0.7)
        let settings = WorkspaceSettings(title: "Made", classes: made.classes, confidentAbove: 0.7)
        let section = try analysis.examine(made.examination(settings: settings))
        #expect(section.fact("count")?.value == 3)
        #expect(try analysis.examine(made.examination()).fact("count")?.value == 0)
    }

    @Test func withoutAnyConfidentItemTheRateAmongThemIsNotDefined() throws {
        var made = MadeEvaluation.clean()
        for row in made.rows.indices { made.rows[row].confidence = 0.5 }
        let section = try analysis.examine(made.examination())
        #expect(section.fact("rate_among_confident")?.undefined == "no prediction has a confidence this high")
        #expect(section.fact("rate")?.value == 0)
        #expect(section.findings.isEmpty)
    }

    @Test(arguments: ["v1", "v2", "v3"])
    func theDigitsAuditHasItsKnownConfidentErrors(_ version: String) throws {
        let section = try analysis.examine(DigitsAudit.examination(version))
        let expected = try ReferenceFacts.digits().number("versions", version, "confident_errors_over_0_9")
        #expect(section.fact("count")?.value == expected)
        guard case .gallery(let gallery)? = section.exhibit("examples")?.content else {
            Issue.record("no gallery")
            return
        }
        let first: [String] = try ReferenceFacts.digits().value("versions", version, "most_confident_errors")
        #expect(gallery.items.prefix(10).map(\.item) == first)
    }
}
