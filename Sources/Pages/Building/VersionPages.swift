// Everything under `v/<version>/`: the overview, a page for each section, the failure modes, data and provenance. All of it
// is made from that one audit.

import Archive
import Chronicle
import Columns
import Diagnostics
import Drawing
import Markup
import Record

/// The pages of one version.
struct VersionPages {
    /// Pages that every version has besides its sections.
    static let fixed = ["gates", "failures", ErrorPages.name, "data", "provenance"]

    let map: SiteMap
    let archived: ArchivedAudit
    /// Ids of what has a page of its own.
    private let published: Set<Name>
    var audit: Audit { archived.audit }
    var name: String { audit.version.name }
    var folder: String { SitePath.version(name) }
    /// How many errors there are.
    var errors: Fact? { map.facts.fact(.errors, in: audit) }

    init(_ map: SiteMap, _ archived: ArchivedAudit) {
        self.map = map
        self.archived = archived
        published = Set(archived.examples.map { table in table.published.map { Name(table.items[$0]) } } ?? [])
    }

    /// The pages of its errors, where it keeps any.
    var errorPages: ErrorPages? { ErrorPages(self) }

    func collect(into collector: inout PageCollector, threads: Int = 1) {
        for picture in audit.pictures {
            collector.add(Site.File(SitePath.picture(picture, of: name), .picture(picture, archived)))
        }
        collector.add(folder + SheetFoot.file, SheetFoot(self).css)
        OverviewPage(self).collect(into: &collector)
        for section in audit.sections { SectionPage(self, section).collect(into: &collector) }
        FailurePages(self).collect(into: &collector)
        errorPages?.collect(into: &collector, threads: threads)
        RecordPages(self).collect(into: &collector)
        for form in SummaryForm.allCases {
            do {
                collector.add(folder + form.file, try summary(form))
            } catch {
                collector.add(error)
            }
        }
    }

    /// Failure modes as cards, on a page in `pageFolder`. Those of a detector are of objects and of detections, so they are
    /// no shares of one number.
    func modeCards(on pageFolder: String) -> ModeCards {
        ModeCards(
            errors: audit.task == .classification ? errors?.value : nil, nouns: audit.nouns, phrases: map.phrases,
            pictureIndex: pictureIndex(for: pageFolder), link: link(from: pageFolder))
    }

    /// Pictures, for a page in `pageFolder`.
    func pictureIndex(for pageFolder: String) -> PictureIndex {
        PictureIndex(
            audit: audit, phrases: map.phrases, pageFolder: pageFolder, published: published)
    }

    /// Answers references on a page of this version.
    func link(from pageFolder: String) -> (Reference) -> Referent { map.link(from: pageFolder, audit: archived) }

    /// A figure of one of this audit's exhibits, on a page in `pageFolder`.
    func figure(
        _ request: ExhibitRequest, section: Section, exhibit: Exhibit, on pageFolder: String,
        limit: Int = TableHTML.mostRows
    ) -> HTML {
        let file = SitePath.section(section.id, of: name) + exhibit.id + ".csv"
        return ExhibitHTML(pictureIndex: pictureIndex(for: pageFolder), link: link(from: pageFolder), limit: limit)
            .figure(
                exhibit, section: section.id, request: request, csv: SitePath.relative(file, from: pageFolder))
    }

    /// Answers `exhibit:section/id` on a page of this version.
    func exhibit(
        at path: String, _ request: ExhibitRequest, on pageFolder: String, limit: Int = TableHTML.mostRows
    ) -> ExhibitAnswer {
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let section = audit.section(parts[0]) else {
            return .unknown(nearest: nearestName(to: parts.first ?? path, in: audit.sections.map(\.id)))
        }
        guard let exhibit = section.exhibit(parts[1]) else {
            let known = section.exhibits.map { section.id + "/" + $0.id }
            return .unknown(nearest: nearestName(to: path, in: known))
        }
        return .html(figure(request, section: section, exhibit: exhibit, on: pageFolder, limit: limit).text)
    }

