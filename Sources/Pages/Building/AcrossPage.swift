import Chronicle
import Columns
import Diagnostics
import Drawing
import Markup
import Record

/// `across/`: what several data sets say together of the newest version on two of them: how far its headline is from set to set, what
/// each upgrade brought on each, and which failure modes of one data set are there on the others.
struct AcrossPage {
    /// Its folder.
    static let folder = "across/"

    let map: SiteMap
    let chronicles: Chronicles
    private var phrases: Phrases { map.phrases }

    /// The newest version on two data sets or more, with what they say of it.
    private struct Newest {
        let version: Chronicles.Version
        let headline: HeadlineAcross
        let replications: [Replication]
    }
    private let newest: Newest?

    init(_ map: SiteMap, _ chronicles: Chronicles) {
        self.map = map
        self.chronicles = chronicles
        newest =
            chronicles.versions.reversed().lazy.compactMap { version in
                let current = chronicles.current(version)
                return HeadlineAcross(current, facts: map.facts).map {
                    Newest(version: current, headline: $0, replications: chronicles.replications(of: current))
                }
            }.first
    }

    /// A link to the page from the front page, with its first sentence; nothing where there is none.
    var link: HTML {
        guard let newest else { return "" }
        return """
            <p>\(sentence(newest)). <a href="\(Self.folder)index.html">\(phrases(.acrossTitle))</a></p>

            """
    }

    func collect(into collector: inout PageCollector) {
        guard let newest else { return }
        do {
            try page(newest, &collector)
        } catch {
            collector.add(error)
        }
    }

