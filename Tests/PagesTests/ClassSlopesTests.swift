import Chronicle
import Record
import Testing

@testable import Findings
@testable import Pages

/// The rate of each class over versions.
@Suite struct ClassSlopesTests {
    /// An audit with a recall for each class, and what its comparison says of them.
    private static func audit(
        _ version: String, baseline: String? = nil, _ recalls: [(String, Double)], states: [(String, Mark)] = []
    ) -> Audit {
        var audit = Fixture.audit(version, baseline: baseline)
        guard let headline = audit.sections.firstIndex(where: { $0.id == "headline" }) else { return audit }
        audit.sections[headline].facts += recalls.map { name, value in
            Fact(
                Headline.facts.recall.ofClass(name), value, n: 40,
                interval: Interval(low: value - 0.1, high: value + 0.1, method: "wilson"), method: "recall")
        }
        guard !states.isEmpty else { return audit }
        let table = Table(
            columns: [Table.Column("group", "Class"), Table.Column("state", "State", .state)],
            rows: states.map { [.text($0.0), .state($0.1, nil)] })
        let change = Fact(Comparison.facts.accuracyChange, -0.02, n: 100, method: "paired-change")
        audit.sections.append(
            Section(
                Comparison().card, facts: [change],
                exhibits: [
                    Exhibit(Comparison.Shown.classes, .table(table)),
                    Exhibit(
                        Comparison.Shown.recallByClass,
                        .chart(.dots(DotChart(axis: Axis("recall", .proportion), rows: [], name: version)))),
                ]))
        return audit
    }

    private static let audits = [
        audit("v1", [("cat", 0.9), ("dog", 0.5), ("owl", 0.7)]),
        audit("v2", [("cat", 0.9), ("dog", 0.6), ("owl", 0.75)]),
        audit(
            "v3", baseline: "v2", [("cat", 0.95), ("dog", 0.7), ("owl", 0.25), ("emu", 0.4)],
            states: [("owl", .worse), ("dog", .better), ("cat", .undecided)]),
    ]

    @Test func whatTheComparisonTestedIsMarkedAndComesFirst() throws {
        let slopes = try #require(ClassSlopes(Self.audits, Catalog.facts))
        #expect(slopes.fact == "Recall")
        #expect(slopes.isTested)
        #expect(slopes.chart.versions == ["v1", "v2", "v3"])
        #expect(slopes.chart.baseline == 1)
        #expect(slopes.chart.axis.title == "recall")
        #expect(slopes.chart.lines.map(\.label) == ["owl", "dog", "cat", "emu"])
        #expect(slopes.chart.lines.map(\.state) == [.worse, .better, .neutral, .neutral])
        #expect(slopes.chart.lines[0].points.map(\.y) == [0.7, 0.75, 0.25])
        #expect(slopes.chart.lines[3].points.map(\.x) == [2])
    }

    /// A test against a version that is not shown says nothing of those that are.
    @Test func withoutTheBaselineNothingIsMarked() throws {
        let slopes = try #require(ClassSlopes([Self.audits[0], Self.audits[2]], Catalog.facts))
        #expect(!slopes.isTested)
        #expect(slopes.chart.lines.allSatisfy { $0.state == .neutral })
        #expect(ClassSlopes([Self.audits[2]], Catalog.facts) == nil)
        #expect(ClassSlopes([Fixture.audit("v1"), Fixture.audit("v2")], Catalog.facts) == nil)
    }

    @Test func aPairStandsOnItsPageAndMoreOnThatOfAllPairs() throws {
        func site(_ change: (inout [Audit]) -> Void = { _ in }) throws -> Site {
            var audits = Self.audits
            // Where nothing is paired there is no page of pairs: the accuracy has replicates.
            for index in audits.indices {
                guard let headline = audits[index].sections.firstIndex(where: { $0.id == "headline" }) else { continue }
                audits[index].sections[headline].facts[0].replicates = (0..<80).map {
                    0.84 + Double(index) / 100 + Double(($0 + 3 * index) % 8) / 1000
                }
            }
            change(&audits)
            return try Fixture.site(Chronicle(audits: audits.map { Fixture.archived($0) }, incidents: []))
        }
        let whole = try site()
        let pair = whole.text("compare/v2..v3/index.html")
        #expect(pair.contains("class=\"chart slopes\""))
        #expect(pair.contains("▼ owl"))
        #expect(pair.contains("../../v/v3/comparison/recall_by_class.csv\">CSV"))
        let all = whole.text("compare/index.html")
        #expect(all.contains("class=\"chart slopes\"") && all.contains("Recall of each class, version by version"))
        let rows = whole.text("compare/classes.csv").split(separator: "\r\n")
        #expect(rows.count == 5)
        #expect(rows[0] == "name,version_1,version_2,version_3,low,high,change,n,state")
        // Of other images no line is drawn.
        let other = try site { $0[1].dataset.digest = "another" }
        #expect(!other.text("compare/v2..v3/index.html").contains("chart slopes"))
        #expect(!other.text("compare/index.html").contains("chart slopes"))
    }
}
