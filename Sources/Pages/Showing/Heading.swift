import Markup

/// Headings of what is made here and not by a template, with the link to themselves that those of templates have.
enum Heading {
    /// The heading of a section of a page, which `#id` leads to.
    static func section(_ title: String, id: String) -> HTML {
        "<h2 id=\"\(id)\">\(title)<a class=\"anchor\" href=\"#\(id)\" aria-label=\"Link to this section\">#</a></h2>"
    }
}
