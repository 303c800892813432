import Archive
import Chronicle
import Markup
import Record
import Testing

@testable import Pages

/// The pages that list: versions, failure modes, methods.
@Suite struct ListPagesTests {
    /// Two versions; `v2` lists the first finding alone and follows the second, if `follows`.
    private static func site(follows: Bool = false) throws -> Site {
        var newest = Fixture.audit("v2", date: "2026-02-03", baseline: "v1")
        let sections = newest.sections.indices
        for index in sections {
            newest.sections[index].findings = newest.sections[index].findings.filter { $0.id == Fixture.findings[0].id }
        }
        if follows, let last = sections.last {
            newest.sections[last].followed = [
                FollowedMode(
                    Fixture.findings[1].mode, listedIn: "v1", measure: Fixture.measure(0.05), errors: 3,
                    baseline: Fixture.measure(0.4), p: 0.001, state: .fixed)
            ]
        }
        return try Fixture.site(
            Chronicle(
                audits: [Fixture.archived(Fixture.audit("v1")), Fixture.archived(newest)], incidents: []))
    }

    /// The row of a CSV file that begins with `id`, as fields by their heading; fields with commas do not occur in those
    /// that are asked for, which stand after the last quoted one.
    private static func row(_ id: String, of csv: String) throws -> [String: String] {
        let lines = csv.components(separatedBy: "\r\n")
        let heads = try #require(lines.first).split(separator: ",").map(String.init)
        let line = try #require(lines.first { $0.hasPrefix(id) })
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let numbers = heads.count - 3
        return Dictionary(
            uniqueKeysWithValues: zip(heads.suffix(numbers), fields.suffix(numbers)).map { ($0, $1) })
    }

    @Test func versionsAreListedNewestFirstAndTheJSONKeepsTheirOrder() throws {
        let site = try Fixture.site()
        let list = try #require(site.text("index.html").components(separatedBy: "versionlist").last)
        let newest = try #require(list.firstRange(of: "href=\"v/v2/index.html\""))
        let oldest = try #require(list.firstRange(of: "href=\"v/v1/index.html\""))
        #expect(newest.lowerBound < oldest.lowerBound)
        let json = site.text("index.json").replacing(" ", with: "")
        let first = try #require(json.firstRange(of: "\"version\":\"v1\""))
        let second = try #require(json.firstRange(of: "\"version\":\"v2\""))
        #expect(first.lowerBound < second.lowerBound)
    }

    @Test func aBaselineIsALinkOnlyWhenItIsArchived() throws {
        let link = "compare/v1..v2/index.html"
        #expect(try Fixture.site().text("index.html").contains(link))
        let alone = Chronicle(
            audits: [Fixture.archived(Fixture.audit("v2", baseline: "v1"))], incidents: [])
        let text = try Fixture.site(alone).text("index.html")
        #expect(!text.contains(link))
        #expect(text.contains("<td>v1</td>"), "its name stays")
    }

    @Test func latestLeadsToTheNewestAudit() throws {
        let text = try Fixture.site().text("latest/index.html")
        #expect(text.contains("url=../v/v2/index.html"))
        #expect(text.contains("<a href=\"../v/v2/index.html\">v2</a>"))
        #expect(!text.contains("v/v1/"))
    }

    @Test func aModeThatIsGoneIsListedWithTheVersionThatHadItLast() throws {
        let site = try Self.site()
        let csv = site.text("failure-modes/failure-modes.csv")
        #expect(
            csv.hasPrefix(
                "id,title,kind,standing,first_seen,last_seen,state_v1,state_v2,errors_v1,errors_v2,measured_v1,"))
        let stays = try Self.row(Fixture.findings[0].id, of: csv)
        #expect(stays["last_seen"] == "v2")
        #expect(stays["errors_v1"] == "18")
        #expect(stays["errors_v2"] == "18")
        let gone = try Self.row(Fixture.findings[1].id, of: csv)
        #expect(gone["last_seen"] == "v1")
        #expect(gone["errors_v1"] == "4")
        #expect(gone["errors_v2"] == "")
        #expect(gone["measured_v1"] == "0.4")
        #expect(gone["measured_v2"] == "")
        for finding in Fixture.findings {
            #expect(!site.text(SitePath.mode(finding.id) + "index.html").isEmpty)
        }
    }

    @Test func aModeThatIsFollowedHasItsNumbersAlsoWhereItIsNotListed() throws {
        let row = try Self.row(
            Fixture.findings[1].id, of: try Self.site(follows: true).text("failure-modes/failure-modes.csv"))
        #expect(row["errors_v2"] == "3")
        #expect(row["measured_v2"] == "0.05")
        #expect(row["last_seen"] == "v1", "followed is not listed")
    }

    @Test func everyMethodThatIsReferredToHasItsPageAndTheListIsByTitle() throws {
        let site = try Fixture.site()
        let all = Fixture.templates.names(under: "methods")
        let ids = all.filter { !site.text(SitePath.method($0) + "index.html").isEmpty }
        #expect(ids.contains("wilson") && ids.count < all.count, "a classifier has no use for a detector's methods")
        #expect(!ids.contains("tide"))
        let lists = site.text("methods/index.html").components(separatedBy: "sheet methods").dropFirst()
        let titles = lists.map { list in
            list.components(separatedBy: "<dt><a href=\"").dropFirst().compactMap {
                $0.components(separatedBy: "</a>").first?.components(separatedBy: "\">").last
            }
        }
        #expect(titles.joined().count == ids.count)
        #expect(titles.allSatisfy { $0 == $0.sorted { $0.lowercased() < $1.lowercased() } })
    }

    @Test func methodsStandUnderTheQuestionsOfThePagesThatUseThem() throws {
        let site = try Fixture.site()
        let page = site.text("methods/index.html")
        #expect(page.contains("<h2 id=\"verdict\">May it ship?"))
        #expect(page.contains("<h2 id=\"others\">Behind other methods"))
        let method = site.text("methods/accuracy/index.html")
        #expect(method.contains("Used on: <a href=\"../../versions/index.html#page-headline\">Metrics</a>"))
    }
}
