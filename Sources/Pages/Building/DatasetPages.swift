// What stands above the pages of several data sets: the front page with every version on each of them, a page a version with its
// headlines side by side, and `latest/`. Each number leads to the audit it is from.

import Archive
import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// The pages that several data sets share.
struct DatasetPages {
    let map: SiteMap
    let chronicles: Chronicles
    let across: AcrossPage
    private let records: DatasetRecords
    private var phrases: Phrases { map.phrases }
    /// The data sets that are audited.
    private var current: [Chronicles.Part] { chronicles.parts.filter { !$0.isRetired } }

    /// `maps` are those of the data sets.
    init(_ map: SiteMap, _ chronicles: Chronicles, _ maps: [SiteMap]) {
        self.map = map
        self.chronicles = chronicles
        across = AcrossPage(map, chronicles)
        records = DatasetRecords(maps: zip(chronicles.parts, maps).filter { !$0.0.isRetired }.map(\.1))
    }

    func collect(into collector: inout PageCollector) {
        let versions = chronicles.versions
        do {
            try home(versions, &collector)
            for version in versions { try page(version, &collector) }
        } catch {
            collector.add(error)
        }
        across.collect(into: &collector)
        if let newest = versions.last { HomePage(map).redirect(to: newest.name, &collector) }
    }

    private func verdict(_ version: Chronicles.Version) -> VersionVerdict {
        VersionVerdict(version, chronicles, facts: map.facts, phrases: phrases)
    }

    private func frame(_ folder: String, title: String, _ page: MarkdownPage) -> PageFrame {
        PageFrame.common(map, folder, title: title, area: .audits, page: page)
    }

    private func scope(_ verdict: VersionVerdict?) -> Scope {
        var scope = Scope(values: ["verdict.sentence": verdict?.sentence ?? phrases(.verdictNoAudit)])
        scope.setCount("datasets.count", current.count)
        return scope
    }

    private func home(_ versions: [Chronicles.Version], _ collector: inout PageCollector) throws(ProblemList) {
        let newest = versions.last
        let verdict = newest.map(verdict)
        var scope = scope(verdict)
        scope.setCount("versions.count", versions.count)
        let trends = trends
        scope.flags["has.trends"] = !trends.text.isEmpty
        scope.flags["has.across"] = !across.link.isEmpty
        let attention = records.attention
        scope.setCount("attention.count", attention.rows.count)
        scope.flags["has.attention"] = !attention.rows.isEmpty
        let page = try VersionPages.fill(
            try map.templates.template(PageTemplate.datasets.name), scope,
            Resolver(
                link: map.link(from: ""),
                exhibit: { request in
                    switch request.id {
                    case "versions": return .html(table(versions, label: request.plainCaption).text)
                    case "trends": return .html(trends.text)
                    case "across": return .html(across.link.text)
                    case "decision": return .html(newest.map { records.decision(on: $0.name).text } ?? "")
                    case "next": return .html(records.next.text)
                    case "records": return .html(records.ways.text)
                    case "attention":
                        let table = TableHTML(table: attention, label: request.plainCaption, link: records.link)
                        return .html(table.html.text)
                    case "retired": return .html(retired(label: request.plainCaption).text)
                    case "tiles":
                        return .html(newest.flatMap { new in verdict.map { tiles(new, $0, "").text } } ?? "")
                    default: return .unknown(nearest: "versions")
                    }
                }))
        var frame = frame("", title: "Audits", page)
        if let newest, let verdict {
            frame.headline = "\(verdict.sentence)"
            let words = phrases(.pageNewest, ["version": .text(newest.name), "date": .text(newest.date)])
            frame.eyebrow = "\(Mark(verdict.state).badge(verdict.short)) \(words)"
            let read = phrases(.pageReadNewest, ["version": .text(newest.name)])
            frame.lede =
                "\(reasons(newest, verdict, ""))<p><a class=\"go\" href=\"\(SitePath.version(newest.name))index.html\">\(read)</a></p>\n"
            frame.summary = verdict.sentence
        }
        collector.add(
            frame,
            json: PageJSON.page(
                "", title: map.title,
                [
                    ("versions", .array(versions.map { json($0, self.verdict($0), isNow: true) })),
                    ("attention", PageJSON.table(attention)),
                ]))
    }

