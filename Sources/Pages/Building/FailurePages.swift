import Columns
import Diagnostics
import Drawing
import Markup
import Record

/// The failure modes of one version: their list and a page each.
struct FailurePages {
    let version: VersionPages
    private var audit: Audit { version.audit }
    private var folder: String { version.folder + "failures/" }
    private var phrases: Phrases { version.map.phrases }

    init(_ version: VersionPages) {
        self.version = version
    }

    func collect(into collector: inout PageCollector) {
        do {
            try list(&collector)
            for finding in audit.findings { try page(of: finding, &collector) }
        } catch {
            collector.add(error)
        }
    }

    private func list(_ collector: inout PageCollector) throws(ProblemList) {
        let findings = audit.findings.filter { $0.standing == .finding }
        let leads = audit.findings.filter { $0.standing == .lead }
        var scope = TemplateNames.scope(ofAll: audit)
        scope.setCount("findings.count", findings.count)
        scope.setCount("leads.count", leads.count)
        scope.flags["has.findings"] = !findings.isEmpty
        scope.flags["has.leads"] = !leads.isEmpty
        scope.flags["has.any"] = !audit.findings.isEmpty
        let cards = version.modeCards(on: folder)
        let stories = audit.stories
        let page = try version.page(
            .failures, on: folder, scope: scope,
            exhibit: { request in
                switch request.id {
                case "findings": .html(cards.html(stories.filter { $0.lead.standing == .finding }).text)
                case "leads": .html(cards.html(stories.filter { $0.lead.standing == .lead }).text)
                default: version.exhibit(at: request.id, request, on: folder)
                }
            })
        let frame = version.frame(
            folder, title: phrases(.modeList, ["version": .text(version.name)]), step: "Failure modes", page: page)
        collector.add(
            frame,
            json: PageJSON.page(
                folder, title: frame.title,
                [
                    (
                        "findings",
                        .array(audit.findings.map { PageJSON.listed($0, phrases, in: version.folder) })
                    )
                ]
            ))
    }

    private func page(of finding: Finding, _ collector: inout PageCollector) throws(ProblemList) {
        let folder = SitePath.failure(finding.id, of: version.name)
        let title = phrases.title(finding.mode)
        let showing = FindingShowing(finding, version, folder)
        let page = try version.page(
            .failure, on: folder, scope: showing.scope(TemplateNames.scope(ofAll: audit)),
            exhibit: { showing.answer($0) ?? version.exhibit(at: $0.id, $0, on: folder) })
        var frame = version.frame(folder, title: title, step: title, page: page)
        frame.crumbs = [
            PageFrame.Step("Audits", "index.html"), PageFrame.Step(version.name, version.folder + "index.html"),
            PageFrame.Step("Failure modes", self.folder + "index.html"), PageFrame.Step(title),
        ]
        frame.siblings = []
        frame.eyebrow = phrases.badges(finding)
        frame.headline = page.titleHTML.map { HTML(trusted: $0) } ?? phrases.titleHTML(finding.mode)
        frame.aside = showing.card(history: SitePath.mode(finding.id) + "index.html")
        collector.add(
            frame,
            json: PageJSON.page(folder, title: title, [("finding", PageJSON.finding(finding, phrases))]))
    }
}

/// How one finding is put on a page: the names its template uses, its panel and its pictures.
struct FindingShowing {
    let finding: Finding
    let version: VersionPages
    let folder: String
    private var phrases: Phrases { version.map.phrases }

    init(_ finding: Finding, _ version: VersionPages, _ folder: String) {
        self.finding = finding
        self.version = version
        self.folder = folder
    }

