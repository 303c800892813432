import Artifacts
import Columns
import Findings
import Foundation
import Record
import Statistics
import Tallies
import TestSupport
import Testing

@Suite struct SlicesTests {
    private let analysis = Slices()

    /// 1,200 items of 4 classes under 2 lights and 3 cameras; `rate` says how often an item is misclassified.
    private func made(seed: UInt64 = 1, _ rate: (MadeRow) -> Double) -> MadeEvaluation {
        var source = SeededGenerator(seed: seed)
        let rows = (0..<1200).map { index -> MadeRow in
            let attributes = [source.unit() < 0.3 ? "dark" : "light", ["a", "b", "c"][source.below(3)]]
            let label = source.below(4)
            var row = MadeRow(
                id: "item-\(index)", label: label, predicted: label, confidence: 0.6 + 0.4 * source.unit(),
                attributes: attributes)
            if source.unit() < rate(row) { row.predicted = (label + 1 + source.below(3)) % 4 }
            return row
        }
        return MadeEvaluation(
            classes: ["ant", "bee", "cat", "dog"], rows: rows, attributes: ["light", "camera"])
    }

    private func planted() -> MadeEvaluation {
        made { $0.attributes == ["dark", "b"] ? 0.55 : 0.05 }
    }

    @Test func aPlantedPairIsTheOnlyFinding() throws {
        let section = try analysis.examine(planted().examination())
        let finding = try #require(section.findings.first)
        #expect(section.findings.count { $0.standing == .finding } == 1)
        #expect(finding.mode == .slice([Predicate("light", "dark"), Predicate("camera", "b")]))
        #expect(finding.standing == .finding)
        let rows = planted().rows.filter { $0.attributes == ["dark", "b"] }
        let wrong = rows.count { $0.predicted != $0.label }
        #expect(finding.measure.n == rows.count)
        #expect(finding.errors == wrong)
        #expect(finding.measure.value == Double(wrong) / Double(rows.count))
        let expected = try #require(finding.expected)
        #expect(expected < finding.measure.interval.low)
        #expect(finding.gain.map { $0.interval.low > 0 } == true)
        let ids = Set(rows.map(\.id))
        #expect(finding.evidence.allSatisfy { ids.contains($0.item) && $0.label != $0.predicted })
        #expect(!finding.counterExamples.isEmpty)
        #expect(finding.counterExamples.allSatisfy { ids.contains($0.item) && $0.label == $0.predicted })
        #expect(section.fact("confirmed")?.value == 1)
        #expect(section.terms.first { $0.id == "top_slice" }?.text == "light dark, camera b")
    }

    @Test func itsIdIsMadeOfItsPredicatesAndNothingElse() throws {
        let one = try analysis.examine(planted().examination())
        var fewer = planted()
        fewer.rows.removeLast(200)
        fewer.attributes = ["light", "camera"]
        let other = try analysis.examine(fewer.examination())
        #expect(one.findings.first?.id == other.findings.first?.id)
    }

    @Test func aClassIsAnAttributeUnlessTheSettingsSayOtherwise() throws {
        let made = made { $0.label == 2 && $0.attributes[0] == "dark" ? 0.5 : 0.05 }
        let section = try analysis.examine(made.examination())
        #expect(section.findings.first?.mode == .slice([Predicate("label", "cat"), Predicate("light", "dark")]))
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.slicing.includesLabel = false
        let without = try analysis.examine(made.examination(settings: settings))
        let names = without.findings.flatMap { finding -> [Name] in
            if case .slice(let predicates) = finding.mode { return predicates.map(\.attribute) }
            return []
        }
        #expect(!names.contains("label"))
    }

    @Test func aCopyOfAnAttributeIsAnotherWayToSayIt() throws {
        var made = planted()
        made.attributes.append("copy")
        for row in made.rows.indices { made.rows[row].attributes.append(made.rows[row].attributes[1]) }
        let section = try analysis.examine(made.examination())
        #expect(section.findings.count { $0.standing == .finding } == 1)
        let others = try #require(section.findings.first).alternatives
        #expect(others.contains(.slice([Predicate("light", "dark"), Predicate("copy", "b")])))
        #expect(section.holds("top_has_alternatives"))
    }

