import Diagnostics
import Drawing
import Markup
import Record

/// Turns one audit's exhibits into HTML for one page.
struct ExhibitHTML {
    let pictureIndex: PictureIndex
    let link: (Reference) -> Referent
    /// Most rows of a table: fewer where the whole stands on its own page.
    var limit = TableHTML.mostRows
    /// Most rows of the numbers behind a picture, which are folded: its file has them all.
    private static let mostDataRows = 25

    /// An exhibit of a section as a figure. `csv` is the file with its data, from the page.
    func figure(_ exhibit: Exhibit, section: String, request: ExhibitRequest, csv: String) -> HTML {
        let id = "\(section)-\(exhibit.id)"
        let title: HTML = request.title.isEmpty ? "" : "<h3 class=\"figtitle\">\(request.title)</h3>\n"
        let caption = HTML(trusted: request.caption)
        switch exhibit.content {
        case .chart(let chart): return Self.chart(chart, id: id, request: request, csv: csv, link: link)
        case .table(let table):
            return title + self.table(table, request: request, caption: caption, id: id, csv: csv)
        case .gallery(let whole):
            let gallery = Gallery(Array(whole.items.prefix(limit)), total: whole.total)
            return """
                <figure class="galleryfig" id="\(id)">
                \(title)<figcaption>\(caption)</figcaption>
                \(gallery.html(pictureIndex))</figure>

                """
        }
    }

    /// A chart as a figure with its numbers folded below.
    static func chart(
        _ chart: Chart, id: String, request: ExhibitRequest, csv: String, link: @escaping (Reference) -> Referent
    ) -> HTML {
        let title: HTML = request.title.isEmpty ? "" : "<h3 class=\"figtitle\">\(request.title)</h3>\n"
        let drawn = chart.drawn(id: "c-" + id, title: request.title.isEmpty ? request.plainCaption : request.title)
        var html: HTML = "<figure class=\"fig\(drawn.isWide ? " wide" : "")\" id=\"\(id)\">\n\(title)"
        if let svg = drawn.svg.map(TerminalText.visible) {
            html +=
                drawn.isWide
                ? """
                <div class="scroll" tabindex="0" role="region" aria-label="\(request.plainCaption)">\
                \(HTML(trusted: svg))</div>
                """ : HTML(trusted: svg)
        } else {
            html += "<p class=\"muted\">\(drawn.description)</p>\n"
        }
        html += "\n<figcaption>\(HTML(trusted: request.caption))</figcaption>\n"
        // A matrix reads by its columns: it scrolls on a narrow screen where other rows fold.
        let isMatrix = if case .matrix = chart { true } else { false }
        html += data(
            TableHTML(
                table: drawn.table, label: "Data: " + request.plainCaption, link: link,
                style: isMatrix ? "cells" : "", limit: mostDataRows),
            csv: csv, isOpen: drawn.svg == nil)
        return html + "</figure>\n"
    }

    /// A table with its caption above and the way to its file below.
    private func table(
        _ table: Table, request: ExhibitRequest, caption: HTML, id: String, csv: String
    ) -> HTML {
        let shown = TableHTML(table: table, label: request.plainCaption, link: link, limit: limit)
        let cut = table.rows.count > shown.limit
        let count =
            cut
            ? pictureIndex.phrases(
                .galleryRows,
                [
                    "shown": .text(NumberFormat.count(shown.limit)),
                    "rows": .text(NumberFormat.count(table.rows.count)),
                ]) + "; "
            : ""
        let body: HTML =
            table.rows.isEmpty
            ? "<p class=\"calm\">\(pictureIndex.phrases(.galleryEmpty))</p>\n" : shown.html
        return """
            <div class="tablefig" id="\(id)">
            <p class="caption">\(caption)</p>
            \(body)<p class="more">\(count)<a href="\(csv)">CSV</a></p>
            </div>

            """
    }

    /// The numbers behind a picture, folded.
    private static func data(_ shown: TableHTML, csv: String, isOpen: Bool) -> HTML {
        let rows = shown.table.rows.count
        let count =
            rows > shown.limit
            ? NumberFormat.share(shown.limit, of: rows) + " rows"
            : "\(NumberFormat.count(rows)) \(rows == 1 ? "row" : "rows")"
        let open: HTML = isOpen ? " open" : ""
        return """
            <details class="data"\(open)><summary>Data (\(count))</summary>
            \(shown.html)<p class="more"><a href="\(csv)">CSV</a></p>
            </details>

            """
    }
}

extension Exhibit {
    /// Its numbers as a table: what the CSV beside the page holds.
    var table: Table {
        switch content {
        case .table(let table): table
        case .chart(let chart): Self.table(of: chart)
        case .gallery(let gallery): gallery.table
        }
    }

    /// The numbers of a chart.
    static func table(of chart: Chart) -> Table { chart.drawn(id: "x", title: "").table }

    /// Its numbers for the JSON twin.
    var json: JSONValue {
        let kind: String =
            switch content {
            case .table: "table"
            case .chart: "chart"
            case .gallery: "gallery"
            }
        return .object([("id", .string(id)), ("kind", .string(kind)), ("data", PageJSON.table(table))])
    }
}
