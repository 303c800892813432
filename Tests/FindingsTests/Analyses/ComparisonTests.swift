import Artifacts
import Columns
import Findings
import Record
import TestSupport
import Testing

@Suite struct ComparisonTests {
    private let analysis = Comparison()

    private func table(_ section: Section, _ id: String) throws -> Table {
        guard case .table(let table)? = section.exhibit(id)?.content else {
            throw Missing("no table \(id)")
        }
        return table
    }

    /// The state beside a name in a table whose first two columns are name and state.
    private func state(_ table: Table, _ name: String) -> Mark? {
        for row in table.rows where row[0] == .text(name) {
            if case .state(let state, _) = row[1] { return state }
        }
        return nil
    }

    @Test func aClassThatRegressedIsTheOnlyFinding() throws {
        let before = MadeEvaluation.clean(version: "v1")
        var now = MadeEvaluation.clean()
        now.misread(2, as: 4, count: 12, confidence: 0.7)
        let section = try analysis.examine(now.examination(baseline: before.record()))
        let finding = try #require(section.findings.first)
        #expect(section.findings.map(\.mode) == [.classRegression("c2")])
        #expect(finding.measure.value == 12.0 / 40)
        #expect(finding.baseline?.value == 0)
        #expect(finding.trend == .worse)
        #expect(near(finding.gain?.value, 12.0 / 200))
        #expect(finding.evidence.count == 12)
        #expect(finding.evidence.allSatisfy { $0.label == "c2" && $0.baselinePredicted == "c2" })
        #expect(section.fact("classes_worse")?.value == 1)
        #expect(section.fact("regressed")?.value == 12 && section.fact("fixed")?.value == 0)
        #expect(near(section.fact("p")?.value, 2.0 / 4096))
        #expect(section.holds("worse") && section.holds("any_class_worse"))
        #expect(section.terms.contains(Section.Term("worst_class", "c2")))
    }

