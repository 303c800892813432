import Artifacts
import Foundation
import Record
import Statistics
import TestSupport
import Testing

@testable import Findings

/// Rates by group of people.
@Suite struct GroupsTests {
    /// Images of two classes by group, a group's share right as given.
    private static func made(_ groups: [(name: String, n: Int, right: Double)]) -> MadeEvaluation {
        var made = MadeEvaluation.clean(classes: 2, perClass: groups.reduce(0) { $0 + $1.n } / 2)
        made.attributes = ["group", "camera"]
        var row = 0
        for (place, group) in groups.enumerated() {
            for index in 0..<group.n {
                made.rows[row].attributes = [group.name, place % 2 == 0 ? "left" : "right"]
                if Double(index) >= Double(group.n) * group.right {
                    made.rows[row].predicted = 1 - made.rows[row].label
                    made.rows[row].probabilities = nil
                }
                row += 1
            }
        }
        return made
    }

    private static func settings(_ made: MadeEvaluation, groups: [String] = ["group"]) -> WorkspaceSettings {
        WorkspaceSettings(title: "Made", classes: made.classes, groups: groups)
    }

    private func section(_ made: MadeEvaluation, groups: [String] = ["group"]) throws -> Section {
        try Groups().examine(made.examination(settings: Self.settings(made, groups: groups)))
    }

    @Test func groupsThatAreFarApartAreSaidToBe() throws {
        let section = try section(Self.made([("a", 200, 0.95), ("b", 200, 0.70), ("c", 200, 0.90)]))
        let difference = try #require(section.fact("difference@group=group"))
        #expect(near(difference.value, 0.25))
        // The intervals of the three groups and four kinds of rate hold at once: from b's upper to a's lower end, and from b's
        // lower to a's upper.
        let (b, a) = (
            Proportion(140, of: 200)?.wilson(level: Multiplicity.sidakLevel(0.95, of: 12)),
            Proportion(190, of: 200)?.wilson(level: Multiplicity.sidakLevel(0.95, of: 12))
        )
        #expect(near(difference.interval?.low, (a?.low ?? 0) - (b?.high ?? 0)))
        #expect(near(difference.interval?.high, (a?.high ?? 0) - (b?.low ?? 0)))
        #expect(near(section.fact("ratio@group=group")?.value, 0.70 / 0.95))
        #expect(near(section.fact("ratio@group=group")?.interval?.high, (b?.high ?? 0) / (a?.low ?? 1)))
        #expect(section.holds("any_apart") && section.terms.contains(Section.Term("lowest", "b")))
    }

    @Test func ratesOfClassesAreTheirDefinitions() throws {
        var made = Self.made([("a", 100, 1), ("b", 100, 1)])
        for row in made.rows.indices { made.rows[row].attributes[0] = row % 2 == 0 ? "a" : "b" }
        // Of b, 10 of class c0 are predicted as c1.
        var left = 10
        for row in made.rows.indices where made.rows[row].attributes[0] == "b" && made.rows[row].label == 0 && left > 0
        {
            made.rows[row].predicted = 1
            made.rows[row].probabilities = nil
            left -= 1
        }
        let ofB = made.rows.filter { $0.attributes[0] == "b" }
        let zeros = Double(ofB.count { $0.label == 0 })
        let section = try section(made)
        #expect(near(section.fact("recall_difference@group=group")?.value, 10 / zeros))
        #expect(near(section.fact("false_positive_rate_difference@group=group")?.value, 10 / zeros))
        let predicted = { (group: String, cls: Int) -> Double in
            let rows = made.rows.filter { $0.attributes[0] == group }
            return Double(rows.count { $0.predicted == cls }) / Double(rows.count)
        }
        let widest = [0, 1].map { abs(predicted("a", $0) - predicted("b", $0)) }.max()
        #expect(near(section.fact("predicted_share_difference@group=group")?.value, widest ?? 0))
    }

    /// Three images of one group are in no list, slice, caption or number of the whole audit, nor is the group that they could be
    /// subtracted from.
    @Test func aSmallGroupIsNowhere() throws {
        let made = Self.made([("many", 300, 0.9), ("rare-one", 4, 0), ("some", 80, 0.8), ("few-more", 16, 0.5)])
        let audit = Auditor(program: "test").audit(
            made.examination(settings: Self.settings(made)), inputs: [])
        let text = String(decoding: try JSONEncoder().encode(audit), as: UTF8.self)
        #expect(!text.contains("rare-one") && !text.contains("few-more"))
        #expect(text.contains("small groups") && text.contains("many"))
        #expect(audit.section("groups")?.fact("pooled")?.value == 2)
        #expect(audit.section("groups")?.fact("smallest")?.value == 20)
    }

    @Test func anAttributeThatGoesWithAGroupIsAProxy() throws {
        let section = try section(Self.made([("a", 100, 0.9), ("b", 100, 0.9)]))
        #expect(section.fact("proxies")?.value == 1 && section.holds("any_proxy"))
        guard case .table(let table)? = section.exhibit("proxies")?.content else { return }
        #expect(table.rows.first?[0] == .text("camera") && table.rows.first?[1] == .text("group"))
    }

    @Test func crossedGroupsWithFewImagesAreLeftOut() throws {
        var made = Self.made([("a", 100, 0.9), ("b", 100, 0.9)])
        for row in made.rows.indices { made.rows[row].attributes[1] = row % 30 == 0 ? "right" : "left" }
        let section = try section(made, groups: ["group", "camera"])
        guard case .table(let table)? = section.exhibit("crossed")?.content else {
            Issue.record("no table")
            return
        }
        // Seven images are of the right camera, fewer than may be shown: with the left they are one, and nothing is crossed.
        #expect(table.rows.allSatisfy { if case .number(let n, _) = $0[1] { n >= 10 } else { false } })
    }

