import Artifacts
import Findings
import Record
import TestSupport
import Testing

/// A class may swallow images of others without losing one of its own: its recall says nothing of it.
@Suite struct ClassFalsePositivesTests {
    /// As many errors of four classes in both versions; which class they are predicted as differs.
    private static func errors(as predicted: [Int], version: String) -> MadeEvaluation {
        var made = MadeEvaluation.clean(perClass: 60, version: version)
        for cls in 1...4 { made.misread(cls, as: predicted[cls - 1], count: 8) }
        return made
    }

    private let spread = Self.errors(as: [2, 3, 4, 1], version: "v1")
    private let gathered = Self.errors(as: [0, 0, 0, 0], version: "v2")

    @Test func aClassThatSwallowsOthersIsWorseAlthoughNoRecallFell() throws {
        let section = try Comparison().examine(gathered.examination(baseline: spread.record()))
        #expect(section.holds("undecided") && !section.holds("any_class_worse"))
        #expect(section.fact("classes_more_false_positives")?.value == 1)
        let moved = try #require(section.moved?.first { $0.subject == .falsePositivesOf("c0") })
        // 32 of the 240 images of other classes, and none before.
        #expect(moved.before == 0 && near(moved.now, 32.0 / 240))
        #expect(near(moved.change.value, 32.0 / 240) && moved.change.interval.low > 0)
        #expect(!moved.isBetter && !moved.isOfAll && moved.unit == .proportion)
        // Two-sided McNemar of 32 against 0, times five classes.
        #expect(near(moved.p, 5 * 2 * 0x1p-32))
        guard case .table(let table)? = section.exhibit("predicted_as")?.content else {
            Issue.record("no table")
            return
        }
        let first = try #require(table.rows.first)
        #expect(first[0] == .text("c0") && first[1] == .state(.worse, nil))
        #expect(first[2] == .number(0, .count) && first[3] == .number(32, .count) && first[4] == .number(240, .count))
        #expect(first[7] == .number(1, .proportion) && first[8] == .number(60.0 / 92, .proportion))
    }

    @Test func whatNobodyElseSaysCapsTheVerdict() {
        func audit(_ gates: [GateRule]) -> Audit {
            var settings = WorkspaceSettings(title: "Made", classes: gathered.classes)
            settings.gates = gates
            return Auditor(program: "test").audit(
                gathered.examination(baseline: spread.record(), settings: settings), inputs: [])
        }
        #expect(audit([]).caps(Catalog.facts) == [.classFalsePositives(["c0"])])
        // A gate that says how many such classes are acceptable, and passes, takes it off.
        let limit = GateRule(fact: "comparison/classes_more_false_positives", bound: .atMost(1))
        #expect(audit([limit]).caps(Catalog.facts) == [])
    }

    /// The same errors are a class's loss already.
    @Test func errorsOfAClassThatRegressedCapTheVerdictOnce() {
        var now = MadeEvaluation.clean(perClass: 60, version: "v2")
        now.misread(1, as: 0, count: 30)
        let audit = Auditor(program: "test").audit(
            now.examination(baseline: MadeEvaluation.clean(perClass: 60, version: "v1").record()), inputs: [])
        #expect(audit.caps(Catalog.facts) == [.regression, .classRegressions(["c1"])])
    }

    /// Thirty-two false positives on the images of one patient are one patient.
    @Test func unitsAreAskedAsAWhole() throws {
        func unit(_ made: MadeEvaluation) -> MadeEvaluation {
            var made = made
            made.attributes = ["patient"]
            for row in made.rows.indices {
                made.rows[row].attributes = [made.rows[row].label == 0 ? "p\(row % 20)" : "one"]
            }
            made.unit = "patient"
            return made
        }
        let section = try Comparison().examine(unit(gathered).examination(baseline: unit(spread).record()))
        #expect(section.fact("classes_more_false_positives")?.value == 0)
    }

    /// A confusion that the baseline listed and that doubled is among what is worse; one that went, among what is better.
    @Test func aConfusionThatTheBaselineListedIsInWhatMoved() throws {
        var before = MadeEvaluation.clean(perClass: 100, version: "v1")
        before.misread(1, as: 0, count: 15)
        before.misread(3, as: 2, count: 15)
        var now = MadeEvaluation.clean(perClass: 100, version: "v2")
        now.misread(1, as: 0, count: 45)
        let earlier = Auditor(program: "test").audit(before.examination(), inputs: [])
        let record = BaselineRecord(audit: earlier, outcomes: before.record().outcomes)
        let audit = Auditor(program: "test").audit(now.examination(baseline: record), inputs: [])
        let worse = try #require(
            audit.movements(better: false).first { $0.subject == .confusion(truth: "c1", predicted: "c0") })
        #expect(near(worse.before, 0.15) && near(worse.now, 0.45))
        #expect(audit.movements(better: true).contains { $0.subject == .confusion(truth: "c3", predicted: "c2") })
    }
}
