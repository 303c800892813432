import Archive
import Diagnostics
import Drawing
import Markup
import Record

/// `compare/<a>..<b>/`: what changed between a version and the baseline its audit names.
struct ComparisonPages {
    let map: SiteMap
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap) {
        self.map = map
    }

    func collect(into collector: inout PageCollector) {
        for archived in map.chronicle.audits {
            guard let baseline = archived.audit.baseline, let before = map.chronicle.audit(baseline.version) else {
                continue
            }
            do {
                try page(before, archived, &collector)
            } catch {
                collector.add(error)
            }
        }
    }

    private func page(_ a: ArchivedAudit, _ b: ArchivedAudit, _ collector: inout PageCollector) throws(ProblemList) {
        let (old, new) = (a.audit.version.name, b.audit.version.name)
        let folder = SitePath.comparison(old, new)
        let version = VersionPages(map, b)
        var scope = TemplateNames.scope(ofAll: b.audit)
        scope.values["a.name"] = old
        scope.values["b.name"] = new
        let section = map.facts.sections(.change, in: b.audit).first { $0.status == .examined }
        scope.flags["is.paired"] = section != nil
        let isSameSet = a.audit.dataset.isSameSet(as: b.audit.dataset)
        let compared = numbers(a.audit, b.audit)
        let numbers = compared.table
        scope.flags["is.same-set"] = isSameSet
        scope.flags["has.numbers"] = !numbers.rows.isEmpty
        scope.flags["has.not-compared"] = !compared.notCompared.isEmpty
        scope.values["not-compared"] = phrases.list(compared.notCompared)
        // Of the same set there is no other mix.
        let mix = isSameSet ? nil : ClassMixShown(a, b)
        mix?.state(in: &scope)
        scope.values["a.items"] = "\(NumberFormat.count(a.audit.dataset.n)) \(a.audit.nouns)"
        scope.values["b.items"] = "\(NumberFormat.count(b.audit.dataset.n)) \(b.audit.nouns)"
        let lineage = LineagePage(map).change(b.audit)
        scope.flags["has.lineage"] = lineage != nil
        scope.values["lineage"] = lineage.map { phrases.sentence($0) } ?? ""
        // The rates of the classes as lines, where they are those that the paired comparison has as dots.
        let paired = section.flatMap { section in
            section.exhibit("recall_by_class").map { SitePath.section(section.id, of: new) + $0.id + ".csv" }
        }
        let slopes = isSameSet && paired != nil ? ClassSlopes([a.audit, b.audit], map.facts) : nil
        scope.flags["has.slopes"] = slopes != nil
        scope.flags["slopes.tested"] = slopes?.isTested ?? false
        let link: (Reference) -> Referent = { reference in
            // Links of b's own exhibits lead to b's pages.
            let own = map.link(from: folder, audit: b)(reference)
            if case .page = own { return own }
            return map.link(from: folder)(reference)
        }
        let template = try map.templates.template(PageTemplate.comparison.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    switch request.id {
                    case "numbers":
                        let shown = TableHTML(table: numbers, label: request.plainCaption, link: link)
                        let more: HTML = "<p class=\"more\"><a href=\"numbers.csv\">CSV</a></p>\n"
                        return .html((shown.html + more).text)
                    case "slopes":
                        guard let slopes, let paired else { return .html("") }
                        return .html(
                            ExhibitHTML.chart(
                                .slopes(slopes.chart), id: "compare-classes", request: request,
                                csv: SitePath.relative(paired, from: folder), link: link
                            ).text)
                    case "mix":
                        guard let mix else { return .html("") }
                        return .html(
                            ExhibitHTML.chart(
                                mix.chart, id: "compare-mix", request: request, csv: "mix.csv", link: link
                            ).text)
                    case "gates": return .html(gates(a, b, folder, label: request.plainCaption).text)
                    case "lineage":
                        guard let lineage else { return .html("") }
                        let page = LineagePage(map)
                        let more: HTML = "<p class=\"more\">\(page.link(from: folder) ?? "")</p>\n"
                        return .html((page.comparison(lineage, label: request.plainCaption) + more).text)
                    case "modes": return .html(modes(a.audit, b.audit, folder).text)
                    default: return version.exhibit(at: request.id, request, on: folder)
                    }
                }))
        collector.add(folder + "numbers.csv", TableCSV.text(numbers))
        let shares = mix.map { Exhibit.table(of: $0.chart) }
        if let shares { collector.add(folder + "mix.csv", TableCSV.text(shares)) }
        var frame = PageFrame.common(map, folder, title: "\(new) against \(old)", area: .audits, page: page)
        frame.crumbs = [
            PageFrame.Step("Audits", "index.html"), PageFrame.Step(new, SitePath.version(new) + "index.html"),
            PageFrame.Step("against \(old)"),
        ]
        frame.eyebrow = "Comparison"
        collector.add(
            frame,
            json: PageJSON.page(
                folder, title: "\(new) against \(old)",
                [
                    ("a", .string(old)), ("b", .string(new)),
                    ("same_items_and_labels", .bool(isSameSet)),
                    ("numbers", PageJSON.table(numbers)),
                    ("not_compared", .array(compared.notCompared.map { .string($0) })),
                    ("facts", .array((section?.facts ?? []).map(PageJSON.fact))),
                ] + (shares.map { [("by_class", PageJSON.table($0))] } ?? [])))
    }

    /// What of two audits may stand side by side, and the names of what may not.
    private struct Numbers {
        var table: Table
        var notCompared: [String]
    }

    /// The numbers that have a name and that both audits state, each once, as the first section to state it does: side by
    /// side where both were evaluated on the same set, else only the one that is paired over what is in both.
    private func numbers(_ a: Audit, _ b: Audit) -> Numbers {
        var rows: [[Cell]] = []
        var notCompared: [String] = []
        var named: Set<String> = []
        let isSameSet = a.dataset.isSameSet(as: b.dataset)
        for section in b.sections {
            for fact in section.facts where !fact.id.contains("@") && fact.unit != .count {
                let path = section.id + "/" + fact.id
                guard let name = map.facts.given(path), !named.contains(name), fact.value != nil,
                    let before = a.fact(at: path), before.value != nil
                else { continue }
                named.insert(name)
                if isSameSet {
                    let range = map.facts.changeInterval(path, fact, in: b)
                    if let (spec, _) = map.facts.spec(path), spec.classTerm != nil {
                        // Of the class that is worst now both versions' numbers stand: the baseline's worst may be another.
                        guard let name = map.facts.className(at: path, in: b),
                            let then = fact.baseline
                        else { continue }
                        let words = phrases(
                            .pageOfWorst,
                            [
                                "fact": .text(map.facts.heading(path)), "class": .text(name),
                                "version": .text(b.version.name),
                            ])
                        rows.append(row(words, then, fact, range))
                    } else {
                        rows.append(row(map.facts.heading(path), before.value ?? .nan, fact, range))
                    }
                } else if map.facts.isPairedByChange(path), let now = map.facts.fact(.pairedNow, in: b),
                    let then = map.facts.fact(.pairedBefore, in: b)
                {
                    rows.append(
                        row(
                            map.facts.heading(path), then.value ?? .nan, now,
                            map.facts.fact(.change, in: b)?.interval))
                } else {
                    notCompared.append(name)
                }
            }
        }
        let table = Table(
            columns: [
                Table.Column("metric", "Metric"), Table.Column("before", a.version.name, .number),
                Table.Column("after", b.version.name, .number),
                Table.Column("interval", phrases(.pageIntervalOf, ["version": .text(b.version.name)])),
                Table.Column("change", "Change", .number),
                Table.Column("change_interval", phrases(.pageChangeInterval)), Table.Column("n", "n", .number),
            ], rows: rows)
        return Numbers(table: table, notCompared: notCompared)
    }

    private func row(_ name: String, _ then: Double, _ now: Fact, _ range: Interval?) -> [Cell] {
        let value = now.value ?? .nan
        let change: Cell =
            now.unit == .proportion
            ? .number(value - then, .points) : .text(NumberFormat.signed(value - then, as: now.unit))
        return [
            .link(name, target: "method:" + now.method), .number(then, now.unit),
            .number(value, now.unit), .text(now.intervalWords), change,
            .text(range.map { NumberFormat.change($0, of: now.unit) } ?? ""), .number(Double(now.n), .count),
        ]
    }

    /// The verdicts and the gates in force, with both outcomes.
    private func gates(_ a: ArchivedAudit, _ b: ArchivedAudit, _ folder: String, label: String) -> HTML {
        let link = map.link(from: folder)
        let (before, after) = (map.chronicle.judged(a), map.chronicle.judged(b))
        func verdict(_ audit: Audit) -> Cell {
            let verdict = map.verdict(audit)
            return .state(Mark(verdict.state), verdict.short)
        }
        func outcome(_ rule: GateRule, _ audit: Audit) -> Cell {
            audit.result(of: rule).map { .state(Mark($0.state), nil) } ?? .none(phrases(.policyNotAsked))
        }
        let rows: [[Cell]] = map.chronicle.gates.map { rule in
            [.text(phrases.rule(GateResult(of: rule), map.facts)), outcome(rule, before), outcome(rule, after)]
        }
        let table = Table(
            columns: [
                Table.Column("gate", "Gate"), Table.Column("before", before.version.name, .state),
                Table.Column("after", after.version.name, .state),
            ], rows: [[.text("Verdict"), verdict(before), verdict(after)]] + rows)
        let href = SitePath.relative(PolicyPage.folder + "index.html", from: folder)
        let more: HTML =
            "<p class=\"more\"><a href=\"\(href)\">\(phrases(.policyAll))</a> (\(phrases.inForce(map.chronicle)))</p>\n"
        if rows.isEmpty { return "<p class=\"calm\">\(phrases(.gateNoneSet))</p>\n" + more }
        return TableHTML(table: table, label: label, link: link).html + more
    }

    /// Failure modes that came, stayed or went.
    private func modes(_ a: Audit, _ b: Audit, _ folder: String) -> HTML {
        let before = Dictionary(a.findings.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Set(b.findings.map(\.id))
        let isSameSet = a.dataset.isSameSet(as: b.dataset)
        // The baseline's rate beside a rate of other rows would be a difference of populations.
        func rate(of finding: Finding, _ old: Finding?) -> Cell {
            if let baseline = finding.comparableBaseline { return .number(baseline.value, baseline.unit) }
            guard let before = finding.baseline ?? old?.measure else { return .none(phrases(.modeNotListed)) }
            return isSameSet ? .number(before.value, before.unit) : .none(phrases(.pageNotComparedOther))
        }
        var rows: [[Cell]] = b.findings.prefix(60).map { finding in
            let old = before[finding.id]
            return [
                .link(phrases.title(finding.mode), target: "finding:" + finding.id),
                finding.trend.map { .state(Mark($0), nil) }
                    ?? .state(.neutral, phrases(old == nil ? .modeNewlyListed : .modeUntested)),
                rate(of: finding, old),
                .number(finding.measure.value, finding.measure.unit),
                .text(NumberFormat.interval(finding.measure.interval, as: finding.measure.unit)),
            ]
        }
        let followed = b.sections.flatMap { $0.followed ?? [] }
        rows += a.findings.filter { !after.contains($0.id) }.prefix(60).map { finding in
            let now = b.baseline?.version == a.version.name ? followed.first { $0.id == finding.id } : nil
            let isMoved = now.map { [.fixed, .better, .worse].contains($0.state) } ?? false
            return [
                .link(phrases.title(finding.mode), target: "finding:" + finding.id),
                isMoved ? .state(Mark(now?.state ?? .neutral), nil) : .state(.neutral, phrases(.modeNoLongerListed)),
                .number(finding.measure.value, finding.measure.unit),
                now?.measure.map { .number($0.value, $0.unit) } ?? .none(phrases(.modeNotListed)),
                .text(now?.measure.map { NumberFormat.interval($0.interval, as: $0.unit) } ?? ""),
            ]
        }
        guard !rows.isEmpty else { return "<p class=\"calm\">\(phrases(.modeNeitherLists))</p>\n" }
        let table = Table(
            columns: [
                Table.Column("mode", "Failure mode"), Table.Column("state", "State", .state),
                Table.Column("before", a.version.name, .number), Table.Column("after", b.version.name, .number),
                Table.Column("interval", "95 % interval"),
            ], rows: rows)
        return TableHTML(table: table, label: "Failure modes in both versions", link: map.link(from: folder)).html
    }
}
