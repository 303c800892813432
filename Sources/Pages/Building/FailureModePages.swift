import Archive
import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// The inventory of failure modes over all versions, and the life story of each.
struct FailureModePages {
    let map: SiteMap
    private let folder = "failure-modes/"
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap) {
        self.map = map
    }

    func collect(into collector: inout PageCollector) {
        do {
            try list(&collector)
            for mode in map.inventory {
                try story(mode, &collector)
                formerAddresses(mode, &collector)
            }
        } catch {
            collector.add(error)
        }
    }

    private func list(_ collector: inout PageCollector) throws(ProblemList) {
        let versions = map.chronicle.audits.map(\.audit.version.name)
        let table = inventory
        let categories = CategoryTable(map)
        let urgent = map.inventory.count(where: map.isUrgent)
        let link = map.link(from: folder)
        let template = try map.templates.template(PageTemplate.modes.name)
        var scope = Scope(flags: ["has.modes": !map.inventory.isEmpty])
        scope.flags["has.urgent"] = urgent > 0
        scope.flags["has.categories"] = !categories.isEmpty
        scope.setCount("urgent.count", urgent)
        scope.setCount("modes.count", map.inventory.count)
        scope.setCount("versions.count", versions.count)
        let newest = map.chronicle.latest?.audit
        let overlap = newest.flatMap { audit in
            // On an axis there is no room for a confusion's title.
            ModeOverlap(audit, names: (phrases(.modeRow), phrases(.modeSharedWith))) { mode in
                if case .confusion(let truth, let predicted) = mode { return "\(truth) → \(predicted)" }
                return phrases.title(mode)
            }
        }
        scope.flags["has.overlap"] = overlap != nil
        scope.flags["overlap.is-cut"] = overlap.map { $0.chart.rows.count < $0.findings } ?? false
        scope.values["overlap.version"] = newest?.version.name ?? ""
        scope.values["overlap.findings"] = NumberFormat.count(overlap?.findings ?? 0)
        scope.values["overlap.covered"] = NumberFormat.count(overlap?.covered ?? 0)
        scope.values["overlap.several"] = NumberFormat.count(overlap?.several ?? 0)
        scope.values["overlap.total"] = NumberFormat.count(overlap?.total ?? 0)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    if request.id == "categories" {
                        let more: HTML = "<p class=\"more\"><a href=\"categories.csv\">CSV</a></p>\n"
                        let shown = TableHTML(table: categories.table, label: request.plainCaption, link: link)
                        return .html((shown.html + more).text)
                    }
                    if request.id == "overlap", let overlap {
                        return .html(
                            ExhibitHTML.chart(
                                .matrix(overlap.chart), id: "modes-overlap", request: request, csv: "overlap.csv",
                                link: link
                            ).text)
                    }
                    guard request.id == "modes" else { return .unknown(nearest: "modes") }
                    return .html(inventoryHTML(label: request.plainCaption).text)
                }))
        collector.add(folder + "failure-modes.csv", TableCSV.text(table))
        if let overlap {
            collector.add(folder + "overlap.csv", TableCSV.text(Exhibit.table(of: .matrix(overlap.chart))))
        }
        if !categories.isEmpty { collector.add(folder + "categories.csv", TableCSV.text(categories.table)) }
        collector.add(
            PageFrame.common(map, folder, title: "Failure modes", area: .modes, page: page),
            json: PageJSON.page(
                folder, title: "Failure modes",
                [("modes", PageJSON.table(table)), ("categories", PageJSON.table(categories.table))]))
    }

    /// Failure modes, those that are new or worse and not reviewed first.
    private var reviewed: [TrackedMode] {
        map.inventory.filter(map.isUrgent) + map.inventory.filter { !map.isUrgent($0) }
    }

    /// A row for each mode, with what was measured in every version as a line.
    private func inventoryHTML(label: String) -> HTML {
        let newest = map.chronicle.latest?.audit.version.name ?? ""
        var html: HTML = """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
            <table class="inventory">
            <thead><tr><th scope="col">Failure mode</th><th scope="col">Kind</th><th scope="col">Standing</th>\
            <th scope="col">\(phrases(.modeStateNow, ["version": .text(newest)]))</th>\
            <th scope="col">\(phrases(.reviewTitle))</th><th scope="col">\(phrases(.modeFirstSeen))</th>\
            <th scope="col">Last seen</th><th scope="col" class="r">Errors then</th>\
            <th scope="col" class="r">Measured then</th><th scope="col">Over versions</th>\
            <th scope="col">Incidents</th></tr></thead>
            <tbody>

            """
        for mode in reviewed.prefix(200) { html += row(mode) }
        return html + """
            </tbody>
            </table>
            </div>
            <p class="more"><a href="failure-modes.csv">CSV</a></p>

            """
    }

    private func row(_ mode: TrackedMode) -> HTML {
        let finding = mode.finding
        let spark = InlineMark.sparkline(
            line(mode).map { $0?.value }, as: finding.measure.unit,
            names: mode.moments.map(\.version))
        let href = SitePath.relative(SitePath.mode(mode.id) + "index.html", from: folder)
        let incidents: [HTML] = incidents(of: mode).map {
            "<a href=\"\(SitePath.relative(SitePath.incident($0.id) + "index.html", from: folder))\">\($0.id)</a>"
        }
        let records = ModeRecords(map, mode)
        let owner: HTML = records?.review.owner.map { "<br><span class=\"muted\">\($0)</span>" } ?? ""
        let errors = finding.errors > 0 ? errors(finding.errors, of: finding.mode) : ""
        let elsewhere: HTML = nowhere(mode).map { "<br><span class=\"muted\">\($0)</span>" } ?? ""
        return """
            <tr><td><a href="\(href)">\(phrases.titleHTML(finding.mode))</a></td><td>\(phrases.kind(finding.mode))</td>\
            <td>\(Mark(finding.standing).badge())\(elsewhere)</td><td>\(phrases.badge(mode.state))</td><td>\(records?.badge ?? "")\(owner)</td><td>\(mode.firstSeen)</td>\
            <td>\(mode.version)</td><td class="r">\(errors)</td>\
            <td class="r">\(NumberFormat.format(finding.measure.value, as: finding.measure.unit))</td>\
            <td>\(HTML(trusted: spark))</td><td>\(incidents.joined(separator: ", "))</td></tr>

            """
    }

    /// That a mode is on none of the other data sets where it could be; `nil` where it is, or these cannot tell.
    private func nowhere(_ mode: TrackedMode) -> String? {
        guard let found = map.replications[mode.finding.id], found.isNowhere else { return nil }
        let names = found.sides.filter { $0.state == .doesNot }.map(\.dataset)
        return phrases(.acrossNowhere, ["datasets": .text(phrases.list(names))])
    }

    /// Of a class that regressed the new errors alone are counted, and its rate is that of all.
    private func errors(_ count: Int, of mode: FailureMode) -> String {
        guard case .classRegression = mode else { return NumberFormat.count(count) }
        return NumberFormat.count(count) + " " + phrases(.modeNewErrorNoun, ["errors": .count(count)])
    }

    private func incidents(of mode: TrackedMode) -> [Incident] {
        map.chronicle.incidents.filter { incident in
            FormerNames.name(incident.failureModes, oneOf: mode.ids)
        }
    }

    /// The inventory as data: state, errors and what was measured in each version.
    private var inventory: Table {
        let versions = map.chronicle.audits.map(\.audit.version.name)
        let titles = [
            Table.Column("id", "Id"), Table.Column("title", "Failure mode"), Table.Column("kind", "Kind"),
            Table.Column("standing", "Standing"), Table.Column("first_seen", phrases(.modeFirstSeen)),
            Table.Column("last_seen", "Last seen"),
        ]
        let states = versions.map { Table.Column("state_" + $0, "State in \($0)") }
        let errors = versions.map { Table.Column("errors_" + $0, "Errors in \($0)", .number) }
        let measured = versions.map { Table.Column("measured_" + $0, "Measured in \($0)", .number) }
        let none = Cell.none(phrases(.modeNotListed))
        let rows = reviewed.map { mode -> [Cell] in
            let start: [Cell] = [
                .text(mode.id), .text(phrases.title(mode.finding.mode)), .text(phrases.kind(mode.finding.mode)),
                .text(mode.finding.standing.rawValue), .text(mode.firstSeen), .text(mode.version),
            ]
            let states = mode.moments.map { $0.state.map { Cell.text($0.rawValue) } ?? none }
            let errors = mode.moments.map { $0.errors.map { Cell.number(Double($0), .count) } ?? none }
            let measured = mode.moments.map { $0.measure.map { Cell.number($0.value, $0.unit) } ?? none }
            return start + states + errors + measured
                + [
                    .text(ModeRecords(map, mode)?.words ?? ""), .text(map.reviews[mode.id]?.owner ?? ""),
                ]
        }
        let reviews = [
            Table.Column("review", phrases(.reviewTitle)), Table.Column("owner", phrases(.reviewOwner)),
        ]
        return Table(columns: titles + states + errors + measured + reviews, rows: rows)
    }

    /// Examples on the page of a mode's history.
    private static let mostExamples = 6

    private func story(_ mode: TrackedMode, _ collector: inout PageCollector) throws(ProblemList) {
        let (finding, name) = (mode.finding, mode.version)
        guard let archived = map.chronicle.audit(name) else { return }
        let folder = SitePath.mode(mode.id)
        let version = VersionPages(map, archived)
        // The page of the version has all of its examples.
        var few = finding
        few.evidence = Array(finding.evidence.prefix(Self.mostExamples))
        few.counterExamples = Array(finding.counterExamples.prefix(Self.mostExamples / 2))
        let showing = FindingShowing(few, version, folder)
        let incidents = incidents(of: mode)
        var scope = showing.scope(TemplateNames.scope(ofAll: archived.audit))
        let records = ModeRecords(map, mode)
        scope.flags["has.records"] = records?.isEmpty == false
        scope.flags["has.incidents"] = !incidents.isEmpty
        let told = ModeHistory(map, mode)
        scope.flags["has.events"] = told.hasEvents
        scope.flags["is.gone"] = map.chronicle.latest?.audit.version.name != name
        let template = try map.templates.template(PageTemplate.mode.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: map.link(from: folder),
                exhibit: { request in
                    switch request.id {
                    case "records": return .html(records?.sheet(on: folder).text ?? "")
                    case "history": return .html(self.history(mode, told, request, folder).text)
                    case "incidents":
                        let items: [HTML] = incidents.map { incident in
                            let href = SitePath.relative(SitePath.incident(incident.id) + "index.html", from: folder)
                            return "<li><a href=\"\(href)\">\(incident.id)</a> \(incident.title)</li>\n"
                        }
                        return .html("<ul class=\"plain\">\n" + items.joined().text + "</ul>\n")
                    default:
                        return showing.answer(request) ?? version.exhibit(at: request.id, request, on: folder)
                    }
                }))
        var frame = PageFrame.common(map, folder, title: phrases.title(finding.mode), area: .modes, page: page)
        frame.crumbs = [
            PageFrame.Step("Failure modes", self.folder + "index.html"), PageFrame.Step(phrases.title(finding.mode)),
        ]
        frame.eyebrow =
            phrases.badges(finding) + " <span class=\"kind\">\(phrases(.modeAsOf, ["version": .text(name)]))</span>"
        if page.titleHTML == nil { frame.headline = phrases.titleHTML(finding.mode) }
        frame.aside = showing.card(history: nil)
        collector.add(
            frame,
            json: PageJSON.page(
                folder, title: phrases.title(finding.mode),
                [
                    ("id", .string(mode.id)), ("ids", .array(mode.ids.map { .string($0) })),
                    ("version", .string(name)), ("state", mode.state.map { .string($0.rawValue) } ?? .null),
                    ("first_seen", .string(mode.firstSeen)),
                    ("finding", PageJSON.listed(finding, phrases, in: version.folder)),
                    ("history", .array(mode.moments.map(Self.json))),
                ]))
    }

    /// Where a mode lay under another id.
    private func formerAddresses(_ mode: TrackedMode, _ collector: inout PageCollector) {
        for id in mode.ids.dropFirst() {
            let title = phrases.title(mode.finding.mode)
            let page = RedirectPage(
                folder: SitePath.mode(id), title: title, words: phrases(.modeMoved),
                target: SitePath.mode(mode.id) + "index.html", name: title)
            collector.add(page.folder + "index.html", page.html(siteTitle: map.title).text)
        }
    }

    private static func json(_ moment: TrackedMode.Moment) -> JSONValue {
        .object([
            ("version", .string(moment.version)), ("date", .string(moment.date)),
            ("listed", .bool(moment.finding != nil)),
            ("state", moment.state.map { .string($0.rawValue) } ?? .null),
            ("errors", moment.errors.map { .integer($0) } ?? .null),
            ("measure", moment.measure.map { PageJSON.measure($0) } ?? .null),
        ])
    }

    /// What may stand in one line: rates of the same set, and of one severity of a perturbation.
    private func line(_ mode: TrackedMode) -> [Measure?] {
        mode.moments.map { moment in
            let isSameSeverity = moment.finding == nil || moment.finding?.severity == mode.finding.severity
            return isOfNewestSet(moment) && isSameSeverity ? moment.measure : nil
        }
    }

    /// Whether a version was evaluated on what the newest one was, so that their numbers may stand beside each other.
    private func isOfNewestSet(_ moment: TrackedMode.Moment) -> Bool {
        guard let newest = map.chronicle.latest, let audit = map.chronicle.audit(moment.version) else { return true }
        return audit.audit.dataset.isSameSet(as: newest.audit.dataset)
    }

    /// The mode in every version: a chart when its rate is known in several, a table always, and what happened meanwhile.
    private func history(
        _ mode: TrackedMode, _ told: ModeHistory, _ request: ExhibitRequest, _ folder: String
    ) -> HTML {
        let history = mode.moments
        var html: HTML = ""
        let nouns = map.chronicle.latest?.audit.nouns ?? ""
        if let chart = told.chart {
            let drawn = Chart.lines(chart).drawn(id: "history", title: request.plainCaption)
            if let svg = drawn.svg.map(TerminalText.visible) {
                html +=
                    "<div class=\"side\"><figure class=\"fig\">\(HTML(trusted: svg))<figcaption>\(HTML(trusted: request.caption))</figcaption></figure>\n"
            }
        }
        html += """
            <div class="scroll" tabindex="0" role="region" aria-label="\(request.plainCaption)">
            <table>
            <thead><tr><th scope="col">Version</th><th scope="col">Date</th><th scope="col">State</th>\
            <th scope="col" class="r">Errors</th><th scope="col">Measured</th></tr></thead>
            <tbody>

            """
        for moment in history { html += row(moment, of: mode, nouns, folder) }
        let end: HTML =
            html.text.hasPrefix("<div class=\"side\">")
            ? "</tbody>\n</table>\n</div>\n</div>\n" : "</tbody>\n</table>\n</div>\n"
        return html + end + told.list(on: folder)
    }

    private func row(_ moment: TrackedMode.Moment, of mode: TrackedMode, _ nouns: String, _ folder: String) -> HTML {
        var name: HTML = "\(moment.version)"
        if let listed = moment.finding {
            let target = SitePath.failure(listed.id, of: moment.version) + "index.html"
            name = "<a href=\"\(SitePath.relative(target, from: folder))\">\(moment.version)</a>"
        }
        if !isOfNewestSet(moment), let audit = map.chronicle.audit(moment.version)?.audit {
            name += " <span class=\"muted\">\(phrases.otherSet(audit))</span>"
        }
        // In the first audit everything is seen for the first time, which is not news.
        var state =
            moment.state == .new && moment.version == mode.moments.first?.version
            ? Mark.neutral.badge(phrases(.modeFirstAudit)) : phrases.badge(moment.state)
        if moment.finding == nil, moment.state != nil, moment.state != .unlisted, moment.state != .fixed {
            state += " <span class=\"muted\">\(phrases(.modeNotListed))</span>"
        }
        if let former = moment.finding?.formerly ?? moment.followed?.formerly {
            state += " <span class=\"muted\">\(phrases.formerly(former))</span>"
        }
        let errors: HTML =
            moment.errors.map {
                $0 > 0 || moment.measure?.value == 0 ? "\(self.errors($0, of: mode.finding.mode))" : ""
            }
            ?? ""
        var measured: HTML = moment.measure.map { "\(phrases.statement($0, of: mode.finding.mode, nouns))" } ?? ""
        if let severity = moment.finding?.severity { measured += " (\(severity.level))" }
        if moment.state == .new, let before = moment.finding?.comparableBaseline {
            let value = NumberFormat.format(before.value, as: before.unit)
            measured += " · \(phrases(.modeBaseline, ["value": .text(value)]))"
        }
        return """
            <tr><td>\(name)</td><td>\(moment.date)</td><td>\(state)</td>\
            <td class="r">\(errors)</td><td>\(measured)</td></tr>

            """
    }
}

extension PageFrame {
    /// A page outside any version.
    static func common(_ map: SiteMap, _ folder: String, title: String, area: Area?, page: MarkdownPage) -> PageFrame {
        var frame = PageFrame(folder: folder, site: map.title, title: title, body: HTML(trusted: page.body), area: area)
        if let headline = page.titleHTML { frame.headline = HTML(trusted: headline) }
        frame.lede = HTML(trusted: page.lede)
        frame.summary = page.summary
        frame.areas = map.areas
        frame.provenance = map.provenance(from: folder)
        if folder != "", let area {
            frame.crumbs = [Step("Home", "index.html"), Step(area == .audits ? title : area.rawValue)]
        }
        return frame
    }
}
