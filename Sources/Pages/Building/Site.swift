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
        indirect case picture(Picture, ArchivedAudit)
        /// Bytes that are written where the site will be put in place from, so many of them and their digest.
        case staged(bytes: Int, sha256: String)

        /// What the file holds; `nil` of one that is staged.
        var held: [UInt8]? {
            get throws {
                switch self {
                case .bytes(let bytes): bytes
                case .picture(let picture, let archived): [UInt8](try archived.bytes(of: picture))
                case .staged: nil
                }
            }
        }
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
    /// may be named although they are not archived; pages of versions and of examples are made on `threads` threads. What is made
    /// goes to `staged` at once where that is given, else it is held.
    public static func make(
        _ everything: Chronicles, _ templates: TemplateSet, facts: FactIndex, for audience: Audience,
        expecting versions: [String] = [], threads: Int = 1, into staged: StagedFiles? = nil
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
        var collector = PageCollector(map, into: staged)
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
            // One version is made by all threads, several by one each.
            let within = audits.count == 1 ? threads : 1
            collector.addParts(audits.count, threads: threads) { [own] part, collector in
                for archived in audits[part] { VersionPages(own, archived).collect(into: &collector, threads: within) }
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
