import Archive
import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// `compare/`: any two versions that were evaluated on the same items, compared from what their archives keep, and the best so far.
struct VersionPairs {
    static let folder = "compare/"
    /// Most versions side by side on the page, the newest; the CSV has more.
    private static let most = 8
    /// Most versions whose pairs the CSV has.
    private static let mostInFile = 60

    let map: SiteMap
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap) { self.map = map }

    /// A number in two versions.
    struct Pair {
        let name: String
        let old: Audit
        let new: Audit
        let before: Double
        /// In the newer one, beside that of the older one.
        let now: Fact
        /// Of the change.
        let interval: Interval
        /// The share of replicates in which the newer is better.
        let better: Double
    }

    /// The headline numbers that versions can be compared by: those with a better direction and of one thing by name in all.
    private var paths: [String] {
        map.facts.tiles.filter {
            $0.spec.tile?.isListed == true && $0.spec.classTerm == nil && $0.spec.better != .neither
        }
        .map(\.path)
    }

    func pair(_ path: String, _ first: ArchivedAudit, _ second: ArchivedAudit) -> Pair? {
        let (old, new) = (first.audit, second.audit)
        guard new.dataset.isSameSet(as: old.dataset), let spec = map.facts.spec(path)?.spec,
            let before = old.fact(at: path), var now = new.fact(at: path), let then = before.value,
            now.value != nil
        else { return nil }
        now.baseline = then
        let interval: Interval
        let above: Double
        if let drawn = now.change(since: before), let share = now.shareAbove(before) {
            (interval, above) = (drawn, share)
        } else if map.facts.isPairedByChange(path), new.task == .classification, now.units == nil,
            let pairs = first.outcomes.pairs(with: second.outcomes), let change = pairs.difference()?.interval
        {
            (interval, above) = (Interval(change, method: "newcombe-paired"), pairs.chanceSecondIsHigher)
        } else {
            return nil
        }
        return Pair(
            name: map.facts.heading(path), old: old, new: new, before: then, now: now, interval: interval,
            better: spec.better == .lower ? 1 - above : above)
    }

    /// Of the versions evaluated on the newest one's items the one that is best at the first number that compares them, beside the
    /// newest: a sentence for home; `nil` where nothing can be compared.
    var bestSoFar: HTML? {
        let audits = map.chronicle.audits
        guard let newest = audits.last, audits.count > 1 else { return nil }
        for path in paths {
            guard let spec = map.facts.spec(path)?.spec else { continue }
            let pairs = audits.dropLast().compactMap { pair(path, $0, newest) }
            guard !pairs.isEmpty else { continue }
            let sign = spec.better == .lower ? -1.0 : 1.0
            let best = pairs.max { sign * $0.before < sign * $1.before }
            guard let best, let value = best.now.value else { continue }
            let isNewest = sign * value >= sign * best.before
            let words = phrases(
                isNewest ? .pairsNewestBest : .pairsBest,
                [
                    "fact": .text(map.facts.subject(path)), "newest": .text(newest.audit.version.name),
                    "value": .text(NumberFormat.format(isNewest ? value : best.before, as: best.now.unit)),
                    "best": .text(best.old.version.name), "change": .text(Self.changed(best)),
                    "better": .text(NumberFormat.format(best.better, as: .proportion)),
                ])
            return "<p>\(words) <a href=\"\(Self.folder)index.html\">\(phrases(.pairsAll))</a></p>\n"
        }
        return nil
    }

    /// The change with its interval, in words.
    static func changed(_ pair: Pair) -> String {
        (NumberFormat.change(of: pair.now) ?? "") + " " + NumberFormat.change(pair.interval, of: pair.now.unit)
    }

    func collect(into collector: inout PageCollector) {
        let all = map.chronicle.audits
        guard all.count > 1 else { return }
        let kept = Array(all.suffix(Self.mostInFile))
        let numbers = paths.map { path in
            (
                path: path,
                pairs: kept.indices.flatMap { new in
                    kept[..<new].reversed().compactMap { pair(path, $0, kept[new]) }
                }
            )
        }.filter { !$0.pairs.isEmpty }
        guard !numbers.isEmpty else { return }
        let table = table(numbers.flatMap(\.pairs))
        collector.add(Self.folder + "pairs.csv", TableCSV.text(table))
        let shown = Array(all.suffix(Self.most).map(\.audit).reversed())
        let slopes = slopes(shown.reversed())
        let body = numbers.map { matrix($0.path, $0.pairs, shown) }.joined() + (slopes.map(section) ?? "")
        if let slopes {
            collector.add(Self.folder + "classes.csv", TableCSV.text(Exhibit.table(of: .slopes(slopes.chart))))
        }
        let more: HTML = "<p class=\"more\"><a href=\"pairs.csv\">CSV</a></p>\n"
        var frame = PageFrame(
            folder: Self.folder, site: map.title, title: phrases(.pairsTitle), body: body + more, area: .audits)
        let detail = phrases(
            .pairsDetail,
            ["versions": .text(NumberFormat.count(shown.count)), "is.cut": .flag(all.count > shown.count)])
        frame.lede = "<p>\(detail)</p>"
        frame.crumbs = [PageFrame.Step("Home", "index.html"), PageFrame.Step(phrases(.pairsTitle))]
        frame.provenance = map.provenance(from: Self.folder)
        collector.add(
            frame,
            json: PageJSON.page(
                Self.folder, title: frame.title,
                [("versions", .array(kept.map { .string($0.audit.version.name) })), ("pairs", PageJSON.table(table))]))
    }

    /// The classes of the versions that were evaluated on the newest one's items, where these are more than a pair, which has
    /// its own page.
    private func slopes(_ audits: [Audit]) -> ClassSlopes? {
        guard let newest = audits.last else { return nil }
        let comparable = audits.filter { $0.dataset.isSameSet(as: newest.dataset) }
        return comparable.count > 2 ? ClassSlopes(comparable, map.facts) : nil
    }

    private func section(_ slopes: ClassSlopes) -> HTML {
        let caption = phrases(
            .pairsClassesCaption,
            [
                "newest": .text(slopes.chart.versions.last ?? ""),
                "baseline": .text(slopes.chart.versions[slopes.chart.baseline]), "is.tested": .flag(slopes.isTested),
            ])
        let escaped: HTML = "\(caption)"
        let request = ExhibitRequest(id: "classes", caption: escaped.text, plainCaption: caption, title: "")
        let figure = ExhibitHTML.chart(
            .slopes(slopes.chart), id: "compare-classes", request: request, csv: "classes.csv",
            link: map.link(from: Self.folder))
        return """
            <section class="full" aria-labelledby="classes">
            \(Heading.section(phrases(.pairsClasses, ["fact": .text(slopes.fact)]), id: "classes"))
            \(figure)</section>

            """
    }

    /// All pairs as rows.
    private func table(_ pairs: [Pair]) -> Table {
        Table(
            columns: [
                Table.Column("metric", "Metric"), Table.Column("version", "Version"),
                Table.Column("against", "Against"),
                Table.Column("before", "Before", .number), Table.Column("now", "Now", .number),
                Table.Column("change", "Change", .number), Table.Column("low", "Low", .number),
                Table.Column("high", "High", .number), Table.Column("better", "P(better)", .number),
                Table.Column("n", "n", .number),
            ],
            rows: pairs.map { pair in
                let unit: Quantity = pair.now.unit == .proportion ? .points : pair.now.unit
                return [
                    .text(pair.name), .text(pair.new.version.name), .text(pair.old.version.name),
                    .number(pair.before, pair.now.unit), .number(pair.now.value ?? .nan, pair.now.unit),
                    .number((pair.now.value ?? .nan) - pair.before, unit), .number(pair.interval.low, unit),
                    .number(pair.interval.high, unit),
                    .number(pair.better, .proportion), .number(Double(pair.now.n), .count),
                ]
            })
    }

    /// A number in every version against each older one.
    private func matrix(_ path: String, _ pairs: [Pair], _ shown: [Audit]) -> HTML {
        let id = Slug.of(path)
        let known = Dictionary(
            pairs.map { ([$0.new.version.name, $0.old.version.name], $0) }, uniquingKeysWith: { first, _ in first })
        let older = shown.dropFirst()
        let heads: [HTML] = older.map {
            "<th scope=\"col\">\(phrases(.pairsAgainst, ["version": .text($0.version.name)]))</th>"
        }
        let lines: [HTML] = shown.dropLast().map { new in
            let cells: [HTML] = older.map { old in
                known[[new.version.name, old.version.name]].map(cell) ?? "<td class=\"muted\">–</td>"
            }
            let fact = new.fact(at: path)
            let value = fact?.value.map { NumberFormat.format($0, as: fact?.unit ?? .raw) } ?? "–"
            return """
                <tr><td>\(new.version.name)</td><td class="r">\(value)</td>\(cells.joined())</tr>

                """
        }
        let title = map.facts.heading(path)
        return """
            <section class="full" aria-labelledby="\(id)">
            \(Heading.section(title, id: id))
            <div class="scroll" tabindex="0" role="region" aria-label="\(title)">
            <table>
            <thead><tr><th scope="col">\(phrases(.pairsVersion))</th><th scope="col" class="r">\(title)</th>\(heads.joined())</tr></thead>
            <tbody>
            \(lines.joined())</tbody>
            </table>
            </div></section>

            """
    }

    private func cell(_ pair: Pair) -> HTML {
        let better = phrases(.pairsBetter, ["share": .text(NumberFormat.format(pair.better, as: .proportion))])
        let words = Self.changed(pair)
        let isClear = pair.interval.low > 0 || pair.interval.high < 0
        let strong: HTML = isClear ? "<b>\(words)</b>" : "\(words)"
        return "<td>\(strong)<br><span class=\"muted\">\(better)</span></td>"
    }
}
