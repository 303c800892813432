import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// `trade-offs/`: versions by how good they are and by what they cost, which of them no other beats, and what the cheapest one within
/// all constraints costs in quality. Only where something is constrained, stated or timed.
struct TradeOffPage {
    /// Its folder.
    static let folder = "trade-offs/"
    /// Most costs that have a chart.
    private static let mostCharts = 2

    let map: SiteMap
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap) { self.map = map }

    private var found: VersionTradeOffs? { VersionTradeOffs(map.chronicle, facts: map.facts) }

    /// A link to the page from a page in `folder`; `nil` where there is none.
    func link(from folder: String) -> HTML? {
        guard found != nil else { return nil }
        let href = SitePath.relative(Self.folder + "index.html", from: folder)
        return "<a href=\"\(href)\">\(phrases(.tradeOffsAll))</a>"
    }

    func collect(into collector: inout PageCollector) {
        guard let found else { return }
        do {
            try page(found, &collector)
        } catch {
            collector.add(error)
        }
    }

    private func page(_ found: VersionTradeOffs, _ collector: inout PageCollector) throws(ProblemList) {
        let (table, charts, sentence) = (table(found), charts(found), sentence(found))
        let hasDraws = found.points.contains { $0.share != nil }
        var scope = Scope(
            values: [
                "headline": sentence, "quality": map.facts.subject(found.quality.name),
                "costs": phrases.list(found.costs.map(\.name)), "left-out": phrases.list(found.leftOut),
            ],
            flags: [
                "has.constraints": found.costs.contains { $0.constraint != nil }, "has.draws": hasDraws,
                "has.left-out": !found.leftOut.isEmpty, "has.charts": !charts.isEmpty,
            ])
        scope.setCount("versions.count", found.points.count)
        let link = map.link(from: Self.folder)
        let template = try map.templates.template(PageTemplate.tradeOffs.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    switch request.id {
                    case "charts":
                        let figures: [HTML] = charts.map { "<figure class=\"fig\">\($0)</figure>\n" }
                        return .html("<div class=\"side\">\n\(figures.joined().text)</div>\n")
                    case "versions":
                        let more: HTML = "<p class=\"more\"><a href=\"trade-offs.csv\">CSV</a></p>\n"
                        let shown = TableHTML(table: table, label: request.plainCaption, link: link)
                        return .html((shown.html + more).text)
                    default: return .unknown(nearest: "versions")
                    }
                }))
        collector.add(Self.folder + "trade-offs.csv", TableCSV.text(table))
        var frame = PageFrame.common(map, Self.folder, title: phrases(.tradeOffsTitle), area: .audits, page: page)
        frame.eyebrow = "\(phrases(.tradeOffsTitle))"
        collector.add(
            frame,
            json: PageJSON.page(
                Self.folder, title: phrases(.tradeOffsTitle),
                [
                    ("best", found.best.map { .string($0.name) } ?? .null),
                    ("cheapest_within", found.cheapest.map { .string($0.name) } ?? .null),
                    ("sentence", .string(sentence)), ("versions", PageJSON.table(table)),
                ]))
    }

    /// What the cheapest version within all constraints costs in quality.
    private func sentence(_ found: VersionTradeOffs) -> String {
        let isConstrained = found.costs.contains { $0.constraint != nil }
        guard let cheapest = found.cheapest, let best = found.best else {
            let isOpen = found.points.contains { point in
                !point.states.contains(.failed) && !point.isWithin
            }
            return phrases(.tradeOffsNone, ["is.constrained": .flag(isConstrained), "is.open": .flag(isOpen)])
        }
        let cost = zip(found.costs, cheapest.values.dropFirst()).first { $1.value != nil }?.0
        let fact = map.facts.subject(found.quality.name)
        let value = NumberFormat.format(cheapest.values[0].value ?? .nan, as: found.quality.unit)
        if cheapest.name == best.name {
            return phrases(
                .tradeOffsBoth,
                [
                    "version": .text(best.name), "fact": .text(fact), "value": .text(value),
                    "cost": .text(cost?.name ?? ""), "is.constrained": .flag(isConstrained),
                ])
        }
        let pair = VersionPairs(map).pair(found.quality.name, best.archived, cheapest.archived)
        return phrases(
            .tradeOffsCheapest,
            [
                "version": .text(cheapest.name), "best": .text(best.name), "fact": .text(fact), "value": .text(value),
                "cost": .text(cost?.name ?? ""), "is.constrained": .flag(isConstrained),
                "change": .text(pair.map { VersionPairs.changed($0) } ?? ""), "has.change": .flag(pair != nil),
                "n": .text(NumberFormat.n(cheapest.n)),
            ])
    }

    private func table(_ found: VersionTradeOffs) -> Table {
        var columns = [
            Table.Column("version", phrases(.pairsVersion)),
            Table.Column("quality", map.facts.heading(found.quality.name), .number),
            Table.Column("interval", phrases(.tradeOffsInterval)),
        ]
        for cost in found.costs {
            let id = Slug.of(cost.name).replacing("-", with: "_")
            columns.append(Table.Column(id, cost.name, .number))
            if let constraint = cost.constraint {
                columns.append(Table.Column(id + "_kept", phrases.words(constraint), .state))
            }
        }
        columns += [
            Table.Column("non_dominated", phrases(.tradeOffsNonDominated), .state),
            Table.Column("share", phrases(.tradeOffsShare), .number), Table.Column("n", "n", .number),
        ]
        func number(_ value: Double?, _ unit: Quantity) -> Cell {
            value.map { .number($0, unit) } ?? .none(phrases(.tradeOffsNotMeasured))
        }
        let rows: [[Cell]] = found.points.reversed().map { point in
            var row: [Cell] = [
                .link(point.name, target: "version:" + point.name), number(point.values[0].value, found.quality.unit),
                .text(
                    point.values[0].interval.map { NumberFormat.interval($0, as: found.quality.unit) } ?? ""),
            ]
            for (place, cost) in found.costs.enumerated() {
                row.append(number(point.values[place + 1].value, cost.unit))
                if cost.constraint != nil {
                    row.append(.state(Mark(point.states[place] ?? .notMeasured), nil))
                }
            }
            let isBest: Cell =
                point.isNonDominated.map {
                    .state(.neutral, phrases($0 ? .tradeOffsIsNonDominated : .tradeOffsIsDominated))
                } ?? .none(phrases(.tradeOffsNotMeasured))
            return row + [isBest, number(point.share, .proportion), .number(Double(point.n), .count)]
        }
        return Table(columns: columns, rows: rows)
    }

    /// A chart for each of the first costs that two versions have a value of.
    private func charts(_ found: VersionTradeOffs) -> [HTML] {
        let title = map.facts.heading(found.quality.name)
        let drawn = found.costs.enumerated().compactMap { place, cost -> HTML? in
            let versions = found.points.compactMap { point -> TradeOffDrawing.Version? in
                guard let value = point.values[place + 1].value, let quality = point.values[0].value else { return nil }
                return TradeOffDrawing.Version(
                    name: point.name, cost: value, quality: quality, interval: point.values[0].interval,
                    isNonDominated: point.isNonDominated ?? false, isWithin: point.isWithin)
            }
            guard versions.count > 1 else { return nil }
            let words = versions.map { version in
                phrases(
                    .tradeOffsPoint,
                    [
                        "version": .text(version.name), "cost": .text(NumberFormat.format(version.cost, as: cost.unit)),
                        "quality": .text(NumberFormat.format(version.quality, as: found.quality.unit)),
                    ])
            }
            return HTML(
                trusted: TradeOffDrawing.svg(
                    versions, cost: Axis(cost.name, cost.unit), quality: Axis(title, found.quality.unit),
                    bound: cost.constraint?.bound, id: "c-" + Slug.of(cost.name),
                    title: phrases(.tradeOffsAgainst, ["fact": .text(title), "cost": .text(cost.name)]),
                    description: phrases.joined(words, by: .listSemicolon)))
        }
        return Array(drawn.prefix(Self.mostCharts))
    }
}

extension Phrases {
    /// A constraint in words.
    fileprivate func words(_ constraint: Constraint) -> String {
        let bound = PhraseValue.text(NumberFormat.format(constraint.bound, as: .raw))
        return switch constraint.sense {
        case .atMost: self(.tradeOffsAtMost, ["bound": bound])
        case .atLeast: self(.tradeOffsAtLeast, ["bound": bound])
        }
    }
}
