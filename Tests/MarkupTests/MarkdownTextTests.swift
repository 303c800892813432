import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Markup

@Suite struct MarkdownTextTests {
    static func resolver() -> Resolver {
        Resolver(
            link: { reference in
                reference.id == "known"
                    ? .page(href: "../\(reference.kind.rawValue)/index.html", title: "The <known> one")
                    : .unknown(nearest: "known")
            },
            exhibit: { request in
                request.id == "chart"
                    ? .html("<figure>\(request.caption)|\(Escaped.html(request.plainCaption))</figure>")
                    : .unknown(nearest: "chart")
            })
    }

    static func page(_ text: String) throws -> MarkdownPage {
        try MarkdownText(text, file: "incidents/a.md", firstLine: 5).page(resolver())
    }

    static func errors(_ text: String) -> [String] {
        do {
            _ = try page(text)
            return []
        } catch {
            return (error as? ProblemList)?.errors.map(\.description) ?? ["\(error)"]
        }
    }

    @Test func `a page comes apart into title, lede and sections`() throws {
        let page = try Self.page(
            "# The *title*\n\nLede one.\n\nLede two.\n\n## Part {#part .half}\n\nText\n\n### Sub\n\n## Part")
        #expect(page.title == "The title")
        #expect(page.titleHTML == "The <em>title</em>")
        #expect(page.lede == "<p>Lede one.</p>\n<p>Lede two.</p>\n")
        #expect(page.summary == "Lede one.")
        #expect(page.headings.map(\.id) == ["part", "sub", "part-2"])
        #expect(
            page.body.hasPrefix(
                "<section class=\"half\" aria-labelledby=\"part\">\n<h2 id=\"part\" class=\"half\">\nPart\n<a class=\"anchor\""
            ))
        #expect(page.body.contains("</section>\n<section class=\"full\" aria-labelledby=\"part-2\">"))
    }

    @Test func `our links are resolved and unknown ones are errors with their line`() throws {
        let page = try Self.page("See [it](finding:known) and [](method:known).")
        #expect(
            page.lede
                == "<p>See <a href=\"../finding/index.html\">it</a> and <a href=\"../method/index.html\">The &lt;known&gt; one</a>.</p>\n"
        )
        #expect(
            Self.errors("a\n\nSee [it](finding:knwn)") == [
                "incidents/a.md:7: error: there is no finding `knwn`; did you mean `known`?"
            ])
        #expect(
            Self.errors("x\n\n| a |\n|---|\n| [m](method:no) |") == [
                "incidents/a.md:9: error: there is no method `no`; did you mean `known`?"
            ])
    }

    @Test func `exhibits stand alone, several in a row stand side by side`() throws {
        let page = try Self.page(
            "![One *cap* [m](method:known)](exhibit:chart)\n\n![A](exhibit:chart)\n![B](exhibit:chart)")
        #expect(
            page.body.contains("<figure>One <em>cap</em> <a href=\"../method/index.html\">m</a>|One cap m</figure>"))
        #expect(page.body.contains("<div class=\"side\">\n<figure>A|A</figure>\n<figure>B|B</figure>\n</div>"))
        #expect(
            Self.errors("![x](exhibit:chrt)") == [
                "incidents/a.md:5: error: there is no exhibit `chrt` on this page; did you mean `chart`?"
            ])
        #expect(
            Self.errors("so ![x](exhibit:chart) there") == [
                "incidents/a.md:5: error: exhibit `chart` stands inside a sentence; give it a paragraph of its own"
            ])
    }

    @Test func `raw HTML is left out with a warning`() throws {
        let page = try Self.page("a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n\nc")
        #expect(!(page.lede + page.body).contains("onclick"))
        #expect(!(page.lede + page.body).contains("script"))
        #expect(
            page.remarks.map(\.description).last
                == "incidents/a.md:7: warning: raw HTML is left out; write it in Markdown")
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "java&#10;script:alert(1)",
        "vbscript:x", "data:text/html;base64,x", "data:image/svg+xml,x", "file:///etc/passwd", "//evil.example/x",
        "\\\\\\\\evil.example", "/absolute", "ftp://x.example", "blob:x", "%20javascript:x:",
    ])
    func `dangerous links keep their words and lose their target`(url: String) throws {
        let page = try Self.page("[words](\(url))")
        #expect(!page.lede.contains("href") || url.hasPrefix("%20"), "\(page.lede)")
        if !url.hasPrefix("%20") {
            #expect(page.lede == "<p>words</p>\n")
            #expect(page.remarks.first?.description.hasPrefix("incidents/a.md:5: warning: the link to `") == true)
        }
    }

    @Test func `harmless links pass`() throws {
        let page = try Self.page(
            "[a](https://x.example/?q=1&r=\"2\") <mailto:a@x.example> [b](../other/index.html#x) [c](#part)")
        #expect(page.lede.contains("<a href=\"https://x.example/?q=1&amp;r=%222%22\" rel=\"noreferrer\">a</a>"))
        #expect(page.lede.contains("<a href=\"mailto:a@x.example\" rel=\"noreferrer\">"))
        #expect(page.lede.contains("<a href=\"../other/index.html#x\">b</a>"))
        #expect(page.remarks.isEmpty)
    }

    @Test func `remote pictures are left out, their words kept`() throws {
        let page = try Self.page("![words](https://evil.example/p.png) ![w2](//evil.example/p.png) ![w3](a.png)")
        #expect(page.lede == "<p>words w2 w3</p>\n")
        #expect(page.remarks.count == 3)
        #expect(
            page.remarks[0].description
                == "incidents/a.md:5: warning: the picture `https://evil.example/p.png` is left out: a page loads nothing from elsewhere; show it with an exhibit: link"
        )
    }

    @Test func `pipe tables become tables with alignment, also in a quote`() throws {
        let text = "> | Name | n |\n> |:--|--:|\n> | *a* \\| b | 1 |\n> | # not a heading | |"
        let html = try MarkdownText(text, file: "a.md").fragment(.nothing).html
        #expect(html.contains("<th scope=\"col\">Name</th><th scope=\"col\" class=\"r\">n</th>"))
        #expect(html.contains("<td><em>a</em> | b</td><td class=\"r\">1</td>"))
        #expect(html.contains("<td># not a heading</td><td class=\"r\"></td>"))
        #expect(html.hasPrefix("<blockquote>"))
    }

    @Test func `lines that only look like a table stay a paragraph`() throws {
        for text in ["a | b\nc | d", "a | b\n---|---|---", "a\n-"] {
            #expect(try !MarkdownText(text, file: "a.md").fragment(.nothing).html.contains("<table"))
        }
    }

    @Test func `carriage returns make no difference`() throws {
        let unix = try MarkdownText("# T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## H", file: "a.md").page(.nothing)
        let dos = try MarkdownText("# T\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n\r\n## H", file: "a.md").page(
            .nothing)
        #expect(unix == dos)
    }

    @Test func `too deep nesting is refused and not rendered`() {
        #expect(
            Self.errors(String(repeating: ">", count: 50_000) + " x") == [
                "incidents/a.md: error: blocks are nested 50002 deep; a page can hold 100"
            ])
    }
}