    @Test func aCleanRunIsSilent() throws {
        let section = try analysis.examine(made { _ in 0 }.examination())
        #expect(section.findings.isEmpty)
        #expect(!section.holds("any_finding") && !section.holds("any_error"))
        #expect(section.fact("top_rate")?.undefined == "no slice is a finding or a lead")
        #expect((section.fact("tested")?.value ?? 0) > 10)
    }

    @Test func errorsWithoutStructureAreFlaggedInAtMostOneSeedOfTwenty() throws {
        var flagged = 0
        let seeds = Thoroughness.seeds(from: 1, 20, all: 40)
        for seed in seeds {
            let section = try analysis.examine(made(seed: seed) { _ in 0.15 }.examination())
            if section.holds("any_finding") { flagged += 1 }
        }
        #expect(flagged <= seeds.count / 20)
    }

    @Test func slicesWithTooFewItemsAreCountedAndNotJudged() throws {
        var made = planted()
        for row in 0..<5 { made.rows[row].attributes[1] = "rare" }
        let section = try analysis.examine(made.examination())
        #expect((section.fact("too_small")?.value ?? 0) >= 1)
    }

    @Test func aDeclaredSliceIsMeasuredHoweverSmall() throws {
        var made = planted()
        for row in 0..<3 { made.rows[row].attributes[1] = "rare" }
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.slicing.declared = [
            DeclaredSlice(name: "Rare camera", predicates: [Predicate("camera", "rare")]),
            DeclaredSlice(name: "None such", predicates: [Predicate("camera", "z")]),
        ]
        let section = try analysis.examine(made.examination(settings: settings))
        guard case .table(let table)? = section.exhibit("declared")?.content else {
            Issue.record("there is no table of declared slices")
            return
        }
        #expect(table.rows[0][0] == .text("Rare camera"))
        #expect(table.rows[0][3] == .number(3, .count))
        #expect(table.rows[1][2] == .none("no row has camera z"))
        #expect(section.holds("has_declared"))
    }

    /// The error of 30 confidences of 0.7, half of them right, is 0.2 whatever the rest of the images do.
    @Test func aDeclaredSliceHasItsCalibrationErrorBesideItsFloor() throws {
        var made = planted()
        for row in 0..<30 {
            made.rows[row].attributes[1] = "night"
            made.rows[row].confidence = 0.7
            made.rows[row].predicted =
                row % 2 == 0 ? made.rows[row].label : (made.rows[row].label + 1) % made.classes.count
        }
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.slicing.declared = [
            DeclaredSlice(name: "night", predicates: [Predicate("camera", "night")]),
            DeclaredSlice(name: "none", predicates: [Predicate("camera", "z")]),
        ]
        let section = try analysis.examine(made.examination(settings: settings))
        let fact = try #require(section.fact("ece@slice=night"))
        #expect(near(fact.value, 0.2) && fact.n == 30)
        let (interval, floor) = (try #require(fact.interval), try #require(fact.floor))
        #expect(interval.low < 0.2 && 0.2 < interval.high && floor > 0.04 && floor < 0.1)
        #expect(section.fact("ece@slice=none")?.undefined == "no row has camera z")
        let gate = GateRule(fact: "slices/ece@slice=night", bound: .atMost(0.6))
        #expect(Gate.decide(gate, over: [section], units: 100).state == .passed)
        guard case .table(let table)? = section.exhibit("declared")?.content else {
            Issue.record("there is no table of declared slices")
            return
        }
        #expect(table.columns.suffix(2).map(\.key) == ["ece", "ece_floor"])
    }

    @Test func whatIsWithheldIsNotSlicedBy() throws {
        let made = planted()
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.publish = ["light"]
        let section = try analysis.examine(made.examination(settings: settings))
        let text = String(decoding: try JSONEncoder().encode(section), as: UTF8.self)
        #expect(!text.contains("camera"))
        settings.publish = []
        #expect(throws: Missing("the images have no attribute to slice by")) {
            try analysis.examine(made.examination(settings: settings))
        }
    }

