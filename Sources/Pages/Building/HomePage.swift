import Archive
import Diagnostics
import Drawing
import Markup
import Record

/// The front page: how the newest version stands, all versions, open incidents; and the redirect to the newest audit.
struct HomePage {
    let map: SiteMap
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap) {
        self.map = map
    }

    func collect(into collector: inout PageCollector) {
        do {
            try home(&collector)
        } catch {
            collector.add(error)
        }
        let pages = ListPages("versions", of: map.chronicle.audits.count, first: "")
        for number in pages.further {
            pages.add(number, .audits, map, to: &collector) { place in
                versions(
                    pages.part(of: map.chronicle.audits.reversed(), number), label: PageFrame.Area.audits.rawValue,
                    from: place)
            }
        }
        let approved = map.chronicle.audits.last { archived in
            map.chronicle.records.decision(on: archived.audit.version.name)?.isApproval ?? false
        }
        if let latest = approved ?? map.chronicle.latest {
            redirect(to: latest.audit.version.name, isApproved: approved != nil, &collector)
        }
    }

    private func home(_ collector: inout PageCollector) throws(ProblemList) {
        let latest = map.chronicle.latest
        let verdict = latest.map { map.verdict(map.chronicle.judged($0)) }
        let incidents = map.chronicle.incidents
        let open = incidents.filter(\.isOpen)
        let template = try map.templates.template(PageTemplate.home.name)
        let link = map.link(from: "")
        var scope = Scope(
            values: [
                "site.title": map.title, "verdict.sentence": verdict?.sentence ?? phrases(.verdictNoAudit),
                "incidents.open": NumberFormat.count(open.count),
            ],
            flags: [
                "has.audits": latest != nil, "has.incidents": !incidents.isEmpty, "has.open-incidents": !open.isEmpty,
            ])
        scope.setCount("versions.count", map.chronicle.audits.count)
        let due = Attention(map)
        let attention = due.table
        scope.setCount("attention.count", attention.rows.count)
        scope.flags["has.attention"] = !attention.rows.isEmpty
        scope.flags["has.schedule"] = !due.next.rows.isEmpty
        let trends = HomeTrends(facts: map.facts)
        scope.flags["has.trends"] = !trends.paths(map.chronicle.audits).isEmpty
        let served = ServedTrends(map)
        scope.flags["has.served"] = !served.isEmpty
        if scope.flags["has.trends"] == true || !served.isEmpty {
            collector.add("trends.csv", TableCSV.text(trends.table(map.chronicle.audits)))
        }
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    switch request.id {
                    case "attention":
                        return .html(TableHTML(table: attention, label: request.plainCaption, link: link).html.text)
                    case "schedule":
                        return .html(TableHTML(table: due.next, label: request.plainCaption, link: link).html.text)
                    case "trends":
                        let more: HTML = "<p class=\"more\"><a href=\"trends.csv\">CSV</a></p>\n"
                        let charts = trends.html(map.chronicle.audits, most: 2) {
                            phrases(.homeTrend, ["fact": .text(map.facts.heading($0))])
                        }
                        return .html((charts + more).text)
                    case "served": return .html(served.html.text)
                    case "next": return .html(HomeNext(map: map).html.text)
                    case "best": return .html((VersionPairs(map).bestSoFar ?? "").text)
                    case "decision":
                        guard let latest else { return .html("") }
                        let bar = DecisionPages(map).bar(on: latest.audit.version.name, from: "")
                        return .html("<p>\(bar.text)</p>\n")
                    case "versions":
                        let pages = ListPages("versions", of: map.chronicle.audits.count, first: "")
                        let newest = pages.part(of: map.chronicle.audits.reversed(), 0)
                        return .html(
                            (versions(newest, label: request.plainCaption, from: "") + pages.steps(0, phrases)).text)
                    case "tiles":
                        return .html(
                            latest.map { Tiles(audit: $0.audit, facts: map.facts, phrases: phrases).html.text } ?? "")
                    case "incidents":
                        let table = IncidentPages.table(open.isEmpty ? incidents : open, phrases)
                        return .html(TableHTML(table: table, label: request.plainCaption, link: link).html.text)
                    default: return .unknown(nearest: nil)
                    }
                }))
        var frame = PageFrame.common(map, "", title: "Audits", area: .audits, page: page)
        frame.summary = verdict?.sentence ?? ""
        if let latest, let verdict {
            let name = latest.audit.version.name
            frame.headline = "\(verdict.sentence)"
            let newest = phrases(
                .pageNewest, ["version": .text(name), "date": .text(latest.audit.version.date)])
            frame.eyebrow = "\(Mark(verdict.state).badge(verdict.short)) \(newest)"
            let read = phrases(.pageReadNewest, ["version": .text(name)])
            frame.lede =
                "<p>\(verdict.detail)</p>\n<p><a class=\"go\" href=\"\(SitePath.version(name))index.html\">\(read)</a></p>\n"
        }
        var members: [(key: String, value: JSONValue)] = [
            ("versions", .array(map.chronicle.audits.map(listed))), ("attention", PageJSON.table(attention)),
        ]
        if !due.next.rows.isEmpty { members.append(("schedule", PageJSON.table(due.next))) }
        members.append(("open_incidents", .array(open.map { .string($0.id) })))
        collector.add(frame, json: PageJSON.page("", title: map.title, members))
    }

    /// A version as the JSON of the page lists it.
    private func listed(_ archived: ArchivedAudit) -> JSONValue {
        let verdict = map.verdict(map.chronicle.judged(archived))
        return .object([
            ("version", .string(archived.audit.version.name)), ("date", .string(archived.audit.version.date)),
            ("verdict", .string(verdict.state.rawValue)),
            ("verdict_of_its_day", .string(map.verdict(archived.audit).state.rawValue)),
            ("sentence", .string(verdict.sentence)), ("audit_sha256", .string(archived.digest)),
            ("page", .string(SitePath.version(archived.audit.version.name) + "index.html")),
        ])
    }

    /// Versions in their order, with their verdict and headline numbers, for a page in `folder`.
    private func versions(_ audits: [ArchivedAudit], label: String, from folder: String) -> HTML {
        func href(_ path: String) -> String { SitePath.relative(path, from: folder) }
        let listed = map.facts.tiles.filter { $0.spec.tile?.isListed == true }.map(\.path)
        let shown = listed.filter { path in map.chronicle.audits.contains { $0.audit.fact(at: path)?.value != nil } }
        let newest = map.chronicle.latest?.audit.dataset
        let heads: [HTML] = shown.map { "<th scope=\"col\" class=\"r\">\(map.facts.heading($0))</th>" }
        var html: HTML = """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
            <table class="versionlist">
            <thead><tr><th scope="col">Version</th><th scope="col">Date</th><th scope="col">Verdict</th>\
            \(heads.joined())<th scope="col">Against</th></tr></thead>
            <tbody>

            """
        for archived in audits {
            let audit = archived.audit
            let (verdict, then) = (map.verdict(map.chronicle.judged(archived)), map.verdict(audit))
            let day: HTML =
                verdict.state == then.state
                ? ""
                : "<br><span class=\"muted\">\(phrases(.policyOnItsDay, ["verdict": .text(then.short)]))</span>"
            let cells: [HTML] = shown.map { path in
                guard let fact = audit.fact(at: path), fact.value != nil else {
                    return "<td class=\"r muted\">n/a</td>"
                }
                return """
                    <td class="r"><b>\(NumberFormat.format(fact: fact))</b> <span class="muted">\
                    \(fact.intervalWords)</span></td>
                    """
            }
            // Numbers of another set stand below each other here as well: it is said which are.
            let isOther = newest.map { !audit.dataset.isSameSet(as: $0) } ?? false
            let set: HTML =
                isOther ? "<br><span class=\"muted\">\(phrases.otherSet(audit))</span>" : ""
            var against: HTML = "<span class=\"muted\">no baseline</span>"
            if let baseline = audit.baseline {
                against = "\(baseline.version)"
                if map.chronicle.audit(baseline.version) != nil {
                    let page = href(SitePath.comparison(baseline.version, audit.version.name) + "index.html")
                    against = "<a href=\"\(page)\">\(baseline.version)</a>"
                }
            }
            html += """
                <tr><td><a href="\(href(SitePath.version(audit.version.name) + "index.html"))"><b>\(audit.version.name)</b></a>\(set)</td>\
                <td>\(audit.version.date)</td><td>\(Mark(verdict.state).badge(verdict.short))\(day)</td>\(cells.joined())\
                <td>\(against)</td></tr>

                """
        }
        let links = [
            LineagePage(map).link(from: folder), TradeOffPage(map).link(from: folder),
            SuitePage(map).link(from: folder),
        ]
        let more: [HTML] = links.compactMap { link in link.map { " · \($0)" } }
        return html + """
            </tbody>
            </table>
            </div>
            <p class="more"><a href="\(href(PolicyPage.folder + "index.html"))">\(phrases(.policyAll))</a> (\(phrases.inForce(map.chronicle)))\(more.joined())</p>

            """
    }

    /// `latest/`: leads on to the newest audit, with a link for those whose browser does not.
    func redirect(to version: String, isApproved: Bool = false, _ collector: inout PageCollector) {
        let folder = "latest/"
        let target = SitePath.version(version) + "index.html"
        let title = phrases(isApproved ? .pageNewestApproved : .pageNewestAudit)
        let page = RedirectPage(
            folder: folder, title: title, words: phrases(isApproved ? .pageRedirectApproved : .pageRedirect),
            target: target, name: version)
        collector.add(folder + "index.html", page.html(siteTitle: map.title).text)
        collector.add(
            folder + "index.json",
            PageJSON.page(
                folder, title: title,
                [("page", .string(target))]
            ).text() + "\n")
    }
}
