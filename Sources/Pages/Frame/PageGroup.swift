import Markup

/// Pages of an audit that answer one question. The questions stand in one row; one that is open shows its pages in a row of its
/// own. Opening one closes the others, which a browser does by their common name.
struct PageGroup {
    /// The question; `nil` where all pages are of one group, which then stands open without one.
    let title: String?
    /// The pages that answer it, what was not measured last.
    let steps: [PageFrame.Step]

    /// Whether the page that shows it is one of them, or lies below one.
    let isOpen: Bool

    /// The navigation of a page, whose links `href` makes.
    static func html(_ groups: [PageGroup], href: (String) -> String) -> HTML {
        var html: HTML = "<nav class=\"local\" aria-label=\"Pages of this audit\">"
        for group in groups where !group.steps.isEmpty {
            if let title = group.title {
                html += "<details name=\"pages\"\(group.isOpen ? " open" : "" as HTML)><summary>\(title)</summary>"
            }
            html += "<ul>"
            for step in group.steps {
                if let path = step.path {
                    let style: HTML = step.isQuiet ? " class=\"quiet\"" : ""
                    html += "<li\(style)><a href=\"\(href(path))\">\(step.title)</a></li>"
                } else {
                    html += "<li><span aria-current=\"page\">\(step.title)</span></li>"
                }
            }
            html += "</ul>"
            if group.title != nil { html += "</details>" }
        }
        return html + "</nav>\n"
    }
}
