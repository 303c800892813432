import Artifacts
import Record
import TestSupport
import Testing

@testable import Findings

@Suite struct TestLevelsTests {
    @Test func analysesThatAskTheSameShareAFamily() throws {
        let levels = TestLevels([
            FamilyTests(.calibration, [0.2, 0.001]), FamilyTests(.calibration, [0.004], looks: 2),
            FamilyTests(.slices, [0.9]), FamilyTests(.confusions, []),
        ])
        #expect(levels.tested.map(\.family) == [.slices, .calibration])
        let calibration = try #require(levels.tested.last)
        #expect(calibration.tests == 4)
        // min(4/1 x .001, 4/2 x .004, 4/3 x .2).
        #expect(near(calibration.p, 0.004))
        // One of two families stands, the one of a quarter of the other's weight: .05 x (1 / 2.5) x 1 / 2.
        #expect(near(levels[.calibration], 0.01))
        #expect(levels[.slices] < 0)
        #expect(levels[.robustness] == 0.05)
    }

    /// An effect of 3 in 100 that an analysis alone calls significant falls where it is one question of three.
    @Test func whatAnAuditTestsBesidesCounts() throws {
        var made = MadeEvaluation.clean()
        for row in made.rows.indices { made.rows[row].confidence = 0.99 }
        made.misread(2, as: 0, count: 6, confidence: 0.99)
        let alone = try ConfidentErrors().examine(made.examination())
        #expect(alone.findings.count == 1)
        let audit = Auditor(program: "test").audit(made.examination(), inputs: [])
        let tested = try #require(audit.tested)
        #expect(tested.contains { $0.family == .calibration && $0.tests > 1 })
        for finding in audit.findings where finding.standing == .finding {
            let family = try #require(tested.first { $0.family.rawValue == Self.family[finding.analysis] })
            #expect(try #require(finding.p) <= (try #require(family.level)))
        }
    }

    private static let family = [
        "confident-errors": "calibration", "calibration": "calibration", "confusions": "confusions", "slices": "slices",
    ]

    /// Errors that modes cover are those that they count.
    @Test func coveredErrorsAreCountedErrors() throws {
        var made = MadeEvaluation.clean()
        made.misread(2, as: 0, count: 15, confidence: 0.95)
        made.misread(1, as: 0, count: 2)
        let audit = Auditor(program: "test").audit(made.examination(), inputs: [])
        let covered = audit.findings.filter { $0.covers != nil }
        #expect(!covered.isEmpty)
        for finding in covered {
            #expect(finding.covers?.count == finding.errors)
            #expect(finding.covers?.total == 17)
        }
        #expect(audit.stories.reduce(0) { $0 + $1.lead.errors - $1.countedBefore } <= 17)
    }
}
