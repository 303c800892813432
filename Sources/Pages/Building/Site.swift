// The site as a value: every file it consists of, made from a chronicle and templates alone. No clock, no locale, no
// machine: the same chronicle and templates give the same bytes. Everything under `v/<version>/` depends on that version's
// audit only, so publishing a later version leaves it as it is.

import Archive
import Chronicle
import Columns
import Diagnostics
import Digests
import Foundation
import Markup
import Record

/// A site before it is written.
public struct Site: Sendable {
    /// What a file holds.
    public enum Content: Sendable {
        /// These bytes.
        case bytes([UInt8])
        /// A picture kept in the archive.
        case picture(Picture, ArchivedAudit)
    }

    /// A file of the site.
    public struct File: Sendable {
        /// Path inside the site, with `/`.
        public let path: String
        /// What it holds.
        public let content: Content

        init(_ path: String, _ text: String) {
            self.path = path
            content = .bytes(Array(text.utf8))
        }

        init(_ path: String, _ content: Content) {
            self.path = path
            self.content = content
        }
    }

    /// Every file, sorted by path.
    public let files: [File]
    /// What was left out or is over budget, and where.
    public let remarks: [Problem]
    /// Who it is for.
    var audience = Audience.internal

    /// First words of every manifest.
    static let manifestSchema = "misread-site/1"
    /// Most bytes of HTML a page should have; more is remarked on.
    public static let pageBudget = 100_000

    /// The site of a chronicle for an audience; `facts` are what the cards of the analyses declare. Throws every unknown
    /// reference and exhibit of the writeups that the audience gets to read, and of the templates.
    public static func make(
        _ chronicle: Chronicle, _ templates: TemplateSet, facts: FactIndex, for audience: Audience = .internal
    ) throws(ProblemList) -> Site {
        try make(
            Chronicles(parts: [Chronicles.Part(dataset: nil, chronicle: chronicle)]), templates, facts: facts,
            for: audience)
    }

