import Findings
import Markup
import Record
import Testing

@testable import Pages

/// What a template may say, by the cards, is what an audit answers: no name is allowed and left blank, none is answered
/// and refused.
@Suite struct TemplateNamesTests {
    /// A section that states everything its card declares.
    private static func full(_ card: Card, defined: Bool) -> Section {
        var section = Section(
            card,
            facts: card.facts.map { spec in
                defined
                    ? Fact(spec, 0.25, n: 8, interval: Interval(low: 0.1, high: 0.4, method: "wilson"), method: "m")
                    : Fact(spec, undefined: "no items", n: 0, method: "m")
            })
        section.terms = card.terms.map { Section.Term($0, "a name") }
        section.flags = card.flags
        return section
    }

    @Test(arguments: Catalog.cards.map(\.id), [true, false])
    func everyNameThatACardAllowsIsAnsweredAndNoOther(_ id: String, _ defined: Bool) throws {
        let card = try #require(Catalog.analysis(id)).card
        let scope = TemplateNames.scope(of: Self.full(card, defined: defined), in: Fixture.audit("v1"))
        let vocabulary = TemplateNames.vocabulary(of: card)
        // Of a family the members are stated, and a template names none of them.
        #expect(Set(scope.values.keys) == vocabulary.values)
        #expect(Set(scope.flags.keys) == vocabulary.flags)
        for fact in card.factIDs { #expect(scope.flags["defined.\(fact)"] == defined) }
    }

    @Test func onAPageOverAllTheSectionStandsInFront() throws {
        let cards = Catalog.cards.filter { $0.tasks.contains(.classification) }
        var audit = Fixture.audit("v1")
        audit.sections = cards.map { Self.full($0, defined: true) }
        let scope = TemplateNames.scope(ofAll: audit)
        let vocabulary = TemplateNames.vocabulary(of: cards, values: ["mode.id"], flags: ["has.p"], exhibits: ["modes"])
        #expect(Set(scope.values.keys).union(["mode.id"]) == vocabulary.values)
        let shown = Set(cards.flatMap { card in card.exhibits.map { "shows.\(card.id).\($0)" } })
        #expect(Set(scope.flags.keys).union(shown).union(["has.p"]) == vocabulary.flags)
        let exhibits = try #require(vocabulary.exhibits)
        #expect(exhibits.count == shown.count + 1)
        #expect(exhibits.contains("calibration/reliability"))
    }

    /// A method shows its numbers where the newest audit has them, every one of them, and else says nothing of them.
    @Test(arguments: Fixture.templates.names(under: "methods"))
    func aMethodShowsItsNumbersInTheNewestAudit(_ method: String) throws {
        let template = try Fixture.templates.template("methods/" + method)
        var audit = Fixture.audit("v1")
        audit.sections = Catalog.cards.map { Self.full($0, defined: true) }
        let shown = try template.markdown(TemplateNames.completed(TemplateNames.scope(ofAll: audit), for: template))
        #expect(shown.contains("## In v1 on ") == template.text.contains("{#here}"))
        #expect(shown.contains("not stated") == template.text.contains("not stated"))
        let without = try template.markdown(TemplateNames.completed(Scope(), for: template))
        #expect(!without.contains("{#here}"))
    }

    @Test func whatAnAuditLacksIsSaidToBeMissingAndDoesNotHold() throws {
        let template = try Template(
            text: "{{#flag.any}}{{fact.rate}}{{term.name}}{{/flag.any}}{{version.name}}", file: "a.md")
        let known = Scope(values: ["version.name": "v1", "fact.rate": "84 %"])
        let scope = TemplateNames.completed(known, for: template)
        #expect(scope.flags["flag.any"] == false)
        #expect(scope.values["fact.rate"] == "84 %", "what is stated stays")
        #expect(scope.values["term.name"]?.isEmpty == false)
        #expect(scope.values["version.name"] == "v1")
    }
}
