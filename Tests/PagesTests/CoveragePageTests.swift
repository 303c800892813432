import Diagnostics
import Markup
import Record
import Testing

@testable import Archive
@testable import Chronicle
@testable import Pages

/// Documentation coverage, the model card, the page for newcomers, and trends on the front page.
@Suite struct CoveragePageTests {
    private static func site(_ governance: String, _ audits: [ArchivedAudit]) throws -> Site {
        var problems = ProblemList()
        let record = RecordReader.read(
            yaml: "schema: governance/1\n" + governance, file: "governance.yml", as: Schemas.governance, into: &problems
        )
        try problems.throwIfAny()
        return try Fixture.site(
            Chronicle(
                audits: audits, incidents: [], records: Records([], governance: Governance(record: record))))
    }

    private static func words(_ site: Site, _ path: String) -> String {
        site.text(path).replacing(#/<[^>]*>/#, with: " ").replacing(#/\s+/#, with: " ")
    }

    private static let two = [
        Fixture.archived(Fixture.audit("v1")),
        Fixture.archived(Fixture.audit("v2", date: "2026-02-03", baseline: "v1")),
    ]

    @Test func whatIsNotThereIsMissingAndWhatIsThereIsLinked() throws {
        let bare = Self.words(try Self.site("retention: ten years\n", Self.two), "coverage/index.html")
        #expect(bare.contains("Intended use missing : purpose in governance.yml"))
        #expect(bare.contains("This is no legal advice."))
        let site = try Self.site("purpose: Reads meters\nlimitations: [night]\n", Self.two)
        let full = Self.words(site, "coverage/index.html")
        #expect(full.contains("Intended use start here"))
        #expect(full.contains("Kept for ten years (article 18) missing"))
        let counts = [bare, full].map { $0.firstMatch(of: #/(\d+) of (\d+) answers are there/#).map { Int($0.1) ?? 0 } }
        #expect(counts[0].map { $0 + 1 } == counts[1])
        let start = Self.words(site, "start/index.html")
        #expect(start.contains("Purpose # Reads meters"))
        #expect(start.contains("Known limitations: night."))
        #expect(start.contains("Accuracy 84.4 % [81.6, 86.9], n 713"))
        #expect(Self.words(site, "index.html").contains("Start here"))
    }

    @Test func theModelCardIsReadAsItIs() throws {
        let card = try Self.site("purpose: Reads meters\n", Self.two).text("coverage/model-card.md")
        #expect(card.contains("- Purpose: Reads meters\n"))
        #expect(card.contains("- Users: not stated\n"))
        #expect(card.contains("| Accuracy | 84.4"))
        #expect(card.contains("## Decision\n\nnone"))
        #expect(!card.contains(Fixture.script), "names of the data are escaped")
    }

    @Test(arguments: [1, 2, 30, 300])
    func trendsAreDrawnForAnyNumberOfVersions(_ count: Int) throws {
        let audits = (0..<count).map { index in
            var audit = Fixture.audit("v\(index)", date: Day(number: 20_000 + index).description)
            // The evaluation set changes half way: the line ends there.
            if index >= count / 2, count > 2 { audit.dataset.digest = String(repeating: "ef", count: 32) }
            return ArchivedAudit(
                audit: audit, outcomes: OutcomeTable(ids: [], labels: [], predicted: [], confidence: []), runs: [],
                examples: nil, digest: "", seal: "", folder: Fixture.archived(audit).folder)
        }
        let trends = HomeTrends(facts: Fixture.facts)
        #expect(trends.paths(audits).isEmpty == (count == 1))
        guard count > 1 else { return }
        guard case .lines(let chart) = trends.chart("headline/accuracy", audits) else {
            Issue.record("not a line chart")
            return
        }
        #expect(chart.series.count == (count > 2 ? 2 : 1))
        #expect(chart.series.map(\.points.count).reduce(0, +) == count)
        #expect(chart.ticks?.last == "v\(count - 1)")
        #expect((chart.ticks ?? []).count { !$0.isEmpty } <= 9)
        #expect(trends.table(audits).rows.count == count)
        let html = trends.html(audits, most: 1) { $0 }.text
        #expect(html.contains("<svg"))
    }

    @Test func severalDataSetsStandOnOneScale() throws {
        var other = Self.two.map(\.audit)
        for index in other.indices { other[index].sections[0].facts[0].value = 0.2 }
        let low = other.map { Fixture.archived($0) }
        let range = try #require(HomeTrends.range("headline/accuracy", Self.two + low))
        #expect(range == 0.2...0.869)
        let html = HomeTrends(facts: Fixture.facts).html(
            "headline/accuracy", over: [("day", Self.two), ("night", low)]
        ) { $0 }.text
        #expect(html.ranges(of: "<figure").count == 2)
        #expect(html.contains("day") && html.contains("night"))
    }
}