    /// Every version, newest first: its verdict, then its headline on each data set.
    private func table(_ versions: [Chronicles.Version], label: String) -> HTML {
        let heads: [HTML] = current.map { part in
            let name = part.dataset ?? ""
            return """
                <th scope="col" class="r"><a href="\(SitePath.dataset(name))index.html">\(name)</a>: \(heading(part))</th>
                """
        }
        var html: HTML = """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
            <table class="versionlist">
            <thead><tr><th scope="col">Version</th><th scope="col">Date</th><th scope="col">Verdict</th>\(heads.joined())</tr></thead>
            <tbody>

            """
        for version in versions.reversed() {
            let verdict = verdict(version)
            let cells: [HTML] = zip(verdict.parts, current).map { own, part in
                guard let audit = own.audit else { return "<td class=\"r muted\">\(absent(own))</td>" }
                let href = path(of: version, own.dataset, from: "")
                guard let fact = headline(part, audit) else {
                    return "<td class=\"r\"><a href=\"\(href)\">n/a</a></td>"
                }
                return """
                    <td class="r"><a href="\(href)"><b>\(NumberFormat.format(fact: fact))</b></a> <span class="muted">\
                    \(fact.intervalWords) \(NumberFormat.n(fact.n))</span></td>
                    """
            }
            html += """
                <tr><td><a href="\(SitePath.version(version.name))index.html"><b>\(version.name)</b></a></td>\
                <td>\(version.date)</td><td>\(Mark(verdict.state).badge(verdict.short))</td>\(cells.joined())</tr>

                """
        }
        return html + "</tbody>\n</table>\n</div>\n"
    }

    /// A line on the data sets that are audited no more; nothing where there is none.
    private func retired(label: String) -> HTML {
        let links: [HTML] = chronicles.parts.filter(\.isRetired).map { part in
            let name = part.dataset ?? ""
            return "<a href=\"\(SitePath.dataset(name))index.html\">\(name)</a>"
        }
        guard let first = links.first else { return "" }
        let all = links.dropFirst().reduce(first) { "\($0), \($1)" }
        return "<p class=\"muted\">\(label): \(all). \(phrases(.datasetsRetired))</p>\n"
    }

    private func page(_ version: Chronicles.Version, _ collector: inout PageCollector) throws(ProblemList) {
        let folder = SitePath.version(version.name)
        let verdict = VersionVerdict(ofItsDay: version, chronicles, facts: map.facts, phrases: phrases)
        var scope = scope(verdict)
        scope.setCount("datasets.count", verdict.parts.count)
        scope.values["version.name"] = version.name
        let page = try VersionPages.fill(
            try map.templates.template(PageTemplate.datasetsVersion.name), scope,
            Resolver(
                link: map.link(from: folder),
                exhibit: { request in
                    switch request.id {
                    case "datasets":
                        return .html(side(version, verdict, folder, label: request.plainCaption).text)
                    case "tiles": return .html(tiles(version, verdict, folder).text)
                    case "verdicts": return .html(reasons(version, verdict, folder).text)
                    default: return .unknown(nearest: "datasets")
                    }
                }))
        collector.add(folder + "datasets.csv", TableCSV.text(data(verdict)))
        var frame = frame(folder, title: "\(version.name): \(verdict.short)", page)
        frame.headline = "\(verdict.sentence)"
        frame.summary = verdict.sentence
        let eyebrow = phrases(.datasetsEyebrow, ["version": .text(version.name)])
        frame.eyebrow = "\(Mark(verdict.state).badge(verdict.short)) \(eyebrow) · \(version.date)"
        frame.crumbs = [PageFrame.Step("Audits", "index.html"), PageFrame.Step(version.name)]
        frame.versions = "<a href=\"\(frame.href("index.html"))#versions\">All versions</a>"
        let again = phrases(.datasetsReproduce, ["version": .text(version.name)])
        frame.provenance = [("Audit", "<code>\(version.name)</code>"), ("Reproduce", "<code>\(again)</code>")]
        collector.add(
            frame,
            json: PageJSON.page(folder, title: verdict.sentence, [("version", json(version, verdict))]))
    }

