import Diagnostics
import Markup
import Record
import Testing

@testable import Archive
@testable import Chronicle
@testable import Pages

/// Owners and review states of failure modes, playbooks beside them, and what the front page says is next.
@Suite struct ModeReviewTests {
    private static func record(_ kind: RecordKind, _ id: String, _ text: String) -> RecordDocument {
        var problems = ProblemList()
        let file = "---\nschema: \(Schemas.of(kind).name)\nid: \(id)\n\(text)\n---\nText.\n"
        guard
            let record = RecordReader.read(
                file, file: kind.folder + "/" + id + ".md", as: Schemas.of(kind), into: &problems), problems.isClean
        else { preconditionFailure("\(problems)") }
        return record
    }

    private static let mode = Fixture.findings[0].id

    private static func action(_ status: String, _ more: String = "") -> RecordDocument {
        record(
            .action, "ACT-0001",
            "title: T\ncentric: data\nstatus: \(status)\nowner: training lead\ndue: 2027-01-01\naddresses: {failure_modes: [\(mode)]}\n\(more)"
        )
    }

    private static func acceptance(_ more: String) -> RecordDocument {
        let digest = String(repeating: "1a", count: 32)
        return record(
            .decision, "DEC-0001",
            "title: T\ndate: 2026-01-01\ntype: risk-acceptance\nmodel: {version: v1}\nquestion: q\ndecision: d\nrationale: r\nevidence: [{version: v1, audit_sha256: \(digest)}]\nauthors: [a]\napprovers: [{name: risk owner, at: 2026-01-02}]\nfailure_modes: [\(mode)]\n\(more)"
        )
    }

    /// Two audits; the mode is new in the second where `isNew`.
    private static func chronicle(_ records: [RecordDocument], isNew: Bool = false) -> Chronicle {
        var first = Fixture.audit("v1")
        if isNew { first.sections[1].findings = [Fixture.findings[1]] }
        return Chronicle(
            audits: [
                Fixture.archived(first), Fixture.archived(Fixture.audit("v2", date: "2026-02-03", baseline: "v1")),
            ], incidents: [], records: Records(records))
    }

    private static func review(_ records: [RecordDocument]) -> ModeReview? {
        let chronicle = chronicle(records)
        return chronicle.reviews(of: chronicle.modes)[mode]
    }

    @Test func theRecordsSayWhereAModeStands() throws {
        #expect(Self.review([])?.state == .unreviewed)
        #expect(Self.review([Self.action("proposed")])?.state == .seen)
        let working = try #require(Self.review([Self.action("in-progress"), Self.acceptance("")]))
        #expect(working.state == .inRemediation)
        #expect(working.owner == "training lead")
        #expect(working.records == ["ACT-0001", "DEC-0001"])
        #expect(Self.review([Self.acceptance("")])?.state == .accepted)
        #expect(Self.review([Self.acceptance("")])?.owner == "risk owner")
        let muted = Self.acceptance("expires: 2026-02-03")
        #expect(Self.review([muted])?.state == .muted(until: try #require(Day("2026-02-03"))))
        #expect(Self.review([Self.acceptance("expires: 2026-02-02")])?.state == .unreviewed)
    }

    private static func words(_ site: Site, _ path: String) -> String {
        site.text(path).replacing(#/<[^>]*>/#, with: " ").replacing(#/\s+/#, with: " ")
    }

    @Test func whatIsNewAndUnreviewedLeadsTheListAndTheFrontPageSaysSo() throws {
        let site = try Fixture.site(Self.chronicle([], isNew: true))
        #expect(
            Self.words(site, "failure-modes/index.html").contains(
                "listed for the first time or again, or worse, and not reviewed : no record names"))
        let rows = site.text("failure-modes/failure-modes.csv").split(separator: "\r\n")
        #expect(rows[1].contains("not reviewed"))
        let home = Self.words(site, "index.html")
        #expect(home.contains("No version is approved; the newest is v2."))
        #expect(home.contains("Decide on v2: misread new decision --version v2"))
        #expect(home.contains("misread new action --from "))
        let handled = try Fixture.site(Self.chronicle([Self.action("accepted")], isNew: true))
        let page = Self.words(handled, "failure-modes/\(SitePath.segment(Self.mode))/index.html")
        #expect(page.contains("Review ~ in remediation Owner training lead Records ACT-0001"))
    }

