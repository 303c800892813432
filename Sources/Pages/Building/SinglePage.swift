// One file with everything that stands under `v/<version>/`: to be attached to a review or sent, and read without the site. Pages
// become parts of it, links between them lead inside it, pictures are written into it. What does not fit is left out, and said.

import Archive
import Diagnostics
import Foundation
import Markup
import Record

/// A version's pages as one HTML document.
public struct SinglePage {
    /// Most bytes.
    public static let mostBytes = 5_000_000

    /// The document.
    public let html: String
    /// Pages and pictures that had no room.
    public let leftOut: (pages: Int, pictures: Int)

    /// What stands before the path of a picture until it is written in.
    private static let mark = "picture:"

    private struct Part {
        let path: String
        let title: String
        let content: String
        var anchor: String
    }

    /// The pages of a version of a site. `folder` is where they stand in it, with its `/`.
    init(_ site: Site, folder: String, style: String, phrases: Phrases, title: String) throws {
        let pages = Self.pages(of: site, below: folder)
        var files: [String: Site.Content] = [:]
        for file in site.files { files[file.path] = file.content }
        // Half of the room is for words, so that a version of many pages still shows pictures.
        var room = Self.mostBytes / 2
        var parts: [Part] = []
        for page in pages {
            let size = page.content.utf8.count + 200
            if size <= room {
                parts.append(page)
                room -= size
            }
        }
        let anchors = Dictionary(parts.map { ($0.path, $0.anchor) }, uniquingKeysWith: { first, _ in first })
        let known = parts.map { part in
            (part, Set(LinkScan.attributes(in: part.content).ids))
        }
        let ids = Dictionary(known.map { ($0.0.path, $0.1) }, uniquingKeysWith: { first, _ in first })
        // Words first, for they are more than the pages were: every id and link says which page it is of.
        var written = style.utf8.count + 10_000 + parts.reduce(0) { $0 + $1.title.utf8.count + 200 }
        var pictures: [String: String] = [:]
        var lost: Set<String> = []
        let texts = parts.map { part in
            let base = SitePath.folder(of: part.path)
            let text = AttributeEdits.applied(to: part.content) { name, value in
                switch name {
                case "href":
                    if LinkScan.isOutside(value) { return value }
                    guard let place = LinkScan.resolve(Self.unescaped(value), from: base),
                        let anchor = anchors[place.path]
                    else { return nil }
                    guard !place.fragment.isEmpty, ids[place.path]?.contains(place.fragment) ?? false else {
                        return "#" + anchor
                    }
                    return "#" + anchor + "--" + Escaped.html(place.fragment)
                case "src": return LinkScan.resolve(value, from: base).map { Self.mark + Escaped.html($0.path) }
                default: return value.split(separator: " ").map { part.anchor + "--" + $0 }.joined(separator: " ")
                }
            }
            return "<article id=\"\(part.anchor)\" class=\"part\">\n"
                + text.replacing("url(#", with: "url(#\(part.anchor)--") + "</article>\n"
        }
        for text in texts { written += text.utf8.count }
        var body = ""
        for text in texts {
            body += AttributeEdits.applied(to: text) { name, value in
                guard name == "src", value.hasPrefix(Self.mark) else { return value }
                let path = Self.unescaped(String(value.dropFirst(Self.mark.count)))
                // Written once more for each place it stands at: a document has no other way.
                if pictures[path] == nil, let bytes = (try? files[path]?.held) ?? nil {
                    pictures[path] = "data:image/png;base64," + Data(bytes).base64EncodedString()
                }
                guard let address = pictures[path], written + address.utf8.count <= Self.mostBytes else {
                    lost.insert(path)
                    return nil
                }
                written += address.utf8.count
                return address
            }
        }
        leftOut = (pages.count - parts.count, lost.count)
        let contents: [HTML] = parts.map { "<li><a href=\"#\($0.anchor)\">\($0.title)</a></li>\n" }
        let note = phrases(
            .exportLeftOut,
            [
                "pages": .count(leftOut.pages), "pictures": .count(leftOut.pictures),
                "any.left": .flag(leftOut.pages + leftOut.pictures > 0),
            ])
        let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
        let document: HTML = """
            <!doctype html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(HTML(trusted: policy))">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>\(title)</title>
            <style>\(HTML(trusted: style))
            .part{grid-column:1/-1;display:grid;grid-template-columns:inherit;column-gap:inherit;border-top:1px solid var(--rule)}
            .part>*{grid-column:1/-1;min-width:0}.part>.half{grid-column:auto}.contents{columns:16rem;font-size:.9rem}
            @media(max-width:860px){.part>.half{grid-column:1/-1}}@media print{.part{break-before:page}}</style>
            </head>
            <body>
            <main id="main">
            <nav aria-label="\(phrases(.exportContents))"><p class="kind">\(note)</p><ol class="contents">
            \(contents.joined())</ol></nav>
            \(HTML(trusted: body))</main>
            </body></html>

            """
        html = document.text
    }

    /// The version's pages: the overview, what its navigation names in that order, then the rest by path.
    private static func pages(of site: Site, below folder: String) -> [Part] {
        var all: [String: Part] = [:]
        var order: [String] = []
        for file in site.files where file.path.hasPrefix(folder) && file.path.hasSuffix("index.html") {
            guard case .bytes(let bytes) = file.content else { continue }
            let html = String(decoding: bytes, as: UTF8.self)
            guard let content = content(of: html) else { continue }
            let title = html.firstRange(of: "<title>").flatMap { start in
                html[start.upperBound...].firstRange(of: " · ").map { String(html[start.upperBound..<$0.lowerBound]) }
            }
            let place = file.path.dropFirst(folder.count).dropLast("index.html".count)
            let anchor = "p-" + (place.isEmpty ? "overview" : place.split(separator: "/").joined(separator: "-"))
            all[file.path] = Part(
                path: file.path, title: unescaped(title ?? String(place)), content: content,
                anchor: Escaped.html(anchor))
            order.append(file.path)
        }
        let overview = folder + "index.html"
        var named = [overview]
        for file in site.files where file.path == overview {
            guard case .bytes(let bytes) = file.content else { continue }
            named += LinkScan.attributes(in: String(decoding: bytes, as: UTF8.self)).targets.compactMap {
                LinkScan.resolve($0, from: folder)?.path
            }
        }
        var seen: Set<String> = []
        return (named + order).filter { seen.insert($0).inserted }.compactMap { all[$0] }
    }

    /// What stands in a page between its way there and its foot.
    private static func content(of html: String) -> String? {
        guard let start = html.firstRange(of: "<div class=\"hero"),
            let end = html[start.lowerBound...].firstRange(of: "</main>")
        else { return nil }
        return String(html[start.lowerBound..<end.lowerBound])
    }

    private static func unescaped(_ text: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
            $0.replacing($1.0, with: $1.1)
        }
    }
}
