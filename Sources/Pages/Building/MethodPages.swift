import Diagnostics
import Markup
import Record

/// How every number is made, a page a method, and what every word means. Only what a page of the site refers to is there: who audits a
/// classifier has no use for a detector's methods.
struct MethodPages {
    let map: SiteMap

    init(_ map: SiteMap) {
        self.map = map
    }

    func collect(into collector: inout PageCollector) {
        do {
            try glossary(&collector)
            try methods(&collector)
        } catch {
            collector.add(error)
        }
    }

    private static let folder = "methods/"

    /// The method whose page lies at a path.
    private static func id(of path: String) -> String? {
        path.hasPrefix(folder) ? path.dropFirst(folder.count).split(separator: "/").first.map(String.init) : nil
    }

    private var noExhibits: (ExhibitRequest) -> ExhibitAnswer { { _ in .unknown(nearest: nil) } }

    private func methods(_ collector: inout PageCollector) throws(ProblemList) {
        var entries: [(id: String, title: String, summary: String)] = []
        var waiting = collector.linked(below: Self.folder)
        var ids: Set<String> = []
        // Methods refer to methods.
        while let id = waiting.popFirst() {
            guard map.methods[id] != nil, ids.insert(id).inserted else { continue }
            let folder = SitePath.method(id)
            let template = try map.templates.template("methods/" + id)
            let page = try VersionPages.fill(
                template, Scope(), Resolver(link: map.link(from: folder), exhibit: noExhibits))
            let title = page.title ?? id
            entries.append((id, title, page.summary))
            for target in LinkScan.attributes(in: page.lede + page.body).targets {
                guard let place = LinkScan.resolve(target, from: folder) else { continue }
                if let other = Self.id(of: place.path) { waiting.insert(other) }
            }
            var frame = PageFrame.common(map, folder, title: title, area: .methods, page: page)
            frame.crumbs = [PageFrame.Step("Methods", "methods/index.html"), PageFrame.Step(title)]
            frame.eyebrow = "Method <code>\(id)</code>"
            collector.add(
                frame,
                json: PageJSON.page(
                    folder, title: title, [("id", .string(id)), ("summary", .string(page.summary))]))
        }
        let sorted = entries.sorted { a, b in
            a.title.lowercased() == b.title.lowercased() ? a.id < b.id : a.title.lowercased() < b.title.lowercased()
        }
        let template = try map.templates.template(PageTemplate.methods.name)
        let folder = Self.folder
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
