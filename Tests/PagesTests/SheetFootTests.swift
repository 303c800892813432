import Chronicle
import Foundation
import Markup
import Record
import Testing

@testable import Archive
@testable import Pages

/// What each printed sheet says it is of.
@Suite struct SheetFootTests {
    private static func foot(_ audit: Audit, dataset: String? = nil) -> String {
        let archived = Fixture.archived(audit)
        let map = SiteMap(
            Chronicle(audits: [archived], incidents: []), Fixture.templates, Fixture.facts, dataset: dataset)
        return SheetFoot(VersionPages(map, archived)).css
    }

    /// Every page of a version, and no other: what spans versions is of no one archive.
    @Test func `a version's pages have their version's foot`() throws {
        let site = try Fixture.site()
        for (path, text) in site.texts where path.hasSuffix("index.html") {
            let links = text.matches(of: /<link rel="stylesheet" media="print" href="([^"]*)">/).map { String($0.1) }
            guard path.hasPrefix("v/") else {
                #expect(links.isEmpty, "\(path)")
                continue
            }
            let version = path.split(separator: "/")[1]
            let resolved = links.compactMap { LinkScan.resolve($0, from: SitePath.folder(of: path))?.path }
            #expect(resolved == ["v/\(version)/print.css"], "\(path)")
        }
        #expect(site.text("v/v1/print.css").contains("v1") && site.text("v/v2/print.css").contains("v2"))
    }

    @Test func `it says version and digest, and pages do not hold the digest`() throws {
        var audit = Fixture.audit("v2")
        audit.title = "Digits"
        let css = Self.foot(audit)
        // · is U+B7, … U+2026.
        #expect(
            css.hasPrefix(
                #"@page{@bottom-left{content:"Digits \b7  v2 \b7  SHA-256 of everything archived 2b2b2b2b2b2b\2026 ";"#)
        )
        #expect(css.contains(#"@bottom-right{content:counter(page) " / " counter(pages);"#))
        #expect(Self.foot(audit, dataset: "night").contains(#"Digits \b7  v2 \b7  night \b7  SHA-256"#))
        let page = try Fixture.site().text("v/v2/headline/index.html")
        #expect(!page.isEmpty && !page.contains("2b2b2b2b2b2b"))
    }

    @Test func `no name ends the string, the rule or the element of a page that holds it`() throws {
        var audit = Fixture.audit("v2")
        audit.title = "a\"}</style><script>\\\n\u{1B}\u{202E}é url(x)"
        let css = Self.foot(audit)
        #expect(css.utf8.allSatisfy { $0 < 0x80 && ($0 >= 0x20 || $0 == 0x0A) })
        #expect(!css.contains("<") && !css.contains("url("))
        // Those of two texts: no other quote, and a line end only after a rule.
        #expect(css.count { $0 == "\"" } == 4 && css.count { $0 == "\n" } == 2)
        #expect(css.hasPrefix(#"@page{@bottom-left{content:"a\22 \7d \3c \2f style\3e \3c script\3e \5c "#))
    }

    @Test func `one file for a review has it too`() throws {
        let export = try VersionExport(
            "v2", dataset: nil,
            of: Chronicles(parts: [Chronicles.Part(dataset: nil, chronicle: Fixture.chronicle())]),
            Fixture.templates, facts: Fixture.facts, for: .internal)
        let html = try export.single().html
        #expect(html.contains("@bottom-left{content:") && !html.contains("print.css"))
    }
}
