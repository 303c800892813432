// `examples/<id>/`: one image, object or detection over all versions: what each predicted, its pictures, the failure modes that it
// belongs to. It lies outside `v/`, so that later versions are told on it while the pages that lead here stay as they are.

import Archive
import Chronicle
import Columns
import Diagnostics
import Drawing
import Markup
import Record
import Synchronization

/// The pages of single examples, and their list.
struct ExamplePages {
    static let folder = "examples/"
    static let values: Set<String> = [
        "item", "label", "said", "probable.version", "alike.version", "alike.compared",
    ]
    static let flags: Set<String> = ["has.probabilities", "has.attributes", "has.modes", "has.alike"]

    let map: SiteMap
    private var phrases: Phrases { map.phrases }
    /// Ids of all that have a page: those of the newest version first.
    private let items: [Name]
    private let known: Set<Name>
    /// The rows of each version's examples, by id.
    private let rows: [[Name: Int]]

    init(_ map: SiteMap) {
        self.map = map
        var seen: Set<Name> = []
        var items: [Name] = []
        for archived in map.chronicle.audits.reversed() {
            guard let table = archived.examples else { continue }
            for row in table.published where seen.insert(Name(table.items[row])).inserted {
                items.append(Name(table.items[row]))
            }
        }
        self.items = items
        known = seen
        rows = map.chronicle.audits.map { archived in
            guard let table = archived.examples else { return [:] }
            return Dictionary(
                table.items.enumerated().filter { seen.contains(Name($1)) }.map { (Name($1), $0) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    /// What a version has of an example.
    private struct Said {
        let archived: ArchivedAudit
        let label: String
        let predicted: String
        let confidence: Double?
        let isCorrect: Bool
        /// Its row among the version's examples.
        let row: Int?
    }

    private func said(of item: Name) -> [Said] {
        map.chronicle.audits.enumerated().compactMap { place, archived in
            if let table = archived.examples, let row = rows[place][item] {
                let shown = table.item(row)
                return Said(
                    archived: archived, label: shown.label, predicted: shown.outcome ?? shown.predicted,
                    confidence: table.confidence?[row],
                    isCorrect: row >= table.errors + table.spurious && shown.label == shown.predicted, row: row)
            }
            guard let row = archived.outcomes.row(of: item.text) else { return nil }
            let classes = archived.audit.dataset.classes
            let label = Int(archived.outcomes.labels[row])
            guard classes.indices.contains(label), let answer = archived.answer(to: item.text) else { return nil }
            // The archive has one byte a row, which says something where confidences are probabilities.
            let hasProbabilities = archived.examples.map { $0.confidence != nil && $0.areProbabilities } ?? false
            return Said(
                archived: archived, label: classes[label], predicted: answer.outcome ?? answer.text,
                confidence: hasProbabilities ? Double(archived.outcomes.confidence[row]) / 255 : nil,
                isCorrect: archived.outcomes.labels[row] == archived.outcomes.predicted[row], row: nil)
        }
    }

    func collect(into collector: inout PageCollector, threads: Int = 1) {
        guard !items.isEmpty else { return }
        let twins = Mutex([JSONValue](repeating: .null, count: items.count))
        collector.addParts(items.count, threads: threads) { part, collector in
            do throws(ProblemList) {
                for place in part {
                    let twin = try page(place, &collector)
                    twins.withLock { $0[place] = twin }
                }
            } catch {
                collector.add(error)
            }
        }
        do {
            try list(twins.withLock { $0 }, &collector)
        } catch {
            collector.add(error)
        }
    }

    private func page(_ place: Int, _ collector: inout PageCollector) throws(ProblemList) -> JSONValue {
        let item = items[place]
        let folder = SitePath.example(item.text)
        let said = said(of: item)
        guard let newest = said.last(where: { $0.row != nil }) else { return .null }
        let wrong = said.filter { !$0.isCorrect }.map(\.archived.audit.version.name)
        let probable = said.last { one in one.row.map { !(one.archived.examples?.ranking($0) ?? []).isEmpty } ?? false }
        let alike = said.last { one in one.row.map { !(one.archived.examples?.nearest(to: $0) ?? []).isEmpty } ?? false
        }
        let attributes = newest.row.flatMap { newest.archived.examples?.values($0) } ?? []
        let modes = said.flatMap { one in self.modes(of: item, one).map { (one.archived, $0) } }
        var scope = Scope(
            values: [
                "item": item.text, "label": newest.label,
                "said": wrong.isEmpty
                    ? phrases(.exampleRightInAll)
                    : phrases(.exampleWrongIn, ["versions": .text(phrases.list(wrong))]),
                "probable.version": probable?.archived.audit.version.name ?? "",
                "alike.version": alike?.archived.audit.version.name ?? "",
                "alike.compared": NumberFormat.count(alike?.archived.examples?.neighbours?.compared ?? 0),
            ],
            flags: [
                "has.probabilities": probable != nil, "has.attributes": !attributes.isEmpty,
                "has.modes": !modes.isEmpty, "has.alike": alike != nil,
            ])
        scope.flags["has.pictures"] = true
        let page = try VersionPages.fill(
            try map.templates.template(PageTemplate.example.name), scope,
            Resolver(
                link: map.link(from: folder),
                exhibit: { request in
                    switch request.id {
                    case "pictures": return .html(pictures(of: item, said, on: folder).text)
                    case "said":
                        let table = TableHTML(
                            table: table(said), label: request.plainCaption, link: map.link(from: folder))
                        return .html(table.html.text)
                    case "probabilities": return .html(probable.map { bars($0, request.plainCaption).text } ?? "")
                    case "alike": return .html(alike.map { nearest($0, request.plainCaption, from: folder).text } ?? "")
                    case "attributes":
                        return .html(
                            RecordPages.list(attributes.map { Setting($0.attribute.text, $0.value.text) }).text)
                    case "modes":
                        let lines: [HTML] = modes.map { archived, finding in
                            let name = archived.audit.version.name
                            let href = SitePath.relative(
                                SitePath.failure(finding.id, of: name) + "index.html", from: folder)
                            return
                                "<li><a href=\"\(href)\">\(phrases.title(finding.mode))</a> <span class=\"muted\">\(name)</span></li>\n"
                        }
                        return .html("<ul class=\"plain\">\n\(lines.joined().text)</ul>\n")
                    default: return .unknown(nearest: "said")
                    }
                }))
        var frame = PageFrame.common(map, folder, title: item.text, area: .audits, page: page)
        frame.crumbs = [
            PageFrame.Step("Home", "index.html"), PageFrame.Step(phrases(.examplesAll), Self.folder + "index.html"),
            PageFrame.Step(item.text),
        ]
        frame.versions = steps(place, from: folder)
        frame.twin = "../index.json"
        collector.add(frame)
        return .object(
            [
                ("item", .string(item.text)), ("page", .string(folder + "index.html")),
                ("label", .string(newest.label)),
                (
                    "versions",
                    .array(
                        said.map { one in
                            .object([
                                ("version", .string(one.archived.audit.version.name)),
                                ("predicted", .string(one.predicted)),
                                ("confidence", PageJSON.optional(one.confidence)),
                                ("correct", .bool(one.isCorrect)),
                            ])
                        })
                ),
                ("attributes", .array(attributes.map(PageJSON.predicate))),
            ] + twin(of: nearest(alike)))
    }

    /// Failure modes of a version that cover it or show it.
    private func modes(of item: Name, _ said: Said) -> [Finding] {
        guard let row = said.row, let table = said.archived.examples else { return [] }
        return said.archived.audit.findings.filter { finding in
            if row < table.errors, let covers = finding.covers { return covers.contains(row) }
            return finding.evidence.contains { Name($0.item) == item }
        }
    }

    private func table(_ said: [Said]) -> Table {
        Table(
            columns: [
                Table.Column("version", phrases(.exampleVersion)),
                Table.Column("predicted", phrases(.examplePredicted)), Table.Column("state", "State", .state),
                Table.Column("confidence", phrases(.exampleConfidence), .number),
                Table.Column("label", phrases(.exampleLabel)),
            ],
            rows: said.map { one in
                let name = one.archived.audit.version.name
                let isProbability = one.archived.examples?.areProbabilities ?? true
                return [
                    .link(name, target: "version:" + name), .text(one.predicted),
                    .state(
                        one.isCorrect ? .neutral : .finding,
                        phrases(one.isCorrect ? .exampleCorrect : .exampleIncorrect)),
                    one.confidence.map { .number($0, isProbability ? .score : .raw) } ?? .none(""), .text(one.label),
                ]
            })
    }

    /// The picture once, and what each version's map makes of it.
    private func pictures(of item: Name, _ said: [Said], on folder: String) -> HTML {
        var html: HTML = ""
        var seen: Set<String> = []
        for one in said.reversed() {
            guard one.row != nil, let item = one.row.flatMap({ one.archived.examples?.item($0) }) else { continue }
            let audit = one.archived.audit
            for kind in [Picture.Kind.photo, .overlay] {
                guard let picture = audit.picture(of: item.item, kind) else { continue }
                let path = SitePath.picture(picture, of: audit.version.name)
                guard seen.insert(path).inserted else { continue }
                let index = PictureIndex(audit: audit, phrases: phrases, pageFolder: folder)
                let caption = kind == .photo ? item.label : audit.version.name
                html +=
                    "<li><div class=\"pair\">\(index.image(picture, phrases(kind == .photo ? .galleryAltExample : .galleryAltOverlay)))</div><p class=\"item\">\(caption)</p></li>\n"
            }
        }
        guard !html.isEmpty else {
            let isDown = said.contains { $0.archived.audit.isWithheld(item.text) }
            return "<p class=\"calm\">\(phrases(isDown ? .galleryTakenDown : .galleryNoPicture))</p>\n"
        }
        return "<ul class=\"gallery\">\n\(html)</ul>\n"
    }

    private func bars(_ said: Said, _ label: String) -> HTML {
        guard let row = said.row, let ranking = said.archived.examples?.ranking(row) else { return "" }
        let rows: [HTML] = ranking.map { name, probability in
            let words = NumberFormat.format(probability, as: .proportion)
            let bar = HTML(trusted: InlineMark.share(probability, label: "\(name): \(words)"))
            return
                "<tr><th scope=\"row\">\(name)</th><td class=\"wide\">\(bar)</td><td class=\"r\">\(words)</td></tr>\n"
        }
        return "<table class=\"few\" aria-label=\"\(label)\">\n<tbody>\n\(rows.joined())</tbody>\n</table>\n"
    }

    private func nearest(_ said: Said?) -> [ImageNeighbours.Image] {
        said.flatMap { one in one.row.flatMap { one.archived.examples?.nearest(to: $0) } } ?? []
    }

    /// The same for the JSON twin; nothing where there are none.
    private func twin(of images: [ImageNeighbours.Image]) -> [(key: String, value: JSONValue)] {
        guard !images.isEmpty else { return [] }
        return [
            (
                "nearest",
                .array(
                    images.map { image in
                        .object([
                            ("item", .string(image.item)), ("cosine", .number(image.cosine)),
                            ("correct", .bool(image.isCorrect)),
                        ])
                    })
            )
        ]
    }

    /// The images that are nearest by a version's embeddings, each with the way to its page where it has one.
    private func nearest(_ said: Said, _ label: String, from folder: String) -> HTML {
        let rows: [HTML] = nearest(said).map { image in
            let href = SitePath.relative(SitePath.example(image.item) + "index.html", from: folder)
            let name: HTML =
                known.contains(Name(image.item)) ? "<a href=\"\(href)\">\(image.item)</a>" : "\(image.item)"
            let mark: HTML = (image.isCorrect ? Mark.neutral : Mark.finding).badge(
                phrases(image.isCorrect ? .exampleCorrect : .exampleIncorrect))
            return """
                <tr><td>\(name)</td><td>\(image.label)</td><td>\(image.predicted)</td><td>\(mark)</td>\
                <td class="r">\(NumberFormat.number(image.cosine, as: .score))</td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
            <table>
            <thead><tr><th scope="col">\(phrases(.exampleOne))</th><th scope="col">\(phrases(.exampleLabel))</th>\
            <th scope="col">\(phrases(.examplePredicted))</th><th scope="col">State</th>\
            <th scope="col" class="r">\(phrases(.exampleCosine))</th></tr></thead>
            <tbody>
            \(rows.joined())</tbody>
            </table>
            </div>

            """
    }

    private func steps(_ place: Int, from folder: String) -> HTML {
        func link(_ other: Int, _ phrase: Phrase, _ rel: HTML) -> HTML {
            let href = SitePath.relative(SitePath.example(items[other].text) + "index.html", from: folder)
            return "<a rel=\"\(rel)\" href=\"\(href)\">\(phrases(phrase))</a>"
        }
        var links: [HTML] = []
        if place > 0 { links.append(link(place - 1, .examplePrevious, "prev")) }
        if place + 1 < items.count { links.append(link(place + 1, .exampleNext, "next")) }
        return links.joined(separator: " · ")
    }

    private func list(_ twins: [JSONValue], _ collector: inout PageCollector) throws(ProblemList) {
        let pages = ListPages("examples", of: items.count, first: Self.folder)
        func part(_ number: Int, from folder: String, _ label: String) -> HTML {
            let rows: [HTML] = pages.part(of: items, number).map { item in
                let said = said(of: item)
                let wrong = said.filter { !$0.isCorrect }.map(\.archived.audit.version.name)
                let href = SitePath.relative(SitePath.example(item.text) + "index.html", from: folder)
                return """
                    <tr><td><a href="\(href)">\(item.text)</a></td><td>\(said.last?.label ?? "")</td>\
                    <td>\(said.last?.predicted ?? "")</td><td>\(wrong.joined(separator: ", "))</td></tr>

                    """
            }
            return """
                <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
                <table>
                <thead><tr><th scope="col">\(phrases(.exampleOne))</th><th scope="col">\(phrases(.exampleLabel))</th>\
                <th scope="col">\(phrases(.examplePredicted))</th><th scope="col">\(phrases(.exampleIncorrectIn))</th></tr></thead>
                <tbody>
                \(rows.joined())</tbody>
                </table>
                </div>
                \(pages.steps(number, phrases))
                """
        }
        var scope = Scope()
        scope.setCount("examples.count", items.count)
        let page = try VersionPages.fill(
            try map.templates.template(PageTemplate.examples.name), scope,
            Resolver(
                link: map.link(from: Self.folder),
                exhibit: { .html(part(0, from: Self.folder, $0.plainCaption).text) }))
        var frame = PageFrame.common(map, Self.folder, title: phrases(.examplesAll), area: .audits, page: page)
        frame.crumbs = [PageFrame.Step("Home", "index.html"), PageFrame.Step(phrases(.examplesAll))]
        collector.add(
            frame, json: PageJSON.page(Self.folder, title: phrases(.examplesAll), [("examples", .array(twins))]))
        for number in pages.further {
            pages.add(number, .audits, map, to: &collector) { part(number, from: $0, phrases(.examplesAll)) }
        }
    }
}
