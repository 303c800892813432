import Archive
import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// `versions/`: every page of an audit in every version that has it. The pages of a version are frozen and cannot name later ones, so
/// each leads to its row here.
struct VersionIndexPage {
    static let folder = "versions/"
    /// Most versions side by side: the newest.
    private static let most = 30

    let map: SiteMap

    /// The anchor of the row for a page of a version.
    static func anchor(of pageFolder: String, below version: String) -> String {
        let first = pageFolder.dropFirst(version.count).split(separator: "/").first
        return row(of: first.map(String.init) ?? "overview")
    }

    /// The anchor of the row of a page.
    static func row(of page: String) -> String { "page-" + page }

    func collect(into collector: inout PageCollector) {
        let audits = Array(map.chronicle.audits.reversed())
        let shown = audits.prefix(Self.most)
        let phrases = map.phrases
        var rows: [(id: String, title: String)] = []
        func add(_ id: String, _ title: String) {
            if !rows.contains(where: { $0.id == id }) { rows.append((id, title)) }
        }
        add("overview", "Overview")
        add("failures", "Failure modes")
        for archived in audits {
            for section in archived.audit.sections { add(SitePath.segment(section.id), section.title) }
        }
        if audits.contains(where: \.listsErrors) {
            add(ErrorPages.name, phrases(.examplesErrors))
        }
        for (id, title) in [("gates", "Gates"), ("data", "Data"), ("provenance", "Provenance")] { add(id, title) }
        let heads: [HTML] = shown.map { "<th scope=\"col\">\($0.audit.version.name)</th>" }
        let lines: [HTML] = rows.map { row in
            let cells: [HTML] = shown.map { archived in
                let name = archived.audit.version.name
                let isThere =
                    row.id == "overview"
                    || (row.id == ErrorPages.name
                        ? archived.listsErrors : VersionPages.fixed.contains(row.id))
                    || archived.audit.sections.contains { SitePath.segment($0.id) == row.id }
                guard isThere else { return "<td class=\"muted\">–</td>" }
                let page = SitePath.version(name) + (row.id == "overview" ? "" : row.id + "/") + "index.html"
                return "<td><a href=\"\(SitePath.relative(page, from: Self.folder))\">\(name)</a></td>"
            }
            return "<tr id=\"page-\(row.id)\"><th scope=\"row\">\(row.title)</th>\(cells.joined())</tr>\n"
        }
        let body: HTML = """
            <section class="full"><div class="scroll" tabindex="0" role="region" aria-label="\(phrases(.versionsTitle))">
            <table>
            <thead><tr><th scope="col">\(phrases(.versionsPage))</th>\(heads.joined())</tr></thead>
            <tbody>
            \(lines.joined())</tbody>
            </table>
            </div></section>

            """
        var frame = PageFrame(
            folder: Self.folder, site: map.title, title: phrases(.versionsTitle), body: body, area: .audits)
        let cut = audits.count > shown.count
        let detail = phrases(
            .versionsDetail, ["versions": .text(NumberFormat.count(shown.count)), "is.cut": .flag(cut)])
        frame.lede = "<p>\(detail)</p>"
        frame.crumbs = [PageFrame.Step("Home", "index.html"), PageFrame.Step(phrases(.versionsTitle))]
        frame.provenance = map.provenance(from: Self.folder)
        collector.add(
            frame,
            json: PageJSON.page(
                Self.folder, title: frame.title,
                [
                    ("versions", .array(audits.map { .string($0.audit.version.name) })),
                    ("pages", .array(rows.map { .string($0.id) })),
                ]))
    }
}
