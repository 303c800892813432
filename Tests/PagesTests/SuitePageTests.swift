import Archive
import Chronicle
import Columns
import Record
import Testing

@testable import Pages

/// The suite over versions, on `suite/`, and a version's own page of it.
@Suite struct SuitePageTests {
    private static func result(
        _ name: String, _ state: GateStatus, _ value: Double?, expectation: String = "accuracy >= 0.9"
    ) -> CaseResult {
        CaseResult(
            name: name, predicates: [Predicate("weather", "fog")], expectation: expectation, state: state,
            rate: value.map {
                Measure(
                    $0, Interval(low: $0 - 0.05, high: $0 + 0.02, method: "wilson"), n: 100, unit: .proportion,
                    method: "accuracy")
            }, reason: value == nil ? "no image has weather fog" : nil)
    }

    private static func audit(_ version: String, _ suite: [CaseResult]?, date: String = "2026-01-02") -> Audit {
        var audit = Fixture.audit(version, date: date)
        guard let suite else { return audit }
        let facts = ["cases", "cases_failed", "cases_passed", "cases_inconclusive", "cases_not_measured", "images"].map
        {
            Fact(FactSpec($0, .count), 2, n: 200, method: "case-verdict")
        }
        audit.sections.append(
            Section(
                Card(id: "suite", topic: .verdict, title: "Suite", question: "Does it pass its suite?"), facts: facts,
                suite: suite))
        return audit
    }

    private static func site(_ audits: [Audit]) throws -> Site {
        try Fixture.site(Chronicle(audits: audits.map { Fixture.archived($0) }, incidents: []))
    }

    private static let two = [
        audit("v1", [result("fog", .failed, 0.75, expectation: "accuracy >= 0.8")]),
        audit("v2", [result("night", .failed, 0.5), result("fog", .passed, 0.95)], date: "2026-02-03"),
    ]

    @Test func withoutASuiteThereIsNoPage() throws {
        let site = try Self.site([Self.audit("v1", nil)])
        #expect(!site.files.contains { $0.path.contains("suite") } && !site.text("index.html").contains("suite/"))
    }

    @Test func everyCaseHasARowAndEveryVersionAColumn() throws {
        let site = try Self.site(Self.two)
        let page = site.text("suite/index.html")
        #expect(page.contains("v2 fails 1 of 2 cases of its suite: night"))
        #expect(page.contains("passed, 95.0") && page.contains("failed, 75.0") && page.contains("asked otherwise"))
        #expect(page.contains("not asked"))
        #expect(page.contains("href=\"../v/v2/suite/index.html\""))
        let lines = site.text("suite/suite.csv").split(separator: "\r\n").map(String.init)
        #expect(lines.count == 4)
        #expect(
            lines[1].hasPrefix("night,v2,2026-02-03,failed,0.5,")
                && lines[1].hasSuffix(",100,,,,accuracy >= 0.9,weather=fog"))
        #expect(lines[3].hasPrefix("fog,v1,2026-01-02,failed,0.75,") && lines[3].contains("accuracy >= 0.8"))
        #expect(site.text("suite/index.json").contains("\"sentence\""))
    }

    @Test func homeAndTheVersionsOwnPageLeadThere() throws {
        let site = try Self.site(Self.two)
        #expect(site.text("index.html").contains("href=\"suite/index.html\""))
        #expect(site.text("v/v2/suite/index.html").contains("href=\"../../../suite/index.html\""))
    }

    @Test(
        arguments: [
            ([("fog", GateStatus.passed, 0.95)], "v1 passes its whole suite"),
            (
                [("fog", .undecided, 0.9), ("night", .passed, 0.95), ("rain", .notMeasured, nil)],
                "v1 fails no case of its suite; 2 of 3 are not decided: fog and rain"
            ),
        ] as [([(String, GateStatus, Double?)], String)])
    func theHeadlineSaysHowTheNewestCameOut(
        _ given: (cases: [(String, GateStatus, Double?)], words: String)
    ) throws {
        let suite = given.cases.map { Self.result($0.0, $0.1, $0.2) }
        #expect(try Self.site([Self.audit("v1", suite)]).text("suite/index.html").contains(given.words))
    }
}
