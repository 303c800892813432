import Drawing
import Markup
import Record
import Testing

@testable import Pages

/// What a card says of its facts is all that pages need.
@Suite struct FactWordsTests {
    private static let card = Card(
        id: "top-k", title: "Top k", question: "Is it near?",
        facts: [
            FactSpec("top2", "top-2 accuracy", .proportion, better: .higher, tile: Tile(1, isListed: true)),
            FactSpec("seen", .count),
            FactSpec("rank", "the rank", .raw, better: .lower, each: .classes),
        ])
    private static let facts = FactIndex([card])

    @Test func aFactIsCalledByTheNameOfItsCard() {
        #expect(Self.facts.name("top-k/top2") == "top-2 accuracy")
        #expect(Self.facts.heading("top-k/top2") == "Top-2 accuracy")
        #expect(Self.facts.name("top-k/rank@class=8") == "the rank of class 8")
        #expect(Self.facts.heading("top-k/rank@class=8") == "Rank of class 8")
    }

    @Test func oneWithoutANameIsCalledByItsId() {
        #expect(Self.facts.name("top-k/seen") == "“seen”")
        #expect(Self.facts.given("top-k/seen") == nil)
        #expect(Self.facts.name("gone/worst_recall") == "“worst recall”")
        #expect(Self.facts.name("gone/recall@class=8") == "the recall of class 8")
    }

    @Test func aNewFactHasItsTileWithoutAnotherLine() {
        var audit = Fixture.audit("v1")
        #expect(Tiles(audit: audit, facts: Self.facts, phrases: Fixture.phrases).html.isEmpty)
        let interval = Interval(low: 0.8, high: 0.9, method: "wilson")
        audit.sections.append(
            Section(
                Self.card, facts: [Fact(FactSpec("top2", .proportion), 0.85, n: 100, interval: interval, method: "m")]))
        let html = Tiles(audit: audit, facts: Self.facts, phrases: Fixture.phrases).html.text
        #expect(html.contains("<p class=\"k\">Top-2 accuracy</p>"))
        #expect(html.contains("n\u{A0}100"))
        let gate = GateResult(name: nil, fact: "top-k/top2", atLeast: 0.9, measured: nil, state: .notMeasured)
        #expect(Fixture.phrases.rule(gate, Self.facts) == "Top-2 accuracy at least 90\u{A0}%")
    }
}
