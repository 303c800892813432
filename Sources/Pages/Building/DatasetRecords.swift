import Drawing
import Markup
import Record

/// On the front page of several data sets: what was decided on the newest version, what asks for attention, and the ways to the failure
/// modes and records of each. A record stands with the data set whose failure modes it names, one that names none with all.
struct DatasetRecords {
    /// The data sets that are audited, in order.
    let maps: [SiteMap]

    /// What was decided on a version, in a sentence; nothing without a data set.
    func decision(on version: String) -> HTML {
        guard let first = maps.first else { return "" }
        return Self.moved("<p>\(DecisionPages(first).bar(on: version, from: ""))</p>\n", below: first.base)
    }

    /// Which version is approved, and what is next on each data set.
    var next: HTML {
        guard let first = maps.first else { return "" }
        let lists: [HTML] = maps.map { map in
            let title = map.phrases(.datasetsNext, ["dataset": .text(map.dataset ?? "")])
            return Self.moved(HomeNext(map: map).list(under: title), below: map.base)
        }
        return Self.moved(HomeNext(map: first).standing, below: first.base) + lists.joined()
    }

    /// What was made for the front page of a data set, on the page above it: its links, which are all relative, begin there.
    private static func moved(_ html: HTML, below base: String) -> HTML {
        HTML(trusted: html.text.replacing("href=\"", with: "href=\"" + base))
    }

    /// What is late or about to be on any of them, each once.
    var attention: Table { Attention.table(of: maps) }

    /// Where a record lies, from the front page: with the first data set that has it.
    func link(_ reference: Reference) -> Referent {
        for map in maps {
            if case .page(let href, let title) = map.link(from: "")(reference) {
                return .page(href: map.base + href, title: title)
            }
        }
        return .absent
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