    /// The headline of each data set, a tile each: value, interval and n.
    private func tiles(_ version: Chronicles.Version, _ verdict: VersionVerdict, _ folder: String) -> HTML {
        let tiles: [HTML] = verdict.parts.compactMap { own in
            guard let part = chronicles.parts.first(where: { $0.dataset == own.dataset }) else { return nil }
            guard let audit = own.audit, let fact = headline(part, audit) else {
                return "<div class=\"tile\"><p class=\"k\">\(own.dataset)</p><p class=\"ci\">\(absent(own))</p></div>\n"
            }
            let shown = NumberFormat.parts(fact: fact)
            let unit: HTML = shown.unit.isEmpty ? "" : "<small>\u{202F}\(shown.unit)</small>"
            let known = [fact.intervalWords, NumberFormat.n(fact.n)].filter { !$0.isEmpty }.joined(separator: " · ")
            return """
                <div class="tile"><p class="k">\(heading(part)), \
                <a href="\(path(of: version, own.dataset, from: folder))">\(own.dataset)</a></p>\
                <p class="v">\(shown.number)\(unit)</p><p class="ci">\(known)</p></div>

                """
        }
        return
            "<div class=\"tiles\" role=\"group\" aria-label=\"\(phrases(.datasetsHeadlines))\">\n\(tiles.joined())</div>\n"
    }

    /// The facts that stand beside each other: those that versions are listed with and that any data set states.
    private func listed(_ verdict: VersionVerdict) -> [String] {
        map.facts.tiles.filter { $0.spec.tile?.isListed == true }.map(\.path).filter { path in
            verdict.parts.contains { $0.audit?.fact(at: path)?.value != nil }
        }
    }

    /// A row a data set: verdict, headline with interval and n, gates.
    private func side(
        _ version: Chronicles.Version, _ verdict: VersionVerdict, _ folder: String, label: String
    ) -> HTML {
        let paths = listed(verdict)
        let heads: [HTML] = paths.map { "<th scope=\"col\" class=\"r\">\(map.facts.heading($0))</th>" }
        var html: HTML = """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
            <table class="versionlist">
            <thead><tr><th scope="col">Data set</th><th scope="col">Verdict</th>\(heads.joined())\
            <th scope="col" class="r">n</th><th scope="col">Gates</th></tr></thead>
            <tbody>

            """
        for part in verdict.parts {
            let role: HTML = part.audit?.dataset.role.map { " <span class=\"muted\">\($0.rawValue)</span>" } ?? ""
            guard let audit = part.audit, let own = part.verdict else {
                html += """
                    <tr class="none"><td><b>\(part.dataset)</b></td><td>\(absent(part))</td>\
                    \(paths.map { _ in "<td class=\"r\"></td>" as HTML }.joined())<td></td><td></td></tr>

                    """
                continue
            }
            let cells: [HTML] = paths.map { path in
                guard let fact = audit.fact(at: path), fact.value != nil else {
                    return "<td class=\"r muted\">n/a</td>"
                }
                return """
                    <td class="r"><b>\(NumberFormat.format(fact: fact))</b> <span class="muted">\
                    \(fact.intervalWords)</span></td>
                    """
            }
            html += """
                <tr><td><a href="\(path(of: version, part.dataset, from: folder))"><b>\(part.dataset)</b></a>\(role)</td>\
                <td>\(badge(part, own))</td>\(cells.joined())<td class="r">\(NumberFormat.count(audit.dataset.n))</td>\
                <td>\(phrases.gates(audit))</td></tr>

                """
        }
        return html + """
            </tbody>
            </table>
            </div>
            <p class="more"><a href="datasets.csv">CSV</a></p>

            """
    }

    /// The verdict on each data set in its own words.
    private func reasons(_ version: Chronicles.Version, _ verdict: VersionVerdict, _ folder: String) -> HTML {
        let rows: [HTML] = verdict.parts.map { part in
            guard let own = part.verdict else { return "<div><dt>\(part.dataset)</dt><dd>\(absent(part))</dd></div>\n" }
            let href = path(of: version, part.dataset, from: folder)
            let unjudged: HTML =
                part.state == nil ? " <span class=\"muted\">(\(phrases(.datasetsNotJudged)))</span>" : ""
            return """
                <div><dt><a href="\(href)">\(part.dataset)</a></dt><dd>\(own.sentence)\(unjudged)</dd></div>

                """
        }
        return "<dl class=\"sheet\">\n\(rows.joined())</dl>\n"
    }

