import Drawing
import Markup
import Record

/// On the front page of several data sets: what was decided on the newest version, what asks for attention, and the ways to the failure
/// modes and records of each. Records are one set; each data set has pages of them, and those of the first are led to.
struct DatasetRecords {
    /// The data sets that are audited, in order.
    let maps: [SiteMap]

    /// What was decided on a version, in a sentence; nothing without a data set.
    func decision(on version: String) -> HTML {
        guard let first = maps.first else { return "" }
        return "<p>\(DecisionPages(first).bar(on: version, from: "", base: first.base))</p>\n"
    }

    /// What is late or about to be.
    var attention: Table { maps.first.map { Attention($0).table } ?? Table(columns: [], rows: []) }

    /// Where a record lies, from the front page.
    func link(_ reference: Reference) -> Referent {
        guard let first = maps.first else { return .absent }
        let found = first.link(from: "")(reference)
        if case .page(let href, let title) = found { return .page(href: first.base + href, title: title) }
        return found
    }

    /// A row a data set, with what lies below it.
    var ways: HTML {
        let areas: [PageFrame.Area] = [.modes, .actions, .incidents, .decisions]
        let rows: [HTML] = maps.map { map in
            let links: [HTML] =
                areas.map { "<a href=\"\(map.base + $0.path)\">\($0.rawValue)</a>" }
                + ["<a href=\"\(map.base)labelling/index.html\">\(map.phrases(.homeLabelling))</a>"]
            return """
                <div><dt><a href="\(map.base)index.html">\(map.dataset ?? "")</a></dt>\
                <dd>\(links.joined(separator: " · "))</dd></div>

                """
        }
        return "<dl class=\"sheet\">\n\(rows.joined())</dl>\n"
    }
}
