import Artifacts
import Findings
import Foundation
import Record
import Testing

@Suite struct LabelSuspectsTests {
    private let analysis = LabelSuspects()

    @Test func labelsThatWereSwappedAreSuspectAndNothingElseIs() throws {
        var made = MadeEvaluation.clean(classes: 4, perClass: 50)
        // Six labels of class 1 are changed to 3; the model still says 1, and is sure.
        for row in made.rows.indices where made.rows[row].label == 1 && row % 50 < 6 { made.rows[row].label = 3 }
        let section = try analysis.examine(made.examination())
        #expect(section.fact("suspects")?.value == 6)
        let finding = try #require(section.findings.first)
        #expect(finding.standing == .lead)
        #expect(finding.mode == .labelSuspects)
        #expect(finding.errors == 0)
        #expect(finding.evidence.allSatisfy { $0.label == "c3" && $0.predicted == "c1" })
        #expect(section.terms.map(\.text) == ["c3", "c1"])
    }

    @Test func aModelThatIsUnsureWhereItErrsDisputesNothing() throws {
        var made = MadeEvaluation.clean(classes: 4, perClass: 50)
        made.misread(1, as: 3, count: 6, confidence: 0.5)
        let section = try analysis.examine(made.examination())
        #expect(section.fact("suspects")?.value == 0)
        #expect(section.findings.isEmpty)
        #expect(!section.holds("any"))
    }

    @Test func theMostDisputedComesFirst() throws {
        var made = MadeEvaluation.clean(classes: 3, perClass: 20)
        made.misread(0, as: 1, count: 2, confidence: 0.96)
        made.rows[1].confidence = 0.99
        let section = try analysis.examine(made.examination())
        #expect(section.findings.first?.evidence.map(\.item) == ["item-0-1", "item-0-0"])
    }

    /// Where it is sure, it is as often wrong as correct: nothing it disputes means anything.
    @Test func aWeakModelDisputesNothing() throws {
        var made = MadeEvaluation.clean(classes: 4, perClass: 50)
        for cls in 0..<4 { made.misread(cls, as: (cls + 1) % 4, count: 20, confidence: 0.97) }
        let section = try analysis.examine(made.examination())
        #expect(section.holds("too_weak"))
        #expect(!section.holds("any"))
        #expect(section.findings.isEmpty && section.exhibits.isEmpty && section.disputed == nil)
        let agreement = try #require(section.fact("agreement"))
        #expect(abs((agreement.value ?? 0) - 0.6) < 1e-9)
        #expect(section.fact("least_agreement")?.value == 0.8)
    }

    /// The archived list holds every error, in the order of the archived outcomes, and what is predicted as labelled is not in it.
    @Test func theWholeListIsKept() throws {
        var made = MadeEvaluation.clean(classes: 3, perClass: 40)
        made.misread(0, as: 1, count: 2, confidence: 0.99)
        made.misread(1, as: 2, count: 1, confidence: 0.4)
        let section = try analysis.examine(made.examination())
        let disputed = try #require(section.disputed)
        #expect(Set(disputed.images) == ["item-0-0", "item-0-1", "item-1-0"])
        for (image, suggested) in zip(disputed.images, disputed.suggested) {
            #expect(suggested == (image.hasPrefix("item-0") ? 1 : nil))
        }
        let text = try JSONEncoder().encode(section)
        #expect(try JSONDecoder().decode(Section.self, from: text).disputed == disputed)
    }

    @Test func itNeedsProbabilities() {
        var made = MadeEvaluation.clean()
        made.hasProbabilities = false
        #expect(throws: Missing.self) { try analysis.examine(made.examination()) }
    }

    /// Reference: numpy by the definition of Northcutt et al. 2021.
    @Test(
        arguments: [
            ("v1", 120, ["digit-0131", "digit-0172", "digit-0599"]),
            ("v2", 6, ["digit-0005", "digit-0077", "digit-1729"]),
            ("v3", 14, ["digit-1409", "digit-0242", "digit-1327"]),
        ])
    func theDigitsAuditHasItsKnownSuspects(_ known: (version: String, count: Double, first: [String])) throws {
        let section = try analysis.examine(DigitsAudit.examination(known.version))
        #expect(section.fact("suspects")?.value == known.count)
        #expect(section.findings.first?.evidence.prefix(3).map(\.item) == known.first)
    }
}
