// The frame every page stands in: head, navigation, breadcrumbs, the opening with its headline, foot. Pages differ only in
// what they put into it.

import Markup
import Record

/// A page before it is written.
struct PageFrame {
    /// The fixed sections of the site, in the order of the navigation.
    enum Area: String, CaseIterable {
        case audits = "Audits"
        case modes = "Failure modes"
        case actions = "Actions"
        case incidents = "Incidents"
        case decisions = "Decisions"
        case methods = "Methods"
        case glossary = "Glossary"
        case search = "Search"

        /// Where it begins.
        var path: String {
            switch self {
            case .audits: "index.html"
            case .modes: "failure-modes/index.html"
            case .actions: "actions/index.html"
            case .incidents: "incidents/index.html"
            case .decisions: "decisions/index.html"
            case .methods: "/methods/index.html"
            case .glossary: "/glossary/index.html"
            case .search: "/search/index.html"
            }
        }
    }

    /// A step of the way to a page, or a neighbour of it.
    struct Step {
        var title: String
        /// Its file; `nil` for the page itself.
        var path: String?
        /// Whether there is nothing to be seen there: an analysis without its input.
        var isQuiet: Bool

        init(_ title: String, _ path: String? = nil, isQuiet: Bool = false) {
            self.title = title
            self.path = path
            self.isQuiet = isQuiet
        }
    }

    /// Where the pages of its data set begin; empty where there is one data set.
    var base = ""
    /// The sections of the site that there are.
    var areas = Area.allCases
    /// Folder it stands in, below ``base``.
    var folder: String
    /// Title of the site: on a version's pages the one its audit was made under.
    var site: String
    /// Words for the window's title and the chat preview.
    var title: String
    /// The headline, when it is more than the title's words.
    var headline: HTML?
    /// A few words above the headline.
    var eyebrow: HTML = .empty
    /// The paragraphs below it.
    var lede: HTML = .empty
    /// A panel of facts beside it.
    var aside: HTML = .empty
    /// The rest, in sections.
    var body: HTML
    /// The area it belongs to.
    var area: Area?
    /// The way to it.
    var crumbs: [Step] = []
    /// At the other end of the breadcrumbs: where other versions are.
    var versions: HTML = .empty
    /// The pages of the same audit.
    var siblings: [PageGroup] = []
    /// Whether the site has a feed.
    var hasFeed = true
    /// Its JSON twin, from its folder.
    var twin = "index.json"
    /// Its style sheet for paper, below ``base``.
    var printStyle: String?
    /// One sentence for chat previews.
    var summary: String = ""
    /// What it rests on, heading and content.
    var provenance: [(String, HTML)] = []

    /// A link to a file below ``base``, or with `/` before it to one of the whole site.
    func href(_ target: String) -> String {
        SitePath.relative(target, from: target.hasPrefix("/") ? base + folder : folder)
    }

    /// The whole document.
    func document() -> String {
        var html = head()
        html += header()
        html += "<main id=\"main\">\n"
        html += trail()
        html += opening()
        html += body
        html += "</main>\n"
        html += foot()
        html += "</body></html>\n"
        return html.text
    }

    private func head() -> HTML {
        let policy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
        var description: HTML = summary.isEmpty ? "" : "<meta name=\"description\" content=\"\(summary)\">\n"
        // Of pages that people send to each other; of others a preview says no more than their title.
        let first = folder.split(separator: "/").first.map(String.init) ?? ""
        if !summary.isEmpty, folder.split(separator: "/").count <= 2, !["methods", "examples"].contains(first) {
            description += """
                <meta property="og:title" content="\(title) · \(site)">
                <meta property="og:type" content="article">
                <meta property="og:description" content="\(summary)">

                """
        }
        let feed: HTML =
            folder.isEmpty && hasFeed
            ? "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"\(site)\" href=\"\(href("/feed.xml"))\">\n"
            : ""
        var paper: HTML = ""
        if let printStyle {
            paper = "<link rel=\"stylesheet\" media=\"print\" href=\"\(href(printStyle))\">\n"
        }
        return """
            <!doctype html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(HTML(trusted: policy))">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <meta name="referrer" content="no-referrer">
            <title>\(title) · \(site)</title>
            \(description)<link rel="stylesheet" href="\(href("assets/site.css"))">
            \(paper)<link rel="alternate" type="application/json" href="\(twin)">
            \(feed)<script src="\(href("/assets/site.js"))" defer></script>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>

            """
    }

    private func header() -> HTML {
        var links: HTML = ""
        for area in areas {
            let current: HTML = area == self.area ? " aria-current=\"true\"" : ""
            links += "<a href=\"\(href(area.path))\"\(current)>\(area.rawValue)</a>"
        }
        return """
            <header class="top"><a class="brand" href="\(href("/index.html"))">\(Self.mark)<span>\(site)</span></a>
            <nav aria-label="Sections">\(links)</nav></header>

            """
    }

    /// The eye that misread.
    private static let mark: HTML = """
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M2 10s3-6 8-6 8 6 8 6-3 6-8 6-8-6-8-6z" class="eye"/>\
        <path d="M4 17 16 3" class="slash"/></svg>
        """

    private func trail() -> HTML {
        guard !crumbs.isEmpty || !versions.isEmpty else { return "" }
        var items: HTML = ""
        for (index, step) in crumbs.enumerated() {
            if let path = step.path, index < crumbs.count - 1 {
                items += "<li><a href=\"\(href(path))\">\(step.title)</a></li>"
            } else {
                items += "<li aria-current=\"page\">\(step.title)</li>"
            }
        }
        var html: HTML = "<div class=\"trail\"><nav aria-label=\"Breadcrumb\"><ol>\(items)</ol></nav>"
        if !versions.isEmpty { html += "<span class=\"versions\">\(versions)</span>" }
        html += "</div>\n"
        if !siblings.isEmpty { html += PageGroup.html(siblings, href: href) }
        return html
    }

    private func opening() -> HTML {
        let above: HTML = eyebrow.isEmpty ? "" : "<p class=\"eyebrow\">\(eyebrow)</p>\n"
        let below: HTML = lede.isEmpty ? "" : "<div class=\"lede\">\(lede)</div>\n"
        let words = headline ?? "\(title)"
        let long: HTML = words.text.utf8.count > 90 ? " class=\"long\"" : ""
        let beside: HTML = aside.isEmpty ? "" : "\n\(aside)"
        let style: HTML = aside.isEmpty ? "hero plain" : "hero"
        return "<div class=\"\(style)\"><div>\n\(above)<h1\(long)>\(words)</h1>\n\(below)</div>\(beside)</div>\n"
    }

    private func foot() -> HTML {
        var items: HTML = ""
        for (heading, content) in provenance { items += "<div><dt>\(heading)</dt><dd>\(content)</dd></div>\n" }
        return "<footer><dl>\n\(items)</dl></footer>\n"
    }
}
