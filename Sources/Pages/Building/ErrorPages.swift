// `v/<version>/errors/`: every mistake of a version, by true and predicted class, sixty a page, and as one table. What an archive of
// before examples were kept does not know has no such pages.

import Archive
import Columns
import Diagnostics
import Drawing
import Markup
import Record

/// The errors of one version.
struct ErrorPages {
    static let name = "errors"
    /// Pictures on a page; of lines without one five times as many.
    private static let most = Gallery.mostItems
    private static let linesForPicture = 5

    static let values: Set<String> = [
        "total.count", "listed.count", "published.count", "objects.count", "spurious.count",
    ]
    static let flags: Set<String> = ["has.cut", "has.images", "is.detection"]

    let version: VersionPages
    private let table: ExampleTable
    /// Rows that are errors, in the order of the list.
    private let rows: [Int]
    /// Where each page begins among them.
    private let starts: [Int]
    /// Rows with a picture.
    private let isPictured: Set<Int>
    private var phrases: Phrases { version.map.phrases }

    /// The pages of a version that keeps errors; `nil` where it keeps none.
    init?(_ version: VersionPages) {
        guard version.archived.listsErrors, let table = version.archived.examples else { return nil }
        self.version = version
        self.table = table
        let errors = 0..<(table.errors + table.spurious)
        var counts: [Pair: Int] = [:]
        for row in errors { counts[Pair(table, row), default: 0] += 1 }
        rows = errors.sorted { a, b in
            if (a < table.errors) != (b < table.errors) { return a < table.errors }
            let (x, y) = (Pair(table, a), Pair(table, b))
            if x != y {
                let (m, n) = (counts[x] ?? 0, counts[y] ?? 0)
                return m != n ? m > n : x < y
            }
            let (p, q) = (table.confidence?[a] ?? 0, table.confidence?[b] ?? 0)
            return p != q ? p > q : Name(table.items[a]) < Name(table.items[b])
        }
        let pictured = Set(version.audit.pictures.map { Name($0.item) })
        isPictured = Set(rows.filter { pictured.contains(Name(table.items[$0])) })
        var (starts, room) = ([0], Self.most * Self.linesForPicture)
        for (place, row) in rows.enumerated() {
            let cost = isPictured.contains(row) ? Self.linesForPicture : 1
            if cost > room {
                starts.append(place)
                room = Self.most * Self.linesForPicture
            }
            room -= cost
        }
        self.starts = starts
    }

    /// The page that a place of the list is on.
    private func page(of place: Int) -> Int { (starts.firstIndex { $0 > place } ?? starts.count) - 1 }

    /// A true class and what was predicted for it, by their places among the table's texts.
    private struct Pair: Hashable, Comparable {
        let label: Int
        let predicted: Int
        let outcome: Int

        init(_ table: ExampleTable, _ row: Int) {
            label = table.labels[row]
            predicted = table.predicted[row]
            outcome = table.outcomes[row]
        }

        static func < (a: Pair, b: Pair) -> Bool {
            (a.label, a.predicted, a.outcome) < (b.label, b.predicted, b.outcome)
        }
    }

    private func title(of row: Int) -> String {
        let item = table.item(row)
        if row >= table.errors { return phrases(.exampleSpurious, ["predicted": .text(item.predicted)]) }
        if let outcome = item.outcome {
            return phrases(.exampleOutcome, ["truth": .text(item.label), "outcome": .text(outcome)])
        }
        return phrases(.examplePair, ["truth": .text(item.label), "predicted": .text(item.predicted)])
    }

    private func anchor(of row: Int) -> String { "pair-" + SitePath.segment(title(of: row)) }

    private func folder(_ page: Int) -> String {
        SitePath.section(Self.name, of: version.name) + (page == 0 ? "" : "\(page + 1)/")
    }

    private var pages: Int { starts.count }

    func collect(into collector: inout PageCollector, threads: Int) {
        collector.addParts(pages, threads: threads) { part, collector in
            do throws(ProblemList) {
                for page in part { try add(page, &collector) }
            } catch {
                collector.add(error)
            }
        }
        collector.add(folder(0) + "errors.csv", TableCSV.text(listed))
        if let images { collector.add(folder(0) + "images.csv", TableCSV.text(images)) }
    }

