// What can be said of the words of records before anything is archived: what they are made of, and what they lead to as far
// as the workspace tells. What only an audit knows, its failure modes and exhibits, is asked for when there is one.

import Chronicle
import Diagnostics
import Markup
import Record

/// The Markdown of records, checked without a site.
struct RecordTexts {
    private let map: SiteMap
    private var texts: [(folder: String, text: MarkdownText)] = []

    init(_ map: SiteMap) {
        self.map = map
        let (incidents, records) = (map.chronicle.incidents, map.chronicle.records)
        texts = incidents.map {
            (SitePath.incident($0.id), MarkdownText($0.body, file: $0.file, firstLine: $0.bodyRow))
        }
        func add(_ views: [some RecordView], _ folder: (String) -> String) {
            texts += views.map { view in
                let record = view.record
                return (folder(view.id), MarkdownText(record.body, file: record.file, firstLine: record.bodyRow))
            }
        }
        add(records.actions, SitePath.action)
        add(records.decisions) { SitePath.decision($0) }
        add(records.waivers) { SitePath.decision($0) }
        add(records.playbooks, SitePath.playbook)
    }

    /// What would keep a site from being made.
    var problems: ProblemList {
        var problems = ProblemList()
        let folders = Set(texts.map(\.folder))
        for (folder, text) in texts {
            do {
                for link in try text.page(resolver(folder)).links where leadsToNothing(link.target, folder, folders) {
                    problems.add(PagesError.deadWrittenLink(target: link.target, link.place))
                }
            } catch {
                problems.add(error)
            }
        }
        return problems
    }

    private func resolver(_ folder: String) -> Resolver {
        let link = map.link(from: folder)
        return Resolver(
            link: { reference in
                switch reference.kind {
                case .finding, .slice, .section: .absent
                default: link(reference)
                }
            },
            exhibit: { request in
                let version = request.id.split(separator: "/").first.map(String.init) ?? ""
                let nearest = nearestName(to: version, in: map.expected)
                return map.expected.contains(version) ? .html("") : .unknown(nearest: nearest.map { $0 + "/..." })
            })
    }

    /// Whether a path certainly leads to nothing: to a record that is not there, or beside everything that a site has.
    private func leadsToNothing(_ target: String, _ folder: String, _ folders: Set<String>) -> Bool {
        guard let place = LinkScan.resolve(target, from: folder) else { return false }
        let steps = place.path.split(separator: "/").map(String.init)
        guard let first = steps.first, steps.count > 1 else {
            return !place.path.isEmpty && !Self.files.contains(place.path)
        }
        if first == "v" { return !map.expected.contains { SitePath.version($0) == "v/\(steps[1])/" } }
        if Self.recordAreas.contains(first), steps[1] != "on" {
            if steps.count == 2 { return !Self.files.contains(steps[1]) && !steps[1].hasSuffix(".csv") }
            return !folders.contains("\(steps[0])/\(steps[1])/") || !Self.files.contains(steps[2]) || steps.count > 3
        }
        return !Self.recordAreas.contains(first) && !Self.areas.contains(first)
    }

    private static let files: Set<String> = ["index.html", "index.json", "404.html", "feed.xml", "trends.csv"]
    private static let recordAreas: Set<String> = ["incidents", "actions", "decisions", "playbooks"]
    private static let areas: Set<String> = [
        "across", "assets", "compare", "coverage", "datasets", "examples", "failure-modes", "glossary", "images",
        "labelling",
        "latest", "lineage", "methods", "policy", "search", "start", "suite", "trade-offs", "versions",
    ]
}