    /// The frame of a page of this version.
    func frame(_ pageFolder: String, title: String, step: String?, page: MarkdownPage) -> PageFrame {
        var crumbs = [PageFrame.Step("Audits", "index.html"), PageFrame.Step(name, folder + "index.html")]
        if let step { crumbs.append(PageFrame.Step(step)) }
        var frame = PageFrame(
            folder: pageFolder, site: audit.title, title: title, body: HTML(trusted: page.body), area: .audits)
        if let headline = page.titleHTML { frame.headline = HTML(trusted: headline) }
        frame.lede = HTML(trusted: page.lede)
        frame.summary = page.summary
        frame.printStyle = folder + SheetFoot.file
        frame.crumbs = crumbs
        let row = VersionIndexPage.anchor(of: pageFolder, below: folder)
        let others = frame.href(VersionIndexPage.folder + "index.html") + "#" + row
        frame.versions = """
            <a href="\(others)">\(map.phrases(.pageOtherVersions))</a> · \
            <a href="\(frame.href("index.html"))#versions">All versions</a>
            """
        if map.dataset != nil {
            let target = SitePath.relative(folder + "index.html", from: map.base + pageFolder)
            let words = map.phrases(.datasetsVersion, ["version": .text(name)])
            frame.versions = "<a href=\"\(target)\">\(words)</a> · " + frame.versions
        }
        frame.siblings = siblings(on: pageFolder)
        frame.provenance = map.provenance(archived, from: pageFolder)
        return frame
    }

    /// Beside a verdict on a frozen page: that it is by the gates of its day, and where that by the gates in force stands. The
    /// same on every day, so that the page stays as it is.
    func verdictOfItsDay(on pageFolder: String) -> HTML {
        let href = SitePath.relative(PolicyPage.folder + "index.html", from: pageFolder)
        let decision = SitePath.relative(SitePath.decision(on: name) + "index.html", from: pageFolder)
        return """
            <p class="kind more">\(map.phrases(.policyOfItsDay)) <a href="\(href)">\(map.phrases(.policyByToday))</a> · \
            <a href="\(decision)">\(map.phrases(.decisionOn, ["version": .text(name)]))</a></p>

            """
    }

    /// The pages of this audit by the question that they answer, what was not measured last among them.
    private func siblings(on pageFolder: String) -> [PageGroup] {
        func step(_ title: String, _ path: String, isQuiet: Bool = false) -> PageFrame.Step {
            PageFrame.Step(title, path == pageFolder ? nil : path + "index.html", isQuiet: isQuiet)
        }
        return Topic.allCases.map { topic in
            let own = audit.sections.filter { $0.listedUnder == topic }.map { section in
                step(section.title, SitePath.section(section.id, of: name), isQuiet: section.isNotMeasured)
            }
            let measured = own.filter { !$0.isQuiet }
            let steps =
                switch topic {
                case .verdict: [step("Overview", folder), step("Gates", folder + "gates/")] + measured
                case .failures:
                    [step("Failure modes", folder + "failures/")]
                        + (archived.listsErrors
                            ? [step(map.phrases(.examplesErrors), folder + ErrorPages.name + "/")] : [])
                        + measured
                case .confidence, .causes: measured
                case .data:
                    measured + [step("Data", folder + "data/"), step("Provenance", folder + "provenance/")]
                }
            let all = steps + own.filter(\.isQuiet)
            // Everything lies below the overview.
            let isOpen = all.contains { step in
                guard let path = step.path else { return true }
                return path != folder + "index.html" && pageFolder.hasPrefix(SitePath.folder(of: path))
            }
            return PageGroup(title: map.phrases(topic.phrase), steps: all, isOpen: isOpen)
        }
    }

    /// A page from a template, with what it shows.
    func page(
        _ template: PageTemplate, on pageFolder: String, scope: Scope,
        exhibit: @escaping (ExhibitRequest) -> ExhibitAnswer
    ) throws(ProblemList) -> MarkdownPage {
        let template = try map.templates.template(template.name)
        return try Self.fill(template, scope, Resolver(link: link(from: pageFolder), exhibit: exhibit))
    }

    /// A template filled and rendered.
    static func fill(_ template: Template, _ scope: Scope, _ resolver: Resolver) throws(ProblemList) -> MarkdownPage {
        let markdown = try template.markdown(TemplateNames.completed(scope, for: template))
        return try MarkdownText(markdown, file: template.file, firstLine: nil).page(resolver)
    }
}
