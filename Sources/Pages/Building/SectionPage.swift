import Diagnostics
import Markup
import Record

/// The page of one analysis: its template, filled.
struct SectionPage {
    let version: VersionPages
    let section: Section
    private var folder: String { SitePath.section(section.id, of: version.name) }
    private var phrases: Phrases { version.map.phrases }

    init(_ version: VersionPages, _ section: Section) {
        self.version = version
        self.section = section
    }

    func collect(into collector: inout PageCollector) {
        for exhibit in section.exhibits { collector.add(folder + exhibit.id + ".csv", TableCSV.text(exhibit.table)) }
        do {
            let page = try page()
            var frame = version.frame(folder, title: section.title, step: section.title, page: page)
            frame.eyebrow = "\(section.question)"
            if page.title != nil { frame.title = "\(section.title), \(version.name)" }
            if !section.findings.isEmpty { frame.body += found() }
            if section.status == .examined, ["confusions", "detection-confusions"].contains(section.id),
                let errors = version.errorPages
            {
                frame.body += errors.cells(from: folder)
            }
            collector.add(frame, json: json)
        } catch {
            collector.add(error)
        }
    }

    private func page() throws(ProblemList) -> MarkdownPage {
        switch section.status {
        case .notMeasured(let reason):
            let title = phrases(.pageNotMeasured, ["reason": .text(reason)])
            let question: HTML = "<p>\(phrases(.pageQuestion)) <em>\(section.question)</em></p>\n"
            return MarkdownPage(
                titleHTML: Escaped.html(title), title: title, lede: question.text, summary: title, body: "",
                headings: [], remarks: [])
        case .failed(let message):
            let title = phrases(.pageAnalysisFailed)
            let lede: HTML = "<p>\(phrases(.pageAnalysisFailedDetail))</p>\n"
            let body: HTML = """
                <section class="full"><div class="broken" role="note">\
                <p><b>\(phrases(.pageAnalysisFailedMessage))</b></p><pre>\(message)</pre></div></section>

                """
            return MarkdownPage(
                titleHTML: Escaped.html(title), title: title, lede: lede.text, summary: title, body: body.text,
                headings: [], remarks: [])
        case .examined: return try examined()
        }
    }

    private func examined() throws(ProblemList) -> MarkdownPage {
        guard let template = version.map.templates.templates["analyses/" + section.id] else { return plain() }
        let scope = TemplateNames.scope(of: section, in: version.audit)
        let resolver = Resolver(
            link: version.link(from: folder),
            exhibit: { request in
                if let exhibit = section.exhibit(request.id) {
                    return .html(version.figure(request, section: section, exhibit: exhibit, on: folder).text)
                }
                // Declared, and not stated by this audit: the template was checked, so this is no misspelling.
                let words = phrases(.galleryNothingToShow, ["caption": .text(request.plainCaption)])
                let html: HTML = "<p class=\"calm\">\(words)</p>\n"
                return .html(html.text)
            })
        return try VersionPages.fill(template, scope, resolver)
    }

    /// An archived section whose analysis and template are gone: everything it states, without prose.
    private func plain() -> MarkdownPage {
        var body: HTML = "<section class=\"full\">\n"
        let table = Table(
            columns: [
                Table.Column("fact", "Fact"), Table.Column("value", "Value", .number),
                Table.Column("interval", "Interval"), Table.Column("n", "n", .number),
            ],
            rows: section.facts.map { fact in
                [
                    .text(fact.id.asWords.capitalizedFirst),
                    fact.value.map { .number($0, fact.unit) } ?? .none(fact.undefined ?? ""),
                    .text(fact.intervalWords), .number(Double(fact.n), .count),
                ]
            })
        body += TableHTML(table: table, label: "Facts", link: version.link(from: folder)).html
        for exhibit in section.exhibits {
            let words = exhibit.id.asWords.capitalizedFirst
            let request = ExhibitRequest(id: exhibit.id, caption: Escaped.html(words), plainCaption: words, title: "")
            body += version.figure(request, section: section, exhibit: exhibit, on: folder)
        }
        body += "</section>\n"
        return MarkdownPage(
            titleHTML: nil, title: nil, lede: "", summary: section.question, body: body.text, headings: [], remarks: [])
    }

    /// The failure modes this analysis found.
    private func found() -> HTML {
        let cards = version.modeCards(on: folder)
        return """
            <section class="full" aria-labelledby="found">
            \(Heading.section(phrases(.modeFoundHere), id: "found"))
            \(cards.html(section.findings.prefix(12)))</section>

            """
    }

    private var json: JSONValue {
        var status: [(key: String, value: JSONValue)] = []
        switch section.status {
        case .examined: status = [("status", .string("examined"))]
        case .notMeasured(let reason): status = [("status", .string("not measured")), ("reason", .string(reason))]
        case .failed(let message): status = [("status", .string("failed")), ("message", .string(message))]
        }
        return PageJSON.page(
            folder, title: section.title,
            status + [
                ("version", .string(version.name)), ("question", .string(section.question)),
                ("facts", .array(section.facts.map(PageJSON.fact))),
                ("terms", .object(section.terms.map { ($0.id, .string($0.text)) })),
                ("flags", .array(section.flags.map { .string($0) })),
                ("exhibits", .array(section.exhibits.map(\.json))),
                (
                    "findings",
                    .array(section.findings.map { PageJSON.listed($0, phrases, in: version.folder) })
                ),
            ])
    }
}