@Suite struct HostileMarkdownTests {
    /// Small files of Tests/Reference, and large ones made here.
    private static func texts() throws -> [(name: String, text: String)] {
        let folder = "Tests/Reference/hostile/md"
        let small = try Repository.files(under: folder, withExtension: "md").map { name in
            (name, try Repository.text(folder + "/" + name))
        }
        return small + [
            ("deep-quotes.md", String(repeating: ">", count: 50_000) + " x"),
            ("quadratic-backticks.md", (1...600).map { "e" + String(repeating: "`", count: $0) }.joined()),
            (
                "refdef-bomb.md",
                "[a]: /" + String(repeating: "x", count: 5000) + "\n\n" + String(repeating: "[a]\n", count: 4000)
            ),
        ]
    }

    @Test func `no hostile file runs, loads or hangs`() throws {
        let texts = try Self.texts()
        #expect(texts.count == 8)
        for (name, text) in texts {
            let clock = ContinuousClock()
            let started = clock.now
            let page = try? MarkdownText(text, file: name).page(.nothing)
            #expect(clock.now - started < .seconds(5), "\(name)")
            let html = ((page?.lede ?? "") + (page?.body ?? "")).lowercased()
            for bad in [
                "<script", "<img", "<iframe", "<svg", "href=\"javascript", "href=\"data", "href=\"//", "onerror=\"",
                "src=",
            ] {
                #expect(!html.contains(bad), "\(name): \(bad)")
            }
        }
    }

    @Test func `headings of the same words have ids of their own, however many`() throws {
        let page = try MarkdownTextTests.page("## a\n\n## a-2\n\n## a\n\n## a\n\n## a-2\n")
        #expect(page.headings.map(\.id) == ["a", "a-2", "a-3", "a-4", "a-2-2"])
        let many = try MarkdownTextTests.page(String(repeating: "## a\n\n", count: 8000))
        #expect(Set(many.headings.map(\.id)).count == 8000)
    }

    @Test func `links that are paths are given with their lines, those of tables too`() throws {
        let page = try MarkdownTextTests.page(
            "Text.\n\n[a](nowhere) and [b](../x/index.html#y)\n\n| h |\n|---|\n| [c](cell) |\n")
        #expect(page.links.map(\.target) == ["nowhere", "../x/index.html#y", "cell"])
        #expect(page.links.map(\.place.row) == [7, 7, 11])
    }

    @Test func `control characters are shown`() throws {
        let page = try MarkdownTextTests.page("red \u{1B}[31m\u{9B}2J\r\nnext\n")
        #expect(page.lede.contains("red \\u{1B}[31m\\u{9B}2J"))
        #expect(!page.lede.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x9B })
    }
}
