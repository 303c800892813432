import Columns
import Drawing
import Markup
import Record

/// A table as HTML: numbers right, states as badges, intervals drawn on one scale a column, in a labelled region that
/// scrolls by itself on a narrow screen.
struct TableHTML {
    /// Most rows a page shows; the rest are in the CSV.
    static let mostRows = 100

    let table: Table
    /// Accessible name: the caption's words.
    let label: String
    /// Answers `finding:...` targets of cells and `method` ids of columns.
    let link: (Reference) -> Referent
    /// Extra style of the table element.
    var style: String = ""
    /// Most rows shown here.
    var limit = TableHTML.mostRows

    /// The region with the table.
    var html: HTML {
        let shown = table.rows.prefix(limit)
        var html: HTML = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(label)\">\n"
        let style = table.columns.count <= 3 ? (self.style + " few").drop { $0 == " " } : self.style[...]
        html += style.isEmpty ? "<table>\n<thead><tr>" : "<table class=\"\(String(style))\">\n<thead><tr>"
        let inPoints = table.columns.indices.map { index in Self.isInPoints(shown.map { $0[index] }) }
        for (column, isInPoints) in zip(table.columns, inPoints) { html += heading(column, isInPoints) }
        html += "</tr></thead>\n<tbody>\n"
        let ranges = table.columns.indices.map { index in
            table.columns[index].kind == .interval ? InlineMark.range(of: shown.map { $0[index] }) : nil
        }
        for row in shown {
            html += "<tr>"
            for (index, cell) in row.enumerated() {
                let style: HTML = Self.style(of: table.columns[index].kind)
                if case .number(let value, .points) = cell, inPoints[index] {
                    html += "<td\(style)>\(NumberFormat.number(value, as: .points))</td>"
                } else {
                    html += "<td\(style)>\(content(cell, over: ranges[index]))</td>"
                }
            }
            html += "</tr>\n"
        }
        html += "</tbody>\n</table>\n</div>\n"
        return html
    }

    private static func style(of kind: Table.Kind) -> HTML {
        switch kind {
        case .number: " class=\"r\""
        case .interval: " class=\"wide\""
        case .text, .state: ""
        }
    }

    /// Whether every number of a column is in points, so that its heading can say so once.
    private static func isInPoints(_ cells: [Cell]) -> Bool {
        let units = cells.compactMap { cell -> Quantity? in if case .number(_, let unit) = cell { unit } else { nil } }
        return !units.isEmpty && units.allSatisfy { $0 == .points }
    }

    private func heading(_ column: Table.Column, _ isInPoints: Bool) -> HTML {
        // A heading without words would be read out as nothing.
        if column.title.isEmpty { return "<td></td>" }
        var words: HTML = "\(column.title)"
        if let id = column.method {
            for kind in [Reference.Kind.method, .glossary] {
                if case .page(let href, _) = link(Reference(kind, id)) {
                    words = "<a href=\"\(href)\">\(column.title)</a>"
                    break
                }
            }
        }
        if isInPoints { words += ", points" }
        if let level = column.level {
            words += level > 0 ? " (significant up to \(NumberFormat.level(level)))" : " (none significant)"
        }
        return "<th scope=\"col\"\(Self.style(of: column.kind))>\(words)</th>"
    }

    private func content(_ cell: Cell, over range: ClosedRange<Double>?) -> HTML {
        switch cell {
        case .text(let text): return Self.isDigest(text) && style != "hashes" ? "<code>\(text)</code>" : "\(text)"
        case .number(let value, let unit): return "\(NumberFormat.format(value, as: unit))"
        case .interval:
            guard let svg = InlineMark.interval(cell, over: range ?? InlineMark.range(of: [cell])) else { return "" }
            return HTML(trusted: svg)
        case .link(let words, let target): return anchor("\(words)", target, isText: true)
        case .predicates(let predicates, let target):
            let words = Predicate.html(predicates)
            return target.map { anchor(words, $0) } ?? words
        case .state(let state, let words): return state.badge(words)
        case .none(let reason):
            return "<span class=\"muted\">\(reason.isEmpty ? "n/a" : reason)</span>"
        }
    }

    /// Whether a text is a SHA-256, which breaks anywhere as code and else keeps its column as wide as itself.
    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// A link when the target is known on this page; the words alone when it is not, for an archive may name what a
    /// later program no longer shows.
    private func anchor(_ words: HTML, _ target: String, isText: Bool = false) -> HTML {
        guard let reference = Reference(destination: target), case .page(let href, let title) = link(reference) else {
            return words
        }
        // An archive keeps a mode's id and data; what it is called is the templates' to say.
        if isText, reference.kind == .finding { return "<a href=\"\(href)\">\(title)</a>" }
        return "<a href=\"\(href)\">\(words)</a>"
    }
}