    private func add(_ page: Int, _ collector: inout PageCollector) throws(ProblemList) {
        let folder = folder(page)
        if page > 0 {
            let title = phrases(
                .examplesTitlePage, ["version": .text(version.name), "page": .text(String(page + 1))])
            let body: HTML = "<section class=\"full\">\n\(list(page, on: folder))</section>\n"
            var frame = version.frame(folder, title: title, step: nil, page: .plain(title: title, body: body.text))
            frame.crumbs += [
                PageFrame.Step(phrases(.examplesErrors), self.folder(0) + "index.html"),
                PageFrame.Step(String(page + 1)),
            ]
            frame.twin = "../index.json"
            collector.add(frame)
            return
        }
        var scope = TemplateNames.scope(ofAll: version.audit)
        scope.setCount("total.count", table.total)
        scope.setCount("listed.count", rows.count)
        scope.setCount("published.count", table.published.count)
        scope.setCount("objects.count", table.errors)
        scope.setCount("spurious.count", table.spurious)
        scope.flags["has.cut"] = table.total > rows.count
        scope.flags["is.detection"] = version.audit.task == .detection
        scope.flags["has.images"] = images != nil
        let link = version.link(from: folder)
        let filled = try version.page(
            .errors, on: folder, scope: scope,
            exhibit: { request in
                switch request.id {
                case "list": return .html(list(0, on: folder).text)
                case "images":
                    guard let images else { return .html("") }
                    let shown = TableHTML(table: images, label: request.plainCaption, link: link, limit: 20)
                    return .html((shown.html + "<p class=\"more\"><a href=\"images.csv\">CSV</a></p>\n").text)
                default: return version.exhibit(at: request.id, request, on: folder)
                }
            })
        let title = phrases(.examplesTitle, ["version": .text(version.name)])
        let frame = version.frame(folder, title: title, step: phrases(.examplesErrors), page: filled)
        collector.add(
            frame,
            json: PageJSON.page(
                folder, title: title,
                [
                    ("version", .string(version.name)), ("total", .integer(table.total)),
                    ("errors", PageJSON.table(listed)), ("images", images.map(PageJSON.table) ?? .null),
                ]))
    }

    /// One page of the list: pictures under the pair of classes that they are of.
    private func list(_ page: Int, on folder: String) -> HTML {
        let shown = rows[starts[page]..<(page + 1 < pages ? starts[page + 1] : rows.count)]
        let pictures = version.pictureIndex(for: folder)
        var html: HTML = ""
        // The first page has a heading above its list.
        let level: HTML = page == 0 ? "h3" : "h2"
        var group: [Int] = []
        func close() {
            guard let first = group.first else { return }
            let anchor = anchor(of: first)
            html += """
                <\(level) id="\(anchor)">\(title(of: first))<a class="anchor" href="#\(anchor)" aria-label="Link to these">#</a></\(level)>
                \(items(group, pictures))
                """
            group = []
        }
        for row in shown {
            if let last = group.last, Pair(table, last) != Pair(table, row) { close() }
            group.append(row)
        }
        close()
        return html + steps(page)
            + "<p class=\"more\"><a href=\"\(SitePath.relative(self.folder(0) + "errors.csv", from: folder))\">CSV</a></p>\n"
    }

    /// Errors of one pair: those with a picture as cards, the others as lines.
    private func items(_ group: [Int], _ pictures: PictureIndex) -> HTML {
        let cards = group.filter(isPictured.contains)
        let lines: [HTML] = group.filter { !isPictured.contains($0) }.map { row in
            let item = table.item(row)
            var notes =
                table.confidence.map { confidence -> [String] in
                    item.outcome == nil
                        ? [NumberFormat.format(confidence[row], as: table.areProbabilities ? .score : .raw)] : []
                } ?? []
            if let before = item.baselinePredicted {
                notes.append(phrases(.galleryBaseline, ["predicted": .text(before)]))
            }
            notes += item.chips.map { "\($0.attribute.text) \($0.value.text)" }
            return
                "<li>\(pictures.name(of: item.item)) <span class=\"muted\">\(notes.joined(separator: " · "))</span></li>\n"
        }
        // The heading says what they are of; attributes and maps stand on the page of each.
        let shown = cards.map { row in
            var item = table.item(row)
            (item.chips, item.wantsOverlay) = ([], false)
            return item
        }
        var html: HTML = shown.isEmpty ? "" : Gallery(shown).html(pictures)
        if !lines.isEmpty { html += "<ul class=\"plain\">\n\(lines.joined())</ul>\n" }
        return html
    }

    private func steps(_ page: Int) -> HTML {
        guard pages > 1 else { return "" }
        let links: [HTML] = (0..<pages).map { other in
            if other == page { return "<b>\(other + 1)</b>" }
            let href = SitePath.relative(folder(other) + "index.html", from: folder(page))
            return "<a href=\"\(href)\">\(other + 1)</a>"
        }
        return "<p class=\"more\">\(links.joined(separator: " · "))</p>\n"
    }

