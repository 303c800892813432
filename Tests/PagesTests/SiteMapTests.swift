import Archive
import Chronicle
import Markup
import Record
import Testing

@testable import Pages

/// Where references lead, and what a page of a version may know of the others.
@Suite struct SiteMapTests {
    private static let chronicle = Fixture.chronicle()

    private static func map() throws -> SiteMap {
        SiteMap(chronicle, Fixture.templates, Fixture.facts)
    }

    /// The link from a page: its address, `?` and the nearest name for nothing, `-` for what is elsewhere.
    private static func target(_ kind: Reference.Kind, _ id: String, from folder: String, of version: String? = nil)
        throws -> String
    {
        let audit = version.flatMap { name in chronicle.audits.first { $0.audit.version.name == name } }
        switch try map().link(from: folder, audit: audit)(Reference(kind, id)) {
        case .page(let href, _): return href
        case .unknown(let nearest): return "?" + (nearest ?? "")
        case .absent: return "-"
        }
    }

    @Test func aFindingLeadsToItsOwnPageInAVersionAndToItsLifeOutside() throws {
        let id = Fixture.findings[1].id
        #expect(try Self.target(.finding, id, from: "v/v1/", of: "v1") == "failures/\(id)/index.html")
        #expect(try Self.target(.slice, id, from: "v/v1/", of: "v1") == "failures/\(id)/index.html")
        #expect(try Self.target(.finding, id, from: "") == "failure-modes/\(id)/index.html")
        #expect(try Self.target(.finding, id, from: "methods/") == "../failure-modes/\(id)/index.html")
        #expect(try Self.target(.finding, id + "x", from: "v/v1/", of: "v1") == "?" + id)
        #expect(try Self.target(.finding, id + "x", from: "") == "?" + id)
    }

    @Test func aVersionKnowsItselfAndItsBaselineAlone() throws {
        #expect(try Self.target(.version, "v1", from: "v/v2/", of: "v2") == "../v1/index.html")
        #expect(try Self.target(.version, "v2", from: "v/v2/", of: "v2") == "index.html")
        let later = try Self.target(.version, "v2", from: "v/v1/", of: "v1")
        #expect(later.hasPrefix("?"), "a later version changes nothing")
        #expect(try Self.target(.version, "v2", from: "") == "v/v2/index.html")
        #expect(try Self.target(.version, "v3", from: "").hasPrefix("?v"))
    }

    @Test func anIncidentIsLinkedOutsideVersionsOnly() throws {
        let incident = "INC-2026-001"
        #expect(try Self.target(.incident, incident, from: "incidents/") == "\(incident)/index.html")
        #expect(try Self.target(.incident, incident, from: "v/v1/", of: "v1") == "?" + incident)
        #expect(try Self.target(.incident, "INC-2026-002", from: "") == "?" + incident)
    }

    @Test func aSectionIsThatOfThePagesVersionElseTheNewestUnlessOneIsNamed() throws {
        #expect(try Self.target(.section, "headline", from: "v/v1/", of: "v1") == "headline/index.html")
        #expect(try Self.target(.section, "headline", from: "") == "v/v2/headline/index.html")
        #expect(try Self.target(.section, "v1/headline", from: "v/v2/", of: "v2") == "../v1/headline/index.html")
        #expect(try Self.target(.section, "provenance", from: "v/v1/gates/", of: "v1") == "../provenance/index.html")
        #expect(try Self.target(.section, "robustness", from: "v/v1/", of: "v1") == "-", "an older audit may lack it")
        #expect(try Self.target(.section, "v1/headlin", from: "") == "?headline")
        #expect(try Self.target(.section, "v9/headline", from: "") == "?")
    }

    @Test func methodsAndWordsOfTheGlossaryAreFoundByTheirID() throws {
        #expect(try Self.target(.method, "wilson", from: "v/v1/", of: "v1") == "../../methods/wilson/index.html")
        #expect(try Self.target(.method, "wilsn", from: "") == "?wilson")
        let word = try #require(try Self.map().glossary.ids.first)
        #expect(try Self.target(.glossary, word, from: "glossary/") == "index.html#" + word)
        #expect(try Self.target(.glossary, word + "x", from: "").hasPrefix("?"))
    }

    @Test func nothingLeadsToWhatHasNoPagesYet() throws {
        #expect(try Self.target(.action, "ACT-1", from: "") == "?")
        #expect(try Self.target(.decision, "DEC-1", from: "") == "?")
    }
}
