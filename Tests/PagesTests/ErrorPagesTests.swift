import Foundation
import Markup
import Record
import Testing

@testable import Archive
@testable import Pages

@Suite struct ErrorPagesTests {
    @Test func `every error stands in the list and in the CSV`() throws {
        let table = Fixture.examples()
        let site = try Fixture.site(Fixture.chronicle(with: table))
        let page = site.text("v/v2/errors/index.html")
        let csv = site.text("v/v2/errors/errors.csv")
        for row in 0..<table.errors {
            #expect(page.contains(Escaped.html(table.items[row])), "\(row)")
        }
        #expect(csv.split(separator: "\r\n").count == table.errors + 1)
    }

    @Test func `a long list goes on, and every page leads to the others`() throws {
        let site = try Fixture.site(Fixture.chronicle(with: Fixture.examples(1_000)))
        let pages = site.files.map(\.path).filter { $0.hasPrefix("v/v2/errors/") && $0.hasSuffix("index.html") }
        #expect(pages.count >= 4)
        let shown = pages.reduce(0) { $0 + site.text($1).components(separatedBy: "<code>item-").count - 1 }
        #expect(shown == 999)
        #expect(site.text("v/v2/errors/index.html").contains("href=\"2/index.html\""))
        #expect(site.text("v/v2/errors/2/index.html").contains("href=\"../index.html\""))
    }

    @Test func `an audit of before examples were kept has no such pages and no way to them`() throws {
        let site = try Fixture.site()
        #expect(!site.files.contains { $0.path.contains("/errors/") || $0.path.hasPrefix("examples/") })
        #expect(!site.text("v/v2/index.html").contains("errors/index.html"))
    }
}

@Suite struct ExamplePagesTests {
    @Test func `what is published has a page with what every version predicted`() throws {
        let table = Fixture.examples()
        let site = try Fixture.site(Fixture.chronicle(with: table))
        for row in table.published {
            let page = site.text(SitePath.example(table.items[row]) + "index.html")
            #expect(page.contains(Escaped.html(table.texts[table.predicted[row]])), "\(row)")
            #expect(page.contains("v2") && page.contains("80.0"))
        }
        #expect(!site.files.contains { $0.path == SitePath.example(table.items[4]) + "index.html" })
    }

    @Test func `lists lead to the pages there are and to no others`() throws {
        let table = Fixture.examples()
        let site = try Fixture.site(Fixture.chronicle(with: table))
        let page = site.text("v/v2/errors/index.html")
        #expect(page.components(separatedBy: "/examples/").count - 1 == table.published.count)
        let list = site.text("examples/index.html")
        for row in table.published { #expect(list.contains(SitePath.segment(table.items[row]))) }
    }

    @Test func `one leads to the next and back`() throws {
        let site = try Fixture.site(Fixture.chronicle(with: Fixture.examples()))
        let table = Fixture.examples()
        #expect(site.text(SitePath.example(table.items[0]) + "index.html").contains("rel=\"next\""))
        #expect(!site.text(SitePath.example(table.items[0]) + "index.html").contains("rel=\"prev\""))
        #expect(site.text(SitePath.example(table.items[2]) + "index.html").contains("rel=\"prev\""))
    }

    @Test func `the nearest images lead to their pages where they have one`() throws {
        var table = Fixture.examples()
        #expect(!(try Fixture.site(Fixture.chronicle(with: table)).text("examples/index.json").contains("nearest")))
        let (first, second) = (table.items[table.published[0]], table.items[table.published[1]])
        let near = [
            ImageNeighbours.Image(item: second, label: "x", predicted: "y", cosine: 0.75),
            ImageNeighbours.Image(item: "elsewhere", label: "x", predicted: "x", cosine: 0.5),
        ]
        table.neighbours = ImageNeighbours(
            table.published.indices.map { $0 == 0 ? near : [] }, compared: 1_234)
        #expect(table.isWhole)
        let site = try Fixture.site(Fixture.chronicle(with: table))
        let page = site.text(SitePath.example(first) + "index.html")
        #expect(page.contains("1,234 images") && page.contains("0.750") && page.contains("<td>elsewhere</td>"))
        let href = SitePath.relative(SitePath.example(second) + "index.html", from: SitePath.example(first))
        #expect(page.contains("<td><a href=\"\(href)\">"))
        #expect(!site.text(SitePath.example(second) + "index.html").contains("id=\"nearest\""))
        #expect(site.text("examples/index.json").contains("\"nearest\""))
    }

    @Test func `the twin of the list has each`() throws {
        let site = try Fixture.site(Fixture.chronicle(with: Fixture.examples()))
        let twin =
            try JSONSerialization.jsonObject(with: Data(site.text("examples/index.json").utf8)) as? [String: Any]
        #expect((twin?["examples"] as? [Any])?.count == 3)
    }
}
