import Record
import Findings
import Testing

@testable import Pages

@Suite struct TilesTests {
    private static func section(_ id: String, _ facts: [Fact], terms: [String: String] = [:], flags: [String] = [])
        -> Section
    {
        var section = Section(Card(id: id, title: id, question: "?"), facts: facts)
        section.terms = terms.sorted { $0.key < $1.key }.map { Section.Term($0.key, $0.value) }
        section.flags = flags
        return section
    }

    private static func fact(_ id: String, _ value: Double, _ unit: Quantity = .proportion, baseline: Double? = nil)
        -> Fact
    {
        Fact(
            FactSpec(id, unit), value, n: 713,
            interval: Interval(low: value - 0.02, high: value + 0.02, method: "wilson"),
            method: "accuracy", baseline: baseline)
    }

    /// The texts of each tile, part by part, without tags and with plain spaces.
    private static func tiles(_ sections: [Section], baseline: String? = nil) -> [[String]] {
        var audit = Fixture.audit("v2", baseline: baseline)
        audit.sections = sections
        return Tiles(audit: audit, facts: Catalog.facts, phrases: Fixture.phrases).html.text.components(
            separatedBy: "<div class=\"tile\">"
        )
        .dropFirst().map { tile in
            tile.components(separatedBy: "</p>").dropLast().map {
                $0.replacing(#/<[^>]*>/#, with: "").replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
            }
        }
    }

    @Test func withoutAnyOfThemThereIsNothing() {
        var audit = Fixture.audit("v1")
        audit.sections = [
            Self.section(
                "headline", [Fact(FactSpec("accuracy", .proportion), undefined: "no image", n: 0, method: "accuracy")])
        ]
        #expect(Tiles(audit: audit, facts: Catalog.facts, phrases: Fixture.phrases).html.text.isEmpty)
    }

    @Test func fourAreShownInOrderOfWeight() {
        let headline = Self.section(
            "headline",
            [
                Self.fact("brier", 0.2, .score), Self.fact("macro_f1", 0.8), Self.fact("worst_recall", 0.6),
                Self.fact("accuracy", 0.844), Self.fact("balanced_accuracy", 0.83),
            ], terms: ["worst_class": "cat & dog"])
        let calibration = Self.section("calibration", [Self.fact("ece", 0.05, .score)])
        #expect(
            Self.tiles([headline, calibration]) == [
                ["Accuracy", "84.4 %", "[82.4, 86.4] · n 713"],
                ["Worst class, recall", "60.0 %", "class cat &amp; dog · [58.0, 62.0] · n 713"],
                ["Calibration error", "0.050", "[0.030, 0.070] · n 713"],
                ["Macro F1", "80.0 %", "[78.0, 82.0] · n 713"],
            ])
    }

    /// A gate on the class has a narrower interval, so that the wider one says why.
    @Test func anIntervalOfWhatWasChosenSaysSo() throws {
        var worst = Self.fact("worst_recall", 0.6)
        worst.interval?.method = "simultaneous"
        let tile = try #require(Self.tiles([Self.section("headline", [worst], terms: ["worst_class": "c"])]).first)
        #expect(tile[2] == "class c · [58.0, 62.0] as the worst of all · n 713")
    }

    @Test func whatMovedIsSaidAgainstTheBaselineByName() {
        let headline = Self.section("headline", [Self.fact("macro_f1", 0.8, baseline: 0.81)])
        #expect(Self.tiles([headline], baseline: "v1").first?.last == "−1.0 points against v1")
        #expect(Self.tiles([headline]).first?.count == 3)
    }

    @Test(arguments: [("worse", "worse"), ("better", "better"), ("undecided", "not significant after correction")])
    func ofAccuracyThePairedComparisonIsSaid(_ given: (flag: String, words: String)) throws {
        let headline = Self.section("headline", [Self.fact("accuracy", 0.844, baseline: 0.9)])
        let change = Fact(
            FactSpec("accuracy_change", .points), -0.014, n: 713,
            interval: Interval(low: -0.034, high: 0.006, method: "newcombe"),
            method: "comparison")
        let comparison = Self.section("comparison", [change], flags: [given.flag])
        let words = try #require(Self.tiles([headline, comparison], baseline: "v1").first?.last)
        #expect(words == "−1.4 points against v1 [−3.4, +0.6] " + given.words)
    }

    /// A detector's recall at the deployed score and its false alarms stand beside each other; the share that TIDE calls missed is
    /// not one less recall, and is no tile.
    @Test func aDetectorsFalsePositivesAreATile() {
        let detection = Self.section(
            "detection", [Self.fact("ap", 0.373), Self.fact("found", 0.705), Self.fact("missed", 0.022)])
        let alarms = Self.section("detection-false-alarms", [Self.fact("false_positives_per_image", 12.4, .raw)])
        #expect(
            Self.tiles([detection, alarms]).map(\.first) == [
                "Average precision", "Objects found", "False positives per image",
            ])
    }

    @Test func answersThatChangedAreATileOfTheirOwn() {
        let comparison = Self.section(
            "comparison",
            [
                Fact(FactSpec("fixed", .count), 40, n: 713, method: "comparison"),
                Fact(FactSpec("regressed", .count), 1234, n: 713, method: "comparison"),
                Fact(FactSpec("p", .score), 0.0004, n: 713, method: "mcnemar"),
                Fact(FactSpec("both_wrong", .count), 71, n: 713, method: "comparison"),
            ])
        #expect(
            Self.tiles([comparison], baseline: "v1") == [
                ["Prediction flips", "40 fixed 1,234 regressed", "McNemar p &lt; .001 · n 713", "71 incorrect in both"]
            ])
    }
}
