import Archive
import Chronicle
import Drawing
import Record
import Testing

@testable import Pages

/// The page of one analysis, also of one that did not run or is no longer known.
@Suite struct SectionPageTests {
    private enum Shown: String, CardKey { case table }

    private static func page(_ section: Section) throws -> (html: String, json: String) {
        var audit = Fixture.audit("v1")
        audit.sections = [section]
        let site = try Fixture.site(Chronicle(audits: [Fixture.archived(audit)], incidents: []))
        let folder = SitePath.section(section.id, of: "v1")
        return (site.text(folder + "index.html"), site.text(folder + "index.json").replacing(" ", with: ""))
    }

    private static let card = Card(id: "of-old", title: "Of old", question: "Why?")

    @Test func anAnalysisThatIsGoneStatesAllItsFactsAndExhibits() throws {
        let table = Table(columns: [Table.Column("a", "Heading")], rows: [[.text("cell")]])
        let page = try Self.page(
            Section(
                Self.card,
                facts: [
                    Fact(FactSpec("some_rate", .proportion), 0.4321, n: 77, method: "m"),
                    Fact(FactSpec("other", .score), undefined: "too few items", n: 3, method: "m"),
                ], exhibits: [Exhibit(Shown.table, .table(table))]))
        #expect(page.html.contains(NumberFormat.format(0.4321, as: .proportion)))
        #expect(page.html.contains("<td class=\"r\">77</td>"))
        #expect(page.html.contains("too few items"))
        #expect(page.html.contains("<td>cell</td>"))
        #expect(page.html.contains("href=\"table.csv\""))
        #expect(page.json.contains("\"status\":\"examined\""))
        #expect(page.json.contains("0.4321"))
    }

    @Test func whatWasNotMeasuredSaysWhyAndShowsNothing() throws {
        let page = try Self.page(Section(Self.card, status: .notMeasured(reason: "no <maps>")))
        #expect(page.html.contains("no &lt;maps&gt;"))
        #expect(page.html.contains("<em>Why?</em>"), "the question that it would answer")
        #expect(!page.html.contains("<table"))
        #expect(page.json.contains("\"status\":\"notmeasured\""))
        #expect(page.json.contains("\"reason\":\"no\\u003Cmaps>\""))
    }

    @Test func whatBrokeSaysItsMessageAsItIs() throws {
        let page = try Self.page(Section(Self.card, status: .failed(message: "index <7> out of range")))
        #expect(page.html.contains("<pre>index &lt;7&gt; out of range</pre>"))
        #expect(page.json.contains("\"status\":\"failed\""))
        #expect(page.json.contains("\"message\":\"index\\u003C7>outofrange\""))
    }

    @Test func findingsStandBelowWhatTheAnalysisSaysTwelveAtMost() throws {
        let findings = (0..<14).map { index in
            Finding(
                .fragility(factor: "factor \(index)"), of: "of-old", standing: .finding, measure: Fixture.measure(),
                errors: 1, evidence: Fixture.items(1))
        }
        let page = try Self.page(Section(Self.card, findings: findings))
        func isShown(_ finding: Finding) -> Bool { page.html.contains("failures/\(finding.id)/index.html") }
        #expect(findings.prefix(12).allSatisfy(isShown))
        #expect(!findings.suffix(2).contains(where: isShown))
        #expect(findings.allSatisfy { page.json.contains("\"id\":\"\($0.id)\"") }, "the data hold all")
    }
}
