import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// The incidents: their list, and each writeup with a panel of its facts.
struct IncidentPages {
    let map: SiteMap
    private let folder = "incidents/"
    private var incidents: [Incident] { map.chronicle.incidents }

    init(_ map: SiteMap) {
        self.map = map
    }

    func collect(into collector: inout PageCollector) {
        do {
            try list(&collector)
        } catch {
            collector.add(error)
        }
        for incident in incidents {
            do {
                try page(incident, &collector)
            } catch {
                collector.add(error)
            }
        }
    }

    private func list(_ collector: inout PageCollector) throws(ProblemList) {
        let link = map.link(from: folder)
        let withheld = map.chronicle.withheld.filter { $0.kind == .incident }
        let table = Self.table(incidents, map.phrases, withheld: withheld)
        let alarms = AlarmTable(map: map).table
        var scope = Scope(
            values: ["incidents.open": NumberFormat.count(incidents.count(where: \.isOpen))],
            flags: [
                "has.incidents": !incidents.isEmpty || !withheld.isEmpty, "has.withheld": !withheld.isEmpty,
                "has.alarms": !alarms.rows.isEmpty,
            ])
        scope.setCount("alarms.count", alarms.rows.count)
        scope.setCount("unacknowledged.count", map.chronicle.alarms.count { $0.state == .unacknowledged })
        scope.setCount("withheld.count", withheld.count)
        scope.setCount("incidents.count", incidents.count)
        let template = try map.templates.template(PageTemplate.incidents.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    if request.id == "alarms" {
                        return .html(TableHTML(table: alarms, label: request.plainCaption, link: link).html.text)
                    }
                    guard request.id == "incidents" else { return .unknown(nearest: "incidents") }
                    let pages = ListPages("incidents", of: table.rows.count, first: folder)
                    let shown = TableHTML(table: pages.part(of: table, 0), label: request.plainCaption, link: link)
                    return .html((shown.html + pages.steps(0, map.phrases)).text)
                }))
        let pages = ListPages("incidents", of: table.rows.count, first: folder)
        for number in pages.further {
            pages.add(number, .incidents, map, to: &collector) { place in
                TableHTML(
                    table: pages.part(of: table, number), label: PageFrame.Area.incidents.rawValue,
                    link: map.link(from: place)
                ).html
            }
        }
        collector.add(folder + "incidents.csv", TableCSV.text(table))
        if !alarms.rows.isEmpty { collector.add(folder + "alarms.csv", TableCSV.text(alarms)) }
        collector.add(
            PageFrame.common(map, folder, title: "Incidents", area: .incidents, page: page),
            json: PageJSON.page(
                folder, title: "Incidents",
                [("incidents", PageJSON.table(table))]
                    + (alarms.rows.isEmpty ? [] : [("alarms", PageJSON.table(alarms))])))
    }

    /// Incidents as rows, then the ids of those that are withheld.
    static func table(
        _ incidents: [Incident], _ phrases: Phrases, withheld: [Chronicle.Withheld] = []
    ) -> Table {
        let rows = incidents.map { incident -> [Cell] in
            [
                .link(incident.id, target: "incident:" + incident.id), .text(incident.title),
                .text(incident.severity), .text(incident.status.words),
                .state(
                    incident.isOpen ? .undecided : .passed,
                    incident.status == .withdrawn ? "withdrawn" : incident.isOpen ? "open" : "closed"),
                .text(incident.version),
                incident.times.first { $0.name == "detected" }.map { .text($0.text.dateWords) } ?? .none("not known"),
            ]
        }
        return Table(
            columns: [
                Table.Column("id", "Incident"), Table.Column("title", "What happened"),
                Table.Column("severity", "Severity"), Table.Column("status", "Writeup"),
                Table.Column("open", "State", .state), Table.Column("version", "Version"),
                Table.Column("detected", "Detected"),
            ],
            rows: rows + phrases.withheldRows(withheld, columns: 7))
    }

    private func page(_ incident: Incident, _ collector: inout PageCollector) throws(ProblemList) {
        let folder = SitePath.incident(incident.id)
        let text = MarkdownText(incident.body, file: incident.file, firstLine: incident.bodyRow)
        let page = try text.page(
            Resolver(link: map.link(from: folder), exhibit: { map.writeupExhibit($0, on: folder) }))
        var remarks = ProblemList()
        for remark in page.remarks { remarks.add(remark) }
        collector.add(remarks)
        collector.note(page.links, of: folder)
        var frame = PageFrame.common(map, folder, title: incident.title, area: .incidents, page: page)
        frame.crumbs = [PageFrame.Step("Incidents", "incidents/index.html"), PageFrame.Step(incident.id)]
        frame.headline = "\(incident.title)"
        let panel = IncidentPanel(
            incident: incident, phrases: map.phrases, link: map.link(from: folder), similar: similar(to: incident),
            cases: cases(of: incident), today: map.chronicle.today, facts: map.facts)
        frame.eyebrow = panel.eyebrow
        frame.aside = panel.card
        let impactIsLede = frame.lede.isEmpty && incident.impact != nil
        if impactIsLede, let impact = incident.impact { frame.lede = "<p>\(impact)</p>\n" }
        frame.body = panel.actions + frame.body + panel.facts(impactIsLede: impactIsLede) + panel.after
        frame.summary = incident.impact ?? incident.title
        collector.add(frame, json: panel.json(folder))
    }

    /// Incidents that show one of its failure modes, or that either names, by id.
    private func similar(to incident: Incident) -> [String] {
        incidents.filter { other in
            other.id != incident.id
                && (incident.similar.contains(other.id) || other.similar.contains(incident.id)
                    || other.failureModes.contains { mode in
                        incident.failureModes.contains { FormerNames.isSameMode($0, mode) }
                    })
        }.map(\.id).sorted()
    }

    /// Its regression cases, each with how the versions come out of it, newest first.
    private func cases(of incident: Incident) -> [IncidentPanel.Case] {
        let audits = map.chronicle.audits
        return map.chronicle.records.cases.filter { $0.incident == incident.id }.map { record in
            IncidentPanel.Case(
                record: record,
                results: audits.reversed().compactMap { archived in
                    RegressionCase(record: record).result(of: archived, among: audits, map.facts).map {
                        (archived.audit.version.name, $0)
                    }
                })
        }
    }
}

