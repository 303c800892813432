import Diagnostics
import Record
import Testing

@testable import Archive
@testable import Chronicle

/// What records say has to be possible, and what is in force has to agree.
@Suite struct RecordAgreementTests {
    typealias Fixture = RecordFixture
    private let audits = [Fixture.audit("v3", date: "2026-03-04")]

    private func decision(_ id: String, _ type: String, _ more: String = "") -> String {
        Fixture.decision(id, "approvers: [{name: release lead, at: 2026-03-04}]\n" + more)
            .replacing("type: release-approve", with: "type: " + type)
    }

    @Test func decisionsInForceDoNotContradictEachOther() {
        let first = decision("DEC-0001", "release-approve")
        let words =
            "decisions/b.md:6: error: type: DEC-0002 blocks v3 and DEC-0001 releases it, both on the audit abababababab... and "
            + "both in force; what was decided later says supersedes: [DEC-0001]"
        #expect(
            Fixture.problems(
                ["decisions/a.md": first, "decisions/b.md": decision("DEC-0002", "release-block")], audits) == [words])
        #expect(
            Fixture.problems(
                [
                    "decisions/a.md": first,
                    "decisions/b.md": decision("DEC-0002", "release-block", "supersedes: [DEC-0001]"),
                ], audits) == [])
        #expect(
            Fixture.problems(
                ["decisions/a.md": first, "decisions/b.md": decision("DEC-0002", "threshold-change")], audits) == [])
    }

    @Test func aWaiverIsOfAGateThereIs() {
        let waiver = Fixture.waiver(expires: "2026-04-01").replacing(
            "gate: Recall of class 8", with: "gate: Recal of class 8")
        #expect(
            Fixture.problems(["waivers/w.md": waiver], audits) == [
                "waivers/w.md:4: error: gate: there is no gate \"Recal of class 8\", so the waiver opens nothing; did you mean "
                    + "\"Recall of class 8\"?"
            ])
        let byFact = waiver.replacing("gate: Recal of class 8", with: "gate: headline/recall@class=8")
        #expect(Fixture.problems(["waivers/w.md": byFact], audits) == [])
        // What held once may name a gate that was taken away since.
        #expect(Fixture.problems(["waivers/w.md": waiver.replacing("2026-04-01", with: "2026-03-01")], audits) == [])
    }

    @Test func aCategoryIsOneThatSomeRowCouldBeIn() {
        let rules = """
            schema: governance/1
            categories:
              - {name: swallowed, label: seven, predicted: "1"}
              - {name: sure, confidence_at_least: 0.9, confidence_at_most: 0.1}
              - {name: sure, label: "1", predicted: "1"}
            """
        #expect(
            Fixture.problems([:], audits, governance: rules) == [
                "governance.yml:3: error: categories[0].label: no audit has a class \"seven\"; the classes are 1, 8",
                "governance.yml:4: error: categories[1].confidence_at_least: 0.9 is above confidence_at_most, 0.1; are the two exchanged?",
                "governance.yml:5: error: categories[2].name: \"sure\" is the category of line 4 too; give one of them another name",
                "governance.yml:5: error: categories[2].predicted: \"1\" predicted as \"1\" is no error; name another class, or leave one of the two out",
            ])
    }

    private func regressionCase(_ more: String) -> String {
        """
        ---
        schema: case/1
        id: CASE-0001
        incident: INC-2026-001
        \(more)
        ---
        """
    }

    @Test func imagesOfACaseAreInAnAudit() {
        let text = regressionCase("images: [a, nobody]\nexpect: cases/correct >= 0.9")
        #expect(
            Fixture.problems(["cases/c.md": text], audits).filter { !$0.contains("INC-2026") } == [
                "cases/c.md:5: error: images: no audit has an image \"nobody\"; write the id as the images' table does"
            ])
    }

    @Test(arguments: [
        (
            "headline/recall@class=8 >= 90",
            "asks for what cannot be: values lie in 0...1, and the bound is 90; did you mean 0.9?"
        ),
        ("headline/recall@class=8 >= 1.2", "asks for what cannot be: values lie in 0...1, and the bound is 1.2"),
        ("headline/recall@class=8 >= 0", "can never fail: values lie in 0...1, and the bound is 0"),
    ])
    func boundsOfSharesAreShares(_ line: String, _ words: String) {
        let text = regressionCase("where: {label: \"8\"}\nexpect: \(line)")
        #expect(
            Fixture.problems(["cases/c.md": text], audits).filter { !$0.contains("INC-2026") } == [
                "cases/c.md:6: error: expect: \"\(line)\" \(words)"
            ])
    }

    @Test func whatIsApprovedSaysWhatPeopleWrote() {
        let written = Fixture.decision("DEC-0001", "approvers: [{name: release lead, at: 2026-03-04}]")
        for placeholder in ["what the audit shows, and what weighs more", "TODO", "..."] {
            let text = written.replacing("rationale: It is better.", with: "rationale: \(placeholder)")
            #expect(
                Fixture.problems(["decisions/d.md": text], audits) == [
                    "decisions/d.md:10: error: rationale: still is \"\(placeholder)\", and the record is approved; write what is "
                        + "meant"
                ])
            let proposal = text.replacing("approvers: [{name: release lead, at: 2026-03-04}]", with: "")
            #expect(Fixture.problems(["decisions/d.md": proposal], audits) == [])
        }
        #expect(
            Fixture.problems(["decisions/d.md": written.replacing("Text.", with: "TODO: the text")], audits).count == 1)
    }

    @Test func ownersAreRolesWhereRolesAreListed() {
        let text = Fixture.action("ACT-0001", "owner: trainig lead\ndue: 2026-04-01", status: "accepted")
        let governance = "schema: governance/1\nroles: {training lead: trains, evaluation lead: audits}\n"
        #expect(
            Fixture.problems(["actions/a.md": text], audits, governance: governance) == [
                "actions/a.md:7: error: owner: governance.yml lists no role \"trainig lead\"; did you mean \"training lead\"?"
            ])
        #expect(Fixture.problems(["actions/a.md": text], audits) == [])
        // What `misread new` writes is nobody's role yet.
        let new = Fixture.action("ACT-0001", "owner: role")
        #expect(Fixture.problems(["actions/a.md": new], audits, governance: governance) == [])
    }

    @Test func anApprovalLongAfterTheDataIsDoubted() {
        func remarks(_ day: String) -> [String] {
            var problems = ProblemList()
            Fixture.records(
                ["decisions/d.md": Fixture.decision("DEC-0001", "approvers: [{name: release lead, at: \(day)}]")],
                audits,
                &problems)
            return problems.remarks.map(\.description)
        }
        #expect(remarks("2026-04-04") == [])
        #expect(
            remarks("2036-03-04") == [
                "decisions/d.md:13: warning: approvers: it was approved on 2036-03-04, long after the newest data, of 2026-03-04: is "
                    + "the day right?"
            ])
    }

    @Test func whatRecursAndWasLongAfterTheDataIsDoubted() {
        func remarks(_ day: String) -> [String] {
            var problems = ProblemList()
            Fixture.records(
                [:], audits, schedule: "schema: schedule/1\nretraining: {every: 90, last: \(day), owner: lead}\n",
                &problems)
            #expect(problems.isClean)
            return problems.remarks.map(\.description)
        }
        #expect(remarks("2026-04-04") == [])
        #expect(
            remarks("2062-03-04") == [
                "schedule.yml:2: warning: retraining.last: 2062-03-04 is long after the newest data, of 2026-03-04: is the day "
                    + "right?"
            ])
    }

    @Test func theLowerEndOfAnIntervalIsTheLowerOne() {
        let text = """
            ---
            schema: incident/1
            id: INC-2026-001
            title: T
            status: draft
            severity: sev3
            model: {name: m, version: v3}
            impact: {errors_excess: {estimate: 5, low: 9, high: 2}}
            ---
            """
        #expect(
            Fixture.problems(["incidents/i.md": text], audits) == [
                "incidents/i.md:8: error: impact.errors_excess.low: 9 is above high, 2; are the two exchanged?"
            ])
    }

    @Test func aByteOrderMarkIsPassedOver() {
        #expect(Fixture.problems(["actions/a.md": "\u{FEFF}" + Fixture.action()], audits) == [])
    }

    // MARK: The archive

    @Test func aReplacedBaselineIsTold() {
        func chronicles(_ digest: String) -> Chronicles {
            var second = Fixture.audit("v3", date: "2026-03-04", baseline: "v2", digest: "cd").audit
            second.baseline?.digest = digest
            let archived = Fixture.audit("v3", date: "2026-03-04", digest: "cd")
            let v3 = ArchivedAudit(
                audit: second, outcomes: archived.outcomes, runs: [], examples: nil, digest: archived.digest, seal: "",
                folder: archived.folder.appending(path: "archive/v3"))
            return Chronicles(parts: [
                Chronicles.Part(
                    dataset: nil,
                    chronicle: Chronicle(audits: [Fixture.audit("v2", date: "2026-03-01"), v3], incidents: []))
            ])
        }
        #expect(chronicles(String(repeating: "ab", count: 32)).staleBaselines("ws") == [])
        #expect(
            chronicles(String(repeating: "ef", count: 32)).staleBaselines("ws").map(\.description) == [
                "archive/v3: warning: v3 was compared with an audit of v2 that is not the archived one (SHA-256 efefefefefef..., "
                    + "archived is abababababab...): what it says of v2 no longer holds; `misread audit ws --version v3 --replace` "
                    + "compares it anew"
            ])
    }

    @Test func aBaselineThatIsGoneIsTold() {
        var second = Fixture.audit("v3", date: "2026-03-04", baseline: "v2", digest: "cd").audit
        second.baseline?.digest = String(repeating: "ef", count: 32)
        let archived = Fixture.audit("v3", date: "2026-03-04", digest: "cd")
        let v3 = ArchivedAudit(
            audit: second, outcomes: archived.outcomes, runs: [], examples: nil, digest: archived.digest, seal: "",
            folder: archived.folder.appending(path: "archive/v3"))
        let chronicles = Chronicles(parts: [
            Chronicles.Part(dataset: nil, chronicle: Chronicle(audits: [v3], incidents: []))
        ])
        #expect(
            chronicles.staleBaselines("ws").map(\.description) == [
                "archive/v3: warning: v3 was compared with an audit of v2 (SHA-256 efefefefefef...) that is not archived any more: "
                    + "what it says of v2 cannot be looked up; put its folder back, or audit v2 again"
            ])
    }

    @Test func anApprovalWithoutAnEntryIsTold() {
        var problems = ProblemList()
        let records = Fixture.records(
            ["decisions/d.md": decision("DEC-0001", "release-approve")], audits, &problems)
        #expect(
            ApprovalLedger().lacking(records).map(\.description) == [
                "archive/APPROVED.txt: error: DEC-0001 is approved, and has no entry here; the next build enters it; where one did "
                    + "before, the list was changed: put it back as it was"
            ])
        var ledger = ApprovalLedger()
        ledger.add(records)
        #expect(ledger.lacking(records) == [])
    }
}