    /// The site of the chronicles of a workspace for an audience: of one data set its pages, of several those of each below
    /// `datasets/<name>/` and above them what they say together. `expecting` is for who only looks what is wrong: versions that
    /// may be named although they are not archived; pages of versions and of examples are made on `threads` threads.
    public static func make(
        _ everything: Chronicles, _ templates: TemplateSet, facts: FactIndex, for audience: Audience,
        expecting versions: [String] = [], threads: Int = 1
    ) throws(ProblemList) -> Site {
        let chronicles = everything.shown(to: audience)
        let isSeveral = chronicles.isSeveral
        let all = chronicles.parts.flatMap(\.chronicle.audits)
        let whole =
            isSeveral
            ? Chronicle(
                audits: all.inOrderOfVersions, incidents: [],
                title: chronicles.parts.lazy.compactMap(\.chronicle.title).first)
            : chronicles.parts.first?.chronicle ?? Chronicle(audits: [], incidents: [])
        var map = SiteMap(whole, templates, facts)
        map.expected = versions.filter { whole.audit($0) == nil }
        if isSeveral { map.areas = [.audits, .methods, .glossary, .search] }
        var collector = PageCollector(map)
        var maps =
            isSeveral
            ? chronicles.parts.map { part in
                var own = SiteMap(part.chronicle, templates, facts, dataset: part.dataset)
                own.replications = chronicles.replications(ofNewestOf: part)
                return own
            } : [map]
        let modes = maps.compactMap { own in own.dataset.map { (dataset: $0, modes: own.inventory) } }
        for place in maps.indices {
            maps[place].otherDatasets = modes.filter { $0.dataset != maps[place].dataset }
            let chronicle = maps[place].chronicle
            maps[place].expected = versions.filter { chronicle.audit($0) == nil }
        }
        for (part, own) in zip(chronicles.parts, maps) {
            collector.map = own
            let audits = part.chronicle.audits
            collector.addParts(audits.count, threads: threads) { [own] part, collector in
                for archived in audits[part] { VersionPages(own, archived).collect(into: &collector) }
            }
            ExamplePages(own).collect(into: &collector, threads: threads)
            ComparisonPages(own).collect(into: &collector)
            VersionPairs(own).collect(into: &collector)
            LineagePage(own).collect(into: &collector)
            TradeOffPage(own).collect(into: &collector)
            SuitePage(own).collect(into: &collector)
            FailureModePages(own).collect(into: &collector)
            ActionPages(own).collect(into: &collector)
            LabellingPages(own).collect(into: &collector)
            CoveragePages(map: own).collect(into: &collector)
            IncidentPages(own).collect(into: &collector)
            DecisionPages(own).collect(into: &collector)
            PlaybookPages(own).collect(into: &collector)
            PolicyPage(own).collect(into: &collector)
            HomePage(own).collect(into: &collector)
            VersionIndexPage(map: own).collect(into: &collector)
            collector.add("assets/site.css", Stylesheet.text(templates.style))
            collector.add(File(ColourBar.path, .bytes(ColourBar.bytes)))
        }
        collector.map = map
        if isSeveral {
            DatasetPages(map, chronicles, maps).collect(into: &collector)
            MovedPages(map, chronicles).collect(into: &collector)
            collector.add("assets/site.css", Stylesheet.text(templates.style))
        }
        // After all that refer to methods.
        let first = chronicles.parts.first { !$0.isRetired && $0.chronicle.latest != nil }
        MethodPages(
            map, newest: (first?.chronicle ?? whole).latest?.audit,
            base: isSeveral ? first?.dataset.map(SitePath.dataset) ?? "" : map.base
        ).collect(into: &collector)
        SearchPages(map, collector.documents).collect(into: &collector)
        collector.addOfWholeSite(AtomFeed.path, AtomFeed(maps, title: map.title).text)
        collector.addOfWholeSite(NotFoundPage.path, NotFoundPage(map: map).html.text)
        collector.addOfWholeSite("assets/site.js", Stylesheet.script(templates.script))
        // A page that could not be made would only add a dead link for every page that leads to it.
        try collector.problems.throwIfAny()
        collector.checkLinks()
        try collector.problems.throwIfAny()
        let files = collector.files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return Site(files: files, remarks: collector.problems.remarks, audience: audience)
    }

    /// What is wrong with what records say in words: links and exhibits that lead nowhere, and text that no page can hold.
    /// `versions` are those of the workspace: what is not archived yet may be named. The whole site is made only where a link
    /// is spelled as a path, which nothing else tells.
    public static func recordProblems(
        _ chronicles: Chronicles, _ templates: TemplateSet, facts: FactIndex, expecting versions: [String] = []
    ) -> [Problem] {
        var problems = ProblemList()
        var collector: PageCollector?
        for part in chronicles.parts {
            var map = SiteMap(
                part.chronicle, templates, facts, dataset: chronicles.isSeveral ? part.dataset : nil)
            map.expected = versions.filter { part.chronicle.audit($0) == nil }
            guard part.chronicle.latest != nil else {
                problems.add(RecordTexts(map).problems)
                continue
            }
            var own = collector ?? PageCollector(map)
            own.map = map
            ActionPages(map).collect(into: &own)
            IncidentPages(map).collect(into: &own)
            DecisionPages(map).collect(into: &own)
            PlaybookPages(map).collect(into: &own)
            collector = own
        }
        if let collector { problems.add(collector.problems) }
        if problems.isClean, collector?.hasWrittenLinks == true {
            do {
                _ = try make(chronicles, templates, facts: facts, for: .internal, expecting: versions)
            } catch {
                problems.add(error)
            }
        }
        return problems.errors
    }
}

