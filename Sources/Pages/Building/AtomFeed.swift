import Archive
import Chronicle
import Digests
import Drawing
import Markup
import Record

/// `feed.xml`: what was audited, what went wrong and what was decided, the newest first, for who follows the site in a reader of
/// feeds (Atom, RFC 4287). Its dates are those of the data, so the same archive gives the same bytes.
struct AtomFeed {
    static let path = "feed.xml"
    /// Most entries: readers ask for the newest.
    private static let most = 50

    private struct Entry {
        let id: String
        let title: String
        let summary: String
        let date: String
        let page: String
    }

    private let title: String
    private let entries: [Entry]

    /// The feed of the maps of all data sets.
    init(_ maps: [SiteMap], title: String) {
        self.title = title
        let all = maps.flatMap { map in Self.audits(map) + Self.incidents(map) + Self.decisions(map) }
        var seen: Set<String> = []
        entries = all.filter { seen.insert($0.id).inserted }.sorted { a, b in
            a.date != b.date ? a.date > b.date : a.page.utf8.lexicographicallyPrecedes(b.page.utf8)
        }
    }

    private static func audits(_ map: SiteMap) -> [Entry] {
        map.chronicle.audits.map { archived in
            let audit = archived.audit
            let verdict = map.verdict(map.chronicle.judged(archived))
            let name = map.dataset.map { "\(audit.version.name), \($0)" } ?? audit.version.name
            return Entry(
                id: "urn:sha256:" + archived.digest, title: "\(name): \(verdict.short)", summary: verdict.sentence,
                date: audit.version.date, page: map.base + SitePath.version(audit.version.name) + "index.html")
        }
    }

    private static func incidents(_ map: SiteMap) -> [Entry] {
        map.chronicle.incidents.map { incident in
            Entry(
                id: urn(incident.id, map), title: "\(incident.id): \(incident.title)", summary: incident.title,
                date: day(of: incident, map), page: map.base + SitePath.incident(incident.id) + "index.html")
        }
    }

    /// When it was noticed; where that is not said, the date of the version it was found in.
    private static func day(of incident: Incident, _ map: SiteMap) -> String {
        let time = incident.times.first { $0.name == "detected" } ?? incident.times.first
        return time?.text ?? map.chronicle.audit(incident.version)?.audit.version.date ?? "1970-01-01"
    }

    private static func decisions(_ map: SiteMap) -> [Entry] {
        map.chronicle.records.decisions.map { decision in
            Entry(
                id: urn(decision.id, map), title: "\(decision.id): \(decision.title)",
                summary: decision.type.replacing("-", with: " ") + ", " + decision.version, date: decision.date,
                page: map.base + SitePath.decision(decision.id) + "index.html")
        }
    }

    /// A name that is nobody else's: of the record and the site that it stands on.
    private static func urn(_ record: String, _ map: SiteMap) -> String {
        "urn:sha256:" + SHA256Digest(of: map.title + "\n" + record).hex
    }

    private static func moment(_ date: String) -> String { date.prefix(10) + "T00:00:00Z" }

    /// The file's text.
    var text: String {
        let newest = entries.first?.date ?? "1970-01-01"
        var out = """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
            <title>\(GateReports.xml(title))</title>
            <id>urn:sha256:\(SHA256Digest(of: "feed\n" + title).hex)</id>
            <updated>\(GateReports.xml(Self.moment(newest)))</updated>
            <author><name>misread</name></author>
            <link rel="alternate" href="index.html"/>

            """
        for entry in entries.prefix(Self.most) {
            out += """
                <entry>
                <title>\(GateReports.xml(entry.title))</title>
                <id>\(entry.id)</id>
                <updated>\(GateReports.xml(Self.moment(entry.date)))</updated>
                <link rel="alternate" href="\(GateReports.xml(entry.page))"/>
                <summary>\(GateReports.xml(entry.summary))</summary>
                </entry>

                """
        }
        return out + "</feed>\n"
    }
}