extension SiteMap {
    /// `exhibit:v3/calibration/reliability`: any version's exhibit, in a writeup.
    func writeupExhibit(_ request: ExhibitRequest, on folder: String) -> ExhibitAnswer {
        let parts = request.id.split(separator: "/", maxSplits: 1).map(String.init)
        if parts.count == 2, expected.contains(parts[0]) { return .html("") }
        guard parts.count == 2, let archived = chronicle.audit(parts[0]) else {
            let names = chronicle.audits.map(\.audit.version.name)
            return .unknown(nearest: nearestName(to: parts.first ?? "", in: names).map { $0 + "/..." })
        }
        let answer = VersionPages(self, archived).exhibit(at: parts[1], request, on: folder)
        if case .unknown(let nearest) = answer { return .unknown(nearest: nearest.map { parts[0] + "/" + $0 }) }
        return answer
    }
}

extension Incident.Status {
    /// How the status reads.
    var words: String { self == .inReview ? "in review" : rawValue }
}

extension String {
    /// `2026-03-04 18:10 UTC` of an RFC 3339 text; other texts as they are.
    var dateWords: String {
        let bytes = Array(utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") else { return self }
        let zone = hasSuffix("Z") ? "UTC" : String(decoding: bytes[19...], as: UTF8.self)
        return String(decoding: bytes[..<10], as: UTF8.self) + " " + String(decoding: bytes[11..<16], as: UTF8.self)
            + " " + zone
    }
}