    @Test func unitsThatFailAsAWholeAreNotASlice() throws {
        // 60 videos of 20 frames with one camera each; every tenth fails as a whole.
        var source = SeededGenerator(seed: 3)
        let cameras = (0..<60).map { _ in "k\(source.below(6))" }
        let rows = (0..<1200).map { index -> MadeRow in
            let video = index / 20
            return MadeRow(
                id: "item-\(index)", label: index % 2, predicted: video % 10 == 0 ? 1 - index % 2 : index % 2,
                confidence: 0.9, attributes: [cameras[video], "video-\(video)"])
        }
        var made = MadeEvaluation(classes: ["no", "yes"], rows: rows, attributes: ["camera", "video"])
        made.unit = "video"
        let together = try analysis.examine(made.examination())
        #expect(!together.holds("any_finding"))
        #expect(together.holds("rows_share_units"))
        made.unit = nil
        let alone = try analysis.examine(made.examination())
        #expect(alone.holds("any_finding"))
    }

    /// 40 images of four objects; three images are missed as a whole, two of them on one of five sites.
    @Test func objectsOfAnImageAreNotIndependent() throws {
        var made = MadeDetection.clean()
        for index in made.things.indices where [3, 13, 20].contains(made.things[index].image) {
            made.things[index].answers = []
        }
        let examination = try made.examination(attributes: ["site": ["p", "q", "r", "s", "t"]])
        let section = try analysis.examine(examination)
        #expect(section.holds("rows_share_units"))
        #expect(!section.holds("any_finding"))
        // As if they were: the same rows without their images.
        let rows = examination.evaluation
        let alone = Evaluation(
            manifest: rows.manifest, datasheet: rows.datasheet, classes: rows.classes,
            items: Items(ids: rows.items.ids, labels: rows.items.labels, attributes: rows.items.attributes),
            predictions: rows.predictions, accounting: rows.accounting)
        let naive = try analysis.examine(
            Examination(of: alone, settings: WorkspaceSettings(title: "Made", task: .detection))
                .counting(for: [analysis]))
        #expect(naive.holds("any_finding"))
    }

    @Test func itsHistoryIsReadOffTheBaseline() throws {
        var before = made { _ in 0 }
        before.version = "v1"
        let new = try analysis.examine(planted().examination(baseline: before.record()))
        #expect(new.findings.first?.trend == .new)
        let listed = try analysis.examine(planted().examination())
        let same = try analysis.examine(planted().examination(baseline: planted().record(sections: [listed])))
        #expect(same.findings.first?.trend == .persisting)
        // A conjunction that only this version lists was chosen for how it came out: its change is not tested.
        let chosen = try analysis.examine(planted().examination(baseline: planted().record()))
        #expect(chosen.findings.first?.id == same.findings.first?.id && chosen.findings.first?.trend == nil)
        #expect(same.findings.first?.baseline?.value == same.findings.first?.measure.value)
    }

    @Test func whatEachConditionBringsAddsUpToItsExcessOverEverything() throws {
        let section = try analysis.examine(planted().examination())
        let finding = try #require(section.findings.first)
        let shares = try #require(finding.shares)
        #expect(shares.map(\.predicate) == [Predicate("light", "dark"), Predicate("camera", "b")])
        let overall = Double(planted().rows.count { $0.predicted != $0.label }) / 1200
        #expect(abs(shares.map(\.points).reduce(0, +) - (finding.measure.value - overall)) < 1e-12)
        // Both are needed, so both bring something; each alone fails less than the two together.
        #expect(shares.allSatisfy { $0.points > 0.05 && $0.alone.value < finding.measure.value })
        #expect(section.holds("any_conjunction"))
    }

    @Test func bothHalvesAreKeptWithTheFinding() throws {
        let finding = try #require(try analysis.examine(planted().examination()).findings.first)
        #expect(finding.halvesFoundOn == 2)
        #expect(finding.confirmation?.n == finding.measure.n)
    }

