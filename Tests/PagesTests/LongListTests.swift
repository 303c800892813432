import Diagnostics
import Testing

@testable import Chronicle
@testable import Pages

/// Lists that are longer than a page: every entry is reached without script.
@Suite struct LongListTests {
    @Test func aListIsCutIntoPages() {
        let pages = ListPages("incidents", of: 201, first: "incidents/")
        #expect(pages.further == 1..<3)
        #expect(pages.folder(0) == "incidents/" && pages.folder(2) == "lists/incidents/3/")
        #expect(pages.part(of: 0..<201, 0).count == 100 && pages.part(of: 0..<201, 2) == [200])
        #expect(
            pages.steps(1, Fixture.phrases).text
                == "<p class=\"more\"><a href=\"../../../incidents/index.html\">newer</a> · 101–200 / 201 · "
                + "<a href=\"../3/index.html\">older</a></p>\n")
        for short in [0, 1, 100] {
            let pages = ListPages("incidents", of: short, first: "incidents/")
            #expect(pages.further.isEmpty && pages.steps(0, Fixture.phrases).isEmpty)
        }
    }

    @Test func everyIncidentAndEveryVersionIsReached() throws {
        let incidents = (0..<230).map { number in
            var problems = ProblemList()
            let text = """
                ---
                schema: incident/1
                id: INC-2026-\(1000 + number)
                title: T
                status: draft
                severity: sev3
                kind: performance-regression
                model: {name: digits, version: v2}
                ---
                Nothing.
                """
            guard
                let read = RecordReader.read(
                    text, file: "incidents/\(number).md", as: Schemas.of(.incident), into: &problems)
            else { fatalError("\(problems)") }
            return Incident(read)
        }
        let audits = (0..<120).map { Fixture.archived(Fixture.audit("v\(1000 + $0)")) }
        let site = try Fixture.site(Chronicle(audits: audits, incidents: incidents))
        let lists = ["incidents/", "lists/incidents/2/", "lists/incidents/3/"].map { site.text($0 + "index.html") }
        #expect(lists.allSatisfy { !$0.isEmpty })
        for incident in incidents { #expect(lists.contains { $0.contains(incident.id + "/index.html") }) }
        let homes = ["", "lists/versions/2/"].map { site.text($0 + "index.html") }
        for number in 1000..<1120 { #expect(homes.contains { $0.contains("v/v\(number)/index.html\"") }) }
        // Links are checked by whoever makes the site; these pages are no exception.
        #expect(site.text("lists/versions/2/index.html").contains("href=\"../../../v/v1000/index.html\""))
    }
}
