// The documentation, made by the machinery that makes audits: Markdown through cmark, the same frame, the same style, every link
// checked. What is a list of the program's own (commands, settings, facts) is given by who knows it.

import Archive
import Chronicle
import Diagnostics
import Markup
import Record

/// The documentation as a site.
public enum DocsSite {
    /// A list that the program makes of itself.
    public enum Generated: Sendable {
        /// Texts as they are printed, each under a heading.
        case texts([(heading: String, text: String)])
        /// A table.
        case table(Table)
    }

    /// Its pages in reading order: the name of the template, which is its folder, and what it is called in the navigation.
    static let pages: [(name: String, title: String)] = [
        ("index", "Start"), ("classifier", "Classifier"), ("detector", "Detector"), ("exports", "Exports"),
        ("python", "Python"), ("scale", "Many machines"), ("ci", "Pipelines"), ("records", "Records"),
        ("telemetry", "Telemetry"),
        ("templates", "Templates"),
        ("questions", "Questions"), ("commands", "Commands"), ("settings", "Settings"), ("facts", "Facts"),
    ]

    /// The pages. `generated` are the exhibits that they ask for, by id. Throws unknown exhibits and dead links.
    public static func make(
        _ templates: TemplateSet, facts: FactIndex, program: String, generated: [String: Generated]
    ) throws(ProblemList) -> Site {
        let map = SiteMap(Chronicle(audits: [], incidents: []), templates, facts)
        var collector = PageCollector(map)
        for (name, title) in pages {
            let folder = Self.folder(name)
            let template = try templates.template("docs/" + name)
            // As it is: pipelines of other programs have double braces of their own.
            let page = try MarkdownText(template.text, file: template.file, firstLine: nil).page(
                Resolver(
                    link: { _ in .absent },
                    exhibit: { request in
                        guard let list = generated[request.id] else {
                            return .unknown(nearest: nearestName(to: request.id, in: generated.keys.sorted()))
                        }
                        return .html(html(list, label: request.plainCaption).text)
                    }))
            var frame = PageFrame(
                folder: folder, site: "Misread", title: page.title ?? title, body: HTML(trusted: page.body))
            if let headline = page.titleHTML { frame.headline = HTML(trusted: headline) }
            frame.lede = HTML(trusted: page.lede)
            frame.summary = page.summary
            frame.areas = []
            frame.hasFeed = false
            frame.crumbs = [PageFrame.Step("Documentation", "index.html"), PageFrame.Step(title)]
            let others = pages.map { other in
                PageFrame.Step(other.title, other.name == name ? nil : Self.folder(other.name) + "index.html")
            }
            frame.siblings = [PageGroup(title: nil, steps: others, isOpen: true)]
            frame.provenance = [("Program", "misread \(program)")]
            collector.add(
                frame,
                json: PageJSON.page(folder, title: frame.title, [("markdown", .string(template.text))]))
        }
        collector.add("assets/site.css", Stylesheet.text(templates.style))
        collector.add("assets/site.js", Stylesheet.script(templates.script))
        try collector.problems.throwIfAny()
        collector.checkLinks()
        try collector.problems.throwIfAny()
        return Site(
            files: collector.files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) },
            remarks: collector.problems.remarks)
    }

    private static func folder(_ name: String) -> String { name == "index" ? "" : name + "/" }

    private static func html(_ list: Generated, label: String) -> HTML {
        switch list {
        case .texts(let texts):
            let parts: [HTML] = texts.map { text in
                let id = "text-" + SitePath.segment(text.heading)
                let heading: HTML =
                    text.heading.isEmpty
                    ? ""
                    : "<h3 id=\"\(id)\">\(text.heading)<a class=\"anchor\" href=\"#\(id)\" aria-label=\"Link to this\">#</a></h3>\n"
                return heading + "<pre><code>\(text.text)</code></pre>\n"
            }
            return parts.joined()
        case .table(let table):
            let heads: [HTML] = table.columns.map { "<th scope=\"col\">\($0.title)</th>" }
            let rows: [HTML] = table.rows.map { row in
                let texts = row.map { cell -> String in if case .text(let text) = cell { text } else { "" } }
                // What is typed is set as code.
                let cells: [HTML] = texts.enumerated().map { place, text in
                    place == 0 ? "<td><code>\(text)</code></td>" : "<td>\(text)</td>"
                }
                return "<tr>\(cells.joined())</tr>\n"
            }
            return """
                <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
                <table>
                <thead><tr>\(heads.joined())</tr></thead>
                <tbody>
                \(rows.joined())</tbody>
                </table>
                </div>

                """
        }
    }
}
