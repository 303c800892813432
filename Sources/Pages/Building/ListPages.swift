// Lists that grow with the years: the first hundred stand where the list is, the others on pages of their own, so that every
// entry can be reached without script and no page grows without end.

import Markup
import Record

/// A list cut into pages.
struct ListPages {
    /// Most entries on a page.
    static let size = TableHTML.mostRows

    /// What it is called in the paths of its pages.
    let name: String
    /// How many entries there are.
    let count: Int
    /// The folder of the page it begins on.
    let first: String

    /// A list of so many entries that begins on the page of `first`.
    init(_ name: String, of count: Int, first: String) {
        self.name = name
        self.count = count
        self.first = first
    }

    /// Numbers of the pages after the first, from 1.
    var further: Range<Int> { 1..<max(1, (count + Self.size - 1) / Self.size) }

    /// The folder of a page.
    func folder(_ number: Int) -> String { number == 0 ? first : "lists/\(name)/\(number + 1)/" }

    /// The entries of a page.
    func part<Entry>(of entries: some Collection<Entry>, _ number: Int) -> [Entry] {
        Array(entries.dropFirst(number * Self.size).prefix(Self.size))
    }

    /// The rows of a page.
    func part(of table: Table, _ number: Int) -> Table {
        Table(columns: table.columns, rows: part(of: table.rows, number))
    }

    /// Links to the pages before and after a page; nothing where there is one.
    func steps(_ number: Int, _ phrases: Phrases) -> HTML {
        guard !further.isEmpty else { return .empty }
        var steps: [HTML] = []
        func add(_ other: Int, _ words: String) {
            let href = SitePath.relative(folder(other) + "index.html", from: folder(number))
            steps.append("<a href=\"\(href)\">\(words)</a>")
        }
        if number > 0 { add(number - 1, phrases(.listNewer)) }
        steps.append("\(number * Self.size + 1)–\(min(count, (number + 1) * Self.size)) / \(count)")
        if number < further.upperBound - 1 { add(number + 1, phrases(.listOlder)) }
        return "<p class=\"more\">\(steps.joined(separator: " · "))</p>\n"
    }

    /// Adds a page after the first; `body` shows its entries.
    func add(
        _ number: Int, _ area: PageFrame.Area, _ map: SiteMap, to collector: inout PageCollector,
        body: (_ folder: String) -> HTML
    ) {
        let folder = folder(number)
        let title = map.phrases(
            .listPage, ["list": .text(area.rawValue), "number": .text(String(number + 1))])
        var frame = PageFrame(
            folder: folder, site: map.title, title: title, body: body(folder) + steps(number, map.phrases), area: area)
        frame.areas = map.areas
        frame.provenance = map.provenance(from: folder)
        frame.crumbs = [
            PageFrame.Step("Home", "index.html"), PageFrame.Step(area.rawValue, first + "index.html"),
            PageFrame.Step(String(number + 1)),
        ]
        collector.add(frame, json: PageJSON.page(folder, title: title, [("page", .integer(number + 1))]))
    }
}