    func scope(_ base: Scope) -> Scope {
        var scope = base
        let measure = finding.measure
        let unit = measure.unit
        scope.values["mode.title"] = phrases.title(finding.mode)
        scope.values["mode.kind"] = phrases.kind(finding.mode)
        scope.values["mode.id"] = finding.id
        scope.values["finding.rate"] = NumberFormat.format(measure.value, as: unit)
        scope.values["finding.statement"] = phrases.statement(measure, of: finding.mode, version.audit.nouns)
        scope.values["finding.errors"] = NumberFormat.count(finding.errors)
        scope.values["finding.share"] = share ?? "not known"
        scope.values["finding.expected"] = finding.expected.map { NumberFormat.format($0, as: unit) } ?? "not known"
        scope.values["finding.p"] = finding.p.map(NumberFormat.pValue) ?? "not known"
        scope.values["finding.gain"] = finding.gain.map(NumberFormat.statement(of:)) ?? "not known"
        scope.values["finding.gain-if-all-right"] =
            finding.gainIfAllRight.map(NumberFormat.statement(of:)) ?? "not known"
        scope.values["finding.within"] = finding.within.map { phrases.title($0) } ?? "nothing"
        scope.values["finding.baseline"] = finding.baseline.map(NumberFormat.statement(of:)) ?? "not known"
        scope.values["finding.of"] = phrases.of(finding, version.audit.nouns)
        scope.values["finding.section"] = version.audit.section(finding.analysis)?.title ?? finding.analysis.asWords
        scope.values["finding.version"] = version.name
        scope.values["errors"] = version.errors.map(NumberFormat.format(fact:)) ?? "not stated"
        scope.flags["one.errors"] = version.errors?.value == 1
        scope.values["items"] = NumberFormat.count(version.audit.dataset.n)
        scope.flags["is.finding"] = finding.standing == .finding
        scope.flags["is.lead"] = finding.standing == .lead
        // What is suspected is a share of labels, no rate of errors.
        scope.flags["is.rate"] = unit == .proportion && finding.mode != .labelSuspects
        // A false detection is in no object, and the errors of an audit are objects.
        scope.flags["covers.errors"] = finding.errors > 0 && !finding.mode.isErrorType
        scope.flags["is.error-type"] = finding.mode.isErrorType
        scope.flags["has.expected"] = finding.expected != nil
        scope.flags["has.p"] = finding.p != nil
        scope.values["finding.level"] = finding.level.map { NumberFormat.format($0, as: .score) } ?? "not known"
        scope.flags["has.level"] = finding.level != nil
        scope.flags["has.gain"] = finding.gain != nil
        scope.flags["has.gain-if-all-right"] = finding.gainIfAllRight != nil
        scope.flags["has.within"] = finding.within != nil
        scope.flags["is.slice"] = finding.gainIfAllRight != nil
        for flag in ["is.regression", "is.confusion", "is.confident-errors"] { scope.flags[flag] = false }
        switch finding.mode {
        case .classRegression: scope.flags["is.regression"] = true
        case .confusion: scope.flags["is.confusion"] = true
        case .confidentErrors: scope.flags["is.confident-errors"] = true
        default: break
        }
        scope.flags["has.baseline-rate"] = finding.baseline != nil
        scope.flags["has.counter-examples"] = !finding.counterExamples.isEmpty
        scope.flags["has.alternatives"] = !finding.alternatives.isEmpty
        scope.flags["has.heat"] = version.audit.showsHeatmap(finding.evidence)
        scope.flags["has.shares"] = (finding.shares?.count ?? 0) > 1
        scope.flags["found.one-half"] = finding.halvesFoundOn == 1
        scope.flags["found.each-half"] = finding.halvesFoundOn == 2
        scope.flags["found.no-half"] = finding.halvesFoundOn == 0
        // Audits of 0.1 searched one half only.
        scope.flags["found.first-half"] =
            finding.halvesFoundOn == nil && finding.discovery != nil && finding.confirmation != nil
        scope.values["finding.discovery"] = finding.discovery.map(NumberFormat.statement(of:)) ?? "not known"
        scope.values["finding.confirmation"] = finding.confirmation.map(NumberFormat.statement(of:)) ?? "not known"
        scope.values["finding.coverage"] = coverage ?? "not known"
        scope.flags["has.coverage"] = coverage != nil
        return scope
    }

    private var share: String? {
        guard let all = version.errors?.value, all > 0, !finding.mode.isErrorType else { return nil }
        return NumberFormat.format(min(1, Double(finding.errors) / all), as: .proportion)
    }

    /// Share of all items that a slice holds.
    private var coverage: String? {
        guard case .slice = finding.mode, version.audit.dataset.n > 0 else { return nil }
        return NumberFormat.format(min(1, Double(finding.measure.n) / Double(version.audit.dataset.n)), as: .proportion)
    }

