import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// `lineage/`: what each version was made from and runs on, beside its baseline: what changed, and what is downstream of it. Only
/// where a manifest states a lineage; "exactly one thing changed" is said here and where a comparison quotes it.
struct LineagePage {
    /// Its folder.
    static let folder = "lineage/"
    /// Most versions drawn, the newest; the CSV has all.
    private static let most = 10

    let map: SiteMap
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap) { self.map = map }

    /// The lineage of a version beside its baseline's; `nil` where its manifest states none.
    func change(_ audit: Audit) -> LineageChange? {
        LineageChange(of: audit, since: audit.baseline.flatMap { map.chronicle.audit($0.version)?.audit })
    }

    private var changes: [LineageChange] { map.chronicle.audits.reversed().compactMap { change($0.audit) } }

    /// A link to the page from a page in `folder`; `nil` where no manifest states a lineage.
    func link(from folder: String) -> HTML? {
        guard map.chronicle.audits.contains(where: { $0.audit.version.lineage != nil }) else { return nil }
        let href = SitePath.relative(Self.folder + "index.html", from: folder)
        return "<a href=\"\(href)\">\(phrases(.lineageAll))</a>"
    }

    func collect(into collector: inout PageCollector) {
        let changes = changes
        guard let newest = changes.first else { return }
        do {
            try page(changes, newest, &collector)
        } catch {
            collector.add(error)
        }
    }

    private func page(
        _ changes: [LineageChange], _ newest: LineageChange, _ collector: inout PageCollector
    ) throws(ProblemList) {
        let unstated = map.chronicle.audits.filter { $0.audit.version.lineage == nil }.map(\.audit.version.name)
        var scope = Scope(
            values: ["headline": phrases.sentence(newest, named: true), "unstated": phrases.list(unstated)],
            flags: ["has.unstated": !unstated.isEmpty, "has.more": changes.count > Self.most])
        scope.setCount("unstated.count", unstated.count)
        let shown = changes.prefix(Self.most)
        let template = try map.templates.template(PageTemplate.lineage.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: map.link(from: Self.folder),
                exhibit: { request in
                    guard request.id == "versions" else { return .unknown(nearest: "versions") }
                    let more: HTML = "<p class=\"more\"><a href=\"lineage.csv\">CSV</a></p>\n"
                    return .html((shown.map { part($0) }.joined() + more).text)
                }))
        let all = table(of: changes)
        collector.add(Self.folder + "lineage.csv", TableCSV.text(all))
        var frame = PageFrame.common(map, Self.folder, title: phrases(.lineageTitle), area: .audits, page: page)
        frame.eyebrow = "\(phrases(.lineageTitle))"
        collector.add(
            frame,
            json: PageJSON.page(
                Self.folder, title: phrases(.lineageTitle),
                [
                    (
                        "versions",
                        .array(
                            changes.map {
                                .object([
                                    ("version", .string($0.version.name)),
                                    ("baseline", $0.baseline.map { .string($0.name) } ?? .null),
                                    ("verdict", .string(phrases.sentence($0))),
                                    ("exactly_one_change", .bool($0.exactlyOne != nil)),
                                ])
                            })
                    ), ("not_stated", .array(unstated.map { .string($0) })), ("lineage", PageJSON.table(all)),
                ]))
    }

    /// A version: its sentence, the graph, and the table beside it.
    private func part(_ change: LineageChange) -> HTML {
        let name = change.version.name
        let title =
            change.baseline.map { phrases(.lineageSince, ["version": .text(name), "baseline": .text($0.name)]) } ?? name
        let id = "of-" + Slug.of(name)
        return """
            <h3 id="\(id)"><a href="\(SitePath.relative(SitePath.version(name) + "index.html", from: Self.folder))">\(title)</a></h3>
            <p>\(phrases.sentence(change))</p>
            <div class="side">
            <figure class="fig">\(HTML(trusted: drawing(change, title: title, id: id)))</figure>
            \(comparison(change))</div>

            """
    }

    /// What is stated of both, as a table.
    func comparison(_ change: LineageChange, label: String? = nil) -> HTML {
        let before = change.baseline
        var columns = [Table.Column("part", phrases(.lineagePart)), Table.Column("now", change.version.name)]
        if let before {
            columns.insert(Table.Column("state", phrases(.lineageState), .state), at: 1)
            columns.append(Table.Column("before", before.name))
        }
        func cell(_ stated: LineageChange.Stated?) -> Cell {
            guard let stated else { return .none(phrases(.lineageNotStated)) }
            return .text(stated.hash.map { stated.name + " · " + Self.short($0) } ?? stated.name)
        }
        let rows: [[Cell]] = change.rows.map { row in
            let first: Cell = .text(phrases.name(row.node))
            guard before != nil else { return [first, cell(row.now)] }
            let state: Cell = row.state.map { .state(Mark($0), phrases.word($0)) } ?? .none("")
            return [first, state, cell(row.now), cell(row.before)]
        }
        return TableHTML(
            table: Table(columns: columns, rows: rows), label: label ?? phrases.sentence(change),
            link: map.link(from: Self.folder)
        ).html
    }

    private func drawing(_ change: LineageChange, title: String, id: String) -> String {
        let nodes = change.rows.map { row in
            LineageDrawing.Node(
                label: phrases.name(row.node), name: row.now?.name ?? phrases(.lineageNotStated),
                hash: row.now?.hash.map(Self.short),
                state: row.state.flatMap { $0 == .notStated && row.now == nil ? nil : phrases.word($0) } ?? "",
                style: row.now == nil ? .missing : Self.style(row.state),
                isSide: row.node == .code || row.node == .origin)
        }
        let words = change.rows.map { row in
            let name = phrases.name(row.node) + ": " + (row.now?.name ?? phrases(.lineageNotStated))
            return row.state.map { phrases(.lineageIn, ["name": .text(name), "state": .text(phrases.word($0))]) }
                ?? name
        }
        func place(_ node: LineageChange.Node) -> Int { change.rows.firstIndex { $0.node == node } ?? 0 }
        return LineageDrawing.svg(
            nodes, bypass: LineageDrawing.Bypass(from: place(.preprocessing), to: place(.runtime)), id: "c-" + id,
            title: title, description: phrases.joined(words, by: .listSemicolon))
    }

    private static func style(_ state: LineageChange.State?) -> LineageDrawing.Node.Style {
        switch state {
        case .changed: .changed
        case .downstream: .downstream
        default: .plain
        }
    }

    /// A hash as people tell two apart.
    private static func short(_ hash: String) -> String { String(hash.prefix(10)) }

    /// Everything stated, as data.
    private func table(of changes: [LineageChange]) -> Table {
        func cell(_ text: String?) -> Cell { text.map { .text($0) } ?? .none(phrases(.lineageNotStated)) }
        return Table(
            columns: [
                Table.Column("version", "Version"), Table.Column("part", phrases(.lineagePart)),
                Table.Column("state", phrases(.lineageState)), Table.Column("name", "Name"),
                Table.Column("hash", "Hash"), Table.Column("baseline", "Baseline"),
                Table.Column("baseline_name", phrases(.lineageBaselineName)),
                Table.Column("baseline_hash", phrases(.lineageBaselineHash)),
            ],
            rows: changes.flatMap { change in
                change.rows.map { row in
                    [
                        .text(change.version.name), .text(row.node.rawValue), cell(row.state?.rawValue),
                        cell(row.now?.name), cell(row.now?.hash), cell(change.baseline?.name), cell(row.before?.name),
                        cell(row.before?.hash),
                    ]
                }
            })
    }
}

extension LineageChange {
    /// The one thing that changed, where exactly one did.
    fileprivate var exactlyOne: Node? { if case .one(let node) = verdict { node } else { nil } }
}

extension Mark {
    /// How a part of a lineage that compares so is marked.
    fileprivate init(_ state: LineageChange.State) {
        switch state {
        case .same, .continued: self = .passed
        case .changed: self = .undecided
        case .downstream: self = .neutral
        case .notStated, .notComparable: self = .notMeasured
        }
    }
}