    @Test func aSliceThatNoLongerFailsIsMeasuredAgainInEveryVersionAfter() throws {
        var first = planted()
        first.version = "v1"
        let then = try analysis.examine(first.examination())
        let id = try #require(then.findings.first?.id)
        var second = planted()
        for row in second.rows.indices.dropFirst(100) where second.rows[row].attributes == ["dark", "b"] {
            second.rows[row].predicted = second.rows[row].label
        }
        let now = try analysis.examine(second.examination(baseline: first.record(sections: [then])))
        #expect(!now.findings.contains { $0.id == id })
        let followed = try #require(now.followed?.first { $0.id == id })
        let inside = second.rows.filter { $0.attributes == ["dark", "b"] }
        #expect(followed.measure?.n == inside.count)
        #expect(followed.errors == inside.count { $0.predicted != $0.label })
        #expect(followed.baseline?.value == then.findings.first?.measure.value)
        #expect(followed.listedIn == "v1")
        #expect(followed.state == .fixed)
        #expect(now.fact("followed_fixed")?.value == 1)
        // The version after that follows what its baseline followed.
        let third = try analysis.examine(second.examination(baseline: second.record(sections: [now])))
        let still = try #require(third.followed?.first { $0.id == id })
        #expect(still.listedIn == "v1")
        #expect(still.state == .neutral)
    }

    @Test func aSliceThatIsListedIsNotFollowedAsWell() throws {
        let then = try analysis.examine(planted().examination())
        let now = try analysis.examine(planted().examination(baseline: planted().record(sections: [then])))
        let listed = Set(now.findings.map(\.id))
        #expect(!listed.isEmpty)
        #expect((now.followed ?? []).allSatisfy { !listed.contains($0.id) })
    }

    @Test func aFollowedSliceWithoutItemsIsNotMeasured() throws {
        var first = planted()
        first.version = "v1"
        let then = try analysis.examine(first.examination())
        var second = made { _ in 0 }
        second.rows.removeAll { $0.attributes[1] == "b" }
        let now = try analysis.examine(second.examination(baseline: first.record(sections: [then])))
        let followed = try #require(now.followed?.first)
        #expect(followed.measure == nil)
        #expect(followed.state == .notMeasured)
    }

    /// Reference: pandas.qcut and groupby, as `expected.json` of the digits audit says.
    @Test
    func theDigitsAuditHasTheWorstSlicesThatPandasFinds() throws {
        let expected: [[String: Any]] = try ReferenceFacts.digits().value("versions", "v3", "worst_slices")
        let examination = try DigitsAudit.examination("v3", against: "v2")
        let names = ["q1": "lowest", "q2": "low", "q3": "middle", "q4": "high", "q5": "highest"]
        var settings = DigitsAudit.settings
        var wanted: [(n: Int, accuracy: Double)] = []
        for entry in expected {
            let slice = try #require(entry["slice"] as? [String: String])
            let predicates = slice.sorted { $0.key < $1.key }.map {
                Predicate(Name($0.key), Name(names[$0.value] ?? $0.value))
            }
            settings.slicing.declared.append(DeclaredSlice(name: "one", predicates: predicates))
            wanted.append(
                (
                    try #require(entry["n"] as? NSNumber).intValue,
                    try #require(entry["accuracy"] as? NSNumber).doubleValue
                ))
        }
        let section = try analysis.examine(
            Examination(of: examination.evaluation, baseline: examination.baseline, settings: settings)
                .counting(for: [Slices()]))
        guard case .table(let table)? = section.exhibit("declared")?.content else {
            Issue.record("there is no table of declared slices")
            return
        }
        for (row, one) in zip(table.rows, wanted) {
            guard case .number(let n, _) = row[3], case .number(let rate, _) = row[5] else {
                Issue.record("a slice of the reference has no items here")
                continue
            }
            #expect(Int(n) == one.n)
            #expect(abs(1 - rate - one.accuracy) < 1e-6)
        }
        #expect(section.holds("any_finding"))
    }
}
