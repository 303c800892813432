import Foundation
import Markup
import Record
import Testing

@testable import Archive
@testable import Chronicle
@testable import Pages

@Suite struct SiteExportsTests {
    private static func export(_ name: String = "v2", _ chronicle: Chronicle? = nil) throws -> VersionExport {
        try VersionExport(
            name, dataset: nil,
            of: Chronicles(parts: [Chronicles.Part(dataset: nil, chronicle: chronicle ?? Fixture.chronicle())]),
            Fixture.templates, facts: Fixture.facts, for: .internal)
    }

    private static func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    // MARK: In short

    @Test func `the summary answers whether to ship, why, and what next`() throws {
        let text = try Self.export().summary(.markdown, base: "")
        #expect(text.hasPrefix("# v2: Not ready: "))
        for heading in [
            "## Release gates", "## Better than v1", "## Worse than v1", "## Failure modes", "## Not measured",
        ] {
            #expect(text.contains("\n\(heading)\n"), "\(heading)")
        }
        #expect(!text.contains("<script>") && !text.contains("[a](javascript"))
        #expect(text.contains("(failures/"))
        let json = try Self.object(Self.export().summary(.json, base: "https://audits.example/v/v2"))
        let verdict = try #require(json["verdict"] as? [String: Any])
        #expect(json["schema"] as? String == "misread-summary/1" && verdict["may_ship"] as? Bool == false)
        #expect((json["gates"] as? [[String: Any]])?.count == 3)
        let modes = try #require(json["failure_modes"] as? [[String: Any]])
        #expect((modes.first?["page"] as? String)?.hasPrefix("https://audits.example/v/v2/failures/") == true)
    }

    @Test func `a summary of many long gates fits a comment and says what it left out`() throws {
        var audit = Fixture.audit("v2", baseline: "v1")
        let gate = try #require(audit.gates.first)
        audit.gates = (0..<3_000).map { index in
            var gate = gate
            gate.name = "gate \(index) " + String(repeating: "long ", count: 100)
            return gate
        }
        let chronicle = Chronicle(audits: [Fixture.archived(audit)], incidents: [], gates: [])
        let pages = VersionPages(
            SiteMap(chronicle, Fixture.templates, Fixture.facts), Fixture.archived(audit))
        let text = try pages.summary(.markdown)
        #expect(text.utf8.count <= AuditSummary.mostBytes && text.contains("more in summary.json"))
        #expect(try (Self.object(pages.summary(.json))["gates"] as? [Any])?.count == 3_000)
    }

    @Test func `JUnit has a case for each gate and one for the verdict`() throws {
        let text = try Self.export().summary(.junit, base: "")
        #expect(text.components(separatedBy: "<testcase ").count - 1 == 4)
        #expect(text.contains("tests=\"4\" failures=\"3\" errors=\"0\" skipped=\"0\""))
        #expect(text.components(separatedBy: "<failure ").count - 1 == 3)
        #expect(!text.contains("<script>") && !text.contains("\u{1B}"))
    }

    @Test func `SARIF names gates that are not passed and failure modes`() throws {
        let sarif = try Self.object(Self.export().summary(.sarif, base: ""))
        let run = try #require((sarif["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == 2 + Fixture.findings.count)
        #expect(results.map { $0["level"] as? String }.prefix(2) == ["error", "warning"])
    }

    @Test func `the same forms lie beside the version's pages`() throws {
        let site = try Fixture.site()
        for form in SummaryForm.allCases { #expect(!site.text("v/v2/" + form.file).isEmpty, "\(form)") }
        #expect(site.text("v/v2/provenance/index.html").contains("../summary.md"))
    }

    // MARK: One file

    @Test func `one file has every page, leads only inside itself, and has each id once`() throws {
        let site = try Fixture.site()
        let html = try Self.export().single().html
        let pages = site.files.filter { $0.path.hasPrefix("v/v2/") && $0.path.hasSuffix("index.html") }
        #expect(html.components(separatedBy: "<article ").count - 1 == pages.count)
        let (targets, ids) = LinkScan.attributes(in: html)
        #expect(Set(ids).count == ids.count)
        for target in targets {
            let isInside = target.hasPrefix("#") && ids.contains(String(target.dropFirst()))
            #expect(isInside || target.hasPrefix("data:image/png;base64,") || target.hasPrefix("https:"), "\(target)")
        }
        #expect(html.contains("data:image/png;base64,") && !html.contains("<script"))
        #expect(html.utf8.count <= SinglePage.mostBytes)
    }

    @Test func `what has no room is left out and counted`() throws {
        let heavy = String(repeating: "<p>words</p>", count: 100_000)
        let page = { (name: String) in
            "<title>\(name) · S</title><div class=\"hero plain\">\(heavy)</div></main>"
        }
        let files = (0..<4).map { Site.File($0 == 0 ? "v/x/index.html" : "v/x/\($0)/index.html", page("\($0)")) }
        let single = try SinglePage(
            Site(files: files, remarks: []), folder: "v/x/", style: "", phrases: Fixture.phrases, title: "x")
        #expect(single.leftOut.pages == 2 && single.html.utf8.count <= SinglePage.mostBytes)
        #expect(single.html.contains("Left out for room: 2 pages and 0 pictures."))
    }

    // MARK: A folder of its own

    @Test func `a bundle has the version's bytes, no dead link, and opens from its folder`() throws {
        let site = try Fixture.site()
        let bundle = try Self.export().bundle()
        #expect(bundle.text("index.html").contains("v/v2/index.html"))
        let paths = Set(bundle.files.map(\.path))
        #expect(!paths.contains { $0.hasPrefix("v/v1/") && !bundle.text($0).contains("Not in this copy") })
        for (path, text) in bundle.texts where path.hasSuffix(".html") {
            if path.hasPrefix("v/v2/") { #expect(text == site.text(path), "\(path)") }
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            for target in LinkScan.attributes(in: text).targets where !LinkScan.isOutside(target) {
                guard let place = LinkScan.resolve(target, from: folder), place.path.hasSuffix(".html") else {
                    continue
                }
                #expect(paths.contains(place.path), "\(path) -> \(target)")
            }
        }
    }

    @Test func `a packed bundle lists itself`() throws {
        var packed: [String: [UInt8]] = [:]
        let list = try SiteWriter.pack(try Self.export().bundle()) { packed[$0] = $1 }.list
        #expect(packed.count == list.entries.count + 1)
        #expect(packed["MANIFEST.json"] != nil && packed["SHA256SUMS"] == Array(list.text.utf8))
    }

    // MARK: What is asked for

    @Test func `latest is the newest version, and what there is not is named with the nearest`() throws {
        #expect(try Self.export("latest").summary(.markdown, base: "").hasPrefix("# v2"))
        #expect(throws: ExportError.noVersion("v3", ["v1", "v2"])) { try Self.export("v3") }
        #expect(
            ExportError.noVersion("v3", ["v1", "v2"]).problem.description
                == "archive: error: there is no audit of \"v3\"; did you mean \"v1\"? archived are v1, v2")
    }
}

@Suite struct SearchPagesTests {
    /// The value that a part of the index puts.
    private static func part(_ site: Site, _ name: String) throws -> Any {
        let text = site.text("search/\(name).js")
        let start = try #require(text.firstIndex(of: ","))
        let json = text[text.index(after: start)...].dropLast(3)
        return try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
    }