/// Where pages are printed: collects files and problems, and knows every path that was made.
struct PageCollector {
    /// The map of the pages that are collected now.
    var map: SiteMap
    private(set) var files: [Site.File] = []
    private(set) var problems = ProblemList()
    /// Every path that was made.
    private(set) var paths: Set<String> = []
    /// Every page, as the search knows it.
    private(set) var documents: [SearchDocument] = []
    private var links: [(page: String, targets: [String])] = []
    private var anchors: [String: Set<String>] = [:]
    /// Links that records spell as paths, and where; by page.
    private var written: [String: [MarkdownPage.Link]] = [:]

    init(_ map: SiteMap) {
        self.map = map
    }

    /// What `collect` adds for each part of so many things, on `threads` threads, in the order of the parts.
    mutating func addParts(
        _ count: Int, threads: Int, _ collect: @Sendable (Range<Int>, inout PageCollector) -> Void
    ) {
        let map = map
        let parts = Shards.map(count, threads: threads) { part in
            var own = PageCollector(map)
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
        links += other.links
        anchors.merge(other.anchors) { first, _ in first }
        written.merge(other.written) { $0 + $1 }
    }

    mutating func add(_ path: String, _ text: String) { add(Site.File(path, text)) }

    /// A file of the whole site, whatever data set is collected now.
    mutating func addOfWholeSite(_ path: String, _ text: String) {
        if paths.insert(path).inserted { files.append(Site.File(path, text)) }
    }

    mutating func add(_ file: Site.File) {
        let placed = Site.File(map.base + file.path, file.content)
        if paths.insert(placed.path).inserted { files.append(placed) }
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
        links.append((map.base + page.folder, attributes.targets))
        anchors[path] = Set(attributes.ids)
        documents.append(SearchDocument(page, base: map.base))
        add(page.folder + "index.html", text)
    }

    /// What pages made so far link to below a folder: the next step of each path, with the folders of the pages that do.
    func linked(below folder: String) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for (page, targets) in links {
            var seen: Set<String> = []
            for target in targets {
                guard let path = LinkScan.resolve(target, from: page)?.path, path.hasPrefix(folder),
                    let step = path.dropFirst(folder.count).split(separator: "/").first.map(String.init),
                    seen.insert(step).inserted
                else { continue }
                found[step, default: []].append(page)
            }
        }
        return found
    }

    /// Notes where a page's links are written.
    mutating func note(_ links: [MarkdownPage.Link], of folder: String) {
        if !links.isEmpty { written[map.base + folder, default: []] += links }
    }

    /// Whether a record spells a link as a path.
    var hasWrittenLinks: Bool { !written.isEmpty }

    /// Says that a link of a page leads to nothing: where it is written, as far as that is known.
    private mutating func addDead(_ target: String, on page: String) {
        let place = LinkScan.resolve(target, from: page)
        let own = (written[page] ?? []).filter { link in
            let other = LinkScan.resolve(link.target, from: page)
            return other?.path == place?.path && other?.fragment == place?.fragment
        }
        for link in own { problems.add(PagesError.deadWrittenLink(target: link.target, link.place)) }
        if own.isEmpty { problems.add(PagesError.deadLink(page: page, target: target)) }
    }

    /// Whether a path is of a version that is not archived yet.
    private func isExpected(_ path: String) -> Bool {
        let steps = path.split(separator: "/")
        let own = (steps.first == "datasets" ? steps.dropFirst(2) : steps[...]).joined(separator: "/")
        return map.expected.contains { own.hasPrefix(SitePath.version($0)) }
    }

    /// Every link of every page leads to a file of the site, and every fragment to an element there.
    mutating func checkLinks() {
        for (folder, targets) in links {
            var seen: Set<String> = []
            for target in targets where seen.insert(target).inserted {
                guard let place = LinkScan.resolve(target, from: folder) else {
                    if !LinkScan.isOutside(target) { addDead(target, on: folder) }
                    continue
                }
                let isThere = paths.contains(place.path) || place.path.isEmpty
                let hasAnchor = place.fragment.isEmpty || anchors[place.path]?.contains(place.fragment) ?? true
                if !isThere || !hasAnchor, !isExpected(place.path) { addDead(target, on: folder) }
            }
        }
    }
}
