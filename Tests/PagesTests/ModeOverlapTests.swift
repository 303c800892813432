import Chronicle
import Columns
import Record
import Testing

@testable import Pages

/// Which errors the findings of an audit share.
@Suite struct ModeOverlapTests {
    private static func finding(
        _ value: String, _ errors: some Sequence<Int>, of total: Int = 20, _ standing: Finding.Standing = .finding
    ) -> Finding {
        let covers = ErrorSet(errors, of: total)
        var finding = Finding(
            .slice([Predicate("light", Name(value))]), of: "headline", standing: standing, measure: Fixture.measure(),
            errors: covers.count, evidence: Fixture.items(1))
        finding.covers = covers
        return finding
    }

    private static func audit(_ findings: [Finding]) -> Audit {
        var audit = Fixture.audit("v1")
        for place in audit.sections.indices { audit.sections[place].findings = [] }
        audit.sections[0].findings = findings
        return audit
    }

    private static func overlap(_ findings: [Finding]) -> ModeOverlap? {
        ModeOverlap(audit(findings), names: ("Failure mode", "Errors shared with")) { Fixture.phrases.title($0) }
    }

    /// Errors 0 to 9, 5 to 14 and 9: fifteen in all, 5 to 9 in two of them and 9 in three.
    private static let three = [finding("dusk", [9]), finding("dark", 0..<10), finding("dim", 5..<15)]

    @Test func theLargestComesFirstAndEachErrorIsCountedOnce() throws {
        let overlap = try #require(Self.overlap(Self.three + [Self.finding("day", 0..<20, of: 20, .lead)]))
        #expect(overlap.findings == 3)
        #expect((overlap.covered, overlap.several, overlap.total) == (15, 5, 20))
        #expect(overlap.chart.rows.map { $0.contains("dusk") } == [false, false, true])
        #expect(overlap.chart.cells.map(\.value) == [10, 5, 1, 5, 10, 1, 1, 1, 1])
        #expect(overlap.chart.quietDiagonal)
    }

    @Test func oneFindingOverlapsNothing() {
        #expect(Self.overlap([Self.three[0]]) == nil)
        #expect(Self.overlap([Self.three[0], Self.finding("none", [Int]())]) == nil)
        #expect(Self.overlap([]) == nil)
        #expect(Self.overlap([Self.three[0], Self.finding("other", [1], of: 21)]) == nil)
    }

    @Test func itStandsOnTheListOfFailureModes() throws {
        func site(_ findings: [Finding]) throws -> Site {
            try Fixture.site(Chronicle(audits: [Fixture.archived(Self.audit(findings))], incidents: []))
        }
        let page = try site(Self.three).text("failure-modes/index.html")
        #expect(page.contains("v1: 15 of 20 errors are in a finding, 5 in more than one"))
        #expect(page.contains("id=\"overlap\""))
        #expect(try site(Self.three).text("failure-modes/overlap.csv").split(separator: "\r\n").count == 4)
        #expect(try !site([Self.three[0]]).text("failure-modes/index.html").contains("id=\"overlap\""))
    }
}
