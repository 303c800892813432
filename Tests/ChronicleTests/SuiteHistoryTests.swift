import Columns
import Record
import Testing

@testable import Archive
@testable import Chronicle

/// The suite over versions, by what archives keep.
@Suite struct SuiteHistoryTests {
    private static func version(_ name: String, _ day: Int, _ suite: [CaseResult]?) -> ArchivedAudit {
        let archived = RecordFixture.audit(name, date: "2026-01-0\(day)")
        var audit = archived.audit
        if let suite {
            audit.sections.append(Section(Card(id: "suite", title: "Suite", question: "Passed?"), suite: suite))
        }
        return ArchivedAudit(
            audit: audit, outcomes: archived.outcomes, runs: [], examples: nil, digest: archived.digest, seal: "",
            folder: archived.folder)
    }

    private static func result(_ name: String, _ state: GateStatus, _ expectation: String = "accuracy >= 0.9")
        -> CaseResult
    {
        CaseResult(name: name, predicates: [Predicate("weather", "fog")], expectation: expectation, state: state)
    }

    private static func history(_ audits: [ArchivedAudit]) -> SuiteHistory? {
        SuiteHistory(Chronicle(audits: audits, incidents: []))
    }

    @Test func withoutASuiteThereIsNone() {
        #expect(Self.history([Self.version("v1", 1, nil)]) == nil && Self.history([]) == nil)
    }

    @Test func casesAreFollowedByNameAndSaidToHaveAskedOtherwise() throws {
        let history = try #require(
            Self.history([
                Self.version("v1", 1, [Self.result("fog", .failed, "accuracy >= 0.8"), Self.result("old", .passed)]),
                Self.version("v2", 2, nil),
                Self.version("v3", 3, [Self.result("new", .undecided), Self.result("fog", .passed)]),
            ]))
        #expect(history.versions.map(\.audit.version.name) == ["v3", "v1"])
        #expect(history.rows.map(\.asked.name) == ["new", "fog", "old"])
        #expect(
            history.rows.map { $0.entries.map { $0?.result.state } } == [
                [.undecided, nil], [.passed, .failed], [nil, .passed],
            ])
        #expect(history.rows[1].entries.map { $0?.isSame } == [true, false])
        #expect(history.newest.map(\.name) == ["new", "fog"])
    }
}
