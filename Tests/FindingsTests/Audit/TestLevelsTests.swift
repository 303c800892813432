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
        // One of two families stands, the one of an eighth of the other's weight: .05 x (1 / 4.5) x 1 / 2.
        #expect(near(levels[.calibration], 0.05 / 9))
        #expect(levels[.slices] < 0)
        #expect(levels[.robustness] == 0.05)
    }

    /// Several corrections inside a family share its one level: none of them has it for itself.
    @Test func partsOfAFamilyShareItsLevel() throws {
        let levels = TestLevels([
            FamilyTests(.comparison, [0.0005], of: .whole), FamilyTests(.comparison, [0.9, 0.5], of: .classes),
            FamilyTests(.comparison, [0.8, 0.04, 0.7], ids: ["night", "fog", "rain"], of: .slices),
            FamilyTests(.comparison, [0.6], of: .listed),
        ])
        let family = try #require(levels.tested.first)
        #expect(family.tests == 7)
        // Simes over the parts' Simes p-values .0005, .9, .12 and .6.
        #expect(near(family.p, 0.002))
        let level = try #require(family.level)
        #expect(near(level, 0.05))
        // One part of four stands.
        #expect(near(levels[.comparison, .whole], 0.0125))
        #expect(levels[.comparison, .slices] < 0 && levels[.comparison, .listed] < 0)
        #expect(near(levels.adjusted("fog", .comparison, .slices), 0.12))
        // What was not handed over is not tested.
        #expect(levels.adjusted("snow", .comparison, .slices) == 1 && levels.adjusted("fog", .comparison, .runs) == 1)
        #expect(levels[.comparison, .runs] == 0.05)
    }

    /// No family is given more than a whole audit has, whatever its weight.
    @Test func noLevelIsAboveTheBudget() {
        let levels = TestLevels(TestFamily.allCases.map { FamilyTests($0, [1e-9]) })
        for family in TestFamily.allCases { #expect(levels[family] <= TestLevels.budget) }
        #expect(near(levels[.slices], 0.05))
    }

    /// A test is found by what it is of: a p-value that was reckoned a second time may differ in its last digit.
    @Test func aTestIsFoundByWhatItIsOfAndNotByItsPValue() {
        let levels = TestLevels([
            FamilyTests(.comparison, [0.02, 0.5], ids: ["a", "b"], of: .listed),
            FamilyTests(.comparison, [0.02, 0.001], ids: ["c", "d"], of: .listed),
        ])
        let adjusted = ["a", "b", "c", "d"].map { levels.adjusted($0, .comparison, .listed) }
        #expect(near(adjusted[0], 0.08 / 3) && near(adjusted[2], 0.08 / 3))
        #expect(near(adjusted[1], 0.5) && near(adjusted[3], 0.004))
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
            let (p, own, level) = (
                try #require(finding.p), try #require(finding.level), try #require(family.level)
            )
            #expect(p <= own && own <= level)
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
