import Drawing
import Markup
import Record
import Testing

@testable import Pages

/// A table as a page shows it.
@Suite struct TableHTMLTests {
    /// Beside every corrected p stands what it is compared with.
    @Test func aColumnOfCorrectedPSaysTheLevelItIsHeldTo() {
        func heading(_ level: Double?) -> String {
            var table = Table(columns: [Table.Column("p", "p, corrected", .number)], rows: [[.number(0.01, .pValue)]])
            if let level { table = table.held(to: level) }
            return TableHTML(table: table, label: "t", link: { _ in .absent }).html.text
        }
        #expect(heading(0.00208).contains("p, corrected (significant up to .00208)"))
        #expect(heading(0.05).contains("(significant up to .05)"))
        #expect(heading(-1).contains("p, corrected (none significant)"))
        #expect(heading(nil).contains(">p, corrected<"))
    }

    private static func html(
        _ columns: [Table.Column], _ rows: [[Cell]], limit: Int = TableHTML.mostRows,
        link: @escaping (Reference) -> Referent = { _ in .absent }
    ) -> String {
        TableHTML(table: Table(columns: columns, rows: rows), label: "label", link: link, limit: limit).html.text
    }

    private static func count(_ part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

    @Test func noMoreRowsThanTheLimitAreShownTheFirstOnes() {
        let text = Self.html(
            [Table.Column("a", "A")], (0..<5).map { [Cell.text("row \($0)")] }, limit: 3)
        #expect(Self.count("<tr><td", in: text) == 3)
        #expect(text.contains("row 2"))
        #expect(!text.contains("row 3"))
    }

    @Test func aColumnOfPointsSaysSoOnceAndAMixedOneInEachCell() {
        let column = Table.Column("change", "Change", .number)
        let all = Self.html([column], [[.number(0.021, .points)], [.none("n/a")], [.number(-0.014, .points)]])
        #expect(Self.count("points", in: all) == 1)
        #expect(all.contains("Change, points</th>"))
        let mixed = Self.html([column], [[.number(0.021, .points)], [.number(3, .count)]])
        #expect(!mixed.contains("Change, points"))
        #expect(mixed.contains("<td class=\"r\">\(NumberFormat.format(0.021, as: .points))</td>"))
    }

    /// Sixty-four characters without a gap would push the next columns off the sheet.
    @Test func aDigestMayBreak() {
        let digest = String(repeating: "0f", count: 32)
        let text = Self.html(
            [Table.Column("a", "A")], [[.text(digest)], [.text(digest + "0")], [.text("g" + digest.dropFirst())]])
        #expect(text.contains("<td><code>\(digest)</code></td>"))
        #expect(Self.count("<code>", in: text) == 1)
    }

    @Test func aLinkIsWhatTheTemplatesCallItAndItsWordsWhereItLeadsNowhere() {
        let rows: [[Cell]] = [
            [.link("here", target: "finding:a")], [.link("gone", target: "finding:b")],
            [.link("odd", target: "javascript:alert(1)")],
        ]
        let text = Self.html([Table.Column("a", "A")], rows) { reference in
            reference.id == "a" ? .page(href: "x/index.html", title: "what it is") : .absent
        }
        #expect(text.contains("<td><a href=\"x/index.html\">what it is</a></td>"))
        #expect(text.contains("<td>gone</td>"))
        #expect(text.contains("<td>odd</td>"))
    }

    @Test func aHeadingLeadsToItsMethodElseToTheGlossary() {
        let column = Table.Column("f1", "F1", .number, method: "f1")
        let rows: [[Cell]] = [[.number(0.5, .score)]]
        let glossary = Self.html([column], rows) {
            $0.kind == .glossary ? .page(href: "g#f1", title: "") : .unknown(nearest: nil)
        }
        #expect(glossary.contains("<a href=\"g#f1\">F1</a></th>"))
        let both = Self.html([column], rows) { .page(href: $0.kind.rawValue, title: "") }
        #expect(both.contains("<a href=\"method\">F1</a></th>"))
        #expect(Self.html([column], rows).contains("<th scope=\"col\" class=\"r\">F1</th>"))
    }

    @Test func aHeadingWithoutWordsIsNoHeadingAndTextIsEscaped() {
        let text = Self.html(
            [Table.Column("a", ""), Table.Column("b", "<b>")], [[.text("<i>"), .none("")]])
        #expect(text.contains("<thead><tr><td></td><th scope=\"col\">&lt;b&gt;</th></tr></thead>"))
        #expect(text.contains("<td>&lt;i&gt;</td>"))
        #expect(Self.count("<th", in: text) == 2, "thead and one heading")
    }

    @Test func intervalsOfAColumnAreDrawnOnOneScale() {
        let column = Table.Column("range", "Range", .interval)
        func row(_ low: Double, _ high: Double) -> [Cell] {
            [.interval(low: low, value: (low + high) / 2, high: high, unit: .proportion, mark: nil)]
        }
        func drawn(_ rows: [[Cell]]) -> String {
            Self.html([column], rows).components(separatedBy: "<svg").dropFirst().first ?? ""
        }
        #expect(drawn([row(0.2, 0.4)]) != drawn([row(0.2, 0.4), row(0.5, 0.9)]), "a wider neighbour narrows it")
        #expect(drawn([row(0.2, 0.4), row(0.5, 0.9)]) == drawn([row(0.2, 0.4), row(0.6, 0.9)]))
    }
}
