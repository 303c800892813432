import Archive
import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// What was decided: the list, a page a decision and a waiver, and one a version at an address that its frozen pages know.
struct DecisionPages {
    /// Its folder.
    static let folder = "decisions/"

    let map: SiteMap
    private var phrases: Phrases { map.phrases }
    private var records: Records { map.chronicle.records }
    private var today: Day? { map.chronicle.today }

    init(_ map: SiteMap) {
        self.map = map
    }

    func collect(into collector: inout PageCollector) {
        do {
            try list(&collector)
            for decision in records.decisions { try page(decision, &collector) }
            for waiver in records.waivers { try page(waiver, &collector) }
            for archived in map.chronicle.audits { try page(on: archived, &collector) }
        } catch {
            collector.add(error)
        }
    }

    private func list(_ collector: inout PageCollector) throws(ProblemList) {
        let link = map.link(from: Self.folder)
        let withheld = map.chronicle.withheld.filter { $0.kind == .decision || $0.kind == .waiver }
        let (decisions, waivers) = (decisions, waivers)
        var scope = Scope(
            values: ["today": today?.description ?? ""],
            flags: [
                "has.decisions": !decisions.rows.isEmpty, "has.waivers": !waivers.rows.isEmpty,
                "has.withheld": !withheld.isEmpty, "has.governance": records.governance.record != nil,
            ])
        scope.setCount("decisions.count", records.decisions.count)
        scope.setCount("waivers.count", records.waivers.count)
        scope.setCount("expired.count", records.waivers.count { $0.isExpired(on: today) })
        scope.setCount("withheld.count", withheld.count)
        let template = try map.templates.template(PageTemplate.decisions.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    switch request.id {
                    case "decisions":
                        return .html(TableHTML(table: decisions, label: request.plainCaption, link: link).html.text)
                    case "waivers":
                        return .html(TableHTML(table: waivers, label: request.plainCaption, link: link).html.text)
                    case "governance":
                        guard let record = records.governance.record else { return .html("") }
                        let sheet = RecordSheet(record: record, link: link)
                        return .html(
                            RecordSheet.sheet(sheet.rows(record.schema.fields.map(\.key).filter { $0 != "schema" }))
                                .text)
                    default: return .unknown(nearest: nil)
                    }
                }))
        collector.add(Self.folder + "decisions.csv", TableCSV.text(decisions))
        collector.add(Self.folder + "waivers.csv", TableCSV.text(waivers))
        collector.add(
            PageFrame.common(map, Self.folder, title: "Decisions", area: .decisions, page: page),
            json: PageJSON.page(
                Self.folder, title: "Decisions",
                [("decisions", PageJSON.table(decisions)), ("waivers", PageJSON.table(waivers))]))
    }

    /// How a decision stands.
    func state(_ decision: DecisionRecord) -> (mark: Mark, words: String) {
        if !decision.isApproved { return (.undecided, phrases(.decisionProposal)) }
        if let next = records.superseding(decision.id) {
            return (.neutral, phrases(.decisionSuperseded, ["id": .text(next.id)]))
        }
        if let expires = decision.expires, let today, expires < today { return (.neutral, phrases(.decisionExpired)) }
        return (decision.type == "release-block" ? .failed : .passed, phrases(.decisionInForce))
    }

    private var decisions: Table {
        let sorted = records.decisions.sorted { ($0.date, $0.id) > ($1.date, $1.id) }
        return Table(
            columns: [
                Table.Column("id", "Decision"), Table.Column("state", "State", .state),
                Table.Column("date", "Date", .number),
                Table.Column("version", "Version"), Table.Column("type", "Kind"), Table.Column("title", "Decided"),
                Table.Column("approvers", "Approved by"),
            ],
            rows: sorted.map { decision in
                let (mark, words) = state(decision)
                return [
                    .link(decision.id, target: "decision:" + decision.id), .state(mark, words), .text(decision.date),
                    .link(decision.version, target: "version:" + decision.version),
                    .text(decision.type.replacing("-", with: " ")), .text(decision.title),
                    decision.isApproved
                        ? .text(decision.approvers.map(\.name).joined(separator: ", "))
                        : .none(phrases(.decisionNobody)),
                ]
            } + map.withheldRows(.decision, columns: 7))
    }

    /// How a waiver stands.
    func state(_ waiver: WaiverRecord) -> (mark: Mark, words: String) {
        if !waiver.isApproved { return (.undecided, phrases(.decisionProposal)) }
        return waiver.isExpired(on: today)
            ? (.failed, phrases(.waiverExpired)) : (.waived, phrases(.waiverOpen))
    }

    /// Waivers, those that expire first before the others.
    private var waivers: Table {
        let sorted = records.waivers.sorted {
            ($0.expires?.number ?? Int.max, $0.id) < ($1.expires?.number ?? Int.max, $1.id)
        }
        return Table(
            columns: [
                Table.Column("id", "Waiver"), Table.Column("state", "State", .state),
                Table.Column("expires", "Expires", .number),
                Table.Column("gate", "Gate"), Table.Column("version", "Version"), Table.Column("owner", "Owner"),
                Table.Column("reason", "Reason"),
            ],
            rows: sorted.map { waiver in
                let (mark, words) = state(waiver)
                return [
                    .link(waiver.id, target: "waiver:" + waiver.id), .state(mark, words),
                    .text(waiver.expires?.description ?? ""), .text(waiver.gate),
                    .link(waiver.version, target: "version:" + waiver.version), .text(waiver.owner ?? ""),
                    .text(waiver.reason),
                ]
            } + map.withheldRows(.waiver, columns: 7))
    }

    private func page(_ decision: DecisionRecord, _ collector: inout PageCollector) throws(ProblemList) {
        let folder = SitePath.decision(decision.id)
        var frame = try RecordPage(map, decision, folder: folder, area: .decisions, &collector).frame
        let sheet = RecordSheet(record: decision.record, link: map.link(from: folder))
        let (mark, words) = state(decision)
        frame.eyebrow = "\(decision.id) · \(decision.type.replacing("-", with: " ")) \(mark.badge(words))"
        frame.lede = "<p>\(decision.decision)</p>\n"
        var rows: [(String, HTML)] = [("Version", sheet.named(decision.version))]
        rows += sheet.rows(["date", "expires", "authors", "supersedes", "incidents", "actions"])
        frame.aside = RecordSheet.card(rows)
        var body = sheet.sections(["question", "rationale", "alternatives", "evidence"])
        if !decision.conditions.isEmpty {
            body += RecordSheet.section("conditions", "Conditions", conditions(decision, sheet))
        }
        frame.body = body + frame.body + sheet.sections(["residual_risk", "dissent", "approvers"])
        collector.add(
            frame,
            json: PageJSON.page(
                folder, title: decision.title,
                [
                    ("id", .string(decision.id)), ("type", .string(decision.type)), ("date", .string(decision.date)),
                    ("version", .string(decision.version)), ("decision", .string(decision.decision)),
                    ("approved", .bool(decision.isApproved)), ("state", .string(words)),
                    (
                        "evidence",
                        .array(
                            decision.evidence.map {
                                .object([("version", .string($0.version)), ("audit_sha256", .string($0.digest))])
                            })
                    ),
                ]))
    }

    /// What it asks for: met, open or overdue.
    private func conditions(_ decision: DecisionRecord, _ sheet: RecordSheet) -> HTML {
        let table = Table(
            columns: [
                Table.Column("state", "State", .state), Table.Column("text", "Condition"),
                Table.Column("owner", "Owner"), Table.Column("due", "Due", .number), Table.Column("action", "Action"),
            ],
            rows: decision.conditions.map { condition in
                let action = condition.action.flatMap { id in records.actions.first { $0.id == id } }
                let isMet = condition.met != nil || action?.status == "validated"
                let isLate = !isMet && (condition.due.flatMap { due in today.map { due < $0 } } ?? false)
                return [
                    .state(
                        isMet ? .passed : isLate ? .failed : .undecided,
                        phrases(isMet ? .conditionMet : isLate ? .conditionOverdue : .conditionOpen)),
                    .text(condition.text), .text(condition.owner), .text(condition.due?.description ?? ""),
                    condition.action.map { .link($0, target: "action:" + $0) } ?? .text(""),
                ]
            })
        return TableHTML(table: table, label: "Conditions", link: sheet.link).html
    }

    private func page(_ waiver: WaiverRecord, _ collector: inout PageCollector) throws(ProblemList) {
        let folder = SitePath.decision(waiver.id)
        var frame = try RecordPage(map, waiver, folder: folder, area: .decisions, &collector).frame
        let sheet = RecordSheet(record: waiver.record, link: map.link(from: folder))
        let (mark, words) = state(waiver)
        let title = phrases(.waiverTitle, ["gate": .text(waiver.gate), "version": .text(waiver.version)])
        frame.title = title
        frame.headline = "\(title)"
        frame.eyebrow = "\(waiver.id) \(mark.badge(words))"
        frame.lede = "<p>\(waiver.reason)</p>\n"
        frame.aside = RecordSheet.card(
            [("Version", sheet.named(waiver.version))]
                + sheet.rows(["expires", "owner", "authors", "approved_by", "approved_at", "decision"]))
        frame.body = sheet.sections(["risk", "conditions"]) + frame.body
        collector.add(
            frame,
            json: PageJSON.page(
                folder, title: title,
                [
                    ("id", .string(waiver.id)), ("gate", .string(waiver.gate)), ("version", .string(waiver.version)),
                    ("expires", .string(waiver.expires?.description ?? "")), ("state", .string(words)),
                ]))
    }

    /// What was decided on a version, in a sentence; what records it where nothing was.
    func bar(on version: String, from folder: String) -> HTML {
        guard let decision = records.decision(on: version) else {
            if let proposed = records.decisions.last(where: { $0.version == version && !$0.isApproved }) {
                let href = SitePath.relative(SitePath.decision(proposed.id) + "index.html", from: folder)
                let words = phrases(.decisionProposed, ["decision": .text(proposed.decision)])
                return
                    "\(Mark.undecided.badge(phrases(.decisionNoneShort))) <a href=\"\(href)\">\(proposed.id)</a> \(words)"
            }
            let isWithheld = map.chronicle.withheld.contains { $0.kind == .decision }
            let words = phrases(.decisionNone, ["version": .text(version), "has.withheld": .flag(isWithheld)])
            let command: HTML = isWithheld ? "" : " <code>misread new decision --version \(version)</code>"
            return "\(Mark.undecided.badge(phrases(.decisionNoneShort))) \(words)\(command)"
        }
        let (mark, _) = state(decision)
        let href = SitePath.relative(SitePath.decision(decision.id) + "index.html", from: folder)
        let names = phrases.list(decision.approvers.map(\.name))
        return """
            \(mark.badge(decision.type.replacing("-", with: " "))) <a href="\(href)">\(decision.id)</a> \
            \(phrases(.decisionBy, ["date": .text(decision.date), "names": .text(names)]))
            """
    }

    private func page(on archived: ArchivedAudit, _ collector: inout PageCollector) throws(ProblemList) {
        let version = archived.audit.version.name
        let folder = SitePath.decision(on: version)
        let link = map.link(from: folder)
        let all = records.decisions.filter { $0.version == version }
        let waivers = records.waivers.filter { $0.version == version }
        let items: [HTML] =
            all.map { decision in
                let (mark, words) = state(decision)
                let href = SitePath.relative(SitePath.decision(decision.id) + "index.html", from: folder)
                return "\(mark.badge(words)) <a href=\"\(href)\">\(decision.id)</a> \(decision.date) \(decision.title)"
            }
            + waivers.map { waiver in
                let (mark, words) = state(waiver)
                let href = SitePath.relative(SitePath.decision(waiver.id) + "index.html", from: folder)
                return "\(mark.badge(words)) <a href=\"\(href)\">\(waiver.id)</a> \(waiver.gate)"
            }
        let cases = RegressionTable(map).table(of: archived)
        var scope = Scope(
            values: ["version.name": version],
            flags: [
                "has.decision": records.decision(on: version) != nil, "has.any": !items.isEmpty,
                "has.cases": !cases.rows.isEmpty,
            ])
        scope.setCount("decisions.count", all.count)
        let template = try map.templates.template(PageTemplate.decisionVersion.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    switch request.id {
                    case "decision":
                        let html: HTML = "<p>\(bar(on: version, from: folder))</p>\n"
                        return .html(html.text)
                    case "cases":
                        return .html(TableHTML(table: cases, label: request.plainCaption, link: link).html.text)
                    case "all": return .html(RecordSheet.list(items).text)
                    default: return .unknown(nearest: nil)
                    }
                }))
        var frame = PageFrame.common(
            map, folder, title: phrases(.decisionOn, ["version": .text(version)]), area: .decisions, page: page)
        frame.crumbs = [PageFrame.Step("Decisions", "decisions/index.html"), PageFrame.Step(version)]
        collector.add(
            frame,
            json: PageJSON.page(
                folder, title: frame.title,
                [
                    ("version", .string(version)),
                    ("decision", records.decision(on: version).map { .string($0.id) } ?? .null),
                    ("decisions", .array(all.map { .string($0.id) })), ("cases", PageJSON.table(cases)),
                ]))
    }
}
