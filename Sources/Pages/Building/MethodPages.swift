import Diagnostics
import Markup
import Record

/// How every number is made, a page a method, and what every word means. Only what a page of the site refers to is there: who audits a
/// classifier has no use for a detector's methods. A method shows its numbers in the newest audit, of several data sets that of the first.
struct MethodPages {
    let map: SiteMap
    /// The audit whose numbers methods show.
    private let newest: Audit?
    /// Where the pages of its data set begin.
    private let base: String
    /// What names of a method's template stand for.
    private let scope: Scope

    /// `newest` is the audit whose numbers methods show, and `base` leads to the pages of its data set.
    init(_ map: SiteMap, newest: Audit?, base: String) {
        (self.map, self.newest, self.base) = (map, newest, base)
        scope = newest.map { TemplateNames.scope(ofAll: $0) } ?? Scope()
    }

    /// What the template of a method may say. Its page has no exhibits.
    static func vocabulary(of cards: [Card]) -> Vocabulary {
        var vocabulary = TemplateNames.vocabulary(of: cards, values: [], flags: [], exhibits: [])
        vocabulary.exhibits = []
        return vocabulary
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
        var entries: [Entry] = []
        let users = collector.linked(below: Self.folder)
        var waiting = Set(users.keys)
        var ids: Set<String> = []
        // Methods refer to methods.
        while let id = waiting.popFirst() {
            guard map.methods[id] != nil, ids.insert(id).inserted else { continue }
            let folder = SitePath.method(id)
            let template = try map.templates.template("methods/" + id)
            let page = try VersionPages.fill(
                template, scope, Resolver(link: map.link(from: folder), exhibit: noExhibits))
            let title = page.title ?? id
            let used = sections(among: users[id] ?? [])
            entries.append(Entry(id: id, title: title, summary: page.summary, topic: used.first?.listedUnder))
            for target in LinkScan.attributes(in: page.lede + page.body).targets {
                guard let place = LinkScan.resolve(target, from: folder) else { continue }
                if let other = Self.id(of: place.path) { waiting.insert(other) }
            }
            var frame = PageFrame.common(map, folder, title: title, area: .methods, page: page)
            frame.crumbs = [PageFrame.Step("Methods", "methods/index.html"), PageFrame.Step(title)]
            frame.eyebrow = "Method <code>\(id)</code>"
            if !used.isEmpty { frame.body += usedOn(used, from: folder) }
            collector.add(
                frame,
                json: PageJSON.page(
                    folder, title: title,
                    [
                        ("id", .string(id)), ("summary", .string(page.summary)),
                        ("used_on", .array(used.map { .string($0.id) })),
                    ]))
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
                    let topics: [Topic?] = Topic.allCases + [nil]
                    return .html(topics.map { list($0, sorted) }.joined().text)
                }))
        collector.add(
            PageFrame.common(map, folder, title: "Methods", area: .methods, page: page),
            json: PageJSON.page(
                folder, title: "Methods",
                [("methods", .array(sorted.map { .object([("id", .string($0.id)), ("title", .string($0.title))]) }))]))
    }

    /// A method in the list of all.
    private struct Entry {
        let id: String
        let title: String
        let summary: String
        /// What a reader asks who meets it; `nil` where only other methods refer to it.
        let topic: Topic?
    }

    /// The analyses of the newest audit whose pages are among `folders`, in the order of topics.
    private func sections(among folders: [String]) -> [Section] {
        guard let newest else { return [] }
        let own = newest.sections.filter { folders.contains(base + SitePath.section($0.id, of: newest.version.name)) }
        return Topic.allCases.flatMap { wanted in own.filter { $0.listedUnder == wanted } }
    }

    /// Where a method is used: the rows of those pages in the list of all versions, which stay where they are when one comes.
    private func usedOn(_ sections: [Section], from folder: String) -> HTML {
        let links: [HTML] = sections.map { section in
            let row = VersionIndexPage.row(of: SitePath.segment(section.id))
            let href = SitePath.relative(base + VersionIndexPage.folder + "index.html", from: folder)
            return "<a href=\"\(href)#\(row)\">\(section.title)</a>"
        }
        return "<p class=\"kind\">\(map.phrases(.methodUsedOn)) \(links.joined(separator: ", "))</p>\n"
    }

    /// The methods of a topic under its question.
    private func list(_ topic: Topic?, _ entries: [Entry]) -> HTML {
        let own = entries.filter { $0.topic == topic }
        guard !own.isEmpty else { return .empty }
        let items: [HTML] = own.map { entry in
            let href = SitePath.relative(SitePath.method(entry.id) + "index.html", from: Self.folder)
            return """
                <div><dt><a href="\(href)">\(entry.title)</a></dt>\
                <dd>\(Self.firstSentence(entry.summary))</dd></div>

                """
        }
        let id = topic?.rawValue ?? "others"
        let title = map.phrases(topic?.phrase ?? .topicOthers)
        return """
            <section aria-labelledby="\(id)">
            \(Heading.section(title, id: id))
            <dl class="sheet methods">
            \(items.joined())</dl>
            </section>

            """
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
