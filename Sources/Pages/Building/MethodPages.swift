import Diagnostics
import Markup
import Record

/// How every number is made, a page a method, and what every word means.
struct MethodPages {
    let map: SiteMap

    init(_ map: SiteMap) {
        self.map = map
    }

    func collect(into collector: inout PageCollector) {
        do {
            try methods(&collector)
            try glossary(&collector)
        } catch {
            collector.add(error)
        }
    }

    private var noExhibits: (ExhibitRequest) -> ExhibitAnswer { { _ in .unknown(nearest: nil) } }

    private func methods(_ collector: inout PageCollector) throws(ProblemList) {
        let ids = map.templates.names(under: "methods")
        var entries: [(id: String, title: String, summary: String)] = []
        for id in ids {
            let folder = SitePath.method(id)
            let template = try map.templates.template("methods/" + id)
            let page = try VersionPages.fill(
                template, Scope(), Resolver(link: map.link(from: folder), exhibit: noExhibits))
            let title = page.title ?? id
            entries.append((id, title, page.summary))
            var frame = PageFrame.common(map, folder, title: title, area: .methods, page: page)
            frame.crumbs = [PageFrame.Step("Methods", "methods/index.html"), PageFrame.Step(title)]
            frame.eyebrow = "Method <code>\(id)</code>"
            collector.add(
                frame,
                json: PageJSON.page(
                    folder, title: title, [("id", .string(id)), ("markdown", .string(template.text))]))
        }
        let sorted = entries.sorted { a, b in
            a.title.lowercased() == b.title.lowercased() ? a.id < b.id : a.title.lowercased() < b.title.lowercased()
        }
        let template = try map.templates.template(PageTemplate.methods.name)
        let folder = "methods/"
        var scope = Scope()
        scope.setCount("methods.count", ids.count)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: map.link(from: folder),
                exhibit: { request in
                    guard request.id == "methods" else { return .unknown(nearest: "methods") }
                    let items: [HTML] = sorted.map { entry in
                        let href = SitePath.relative(SitePath.method(entry.id) + "index.html", from: folder)
                        return """
                            <div><dt><a href="\(href)">\(entry.title)</a></dt>\
                            <dd>\(Self.firstSentence(entry.summary))</dd></div>

                            """
                    }
                    return .html("<dl class=\"sheet methods\">\n" + items.joined().text + "</dl>\n")
                }))
        collector.add(
            PageFrame.common(map, folder, title: "Methods", area: .methods, page: page),
            json: PageJSON.page(
                folder, title: "Methods",
                [("methods", .array(sorted.map { .object([("id", .string($0.id)), ("title", .string($0.title))]) }))]))
    }

    /// A text up to its first full stop that ends a sentence.
    private static func firstSentence(_ text: String) -> String {
        guard let stop = text.firstRange(of: ". ") else { return text }
        return String(text[..<stop.lowerBound]) + "."
    }

    private func glossary(_ collector: inout PageCollector) throws(ProblemList) {
        let folder = "glossary/"
        let template = try map.templates.template("glossary")
        let page = try VersionPages.fill(
            template, Scope(), Resolver(link: map.link(from: folder), exhibit: noExhibits))
        collector.add(
            PageFrame.common(map, folder, title: "Glossary", area: .glossary, page: page),
            json: PageJSON.page(
                folder, title: "Glossary",
                [
                    (
                        "words",
                        .array(
                            page.headings.map {
                                .object([("id", .string($0.id)), ("word", .string($0.text))])
                            })
                    )
                ]))
    }
}
