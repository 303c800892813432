import Artifacts
import Findings
import Record
import Testing

@Suite struct LowConfidenceCorrectTests {
    private let analysis = LowConfidenceCorrect()

    @Test func answersItDoesNotBelieveThatAreRightAreCounted() throws {
        var made = MadeEvaluation.clean()
        for row in 0..<30 { made.rows[row].confidence = 0.4 - Double(row) / 1000 }
        made.misread(1, as: 0, count: 2, confidence: 0.3)
        let section = try analysis.examine(made.examination())
        #expect(section.fact("low_confidence")?.value == 32)
        #expect(section.fact("correct")?.value == 30)
        #expect(near(section.fact("rate")?.value, 30.0 / 32))
        #expect(section.holds("underconfident"))
        guard case .gallery(let gallery)? = section.exhibit("examples")?.content else {
            Issue.record("no gallery")
            return
        }
        #expect(gallery.items.first?.item == "item-0-29")
        #expect(gallery.total == 30)
    }

    @Test func aCleanRunIsSilent() throws {
        let section = try analysis.examine(MadeEvaluation.clean().examination())
        #expect(section.flags.isEmpty)
        #expect(section.fact("rate")?.undefined == "every prediction has a confidence of one half or more")
    }

    /// Reference: numpy by the same definition.
    @Test(
        arguments: [("v1", 1, 0), ("v2", 6, 1), ("v3", 32, 16)])
    func theDigitsAuditHasItsKnownCounts(_ known: (version: String, unsure: Double, right: Double)) throws {
        let section = try analysis.examine(DigitsAudit.examination(known.version))
        #expect(section.fact("low_confidence")?.value == known.unsure)
        #expect(section.fact("correct")?.value == known.right)
    }
}
