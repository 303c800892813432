import Chronicle
import Diagnostics
import Markup
import Record

/// What to do when it happens again: the list with its drills, and a page a playbook.
struct PlaybookPages {
    /// Its folder.
    static let folder = "playbooks/"

    let map: SiteMap
    private var phrases: Phrases { map.phrases }
    private var playbooks: [PlaybookRecord] { map.chronicle.records.playbooks }
    private var today: Day? { map.chronicle.today }

    init(_ map: SiteMap) {
        self.map = map
    }

    func collect(into collector: inout PageCollector) {
        do {
            try list(&collector)
            for playbook in playbooks { try page(playbook, &collector) }
        } catch {
            collector.add(error)
        }
    }

    /// How its drills stand.
    func state(_ playbook: PlaybookRecord) -> (mark: Mark, words: String) {
        if playbook.drillEvery == nil { return (.neutral, phrases(.drillNotAsked)) }
        if playbook.lastDrill == nil { return (.failed, phrases(.drillNever)) }
        guard playbook.isOverdue(on: today) else { return (.passed, phrases(.drillDone)) }
        let days = playbook.nextDrill.flatMap { next in today.map { $0.since(next) } } ?? 0
        return (.failed, phrases(.drillOverdue, ["days": .count(days)]))
    }

    private var table: Table {
        Table(
            columns: [
                Table.Column("id", "Playbook"), Table.Column("state", "Drill", .state), Table.Column("title", "When"),
                Table.Column("for", "Of"), Table.Column("last", "Last drill", .number),
                Table.Column("next", "Next drill", .number),
                Table.Column("owner", "Owner"),
            ],
            rows: playbooks.map { playbook in
                let (mark, words) = state(playbook)
                return [
                    .link(playbook.id, target: "playbook:" + playbook.id), .state(mark, words), .text(playbook.title),
                    .text(playbook.kinds.map { $0.replacing("-", with: " ") }.joined(separator: ", ")),
                    playbook.lastDrill.map { .text($0.description) } ?? .none(phrases(.drillNever)),
                    playbook.nextDrill.map { .text($0.description) } ?? .none(""), .text(playbook.owner ?? ""),
                ]
            }
                + map.withheldRows(.playbook, columns: 7))
    }

    private func list(_ collector: inout PageCollector) throws(ProblemList) {
        let link = map.link(from: Self.folder)
        let table = table
        var scope = Scope(
            values: ["today": today?.description ?? ""], flags: ["has.playbooks": !table.rows.isEmpty])
        scope.setCount("playbooks.count", playbooks.count)
        scope.setCount("overdue.count", playbooks.count { $0.isOverdue(on: today) })
        let template = try map.templates.template(PageTemplate.playbooks.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    guard request.id == "playbooks" else { return .unknown(nearest: "playbooks") }
                    return .html(TableHTML(table: table, label: request.plainCaption, link: link).html.text)
                }))
        collector.add(Self.folder + "playbooks.csv", TableCSV.text(table))
        var frame = PageFrame.common(map, Self.folder, title: "Playbooks", area: .incidents, page: page)
        frame.crumbs = [PageFrame.Step("Incidents", "incidents/index.html"), PageFrame.Step("Playbooks")]
        collector.add(
            frame, json: PageJSON.page(Self.folder, title: "Playbooks", [("playbooks", PageJSON.table(table))]))
    }

    private func page(_ playbook: PlaybookRecord, _ collector: inout PageCollector) throws(ProblemList) {
        let folder = SitePath.playbook(playbook.id)
        var frame = try RecordPage(map, playbook, folder: folder, area: .incidents, &collector).frame
        frame.crumbs = [
            PageFrame.Step("Incidents", "incidents/index.html"), PageFrame.Step("Playbooks", "playbooks/index.html"),
            PageFrame.Step(playbook.id),
        ]
        let sheet = RecordSheet(record: playbook.record, link: map.link(from: folder))
        let (mark, words) = state(playbook)
        frame.eyebrow = "\(playbook.id) \(mark.badge(words))"
        let incidents = map.chronicle.incidents.filter { $0.playbook == playbook.id }.map(\.id)
        var rows = sheet.rows(["owner", "contacts", "kinds", "failure_modes"])
        if !incidents.isEmpty { rows.append(("Incidents", RecordSheet.list(incidents.map(sheet.named)))) }
        let modes = PlaybookUses(map: map).modes(of: playbook).prefix(8).map { sheet.named($0.finding.id) }
        if !modes.isEmpty { rows.append((phrases(.reviewModesNow), RecordSheet.list(Array(modes)))) }
        if !rows.isEmpty { frame.aside = RecordSheet.card(rows) }
        frame.body =
            sheet.sections(["signals", "first_checks", "containment", "rollback"]) + frame.body
            + sheet.sections(["drills"])
        collector.add(
            frame,
            json: PageJSON.page(
                folder, title: playbook.title,
                [
                    ("id", .string(playbook.id)), ("kinds", .array(playbook.kinds.map { .string($0) })),
                    ("last_drill", playbook.lastDrill.map { .string($0.description) } ?? .null),
                    ("next_drill", playbook.nextDrill.map { .string($0.description) } ?? .null),
                    ("drill_overdue", .bool(playbook.isOverdue(on: today))),
                ]))
    }
}
