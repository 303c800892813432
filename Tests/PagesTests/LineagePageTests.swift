import Chronicle
import Record
import Testing

@testable import Pages

/// What each version was made from.
@Suite struct LineagePageTests {
    private static func lineage(_ training: String) -> Lineage {
        Lineage(
            Lineage.Part.allCases.map {
                Lineage.Entry(
                    $0, name: $0 == .training ? training : Fixture.script, hash: $0 == .code ? "c0ffee0011223344" : nil)
            })
    }

    private static func site(_ lineages: [Lineage?]) throws -> Site {
        let audits = lineages.enumerated().map { index, lineage in
            var audit = Fixture.audit(
                "v\(index + 1)", date: "2026-02-0\(index + 1)", baseline: index == 0 ? nil : "v\(index)")
            audit.version.changes = []
            audit.version.lineage = lineage
            return Fixture.archived(audit)
        }
        return try Fixture.site(Chronicle(audits: audits, incidents: []))
    }

    @Test func withoutALineageThereIsNoPageAndNothingSpeaksOfIt() throws {
        let site = try Self.site([nil, nil])
        #expect(!site.files.contains { $0.path.contains("lineage") })
        #expect(!site.text("index.html").contains("lineage/"))
        #expect(!site.text("compare/v1..v2/index.html").contains("id=\"lineage\""))
        #expect(!site.text("v/v2/provenance/index.html").contains("Lineage"))
    }

    @Test func exactlyOneThingIsSaidWithItsGraphAndTable() throws {
        let site = try Self.site([Self.lineage("40 epochs"), Self.lineage("80 epochs")])
        let page = site.text("lineage/index.html")
        #expect(page.contains("v2: exactly one thing changed since v1: training."))
        #expect(page.contains("No audited baseline to compare with."))
        #expect(page.contains("class=\"chart lineage\"") && page.contains("class=\"node changed\""))
        #expect(page.contains("c0ffee0011") && !page.contains("<script>window"))
        let compare = site.text("compare/v1..v2/index.html")
        #expect(compare.contains("Exactly one thing changed since v1: training."))
        #expect(compare.contains("href=\"../../lineage/index.html\""))
        #expect(site.text("index.html").contains("href=\"lineage/index.html\""))
        #expect(site.text("v/v2/provenance/index.html").contains("80 epochs"))
        let lines = site.text("lineage/lineage.csv").split(separator: "\r\n")
        #expect(lines.count == 17)
        #expect(lines.contains("v2,training,changed,80 epochs,,v1,40 epochs,"))
        let json = site.text("lineage/index.json")
        #expect(json.contains("\"exactly_one_change\": true") || json.contains("\"exactly_one_change\":true"))
    }

    @Test func aVersionThatStatesNoneIsListedAsNotStated() throws {
        let page = try Self.site([nil, Self.lineage("40 epochs")]).text("lineage/index.html")
        #expect(page.contains("v2: the manifest of v1 states no lineage, so what changed cannot be told."))
        #expect(page.contains("v1: its manifest has no"))
    }

    @Test func thePagesOfAVersionDoNotChangeWhenALaterOneIsAdded() throws {
        let all = [Self.lineage("a"), Self.lineage("b"), Self.lineage("c")]
        let (before, after) = (try Self.site(Array(all.prefix(2))), try Self.site(all))
        for file in before.texts where file.path.hasPrefix("v/") { #expect(after.text(file.path) == file.text) }
    }
}