    @Test func whatMovedBeyondChanceIsSaidEitherWay() throws {
        var (before, now) = (MadeEvaluation.clean(version: "v1"), MadeEvaluation.clean())
        before.misread(1, as: 0, count: 20)
        now.misread(2, as: 4, count: 12, confidence: 0.7)
        let section = try analysis.examine(now.examination(baseline: before.record()))
        let moved = try #require(section.moved)
        #expect(
            Set(moved.map(\.subject)) == [
                .ofClass("c1"), .ofClass("c2"), .falsePositivesOf("c0"), .falsePositivesOf("c4"),
            ])
        let better = try #require(moved.first { $0.subject == .ofClass("c1") })
        #expect(better.subject == .ofClass("c1") && better.before == 0.5 && better.now == 1 && (better.p ?? 1) < 0.05)
        #expect(better.atLeast == better.change.interval.low)
        let same = try analysis.examine(before.examination(baseline: before.record()))
        #expect(same.moved == [])
    }

    @Test func theSameAnswersAreSilent() throws {
        var made = MadeEvaluation.clean()
        made.misread(1, as: 0, count: 9)
        let section = try analysis.examine(made.examination(baseline: made.record()))
        #expect(section.findings.isEmpty)
        #expect(section.fact("accuracy_change")?.value == 0)
        #expect(section.fact("changed_predictions")?.value == 0)
        #expect(section.fact("both_wrong")?.value == 9)
        #expect(section.fact("p")?.value == 1)
        #expect(section.holds("undecided") && !section.holds("any_class_worse"))
    }

    @Test func asManyFixedAsBrokenCannotBeToldApart() throws {
        var before = MadeEvaluation.clean(version: "v1")
        var now = MadeEvaluation.clean()
        before.misread(0, as: 1, count: 5)
        now.misread(3, as: 1, count: 5)
        let section = try analysis.examine(now.examination(baseline: before.record()))
        #expect(section.holds("undecided"))
        #expect(section.findings.isEmpty)
        #expect(section.fact("changed_predictions")?.value == 10)
    }

    @Test func itemsOfOneVersionOnlyAreLeftOutAndCounted() throws {
        var before = MadeEvaluation.clean(version: "v1")
        var now = MadeEvaluation.clean()
        before.rows.removeAll { $0.id == "item-0-0" || $0.id == "item-0-1" }
        now.rows.removeAll { $0.id == "item-4-4" }
        now.misread(0, as: 1, count: 2)
        let section = try analysis.examine(now.examination(baseline: before.record()))
        #expect(section.fact("common")?.value == 197)
        #expect(section.fact("only_now")?.value == 2)
        #expect(section.fact("only_baseline")?.value == 1)
        #expect(section.fact("regressed")?.value == 0)
        #expect(section.holds("items_differ") && !section.holds("fully_comparable"))
        #expect(state(try table(section, "comparability"), "Images") == .undecided)
    }

    @Test func itemsWithAnotherLabelAreLeftOutAndCounted() throws {
        let before = MadeEvaluation.clean(version: "v1")
        var now = MadeEvaluation.clean()
        now.rows[0].label = 1
        let section = try analysis.examine(now.examination(baseline: before.record()))
        #expect(section.fact("relabelled")?.value == 1)
        #expect(section.fact("common")?.value == 199)
        #expect(section.fact("regressed")?.value == 0)
        #expect(section.holds("labels_differ"))
    }

    @Test func aBaselineWithItsClassesInAnotherOrderIsMatchedByName() throws {
        var now = MadeEvaluation.clean(classes: 3, perClass: 10)
        now.misread(0, as: 2, count: 3)
        var before = now
        before.classes = ["c2", "c0", "c1"]
        let moved = [1, 2, 0]
        for row in before.rows.indices {
            before.rows[row].label = moved[before.rows[row].label]
            before.rows[row].predicted = moved[before.rows[row].predicted]
        }
        let section = try analysis.examine(now.examination(baseline: before.record()))
        #expect(section.fact("changed_predictions")?.value == 0)
        #expect(section.fact("both_wrong")?.value == 3)
    }

    @Test func otherClassesOrNoCommonItemRefuseTheComparison() throws {
        let now = MadeEvaluation.clean()
        var other = MadeEvaluation.clean(version: "v1")
        other.classes[4] = "other"
        #expect(throws: Missing("the class lists differ: only this version has c4; only the baseline has other")) {
            try analysis.examine(now.examination(baseline: other.record()))
        }
        var apart = MadeEvaluation.clean(version: "v1")
        for row in apart.rows.indices { apart.rows[row].id += "-apart" }
        #expect(throws: Missing("no image was evaluated in both this version and v1 with one label")) {
            try analysis.examine(now.examination(baseline: apart.record()))
        }
        #expect(throws: Missing("the version names no baseline that is archived")) {
            try analysis.examine(now.examination())
        }
    }

    @Test func preprocessingIsComparedAsStated() throws {
        var before = MadeEvaluation.clean(version: "v1")
        var now = MadeEvaluation.clean()
        let silent = try analysis.examine(now.examination(baseline: before.record()))
        #expect(silent.holds("preprocessing_not_stated"))
        before.preprocessing = "224 px"
        now.preprocessing = "128 px"
        let differs = try analysis.examine(now.examination(baseline: before.record()))
        #expect(differs.holds("preprocessing_differs"))
        now.preprocessing = "224 px"
        let same = try analysis.examine(now.examination(baseline: before.record()))
        #expect(state(try table(same, "comparability"), "Preprocessing") == .passed)
        #expect(same.holds("fully_comparable"))
    }

    /// The comparison of two versions whose manifests state these.
    private func section(
        _ then: @escaping @Sendable (inout VersionManifest) -> Void,
        _ stating: @escaping @Sendable (inout VersionManifest) -> Void
    ) throws -> Section {
        var (before, now) = (MadeEvaluation.clean(version: "v1"), MadeEvaluation.clean())
        (before.stating, now.stating) = (then, stating)
        return try analysis.examine(now.examination(baseline: before.record()))
    }

    private func differing(_ section: Section) -> String? { section.terms.first { $0.id == "differing" }?.text }

    @Test func everyFieldOfTheManifestsThatDiffersIsAChangeAndIsListed() throws {
        let section = try section {
            ($0.trainingData, $0.commit, $0.runtime, $0.artifactSHA256) = ("a", "1", "gpu", "00")
        } _: {
            ($0.trainingData, $0.commit, $0.runtime, $0.artifactSHA256) = ("b", "2", "cpu", "11")
            $0.changes = ["more data"]
        }
        #expect(section.fact("changes")?.value == 3 && section.fact("fields_differ")?.value == 4)
        #expect(differing(section) == "training data, commit, runtime, artifact")
        #expect(section.holds("several_changes") && section.holds("any_stated") && section.holds("fields_differ"))
        let shown = try table(section, "comparability")
        for field in ["Training data", "Commit", "Runtime", "Artifact SHA-256"] {
            #expect(state(shown, field) == .undecided, "\(field)")
        }
        #expect(state(shown, "Model") == .passed && state(shown, "Label version") == .notMeasured)
    }

    @Test func anArtifactIsAChangeOnlyWhereNothingElseIs() throws {
        let alone = try section {
            $0.artifactSHA256 = "00"
        } _: {
            $0.artifactSHA256 = "11"
        }
        #expect(alone.fact("changes")?.value == 1 && alone.holds("one_change"))
        let made = try section {
            ($0.artifactSHA256, $0.model) = ("00", "small")
        } _: {
            ($0.artifactSHA256, $0.model) = ("11", "large")
        }
        #expect(made.fact("changes")?.value == 1 && differing(made) == "model, artifact")
    }

    @Test func anotherModelDoesNotMakeTheEvaluationsDiffer() throws {
        let section = try section {
            ($0.model, $0.preprocessing, $0.labelVersion, $0.runtime) = ("a", "p", "l", "r")
        } _: {
            ($0.model, $0.preprocessing, $0.labelVersion, $0.runtime) = ("b", "p", "l", "r")
        }
        #expect(section.holds("fully_comparable") && section.holds("one_change"))
    }

    @Test func settingsThatDifferAreListedAndAreNoChangeOfTheModel() throws {
        var settings = WorkspaceSettings(title: "Made", classes: ["c0", "c1", "c2", "c3", "c4"])
        settings.confidentAbove = 0.8
        let section = try analysis.examine(
            MadeEvaluation.clean().examination(
                baseline: MadeEvaluation.clean(version: "v1").record(), settings: settings))
        #expect(
            state(try table(section, "comparability"), "Confident error: confidence of at least") == .undecided)
        #expect(section.fact("changes")?.value == 0 && !section.holds("fully_comparable"))
    }

    @Test(arguments: [([], "changes_not_stated"), (["a"], "one_change"), (["a", "b"], "several_changes")])
    func howManyThingsChangedIsSaid(_ given: (changes: [String], flag: String)) throws {
        var now = MadeEvaluation.clean()
        now.changes = given.changes
        let section = try analysis.examine(now.examination(baseline: MadeEvaluation.clean(version: "v1").record()))
        let flags = ["changes_not_stated", "one_change", "several_changes"].filter(section.holds)
        #expect(flags == [given.flag])
    }

    @Test func aSliceThatLostIsFoundAndSmallOnesAreNotJudged() throws {
        var before = MadeEvaluation.clean(version: "v1")
        before.attributes = ["light", "rare"]
        for row in before.rows.indices {
            before.rows[row].attributes = [row % 3 == 0 ? "night" : "day", row < 5 ? "yes" : "no"]
        }
        var now = before
        now.version = "v2"
        for row in now.rows.indices where row % 3 == 0 && row % 2 == 0 {
            now.rows[row].predicted = (now.rows[row].label + 1 + row % 4) % 5
            now.rows[row].probabilities = nil
        }
        var settings = WorkspaceSettings(title: "Made", classes: now.classes)
        settings.slicing.declared = [
            DeclaredSlice(name: "night c0", predicates: [Predicate("light", "night"), Predicate("label", "c0")]),
            DeclaredSlice(name: "nothing", predicates: [Predicate("light", "dusk")]),
        ]
        settings.slicing.minSupport = 10
        let section = try analysis.examine(now.examination(baseline: before.record(), settings: settings))
        let slices = try table(section, "slices")
        // light has two values, rare one of enough items, and one declared slice has any.
        #expect(section.fact("slices_tested")?.value == 4)
        #expect(section.fact("slices_too_small")?.value == 1)
        #expect(
            slices.rows.first?[0] == .predicates([Predicate("light", "night")], target: nil)
                || slices.rows.first?[0]
                    == .predicates([Predicate("light", "night"), Predicate("label", "c0")], target: nil)
        )
        #expect(section.holds("any_slice_worse"))
        let day = slices.rows.first { $0[0] == .predicates([Predicate("light", "day")], target: nil) }
        #expect(day?[1] == .state(.undecided, "not distinguishable"))
    }

    @Test func unitsThatRowsShareWidenTheChangesInterval() throws {
        var before = MadeEvaluation.clean(classes: 2, perClass: 100, version: "v1")
        before.attributes = ["video"]
        for row in before.rows.indices { before.rows[row].attributes = ["video-\(row / 20)"] }
        var now = before
        now.version = "v2"
        for row in now.rows.indices where row / 20 == 3 { now.rows[row].predicted = 1 - now.rows[row].label }
        let alone = try analysis.examine(now.examination(baseline: before.record()))
        now.unit = "video"
        let grouped = try analysis.examine(now.examination(baseline: before.record()))
        #expect(alone.holds("worse"))
        #expect(grouped.holds("undecided"))
        #expect(grouped.fact("accuracy_change")?.interval?.method == "cluster-robust")
        #expect(grouped.fact("classes_worse")?.value == 0)
        // One video in ten changed: as likely as not to be the other way.
        #expect(grouped.fact("p")?.value == 1)
        #expect(grouped.fact("accuracy_change")?.units == 10)
    }

    @Test(arguments: [("v1", "v2"), ("v2", "v3"), ("v1", "v3")])
    func theDigitsAuditHasItsKnownUpgrades(_ pair: (before: String, now: String)) throws {
        let audit = try ReferenceFacts.digits()
        let key = "\(pair.before)->\(pair.now)"
        let section = try analysis.examine(DigitsAudit.examination(pair.now, against: pair.before))
        for (fact, name) in [("fixed", "fixed"), ("regressed", "broken"), ("p", "p"), ("changed_predictions", "churn")]
        {
            let expected = try audit.number("upgrades", key, name)
            #expect(near(section.fact(fact)?.value, expected, 1e-12 + 1e-9 * expected), "\(fact)")
        }
        for cls in DigitsAudit.classes {
            let before = try audit.number("upgrades", key, "per_class", cls, "before")
            let after = try audit.number("upgrades", key, "per_class", cls, "after")
            #expect(near(section.fact("recall_change@class=\(cls)")?.value, after - before, 1.1e-6))
        }
        let expected: [String] = try audit.value("upgrades", key, "significant_regressions_bonferroni")
        let found = section.findings.compactMap { finding -> String? in
            if case .classRegression(let cls) = finding.mode { return cls }
            return nil
        }
        // Holm finds all that Bonferroni finds; on these it finds no more.
        #expect(found.sorted() == expected.sorted())
        #expect(section.fact("classes_worse")?.value == Double(expected.count))
    }
}
