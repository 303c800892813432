import Diagnostics
import Foundation
import Testing

@testable import Markup

/// A style sheet asks nobody for anything.
@Suite struct StyleCheckTests {
    @Test(arguments: [
        ("body{background:url(http://example.org/x.png)}", 1, "url("), ("/* a\nb */\n@import 'x.css';", 3, "@import"),
        ("a{b:\\75 rl(x)}", 1, "url("), ("a{b:\\000075rl(x)}", 1, "url("), ("a{b:u\\rl(x)}", 1, "url("),
        ("a{b:UR/**/L(x)}", 1, "url("), ("a{}\r\n\r\na{b:\u{600}url(x)}", 3, "url("),
        ("a{b:-webkit-image-set('x' 1x)}", 1, "image-set("),
    ])
    func whatAsksIsFound(_ sheet: String, _ row: Int, _ word: String) {
        let asks = StyleCheck.asks(sheet)
        #expect(asks.map(\.row) == [row])
        #expect(asks.map(\.word) == [word])
    }

    @Test(arguments: [
        "/* url(x) */ a{color:red}", "a{background:linear-gradient(red,blue)}", "a::before{content:'\\201C'}",
    ])
    func whatAsksNobodyPasses(_ sheet: String) {
        #expect(StyleCheck.asks(sheet).isEmpty)
    }

    /// In a remark and in a text too: a browser does not read the sheet to find its end.
    @Test(arguments: [
        ("a{color:red}</style><h1>x</h1>", [1]), ("a{}\n/* </STYLE > */\nb::after{content:'</sTyLe/'}", [2, 3]),
        ("/* <style> < /style> */ a{}", []),
    ])
    func whatEndsTheSheetIsFound(_ sheet: String, _ rows: [Int]) {
        #expect(StyleCheck.ends(sheet) == rows)
    }

    @Test func aWorkspacesSheetThatEndsIsRefusedByRow() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(
            at: root.appending(path: "templates"), withIntermediateDirectories: true)
        try Data("a{}\n</Style><b>".utf8).write(to: root.appending(path: "templates/site.css"))
        do {
            _ = try TemplateSet.load(defaults: [("site.css", "a{}")], overrides: root.appending(path: "templates"))
            #expect(Bool(false), "it was read")
        } catch {
            #expect(
                error.errors.map(\.description) == [
                    "templates/site.css:2: error: \"</style\" would end the sheet in a page that holds it whole, and what "
                        + "follows would stand on the page; leave it out"
                ])
        }
    }

    @Test func aWorkspacesSheetThatAsksIsRefusedByRow() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(
            at: root.appending(path: "templates"), withIntermediateDirectories: true)
        try Data("a{}\nb{background:url(x)}\n".utf8).write(to: root.appending(path: "templates/site.css"))
        do {
            _ = try TemplateSet.load(defaults: [("site.css", "a{}")], overrides: root.appending(path: "templates"))
            #expect(Bool(false), "it was read")
        } catch {
            #expect(
                error.errors.map(\.description) == [
                    "templates/site.css:2: error: \"url(\" makes a browser ask for another file, which no page of a site does; "
                        + "say it with colours, gradients and borders alone"
                ])
        }
    }
}