    @Test func imagesWithoutAValueAreOfNoGroup() throws {
        let section = try section(Self.made([("a", 100, 0.9), ("missing", 40, 0), ("b", 100, 0.8)]))
        #expect(near(section.fact("difference@group=group")?.value, 0.1))
        #expect(section.fact("groups")?.value == 2 && section.fact("missing")?.value == 40)
    }

    @Test func withoutDeclaredGroupsItIsNotMeasured() {
        #expect(throws: Missing("no attribute is declared under groups: in misread.yml")) {
            try section(Self.made([("a", 20, 1), ("b", 20, 1)]), groups: [])
        }
    }

    /// Four groups of one rate: they are said to be apart in 5 of 100 data sets at most.
    @Test func groupsOfOneRateAreSeldomApart() throws {
        var apart = 0
        for seed in 0..<100 {
            var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 7
            func uniform() -> Double {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Double(state >> 11) / Double(1 << 53)
            }
            var made = Self.made([("a", 60, 1), ("b", 60, 1), ("c", 60, 1), ("d", 60, 1)])
            for row in made.rows.indices where uniform() < 0.2 {
                made.rows[row].predicted = 1 - made.rows[row].label
                made.rows[row].probabilities = nil
            }
            if try section(made).fact("difference@group=group")?.interval?.low ?? 0 > 0 { apart += 1 }
        }
        #expect(apart <= 13, "the 99 % quantile of a true 5 %")
    }

    /// Images by group, half of them cats and half dogs. Of group b, `missed` cats are not said to be any, and `false` dogs are
    /// said to be cats too.
    private static func labels(
        _ groups: [(name: String, n: Int)], missed: Int = 0, false wrong: Int = 0, unit: String? = nil
    ) -> MadeLabels {
        var images: [MadeLabels.Image] = []
        for group in groups {
            for index in 0..<group.n {
                let label = index % 2
                var scores = label == 0 ? [0.9, 0.1] : [0.1, 0.9]
                if group.name == "b", label == 0, index / 2 < missed { scores[0] = 0.2 }
                if group.name == "b", label == 1, index / 2 < wrong { scores[0] = 0.8 }
                images.append(
                    MadeLabels.Image(
                        id: "image-\(images.count)", truth: [label], scores: scores,
                        attributes: [group.name, "\(group.name)-\(index / 2)"]))
            }
        }
        return MadeLabels(labels: ["cat", "dog"], images: images, attributes: ["group", "video"], unit: unit)
    }

    private static func examination(_ made: MadeLabels) -> Examination {
        var settings = made.settings
        settings.groups = ["group"]
        settings.slicing.attributes = ["group"]
        return Examination(of: made.evaluation, settings: settings).counting(for: Catalog.analyses)
    }

    /// Of b 80 of 100 cats are given the label, 10 of 100 others are too, and all labels are right on 170 of 200.
    @Test func labelsHaveTheRatesOfTheirGroups() throws {
        let made = Self.labels([("a", 200), ("b", 200)], missed: 20, false: 10)
        let section = try Groups().examine(Self.examination(made))
        #expect(near(section.fact("difference@group=group")?.value, 0.15))
        #expect(near(section.fact("ratio@group=group")?.value, 0.85))
        #expect(near(section.fact("recall_difference@group=group")?.value, 0.2))
        #expect(near(section.fact("false_positive_rate_difference@group=group")?.value, 0.1))
        #expect(near(section.fact("predicted_share_difference@group=group")?.value, 0.05))
        // Two groups, two labels and four kinds of rate at once.
        let level = Multiplicity.sidakLevel(0.95, of: 16)
        let (a, b) = (
            Proportion(100, of: 100)?.wilson(level: level), Proportion(80, of: 100)?.wilson(level: level)
        )
        let recall = try #require(section.fact("recall_difference@group=group")?.interval)
        #expect(near(recall.low, (a?.low ?? 0) - (b?.high ?? 0)) && near(recall.high, (a?.high ?? 0) - (b?.low ?? 0)))
        #expect(section.holds("of_labels") && section.holds("any_apart"))
        #expect(section.fact("classes_compared")?.value == 2)
        guard case .table(let table)? = section.exhibit("disparities")?.content else {
            Issue.record("no table")
            return
        }
        #expect(table.columns[2].title == "Label")
        #expect(table.rows.map { $0[2] } == [.text("all"), .text("cat"), .text("cat"), .text("cat")])
    }

    /// Two images of a video are one unit each: an interval of as many images as they are worth.
    @Test func labelsOfImagesThatShareUnitsHaveWiderIntervals() throws {
        func width(_ unit: String?) throws -> Double {
            let made = Self.labels([("a", 200), ("b", 200)], missed: 20, false: 20, unit: unit)
            let section = try Groups().examine(Self.examination(made))
            let interval = try #require(section.fact("difference@group=group")?.interval)
            return interval.high - interval.low
        }
        #expect(try width("video") > width(nil))
    }

    @Test func aSmallGroupIsNowhereInAnAuditOfLabels() throws {
        let made = Self.labels([("many", 300), ("rare-one", 4), ("b", 80), ("few-more", 16)], missed: 10)
        let audit = Auditor(program: "test").audit(Self.examination(made), inputs: [])
        let text = String(decoding: try JSONEncoder().encode(audit), as: UTF8.self)
        #expect(!text.contains("rare-one") && !text.contains("few-more") && text.contains("small groups"))
        #expect(audit.section("groups")?.fact("pooled")?.value == 2)
        #expect(audit.section("groups")?.fact("smallest")?.value == 20)
    }
}
