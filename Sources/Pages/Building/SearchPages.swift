// The search: an index over titles, ids and the first words of every page, cut into scripts that a browser loads as they are
// needed, from a folder on disk as from a host. It says where a page is and not what it says: the index stays small.
//
// `index.js` names the first word of each part; `w0.js` ... hold words and the pages they stand on (twice the number of the page,
// and one more where it is in the title); `d0.js` ... hold the pages themselves.

import Diagnostics
import Drawing
import Foundation
import Markup
import Record

/// A page as the search knows it.
struct SearchDocument: Hashable {
    /// Path of the page, from the root.
    let path: String
    let title: String
    /// The way to it.
    let way: String
    let summary: String

    /// First characters of a summary that are looked at and shown.
    static let summaryLength = 200

    init(_ frame: PageFrame, base: String) {
        path = base + frame.folder + "index.html"
        title = frame.title
        way = frame.crumbs.dropLast().map(\.title).joined(separator: " / ")
        let words = frame.summary
        summary = words.count > Self.summaryLength ? words.prefix(Self.summaryLength - 1) + "…" : words
    }

    /// Words of a text, in lower case: runs of letters and digits.
    static func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
}

/// The page of the search and the parts of its index.
struct SearchPages {
    static let folder = "search/"

    let map: SiteMap
    let documents: [SearchDocument]

    /// Bytes that a part of the index has before the next begins, and pages of a part.
    private static let (partBytes, chunk) = (24_000, 25)
    /// Most pages that a word is kept of: one that is on more tells nothing.
    private static let mostPages = 2_000

    init(_ map: SiteMap, _ documents: [SearchDocument]) {
        self.map = map
        self.documents = documents.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    func collect(into collector: inout PageCollector) {
        index(&collector)
        collector.add(
            frame, json: PageJSON.page(Self.folder, title: frame.title, [("pages", .integer(documents.count))]))
    }

    private var frame: PageFrame {
        let phrases = map.phrases
        let links: [HTML] = map.areas.filter { $0 != .search }.map { area in
            let path = area.path.hasPrefix("/") ? String(area.path.dropFirst()) : area.path
            return "<li><a href=\"\(SitePath.relative(path, from: Self.folder))\">\(area.rawValue)</a></li>\n"
        }
        let body: HTML = """
            <section class="full"><form role="search" action="index.html">
            <p><label for="q">\(phrases(.searchLabel))</label></p><input type="search" id="q" size="48" autocomplete="off">
            </form>
            <p id="count" class="kind" role="status"></p>
            <ol id="found" class="plain found"></ol>
            <noscript><p class="kind">\(phrases(.searchWithout))</p></noscript>
            <ul class="plain">
            \(links.joined())</ul></section>

            """
        var frame = PageFrame(
            folder: Self.folder, site: map.title, title: phrases(.search), body: body, area: .search)
        frame.areas = map.areas
        frame.crumbs = [PageFrame.Step("Home", "index.html"), PageFrame.Step(phrases(.search))]
        frame.provenance = map.provenance(from: Self.folder)
        return frame
    }

    private func index(_ collector: inout PageCollector) {
        var pages: [String: [Int]] = [:]
        for (number, document) in documents.enumerated() {
            let title = SearchDocument.words(document.title + " " + document.path.replacing("index.html", with: ""))
            let rest = SearchDocument.words(document.summary + " " + document.way).subtracting(title)
            for word in title { pages[word, default: []].append(number << 1 | 1) }
            for word in rest { pages[word, default: []].append(number << 1) }
        }
        // JavaScript compares by UTF-16, and so is the order of the parts.
        let words = pages.keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
        var firsts: [String] = []
        var members: [(key: String, value: JSONValue)] = []
        var bytes = 0
        func close() {
            guard let first = members.first?.key else { return }
            add("w\(firsts.count)", .object(members), &collector)
            firsts.append(first)
            (members, bytes) = ([], 0)
        }
        for word in words {
            let all = pages[word] ?? []
            let inTitles = all.count > Self.mostPages ? all.filter { $0 & 1 == 1 } : all
            let kept = inTitles.prefix(Self.mostPages)
            let size = word.utf8.count + kept.count * 5 + 6
            if bytes + size > Self.partBytes { close() }
            members.append((word, .array(kept.map { .integer($0) })))
            bytes += size
        }
        close()
        for start in stride(from: 0, to: documents.count, by: Self.chunk) {
            let part = documents[start..<min(documents.count, start + Self.chunk)]
            add(
                "d\(start / Self.chunk)",
                .array(part.map { .array([$0.path, $0.title, $0.way, $0.summary].map { .string($0) }) }), &collector)
        }
        add(
            "index",
            .object([
                ("chunk", .integer(Self.chunk)), ("shards", .array(firsts.map { .string($0) })),
            ]), &collector)
    }

    private func add(_ name: String, _ value: JSONValue, _ collector: inout PageCollector) {
        collector.addOfWholeSite(
            Self.folder + name + ".js", "misread.put(\(JSONValue.string(name).text()),\(value.text(pretty: false)));\n")
    }
}

/// What is shown for an address that leads nowhere: it stands at any depth, so it has no link that could be wrong.
struct NotFoundPage {
    static let path = "404.html"

    let map: SiteMap

    var html: HTML {
        """
        <!doctype html>
        <html lang="en" dir="ltr">
        <head>
        <meta charset="utf-8">
        <meta name="robots" content="noindex">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(map.phrases(.notFound)) · \(map.title)</title>
        </head>
        <body><main><h1>\(map.phrases(.notFound))</h1><p>\(map.phrases(.notFoundDetail))</p></main></body></html>

        """
    }
}
