import Archive
import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// `suite/`: how each version did on each case of the suite. Only where an audit was asked any.
struct SuitePage {
    /// Its folder.
    static let folder = "suite/"
    /// Most versions that have a column, the newest; the CSV has all.
    private static let mostVersions = 8

    /// Most cases that the headline names.
    private static let mostNames = 4

    let map: SiteMap
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap) { self.map = map }

    /// A link to the page from a page in `folder`; `nil` where there is none.
    func link(from folder: String) -> HTML? {
        guard SuiteHistory(map.chronicle) != nil else { return nil }
        let href = SitePath.relative(Self.folder + "index.html", from: folder)
        return "<a href=\"\(href)\">\(phrases(.suiteAll))</a>"
    }

    func collect(into collector: inout PageCollector) {
        guard let history = SuiteHistory(map.chronicle) else { return }
        do {
            try page(history, &collector)
        } catch {
            collector.add(error)
        }
    }

    private func page(_ history: SuiteHistory, _ collector: inout PageCollector) throws(ProblemList) {
        let sentence = sentence(history)
        let isOtherwise = history.rows.contains { row in row.entries.contains { $0?.isSame == false } }
        var scope = Scope(
            values: ["headline": sentence],
            flags: ["has.more": history.versions.count > Self.mostVersions, "has.otherwise": isOtherwise])
        scope.setCount("versions.count", history.versions.count)
        scope.setCount("cases.count", history.rows.count)
        let link = map.link(from: Self.folder)
        let template = try map.templates.template(PageTemplate.suite.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    guard request.id == "cases" else { return .unknown(nearest: "cases") }
                    let more: HTML = "<p class=\"more\"><a href=\"suite.csv\">CSV</a></p>\n"
                    let shown = TableHTML(table: shown(history), label: request.plainCaption, link: link)
                    return .html((versions(history) + shown.html + more).text)
                }))
        let all = all(history)
        collector.add(Self.folder + "suite.csv", TableCSV.text(all))
        var frame = PageFrame.common(map, Self.folder, title: phrases(.suiteTitle), area: .audits, page: page)
        frame.eyebrow = "\(phrases(.suiteTitle))"
        collector.add(
            frame,
            json: PageJSON.page(
                Self.folder, title: phrases(.suiteTitle),
                [
                    ("version", history.versions.first.map { .string($0.audit.version.name) } ?? .null),
                    ("sentence", .string(sentence)), ("cases", PageJSON.table(all)),
                ]))
    }

    /// How the newest version that was asked came out.
    private func sentence(_ history: SuiteHistory) -> String {
        let results = history.newest
        func named(_ states: [GateStatus]) -> [String] { results.filter { states.contains($0.state) }.map(\.name) }
        let (failed, open) = (named([.failed]), named([.undecided, .notMeasured, .waived]))
        let names = failed.isEmpty ? open : failed
        let left = names.count - Self.mostNames
        let more = left > 0 ? [phrases(.listMore, ["count": .text(NumberFormat.count(left))])] : []
        return phrases(
            .suiteNewest,
            [
                "version": .text(history.versions.first?.audit.version.name ?? ""), "cases": .count(results.count),
                "count": .count(names.count), "names": .text(phrases.list(names.prefix(Self.mostNames) + more)),
                "any.failed": .flag(!failed.isEmpty), "any.open": .flag(failed.isEmpty && !open.isEmpty),
            ])
    }

    /// Links to the suite's page of each version that has a column.
    private func versions(_ history: SuiteHistory) -> HTML {
        let links: [HTML] = history.versions.prefix(Self.mostVersions).compactMap { archived in
            guard let section = archived.audit.sections.first(where: { $0.suite != nil }) else { return nil }
            let target = SitePath.section(section.id, of: archived.audit.version.name) + "index.html"
            let href = SitePath.relative(target, from: Self.folder)
            return "<a href=\"\(href)\">\(archived.audit.version.name)</a>"
        }
        return "<p class=\"more\">\(phrases(.suiteImages)) \(links.joined(separator: " · "))</p>\n"
    }

    /// A row a case, a column a version.
    private func shown(_ history: SuiteHistory) -> Table {
        let versions = history.versions.prefix(Self.mostVersions)
        let columns =
            [Table.Column("case", phrases(.suiteCase)), Table.Column("expectation", phrases(.suiteExpectation))]
            + versions.map { archived in
                Table.Column(
                    Slug.of(archived.audit.version.name).replacing("-", with: "_"), archived.audit.version.name, .state)
            }
        return Table(
            columns: columns,
            rows: history.rows.map { row in
                [.text(row.asked.name), .text(row.asked.expectation)]
                    + row.entries.prefix(Self.mostVersions).map { entry in
                        entry.map { .state(Mark($0.result.state), words($0)) } ?? .none(phrases(.suiteNotAsked))
                    }
            })
    }

    /// A verdict with the number it rests on.
    private func words(_ entry: SuiteHistory.Entry) -> String {
        let result = entry.result
        let measure = result.change ?? result.rate
        return phrases(
            .suiteResult,
            [
                "state": .text(Mark(result.state).word),
                "value": .text(
                    measure.map {
                        result.change == nil
                            ? NumberFormat.format($0.value, as: $0.unit) : NumberFormat.signed($0.value, as: $0.unit)
                    } ?? ""),
                "has.value": .flag(measure != nil), "is.otherwise": .flag(!entry.isSame),
            ])
    }

    /// Every case of every version, as data: a row each.
    private func all(_ history: SuiteHistory) -> Table {
        func number(_ value: Double?, _ unit: Quantity) -> Cell { value.map { .number($0, unit) } ?? .none("") }
        let columns = [
            Table.Column("case", phrases(.suiteCase)), Table.Column("version", phrases(.pairsVersion)),
            Table.Column("date", phrases(.suiteDate)), Table.Column("verdict", phrases(.suiteVerdict), .state),
            Table.Column("rate", phrases(.suiteRate), .number), Table.Column("low", phrases(.suiteLow), .number),
            Table.Column("high", phrases(.suiteHigh), .number), Table.Column("n", "n", .number),
            Table.Column("change", phrases(.suiteChange), .number),
            Table.Column("change_low", phrases(.suiteLow), .number),
            Table.Column("change_high", phrases(.suiteHigh), .number),
            Table.Column("expectation", phrases(.suiteExpectation)), Table.Column("where", phrases(.suiteWhere)),
        ]
        let rows = history.rows.flatMap { row in
            zip(history.versions, row.entries).compactMap { archived, entry -> [Cell]? in
                guard let result = entry?.result else { return nil }
                return [
                    .text(result.name), .text(archived.audit.version.name), .text(archived.audit.version.date),
                    .state(Mark(result.state), nil), number(result.rate?.value, .proportion),
                    number(result.rate?.interval.low, .proportion), number(result.rate?.interval.high, .proportion),
                    number(Double(result.rate?.n ?? 0), .count), number(result.change?.value, .points),
                    number(result.change?.interval.low, .points), number(result.change?.interval.high, .points),
                    .text(result.expectation), .predicates(result.predicates, target: nil),
                ]
            }
        }
        return Table(columns: columns, rows: rows)
    }
}
