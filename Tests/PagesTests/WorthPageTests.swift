import Diagnostics
import Foundation
import Markup
import Record
import Testing

@testable import Archive
@testable import Chronicle
@testable import Pages

/// What fixes save, on the page of actions.
@Suite struct WorthPageTests {
    private static func finding(_ mode: FailureMode, _ errors: Range<Int>, saves: Double, of n: Int) -> Finding {
        let gain = saves / Double(n)
        var finding = Finding(
            mode, of: "slices", standing: .finding, measure: Fixture.measure(), errors: errors.count,
            gain: Measure(
                gain, Interval(low: gain * 0.5, high: gain * 1.5, method: "slice-gain"), n: n, unit: .points,
                method: "slice-gain"), evidence: Fixture.items(1))
        finding.covers = ErrorSet(errors, of: 40)
        return finding
    }

    static let modes: [FailureMode] = [
        .classRegression("8"), .confusion(truth: "8", predicted: "1"), .classRegression("4"),
    ]

    /// An audit with 40 errors of 400 images: two modes that share most of theirs, and one apart.
    static func archived(_ version: String = "v1") -> ArchivedAudit {
        var audit = Fixture.audit(version)
        audit.sections[1].findings = [
            finding(modes[0], 0..<20, saves: 18, of: 400), finding(modes[1], 4..<20, saves: 14, of: 400),
            finding(modes[2], 20..<30, saves: 9, of: 400),
            Finding(
                .overconfidence, of: "calibration", standing: .lead, measure: Fixture.measure(), errors: 0,
                evidence: Fixture.items(1)),
        ]
        let wrong = 40
        let outcomes = OutcomeTable(
            ids: (0..<400).map { UInt64($0) << 40 }, labels: [UInt16](repeating: 1, count: 400),
            predicted: (0..<400).map { $0 < wrong ? 0 : 1 }, confidence: [UInt8](repeating: 200, count: 400))
        let base = Fixture.archived(audit)
        return ArchivedAudit(
            audit: base.audit, outcomes: outcomes, runs: [], examples: nil, digest: base.digest, seal: base.seal,
            folder: base.folder)
    }

    private static func action(_ id: String, _ mode: FailureMode, days: Int) -> RecordDocument {
        read(
            "actions/\(id).md", Schemas.action,
            "---\nschema: action/1\nid: \(id)\ntitle: T\ncentric: data\nstatus: proposed\naddresses: {failure_modes: [\(mode.stableID)]}\npriority: {effort_days: \(days)}\n---\nText.\n"
        )
    }

    private static func read(_ file: String, _ schema: RecordSchema, _ text: String) -> RecordDocument {
        var problems = ProblemList()
        guard let record = RecordReader.read(text, file: file, as: schema, into: &problems), problems.isClean else {
            preconditionFailure("\(problems)")
        }
        return record
    }

    private static func page(_ records: [RecordDocument], budget: String? = nil) throws -> (words: String, site: Site) {
        var problems = ProblemList()
        let governance = Governance(
            record: budget.flatMap {
                RecordReader.read(
                    yaml: "schema: governance/1\n" + $0, file: "governance.yml", as: Schemas.governance, into: &problems
                )
            })
        try problems.throwIfAny()
        let site = try Fixture.site(
            Chronicle(audits: [archived()], incidents: [], records: Records(records, governance: governance)))
        return (
            site.text("actions/index.html").replacing(#/<[^>]*>/#, with: " ").replacing(#/\s+/#, with: " "), site
        )
    }

    @Test func modesArePricedOneAfterTheOther() throws {
        let (words, site) = try Self.page([])
        #expect(words.contains("v1 has 40 errors."))
        #expect(words.contains("1 failure mode has no price in errors"))
        let rows = site.text("actions/worth.csv").split(separator: "\r\n").map { $0.split(separator: ",") }
        // Fixed first, class 8 leaves 2 of its 20 errors; 1.6 of them are predicted as 1, fewer than the 2 that a fix of
        // that confusion alone leaves.
        #expect(rows.dropFirst().map { $0[0] } == ["Class 8 regressed", "Class 4 regressed", "Class 8 predicted as 1"])
        #expect(rows.dropFirst().map { $0[3] } == ["18", "9", "14"])
        #expect(rows.dropFirst().map { $0[4].dropFirst().split(separator: " ").first } == ["18", "9", "0"])
        #expect(words.contains("Fixing all saves 27 ["))
        #expect(site.text("actions/index.json").contains("\"worth\""))
    }

    @Test func aBudgetNamesTheActionsThatFit() throws {
        let records = [
            Self.action("ACT-0001", Self.modes[0], days: 8), Self.action("ACT-0002", Self.modes[2], days: 3),
        ]
        let none = try Self.page(records).words
        #expect(none.contains("budget_days of governance.yml says how many days there are"))
        let (words, site) = try Self.page(records, budget: "budget_days: 5\n")
        #expect(words.contains("With 5 days of work: ACT-0002, 9 ["))
        let both = try Self.page(records, budget: "budget_days: 12\n").words
        #expect(both.contains("With 12 days of work: ACT-0002 and ACT-0001, 27 ["))
        #expect(site.text("actions/plan.csv").contains("ACT-0002,3,"))
        let nothing = try Self.page(records, budget: "budget_days: 1\n").words
        #expect(nothing.contains("With 1 day of work, as governance.yml has them, no open action"))
    }
}