    private func page(_ newest: Newest, _ collector: inout PageCollector) throws(ProblemList) {
        let (version, headline, replications) = (newest.version, newest.headline, newest.replications)
        let sentence = sentence(newest)
        let (sets, upgrades, modes) = (sets(headline), upgrades(headline.path), modes(replications))
        let unmeasured = version.audits.contains { $0?.audit.elsewhere == nil && $0 != nil }
        let replaced = chronicles.replaced(in: version)
        let stale = replaced.map { pair in
            phrases(.acrossReplaced, ["dataset": .text(pair.listing), "on": .text(pair.measuring)])
        }
        var scope = Scope(
            values: [
                "stale": phrases.list(stale), "headline": sentence, "version.name": version.name,
                "fact": map.facts.subject(headline.path),
                "first": headline.sides[0].dataset.name,
            ],
            flags: [
                "has.expected": headline.sides.contains { $0.expected != nil }, "has.upgrades": !upgrades.rows.isEmpty,
                "has.modes": !modes.rows.isEmpty, "is.unmeasured": unmeasured, "is.stale": !stale.isEmpty,
            ])
        scope.setCount("datasets.count", headline.sides.count)
        let link = self.link(of: version, replications)
        let tables = ["sets": sets, "upgrades": upgrades, "modes": modes]
        let template = try map.templates.template(PageTemplate.across.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: map.link(from: Self.folder),
                exhibit: { request in
                    guard let table = tables[request.id] else { return .unknown(nearest: "modes") }
                    let more: HTML = "<p class=\"more\"><a href=\"\(request.id).csv\">CSV</a></p>\n"
                    let shown = TableHTML(table: table, label: request.plainCaption, link: link).html
                    return .html((shown + more).text)
                }))
        for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
            collector.add(Self.folder + name + ".csv", TableCSV.text(table))
        }
        var frame = PageFrame.common(map, Self.folder, title: phrases(.acrossTitle), area: .audits, page: page)
        frame.eyebrow = "\(phrases(.acrossTitle))"
        collector.add(
            frame,
            json: PageJSON.page(
                Self.folder, title: phrases(.acrossTitle),
                [
                    ("version", .string(version.name)), ("sentence", .string(sentence)),
                    ("datasets", PageJSON.table(sets)), ("upgrades", PageJSON.table(upgrades)),
                    ("modes", PageJSON.table(modes)),
                ]))
    }

    /// How many failure modes are there on another data set, and what the upgrade brought on each.
    private func sentence(_ newest: Newest) -> String {
        let (version, headline, replications) = (newest.version, newest.headline, newest.replications)
        let moved = version.audits.compactMap { $0?.audit }.compactMap { audit in
            change(audit, headline.path).map { (audit.dataset.name, $0.mark) }
        }
        let looked = replications.filter { $0.sides.contains { $0.state != .stale } }
        func names(_ mark: Mark) -> [String] { moved.filter { $0.1 == mark }.map(\.0) }
        let (better, worse) = (names(.better), names(.worse))
        let same = moved.filter { $0.1 != .better && $0.1 != .worse }.map(\.0)
        return phrases(
            .acrossSentence,
            [
                "version": .text(version.name), "datasets": .count(headline.sides.count),
                "better": .text(phrases.list(better)), "worse": .text(phrases.list(worse)),
                "same": .text(phrases.list(same)), "any.moved": .flag(!moved.isEmpty),
                "any.better": .flag(!better.isEmpty), "any.worse": .flag(!worse.isEmpty),
                "any.same": .flag(!same.isEmpty),
                "modes": .count(looked.count), "any.modes": .flag(!looked.isEmpty),
                "replicating": .text(
                    NumberFormat.count(looked.count { $0.sides.contains { $0.state.isThere } })),
            ])
    }

    /// A row a data set: the headline, and how far it is from the first and from what the others lead one to expect.
    private func sets(_ headline: HeadlineAcross) -> Table {
        let fact = map.facts.heading(headline.path)
        let first = headline.sides[0].dataset.name
        func difference(_ value: Double?, _ interval: Interval?, _ unit: Quantity) -> [Cell] {
            guard let value, let interval else { return [.none("–"), .none("–")] }
            return [
                .number(value, unit),
                .interval(low: interval.low, value: value, high: interval.high, unit: unit, mark: 0),
            ]
        }
        let columns = [
            Table.Column("dataset", phrases(.acrossDataset)), Table.Column("role", phrases(.acrossRole)),
            Table.Column("value", fact, .number), Table.Column("interval", phrases(.tradeOffsInterval)),
            Table.Column("n", "n", .number),
            Table.Column("less_first", phrases(.acrossFrom, ["dataset": .text(first)]), .number),
            Table.Column("from_first", phrases(.tradeOffsInterval), .interval, method: "across-datasets"),
            Table.Column("expected", phrases(.acrossExpected), .number),
            Table.Column("less_expected", phrases(.acrossFromExpected), .number),
            Table.Column("from_expected", phrases(.tradeOffsInterval), .interval, method: "across-datasets"),
        ]
        let hasExpected = headline.sides.contains { $0.expected != nil }
        let rows = headline.sides.map { side -> [Cell] in
            let fact = side.fact
            let (value, unit) = (fact.value ?? .nan, fact.unit == .proportion ? Quantity.points : fact.unit)
            let start: [Cell] = [
                .link(side.dataset.name, target: "version:" + side.dataset.name),
                side.dataset.role.map { .text($0.rawValue) } ?? .none("–"), .number(value, fact.unit),
                .text(fact.interval.map { NumberFormat.interval($0, as: fact.unit) } ?? ""),
                .number(Double(fact.n), .count),
            ]
            let own = start + difference(headline.sides[0].fact.value.map { value - $0 }, side.fromFirst, unit)
            guard hasExpected else { return own }
            return own + [side.expected.map { .number($0, fact.unit) } ?? .none("–")]
                + difference(side.expected.map { value - $0 }, side.fromExpected, unit)
        }
        return Table(columns: hasExpected ? columns : columns.dropLast(3), rows: rows)
    }

    /// The paired change of the headline since the baseline, and its mark.
    private func change(_ audit: Audit, _ path: String) -> (words: String, mark: Mark)? {
        if let fact = map.facts.fact(.change, in: audit), let value = fact.value, let interval = fact.interval {
            let isClear = interval.low > 0 || interval.high < 0
            return (
                NumberFormat.format(value, as: fact.unit) + " " + NumberFormat.change(interval, of: fact.unit),
                isClear ? (value > 0 ? .better : .worse) : .persisting
            )
        }
        guard let fact = audit.fact(at: path), let value = fact.value, let before = fact.baseline,
            let interval = fact.change, let words = NumberFormat.change(of: fact)
        else { return nil }
        let isUp = value > before
        let isClear = interval.low > 0 || interval.high < 0
        let isBetter = isUp != (map.facts.spec(path)?.spec.better == .lower)
        return (
            words + " " + NumberFormat.change(interval, of: fact.unit),
            isClear ? (isBetter ? .better : .worse) : .persisting
        )
    }

    /// A row a version with a baseline: what it changed on each data set.
    private func upgrades(_ path: String) -> Table {
        let parts = chronicles.parts.enumerated().filter { !$0.element.isRetired }
        let columns =
            [Table.Column("version", phrases(.pairsVersion)), Table.Column("baseline", phrases(.acrossBaseline))]
            + parts.map { Table.Column(Slug.of($0.element.dataset ?? ""), $0.element.dataset ?? "", .state) }
        let rows = chronicles.versions.reversed().compactMap { version -> [Cell]? in
            let changes = parts.map { place, _ in version.audits[place].flatMap { change($0.audit, path) } }
            guard changes.contains(where: { $0 != nil }) else { return nil }
            let baselines = version.audits.compactMap { $0?.audit.baseline?.version }
            let cells = changes.map { $0.map { Cell.state($0.mark, $0.words) } ?? .none(phrases(.acrossNotPaired)) }
            return [.text(version.name), .text(baselines.first ?? "")] + cells
        }
        return Table(columns: columns, rows: rows)
    }

    /// A row for each failure mode and data set that it was looked for on.
    private func modes(_ replications: [Replication]) -> Table {
        let columns = [
            Table.Column("mode", phrases(.acrossMode)), Table.Column("listed_on", phrases(.acrossListedOn)),
            Table.Column("effect", phrases(.acrossEffect), .number), Table.Column("on", phrases(.acrossOn)),
            Table.Column("state", phrases(.acrossState), .state),
            Table.Column("rate", phrases(.acrossRate), .number),
            Table.Column("less_rest", phrases(.acrossRest), .number),
            Table.Column("difference", phrases(.acrossDifference), .interval, method: "modes-elsewhere"),
            Table.Column("n", "n", .number), Table.Column("p", "p, corrected", .number, method: "holm"),
        ]
        let rows = replications.flatMap { found in
            found.sides.map { side -> [Cell] in
                let measured = side.measured
                let start: [Cell] = [
                    .link(
                        phrases.title(found.finding.mode),
                        target: "finding:" + found.dataset + "/" + found.finding.id),
                    .text(found.dataset),
                    side.state == .stale ? .none("–") : .number(measured.effect, .points), .text(side.dataset),
                    .state(Mark(side.state), words(side, of: found.dataset)),
                ]
                guard side.state != .stale, let rate = measured.measure, let change = measured.change else {
                    return start + Array(repeating: .none("–"), count: 5)
                }
                return start + [
                    .number(rate.value, .proportion), .number(change.value, .points),
                    .interval(
                        low: change.interval.low, value: change.value, high: change.interval.high, unit: .points,
                        mark: measured.effect),
                    .number(Double(rate.n), .count), .number(side.adjusted ?? .nan, .pValue),
                ]
            }
        }
        return Table(columns: columns, rows: rows)
    }

    private func words(_ side: Replication.Side, of dataset: String) -> String {
        switch side.state {
        case .stale: phrases(.acrossStale, ["dataset": .text(dataset), "on": .text(side.dataset)])
        case .replicates: phrases(.acrossReplicates)
        case .weaker: phrases(.acrossWeaker)
        case .doesNot: phrases(.acrossDoesNot)
        case .cannotTell:
            phrases(
                .acrossCannotTell,
                [
                    "n": .text(side.sizeThatTells.map(NumberFormat.aboutCount) ?? ""),
                    "any.n": .flag(side.sizeThatTells != nil),
                ])
        case .notMeasured:
            phrases(
                .acrossNotThere,
                [
                    "attribute": .text(side.measured.lacking ?? ""),
                    "any.attribute": .flag(side.measured.lacking != nil),
                ])
        }
    }

    /// Leads into the audit of the data set that a reference names: `finding:night/dark-1a2b3c`, `version:night`.
    private func link(of version: Chronicles.Version, _ found: [Replication]) -> (Reference) -> Referent {
        let titles = Dictionary(
            found.map { ($0.dataset + "/" + $0.finding.id, phrases.title($0.finding.mode)) },
            uniquingKeysWith: { first, _ in first })
        let plain = map.link(from: Self.folder)
        return { reference in
            func page(_ dataset: String, _ target: String, _ title: String) -> Referent {
                .page(href: SitePath.relative(SitePath.dataset(dataset) + target, from: Self.folder), title: title)
            }
            let names = version.audits.compactMap { $0?.audit.dataset.name }
            switch reference.kind {
            case .finding:
                guard let dataset = names.first(where: { reference.id.hasPrefix($0 + "/") }) else {
                    return plain(reference)
                }
                let id = String(reference.id.dropFirst(dataset.count + 1))
                return page(dataset, SitePath.failure(id, of: version.name) + "index.html", titles[reference.id] ?? id)
            case .version where names.contains(reference.id):
                return page(reference.id, SitePath.version(version.name) + "index.html", reference.id)
            default: return plain(reference)
            }
        }
    }
}

extension Mark {
    /// The mark of how a failure mode stands on another data set.
    init(_ state: ReplicationState) {
        switch state {
        case .replicates, .weaker: self = .finding
        case .doesNot: self = .neutral
        case .cannotTell: self = .undecided
        case .notMeasured, .stale: self = .notMeasured
        }
    }
}