    /// All of them as a table.
    private var listed: Table {
        let covering = version.audit.findings.compactMap { finding in finding.covers.map { (finding.id, $0) } }
        return Table(
            columns: [
                Table.Column("item", "Image"), Table.Column("label", "Label"), Table.Column("predicted", "Predicted"),
                Table.Column("outcome", "Outcome"), Table.Column("confidence", phrases(.exampleConfidence), .number),
                Table.Column("baseline_predicted", "Baseline predicted"),
                Table.Column("failure_modes", "Failure modes"),
            ] + table.attributes.map { Table.Column($0.name, $0.name) },
            rows: rows.map { row in
                let item = table.item(row)
                let modes = row < table.errors ? covering.filter { $0.1.contains(row) }.map(\.0) : []
                return [
                    .text(item.item), .text(item.label), .text(item.outcome == nil ? item.predicted : ""),
                    .text(
                        item.outcome
                            ?? (row >= table.errors ? Outcome.spurious.name : Outcome.misclassified(as: 0).name)),
                    table.confidence.map { .number($0[row], .raw) } ?? .none("no confidence"),
                    item.baselinePredicted.map { .text($0) } ?? .none(""), .text(modes.joined(separator: " ")),
                ]
                    + table.attributes.map { attribute in
                        attribute.values[row] >= 0 ? .text(table.texts[attribute.values[row]]) : .none("")
                    }
            })
    }

    /// A detector's images by the errors on them; `nil` for other tasks, where an image has one at most.
    private var images: Table? {
        guard version.audit.task == .detection else { return nil }
        var counts: [Name: (missed: Int, spurious: Int)] = [:]
        for row in rows {
            let image = Name(ImagePart.image(of: table.items[row]) ?? table.items[row])
            if row < table.errors {
                counts[image, default: (0, 0)].missed += 1
            } else {
                counts[image, default: (0, 0)].spurious += 1
            }
        }
        let ordered = counts.sorted { a, b in
            let (x, y) = (a.value.missed + a.value.spurious, b.value.missed + b.value.spurious)
            return x != y ? x > y : a.key < b.key
        }
        return Table(
            columns: [
                Table.Column("image", "Image"), Table.Column("errors", phrases(.exampleInAll), .number),
                Table.Column("not_found", phrases(.exampleMissed), .number),
                Table.Column("false_detections", phrases(.exampleSpuriousCount), .number),
            ],
            rows: ordered.map { image, count in
                [
                    .text(image.text), .number(Double(count.missed + count.spurious), .count),
                    .number(Double(count.missed), .count), .number(Double(count.spurious), .count),
                ]
            })
    }

    /// The pairs of classes with the place of their first image, for a page in `folder`: the cells of a confusion matrix as links.
    func cells(from folder: String) -> HTML {
        var seen: [Pair: Int] = [:]
        for (place, row) in rows.enumerated() where row < table.errors && seen[Pair(table, row)] == nil {
            seen[Pair(table, row)] = place
        }
        var counts: [Pair: Int] = [:]
        for row in rows { counts[Pair(table, row), default: 0] += 1 }
        var byLabel: [(label: String, links: [HTML])] = []
        for (pair, place) in seen.sorted(by: { $0.value < $1.value }) {
            let row = rows[place]
            let item = table.item(row)
            let page = SitePath.relative(self.folder(self.page(of: place)) + "index.html", from: folder)
            let words = item.outcome ?? item.predicted
            let link: HTML =
                "<a href=\"\(page)#\(anchor(of: row))\">\(words)</a>\u{A0}\(NumberFormat.count(counts[pair] ?? 0))"
            if let known = byLabel.firstIndex(where: { $0.label == item.label }) {
                byLabel[known].links.append(link)
            } else {
                byLabel.append((item.label, [link]))
            }
        }
        let rows: [HTML] = byLabel.map {
            "<div><dt>\($0.label)</dt><dd>\($0.links.joined(separator: ", "))</dd></div>\n"
        }
        return """
            <section class="full" aria-labelledby="cells">
            \(Heading.section(phrases(.exampleCells), id: "cells"))
            <p>\(phrases(.exampleCellsDetail))</p>
            <dl class="sheet">
            \(rows.joined())</dl></section>

            """
    }
}

extension MarkdownPage {
    /// A page without a template.
    static func plain(title: String, body: String) -> MarkdownPage {
        MarkdownPage(
            titleHTML: Escaped.html(title), title: title, lede: "", summary: title, body: body, headings: [],
            remarks: [])
    }
}