    /// The panel beside the headline.
    func card(history: String?) -> HTML {
        let measure = finding.measure
        var rows: [(String, HTML)] = [
            (
                measure.unit == .proportion ? "Rate" : "Measured",
                """
                <b class="big">\(NumberFormat.format(measure.value, as: measure.unit))</b> \
                <span class="muted">\(NumberFormat.interval(measure.interval, as: measure.unit)) · \
                \(NumberFormat.n(measure.n))</span>
                """
            )
        ]
        if let expected = finding.expected {
            rows.append(
                (
                    phrases(finding.gainIfAllRight == nil ? .modeExpected : .modeSiblings),
                    "\(NumberFormat.format(expected, as: measure.unit))"
                ))
        }
        if finding.errors > 0 {
            var errors: HTML = "\(NumberFormat.count(finding.errors))"
            if let share { errors += " <span class=\"muted\">\(phrases(.modeShare, ["share": .text(share)]))</span>" }
            rows.append(("Errors", errors))
        }
        if let gain = finding.gain {
            rows.append(
                (
                    phrases(finding.gainIfAllRight == nil ? .modeGain : .modeGainAtSiblings),
                    """
                    \(NumberFormat.format(gain.value, as: gain.unit)) \
                    <span class="muted">\(NumberFormat.interval(gain.interval, as: gain.unit))</span>
                    """
                ))
        }
        if let gain = finding.gainIfAllRight {
            rows.append(
                (
                    phrases(.modeGainIfAllRight),
                    """
                    \(NumberFormat.format(gain.value, as: gain.unit)) \
                    <span class="muted">\(NumberFormat.interval(gain.interval, as: gain.unit))</span>
                    """
                ))
        }
        if let baseline = finding.baseline {
            let name = version.audit.baseline?.version ?? phrases(.verdictTheBaseline)
            rows.append(("In \(name)", "\(NumberFormat.statement(of: baseline))"))
        }
        if let p = finding.p {
            var words: HTML = "\(NumberFormat.pValue(p))"
            if let level = finding.level {
                let upTo = phrases(.modeUpTo, ["level": .text(NumberFormat.format(level, as: .score))])
                words += " <span class=\"muted\">\(upTo)</span>"
            }
            rows.append(("After correction", words))
        }
        if let history {
            let href = SitePath.relative(history, from: folder)
            rows.append((phrases(.modeHistory), "<a href=\"\(href)\">\(phrases(.modeItsHistory))</a>"))
        }
        rows.append(("Id", "<code>\(finding.id)</code>"))
        let items: [HTML] = rows.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" }
        return "<dl class=\"card rows\">\n\(items.joined())</dl>"
    }

    /// What the template asks for, when it is the finding's own.
    func answer(_ request: ExhibitRequest) -> ExhibitAnswer? {
        let pictureIndex = version.pictureIndex(for: folder)
        let caption = HTML(trusted: request.caption)
        func gallery(_ items: [GalleryItem]) -> ExhibitAnswer {
            let shown: HTML = """
                <figure class="galleryfig"><figcaption>\(caption)</figcaption>
                \(Gallery(items).html(pictureIndex))</figure>

                """
            return .html(shown.text)
        }
        switch request.id {
        case "evidence": return gallery(finding.evidence)
        case "counter-examples": return gallery(finding.counterExamples)
        case "alternatives":
            let items: [HTML] = finding.alternatives.map { "<li>\(phrases.titleHTML($0))</li>\n" }
            return .html("<ul class=\"plain\">\n" + items.joined().text + "</ul>\n")
        case "shares":
            let rows: [HTML] = (finding.shares ?? []).map { share in
                """
                <tr><td>\(Predicate.html([share.predicate]))</td>\
                <td class="r">\(NumberFormat.format(share.points, as: .points))</td>\
                <td>\(NumberFormat.statement(of: share.alone))</td></tr>

                """
            }
            let html: HTML = """
                <div class="tablefig">
                <p class="caption">\(caption)</p>
                <div class="scroll" tabindex="0" role="region" aria-label="\(request.plainCaption)">
                <table>
                <thead><tr><th scope="col">Attribute</th><th scope="col" class="r">Contribution</th>\
                <th scope="col">Error rate alone</th></tr></thead>
                <tbody>
                \(rows.joined())</tbody>
                </table>
                </div>
                </div>

                """
            return .html(html.text)
        case "measure":
            guard finding.measure.unit == .proportion else { return .html("") }
            let cell = Cell.interval(
                low: finding.measure.interval.low, value: finding.measure.value, high: finding.measure.interval.high,
                unit: .proportion, mark: finding.expected)
            // From zero to the first round share that holds both, so that a rate of a few percent is not a dot.
            let most = max(finding.measure.interval.high, finding.expected ?? 0)
            let end = [0.05, 0.1, 0.2, 0.5].first { $0 >= most } ?? 1
            guard let svg = InlineMark.interval(cell, over: 0...end) else { return .html("") }
            let ticks: [HTML] = [0, end / 2, end].map { "<span>\(NumberFormat.bound($0, as: .proportion))</span>" }
            let html: HTML = """
                <figure class="onemark">\(HTML(trusted: svg))<p class="scale" aria-hidden="true">\(ticks.joined())</p>\
                <figcaption>\(caption)</figcaption></figure>

                """
            return .html(html.text)
        default: return nil
        }
    }
}