    @Test func aPlaybookIsLinkedFromTheModesGatesAndAlarmsItIsFor() throws {
        let named = Self.record(
            .playbook, "PLB-0001", "title: Named\nfailure_modes: [\(Self.mode)]")
        let kind = Self.record(.playbook, "PLB-0002", "title: By kind\nkinds: [performance-regression]")
        let other = Self.record(.playbook, "PLB-0003", "title: Drifted\nkinds: [drift]")
        let alarm = Self.record(
            .alarm, "ALM-0001",
            "opened_by: {column: brightness, window: 2026-01-09}\nacknowledged_by: a\nacknowledged_at: 2026-01-09T10:00:00Z"
        )
        let site = try Fixture.site(Self.chronicle([named, kind, other, alarm]))
        let mode = Self.words(site, "failure-modes/\(SitePath.segment(Self.mode))/index.html")
        #expect(mode.contains("Playbooks PLB-0001 Named PLB-0002 By kind"))
        #expect(!mode.contains("PLB-0003"))
        #expect(Self.words(site, "policy/index.html").contains("PLB-0002 By kind"))
        #expect(site.text("policy/playbooks.csv").contains("PLB-0002"))
        #expect(Self.words(site, "incidents/index.html").contains("PLB-0003"))
        #expect(Self.words(site, "playbooks/PLB-0001/index.html").contains("Failure modes now"))
    }

    @Test func categoriesOfTheTeamAreCountedInEveryVersion() throws {
        var problems = ProblemList()
        let record = RecordReader.read(
            yaml:
                "schema: governance/1\ncategories: [{name: Sure of the wrong class, label: a, confidence_at_least: 0.9}]\n",
            file: "governance.yml", as: Schemas.governance, into: &problems)
        try problems.throwIfAny()
        let audits = [("v1", "2026-01-02", 10), ("v2", "2026-02-03", 2)].map { name, date, wrong in
            var audit = Fixture.audit(name, date: date)
            audit.dataset.classes = ["a", "b"]
            let base = Fixture.archived(audit)
            return ArchivedAudit(
                audit: base.audit,
                outcomes: OutcomeTable(
                    ids: (0..<20).map { UInt64($0) }, labels: (0..<20).map { _ in 0 },
                    predicted: (0..<20).map { $0 < wrong ? 1 : 0 }, confidence: (0..<20).map { _ in 250 }), runs: [],
                examples: nil, digest: base.digest, seal: base.seal, folder: base.folder)
        }
        let site = try Fixture.site(
            Chronicle(audits: audits, incidents: [], records: Records([], governance: Governance(record: record))))
        #expect(Self.words(site, "failure-modes/index.html").contains("Categories of the team"))
        let rows = site.text("failure-modes/categories.csv").split(separator: "\r\n").map(String.init)
        #expect(rows[1].hasPrefix("Sure of the wrong class,v2,better,2,20,0.1,"))
        #expect(rows[2].hasPrefix("Sure of the wrong class,v1,first audit,10,20,0.5,"))
    }

    @Test func guardrailsOfAnOpenActionShowWhatTheyAreNow() throws {
        let action = Self.action(
            "accepted",
            "expected_impact: {metric: headline/accuracy, from: 0.84, to: 0.9, guardrails: [\"headline/accuracy >= 0.9\"]}"
        )
        let page = Self.words(try Fixture.site(Self.chronicle([action])), "actions/ACT-0001/index.html")
        #expect(page.contains("failed 84.4 % [81.6, 86.9], n 713 in v2, before it is done"))
    }
}
