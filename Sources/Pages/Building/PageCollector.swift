// What the pages of a site are printed into. Files may be many and large, so they go where the site is put in place from as they are
// made; what remains of a page is what it links to, its anchors and what the search says of it.

import Columns
import Diagnostics
import Markup
import Record

/// Where pages are printed: collects files and problems, and knows every path that was made.
struct PageCollector {
    /// The map of the pages that are collected now.
    var map: SiteMap
    /// Where files go as they are made; `nil` where they are held.
    private let staged: StagedFiles?
    private(set) var files: [Site.File] = []
    private(set) var problems = ProblemList()
    /// Every path that was made.
    private(set) var paths: Set<String> = []
    /// Every page, as the search knows it.
    private(set) var documents: [SearchDocument] = []
    private var links = LinkTable()
    private var anchors: [String: [String]] = [:]
    /// Links that records spell as paths, and where; by page.
    private var written: [String: [MarkdownPage.Link]] = [:]

    init(_ map: SiteMap, into staged: StagedFiles? = nil) {
        self.map = map
        self.staged = staged
    }

    /// What `collect` adds for each part of so many things, on `threads` threads, in the order of the parts.
    mutating func addParts(
        _ count: Int, threads: Int, _ collect: @Sendable (Range<Int>, inout PageCollector) -> Void
    ) {
        let parts = Shards.map(count, threads: threads) { [map, staged] part in
            var own = PageCollector(map, into: staged)
            collect(part, &own)
            return own
        }
        for part in parts { absorb(part) }
    }

    /// Adds what another collected of the same map.
    private mutating func absorb(_ other: PageCollector) {
        for file in other.files where paths.insert(file.path).inserted { files.append(file) }
        problems.add(other.problems)
        documents += other.documents
        links.absorb(other.links)
        anchors.merge(other.anchors) { first, _ in first }
        written.merge(other.written) { $0 + $1 }
    }

    mutating func add(_ path: String, _ text: String) { add(Site.File(path, text)) }

    /// A file of the whole site, whatever data set is collected now.
    mutating func addOfWholeSite(_ path: String, _ text: String) { place(path, Site.File(path, text).content) }

    mutating func add(_ file: Site.File) { place(map.base + file.path, file.content) }

    /// The first of a path stands.
    private mutating func place(_ path: String, _ content: Site.Content) {
        guard paths.insert(path).inserted else { return }
        guard let staged, case .bytes(let bytes) = content else { return files.append(Site.File(path, content)) }
        // Another thread may have come first.
        if let written = staged.take(path, bytes) { files.append(Site.File(path, written)) }
    }

    mutating func add(_ other: ProblemList) { problems.add(other) }

    /// Prints a page and its JSON twin.
    mutating func add(_ page: PageFrame, json: JSONValue) {
        add(page)
        add(page.folder + "index.json", json.lines + "\n")
    }

    /// Prints a page whose twin is part of another.
    mutating func add(_ page: PageFrame) {
        let page = page.placed(map)
        let path = map.base + page.folder + "index.html"
        let text = page.document()
        let count = text.utf8.count
        if count > Site.pageBudget {
            problems.add(PagesError.heavyPage(path: path, bytes: count, budget: Site.pageBudget))
        }
        let attributes = LinkScan.attributes(in: text)
        links.add(map.base + page.folder, attributes.targets)
        anchors[path] = attributes.ids
        documents.append(SearchDocument(page, base: map.base))
        add(page.folder + "index.html", text)
    }

    /// What pages made so far link to below a folder: the next step of each path, with the folders of the pages that do.
    func linked(below folder: String) -> [String: [String]] { links.pages(leadingBelow: folder) }

    /// Notes where a page's links are written.
    mutating func note(_ links: [MarkdownPage.Link], of folder: String) {
        if !links.isEmpty { written[map.base + folder, default: []] += links }
    }

    /// Whether a record spells a link as a path.
    var hasWrittenLinks: Bool { !written.isEmpty }

    /// Says that a link of a page leads to nothing: where it is written, as far as that is known.
    private mutating func addDead(_ place: LinkTable.Place, on page: String) {
        let own = (written[page] ?? []).filter { LinkTable.Place($0.target, from: page) == place }
        for link in own { problems.add(PagesError.deadWrittenLink(target: link.target, link.place)) }
        if own.isEmpty { problems.add(PagesError.deadLink(page: page, target: place.target(from: page))) }
    }

    /// Whether a path is of a version that is not archived yet.
    private func isExpected(_ path: String) -> Bool {
        let steps = path.split(separator: "/")
        let own = (steps.first == "datasets" ? steps.dropFirst(2) : steps[...]).joined(separator: "/")
        return map.expected.contains { own.hasPrefix(SitePath.version($0)) }
    }

    private func isDead(_ place: LinkTable.Place) -> Bool {
        guard case .file(let path, let fragment) = place else { return true }
        let isThere = paths.contains(path) || path.isEmpty
        let hasAnchor = fragment.isEmpty || anchors[path]?.contains(fragment) ?? true
        return !(isThere && hasAnchor) && !isExpected(path)
    }

    /// Every link of every page leads to a file of the site, and every fragment to an element there.
    mutating func checkLinks() {
        let isDead = links.places.map(isDead)
        guard isDead.contains(true) else { return }
        for page in links.pages {
            for link in page.links where isDead[link] { addDead(links.places[link], on: page.folder) }
        }
    }
}
