// From where a page of a data set lay while there was no other, it leads on.

import Chronicle
import Drawing
import Markup
import Record

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
