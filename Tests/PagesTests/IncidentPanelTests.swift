import Chronicle
import Foundation
import Markup
import Testing

@testable import Chronicle
@testable import Pages

@Suite struct IncidentPanelTests {
    @Test(arguments: [
        (0, "0 min"), (59, "59 min"), (60, "1 h"), (130, "2 h 10 min"), (1439, "23 h 59 min"), (1440, "1 day"),
        (1441, "1 day"), (4 * 1440 + 60, "4 days 1 h"), (1_500_000, "1,041 days 16 h"),
    ])
    func aDurationIsSaidInItsTwoLargestUnits(_ given: (minutes: Int, words: String)) {
        #expect(IncidentPanel.duration(given.minutes) == given.words)
    }

    private static func panel(_ change: (inout Incident) -> Void) -> IncidentPanel {
        var incident = Fixture.incident("Text.")
        change(&incident)
        return IncidentPanel(incident: incident, phrases: Fixture.phrases) { reference in
            reference.id == "v2" ? .page(href: "../../v/v2/index.html", title: "v2") : .absent
        }
    }

    private static func text(_ html: HTML) -> String { html.text.replacing(#/<[^>]*>/#, with: "") }

    @Test func whetherItIsOpenStandsAboveTheHeadline() {
        let resolved = Incident.Entry(name: "resolved", text: "2026-01-02T00:00:00Z")
        let open = Self.panel { _ in }
        #expect(Self.text(open.eyebrow) == "INC-2026-001 · sev3 · writeup draft ~ open")
        let closed = Self.panel { $0.times = [resolved] }
        #expect(Self.text(closed.eyebrow).hasSuffix("✓ closed"))
        let undone = Self.panel {
            $0.times = [resolved]
            $0.actions = [.init(id: nil, text: "t", owner: "o", due: nil, status: "in-progress")]
        }
        #expect(Self.text(undone.eyebrow).hasSuffix("~ open"))
        let withdrawn = Self.panel { $0.status = .withdrawn }
        #expect(Self.text(withdrawn.eyebrow).hasSuffix("– withdrawn"))
    }

    @Test func aVersionThatHasAPageIsALinkAndAnyOtherItsName() {
        let panel = Self.panel {
            $0.affectedVersions = ["v2", "v9"]
            $0.fixedIn = "v<3"
        }
        #expect(panel.card.text.contains("<dd><a href=\"../../v/v2/index.html\">v2</a>, v9</dd>"))
        #expect(panel.card.text.contains("<dt>Fixed in</dt><dd>v&lt;3</dd>"))
    }

    @Test func actionsAreATableAndTheirAbsenceHasAReason() {
        let none = Self.panel { $0.noActionReason = "nothing <to> do" }
        #expect(none.actions.text.contains("<p class=\"calm\">None: nothing &lt;to&gt; do</p>"))
        #expect(Self.panel { _ in }.actions.text.isEmpty)
        let some = Self.panel {
            $0.actions = [
                .init(id: "ACT-1", text: "Relabel", owner: "data", due: "2026-02-01", status: "validated"),
                .init(id: nil, text: "Retrain", owner: "model", due: nil, status: "in-progress"),
                .init(id: nil, text: "Blame", owner: "nobody", due: nil, status: "rejected"),
            ]
        }
        let words = some.actions.text
        #expect(words.contains("<span class=\"state good\"><span aria-hidden=\"true\">✓</span> validated</span>"))
        #expect(words.contains("<span class=\"state warn\"><span aria-hidden=\"true\">~</span> in progress</span>"))
        #expect(words.contains("<span class=\"state quiet\"><span aria-hidden=\"true\">–</span> rejected</span>"))
        #expect(words.contains("no date"))
    }

    @Test func theImpactIsNotSaidTwice() {
        let panel = Self.panel { $0.impact = "Two of ten were misread." }
        #expect(panel.facts(impactIsLede: false).text.contains("Two of ten were misread."))
        #expect(panel.facts(impactIsLede: true).text.isEmpty)
    }

    @Test func sectionsHaveNamesThatAWriteupsOwnDoNot() {
        let panel = Self.panel {
            $0.times = [.init(name: "first_seen", text: "2026-01-02T00:00:00Z")]
            $0.trigger = "a deploy"
            $0.factors = [.init(id: "CF1", category: "data", text: "Few eights", evidence: ["v2"])]
            $0.wentWell = ["It was seen"]
        }
        let html = panel.facts(impactIsLede: true).text + panel.after.text
        for id in ["facts-times", "facts-detection", "facts-record"] { #expect(html.contains("<h2 id=\"\(id)\">")) }
        #expect(html.contains("<b>First seen</b>"))
        #expect(html.contains("<span class=\"kind\">data</span> Few eights"))
        #expect(html.contains("Went well") && !html.contains("Went wrong"))
    }
}