    @Test func `every page is found by every word of its title`() throws {
        let site = try Fixture.site()
        let index = try #require(try Self.part(site, "index") as? [String: Any])
        let shards = try #require(index["shards"] as? [String])
        var words: [String: [Int]] = [:]
        for place in shards.indices {
            let part = try #require(try Self.part(site, "w\(place)") as? [String: [Int]])
            #expect(part.keys.contains(shards[place]))
            words.merge(part) { a, _ in a }
        }
        var pages: [[String]] = []
        var place = 0
        while !site.text("search/d\(place).js").isEmpty {
            pages += try #require(try Self.part(site, "d\(place)") as? [[String]])
            place += 1
        }
        #expect(pages.count > 20)
        for (number, page) in pages.enumerated() {
            #expect(!site.text(page[0]).isEmpty, "\(page[0])")
            for word in SearchDocument.words(page[1]) {
                #expect(words[word]?.contains(number << 1 | 1) == true, "\(page[1]): \(word)")
            }
        }
    }

    @Test func `parts of the index are small, and together a fraction of the text`() throws {
        let site = try Fixture.site()
        let parts = site.texts.filter { $0.path.hasPrefix("search/") && $0.path.hasSuffix(".js") }
        #expect(parts.allSatisfy { $0.text.utf8.count <= 60_000 })
        let text = site.texts.filter { $0.path.hasSuffix(".html") }.reduce(0) { $0 + $1.text.utf8.count }
        #expect(parts.reduce(0) { $0 + $1.text.utf8.count } * 4 <= text)
        #expect(site.text("assets/site.js").utf8.count <= 15_000)
    }

    @Test func `names from the data cannot leave the script that holds them`() throws {
        for (path, text) in try Fixture.site().texts where path.hasPrefix("search/") && path.hasSuffix(".js") {
            #expect(!text.contains("</script") && !text.contains("\u{2028}"), "\(path)")
            #expect(text.hasPrefix("misread.put(\"") && text.hasSuffix(");\n"))
        }
    }
}

@Suite struct FeedTests {
    @Test func `the feed has each version and record once, the newest first`() throws {
        let audits = [
            Fixture.archived(Fixture.audit("v1"), digest: "3c"),
            Fixture.archived(Fixture.audit("v2", date: "2026-02-03", baseline: "v1")),
        ]
        let text = try Fixture.site(Chronicle(audits: audits, incidents: [Fixture.incident("x")])).text("feed.xml")
        #expect(text.components(separatedBy: "<entry>").count - 1 == 3)
        let (a, b) = (text.firstRange(of: "v2: "), text.firstRange(of: "v1: "))
        #expect(try #require(a).lowerBound < (try #require(b)).lowerBound)
        #expect(!text.contains("<script>") && text.contains("<updated>2026-02-03T00:00:00Z</updated>"))
        let ids = text.matches(of: /<id>([^<]+)<\/id>/).map { String($0.output.1) }
        #expect(Set(ids).count == ids.count)
    }
}

@Suite struct VersionIndexTests {
    @Test func `each page of a version leads to its row, and the row to each version`() throws {
        let site = try Fixture.site()
        #expect(site.text("v/v2/headline/index.html").contains("versions/index.html#page-headline"))
        let page = site.text("versions/index.html")
        #expect(page.contains("id=\"page-headline\""))
        for version in ["v1", "v2"] { #expect(page.contains("../v/\(version)/headline/index.html")) }
    }
}