    /// The same numbers as data.
    private func data(_ verdict: VersionVerdict) -> Table {
        let rows: [[Cell]] = verdict.parts.flatMap { part -> [[Cell]] in
            let state: Cell = part.state.map { .state(Mark($0), nil) } ?? .none(phrases(.datasetsNotJudged))
            guard let audit = part.audit else {
                return [[.text(part.dataset), state] + Array(repeating: .none(absent(part)), count: 5)]
            }
            return listed(verdict).compactMap { path in
                guard let fact = audit.fact(at: path), let value = fact.value else { return nil }
                func number(_ value: Double?) -> Cell { value.map { .number($0, .raw) } ?? .none("") }
                return [
                    .text(part.dataset), state, .text(path), number(value), number(fact.interval?.low),
                    number(fact.interval?.high), .number(Double(fact.n), .count),
                ]
            }
        }
        return Table(
            columns: [
                Table.Column("dataset", "Data set"), Table.Column("verdict", "Verdict", .state),
                Table.Column("fact", "Fact"), Table.Column("value", "Value", .number),
                Table.Column("low", "Low", .number), Table.Column("high", "High", .number),
                Table.Column("n", "n", .number),
            ], rows: rows)
    }

    /// `isNow` where it is of the roles and gates in force, and not of those of the version's day.
    private func json(
        _ version: Chronicles.Version, _ verdict: VersionVerdict, isNow: Bool = false
    ) -> JSONValue {
        let datasets: [JSONValue] = verdict.parts.compactMap { own in
            guard let place = chronicles.parts.firstIndex(where: { $0.dataset == own.dataset }) else { return nil }
            let (part, archived) = (chronicles.parts[place], version.audits[place])
            let fact = own.audit.flatMap { headline(part, $0) }
            return JSONValue.object([
                ("dataset", .string(own.dataset)),
                ("role", (isNow ? part.role : own.audit?.dataset.role).map { .string($0.rawValue) } ?? .null),
                ("counts", .bool(own.state != nil)),
                ("verdict", own.verdict.map { .string($0.state.rawValue) } ?? .null),
                ("sentence", .string(own.verdict?.sentence ?? absent(own))),
                ("headline", fact.map(PageJSON.fact) ?? .null),
                ("audit_sha256", archived.map { .string($0.digest) } ?? .null),
                (
                    "page",
                    archived == nil ? .null : .string(path(of: version, own.dataset, from: ""))
                ),
            ])
        }
        return .object([
            ("version", .string(version.name)), ("date", .string(version.date)),
            ("verdict", .string(verdict.state.rawValue)), ("sentence", .string(verdict.sentence)),
            ("datasets", .array(datasets)),
        ])
    }

    /// The file of a version's overview on a data set.
    private func path(of version: Chronicles.Version, _ dataset: String, from folder: String) -> String {
        SitePath.relative(
            SitePath.dataset(dataset) + SitePath.version(version.name) + "index.html", from: folder)
    }

    /// The number for the whole.
    private func headline(_ part: Chronicles.Part, _ audit: Audit) -> Fact? {
        map.facts.fact(.whole, in: audit).flatMap { $0.value == nil ? nil : $0 }
    }

    /// The headline of each data set over the versions.
    private var trends: HTML {
        let path = map.facts.entries.first { entry in
            entry.spec.role == .whole
                && current.contains { part in part.chronicle.audits.contains { $0.audit.fact(at: entry.path) != nil } }
        }?.path
        guard let path else { return "" }
        return HomeTrends(facts: map.facts).html(
            path, over: current.map { ($0.dataset ?? "", $0.chronicle.audits) }
        ) { phrases(.homeTrendOn, ["dataset": .text($0), "fact": .text(map.facts.subject(path))]) }
    }

    private func heading(_ part: Chronicles.Part) -> String {
        let task = part.chronicle.latest?.audit.task
        let entry = map.facts.entries.first { entry in
            entry.spec.role == .whole && part.chronicle.audits.contains { $0.audit.fact(at: entry.path) != nil }
        }
        return entry.map { map.facts.heading($0.path) } ?? task?.rawValue ?? ""
    }

    private func badge(_ part: VersionVerdict.Part, _ verdict: Verdict) -> HTML {
        part.state == nil
            ? "<span class=\"muted\">\(phrases(.datasetsNotJudged))</span>"
            : Mark(verdict.state).badge(verdict.short)
    }

    private func absent(_ part: VersionVerdict.Part) -> String {
        phrases(part.isLacking ? .datasetsNoPredictions : .datasetsNotMeant)
    }
}

extension PageFrame {
    /// The frame where the pages of a map stand: of several data sets, with the way down from what they share.
    func placed(_ map: SiteMap) -> PageFrame {
        guard let dataset = map.dataset else { return self }
        var frame = self
        frame.base = map.base
        let isHome = folder.isEmpty
        frame.crumbs =
            [Step(map.phrases(.datasetsAll), "/index.html"), Step(dataset, isHome ? nil : "index.html")]
            + crumbs.dropFirst()
        return frame
    }
}
