import Archive
import Chronicle
import Diagnostics
import Markup
import Record
import Testing

@testable import Pages

/// What a site leaves out for its audience is in none of its files.
@Suite struct AudienceTests {
    private static func incident(_ id: String, _ confidentiality: String, body: String = "") -> Incident {
        var problems = ProblemList()
        let text = """
            ---
            schema: incident/1
            id: \(id)
            title: Secret of \(id)
            status: draft
            severity: sev2
            model: {name: detector, version: v2}
            impact: {summary: Impact of \(id)}
            failure_modes: [\(Fixture.findings[0].id)]
            confidentiality: \(confidentiality)
            ---
            # What happened

            Story of \(id). \(body)
            """
        guard let incident = Incident.read(text, file: "incidents/\(id).md", into: &problems) else {
            fatalError("\(problems)")
        }
        return incident
    }

    private static func site(for audience: Audience) throws -> Site {
        let chronicle = Chronicle(
            audits: [Fixture.archived(Fixture.audit("v2"))],
            incidents: [
                incident("INC-1", "public", body: "After [the other](incident:INC-3), see [](incident:INC-2)."),
                incident("INC-2", "internal"), incident("INC-3", "restricted"),
            ])
        return try Site.make(chronicle, Fixture.templates, facts: Fixture.facts, for: audience)
    }

    @Test(arguments: [(Audience.public, 1), (.internal, 2), (.restricted, 3)])
    func ofAWithheldWriteupOnlyTheIdIsSaid(_ audience: Audience, _ shown: Int) throws {
        let site = try Self.site(for: audience)
        for number in 1...3 {
            let isShown = number <= shown
            let (id, words) = (
                "INC-\(number)", ["Secret of INC-\(number)", "Impact of INC-\(number)", "Story of INC-\(number)"]
            )
            #expect(site.text("incidents/index.html").contains(id))
            #expect(site.files.contains { $0.path == "incidents/\(id)/index.html" } == isShown)
            for word in words { #expect(site.texts.contains { $0.text.contains(word) } == isShown, "\(word)") }
        }
        #expect(site.text("incidents/index.html").contains("for a narrower audience") == (shown < 3))
        #expect(site.text("incidents/index.html").contains("withheld: restricted") == (shown < 3))
    }

    @Test func aSiteIsForTheOrganisationUnlessItSaysOtherwise() throws {
        let chronicle = Chronicle(
            audits: [Fixture.archived(Fixture.audit("v2"))],
            incidents: [Self.incident("INC-2", "internal"), Self.incident("INC-3", "restricted")])
        let site = try Fixture.site(chronicle)
        #expect(site.files.contains { $0.path == "incidents/INC-2/index.html" })
        #expect(!site.files.contains { $0.path == "incidents/INC-3/index.html" })
    }
}
