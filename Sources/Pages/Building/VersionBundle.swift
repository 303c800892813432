// The part of a site that one version is: its pages with the same bytes, what they show, and the methods and words that they link
// to. Where they lead to what is not in it, to other versions and to records, a page says so.

import Archive
import Markup
import Record

/// A version's share of a site, as a site of its own.
enum VersionBundle {
    /// What of the site goes with every version.
    private static let shared = ["assets/", "methods/", "glossary/"]

    /// The files; `folder` is where the version's pages stand, with its `/`, `base` where those of its data set do.
    static func site(
        of site: Site, folder: String, base: String, version: String, title: String, phrases: Phrases
    ) -> Site {
        func isOwn(_ path: String) -> Bool {
            path.hasPrefix(folder)
                || shared.contains { path.hasPrefix($0) || path.hasPrefix(base + $0) }
        }
        var files = site.files.filter { isOwn($0.path) }
        var paths = Set(files.map(\.path))
        var everything: [String: Site.File] = [:]
        for file in site.files { everything[file.path] = file }
        var missing: [String] = []
        for file in files where file.path.hasSuffix(".html") {
            guard case .bytes(let bytes) = file.content else { continue }
            let from = SitePath.folder(of: file.path)
            for target in LinkScan.attributes(in: String(decoding: bytes, as: UTF8.self)).targets {
                guard let place = LinkScan.resolve(target, from: from), !paths.contains(place.path) else { continue }
                paths.insert(place.path)
                if let picture = everything[place.path], place.path.hasSuffix(".png") {
                    files.append(picture)
                } else if place.path != "index.html" {
                    missing.append(place.path)
                }
            }
        }
        for path in missing where path.hasSuffix(".html") {
            let from = SitePath.folder(of: path)
            files.append(Site.File(path, elsewhere(from: from, folder: folder, base: base, version, title, phrases)))
        }
        let entry = RedirectPage(
            folder: "", title: title, words: phrases(.exportEntry), target: folder + "index.html", name: version)
        files.append(Site.File("index.html", entry.html(siteTitle: title, style: base + "assets/site.css").text))
        files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return Site(files: files, remarks: [])
    }

    /// A page that says that what it would be is not in this copy.
    private static func elsewhere(
        from: String, folder: String, base: String, _ version: String, _ title: String, _ phrases: Phrases
    ) -> String {
        let page: HTML = """
            <!doctype html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta name="robots" content="noindex">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <title>\(phrases(.exportElsewhere)) · \(title)</title>
            <link rel="stylesheet" href="\(SitePath.relative(base + "assets/site.css", from: from))">
            </head>
            <body><main id="main" class="redirect"><h1>\(phrases(.exportElsewhere))</h1>
            <p>\(phrases(.exportElsewhereDetail)) \
            <a href="\(SitePath.relative(folder + "index.html", from: from))">\(version)</a></p></main></body></html>

            """
        return page.text
    }
}
