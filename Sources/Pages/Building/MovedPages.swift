// Pages that lead on: to the newest audit, and from where the pages of a data set lay while there was no other.

import Chronicle
import Drawing
import Markup
import Record

/// A page that leads on to another, with a link for those whose browser does not.
struct RedirectPage {
    /// The folder it lies in.
    let folder: String
    let title: String
    /// What stands before the link.
    let words: String
    /// The page it leads to, from the root, and how that is called.
    let target: String
    let name: String

    func html(siteTitle: String) -> HTML {
        let target = SitePath.relative(target, from: folder)
        return """
            <!doctype html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="refresh" content="0; url=\(target)">
            <meta name="robots" content="noindex">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <title>\(title) · \(siteTitle)</title>
            <link rel="stylesheet" href="\(SitePath.relative("assets/site.css", from: folder))">
            </head>
            <body><main id="main" class="redirect"><h1>\(title)</h1>
            <p>\(words) <a href="\(target)">\(name)</a>.</p></main></body></html>

            """
    }
}

/// Where the pages of a data set lay before a second one joined it: each address leads on to where the page is now.
struct MovedPages {
    let map: SiteMap
    let chronicles: Chronicles

    init(_ map: SiteMap, _ chronicles: Chronicles) {
        self.map = map
        self.chronicles = chronicles
    }

    func collect(into collector: inout PageCollector) {
        for part in chronicles.parts {
            guard let dataset = part.dataset else { continue }
            let audits = part.chronicle.audits
            // An audit of the time when there was one data set lies in a folder without its name.
            let later = audits.filter { $0.folder.lastPathComponent.hasSuffix("@" + dataset) }
            guard later.count < audits.count else { continue }
            let base = SitePath.dataset(dataset)
            let isLater = { (path: String) in
                later.contains { path.hasPrefix(SitePath.version($0.audit.version.name)) }
            }
            for path in collector.paths.sorted() where path.hasPrefix(base) && path.hasSuffix("index.html") {
                let old = String(path.dropFirst(base.utf8.count))
                guard !collector.paths.contains(old), !isLater(old) else { continue }
                let page = RedirectPage(
                    folder: String(old.dropLast("index.html".utf8.count)), title: dataset,
                    words: map.phrases(.datasetsMoved), target: path, name: dataset)
                collector.add(old, page.html(siteTitle: map.title).text)
            }
        }
    }
}
