import Diagnostics
import Record
import Testing

@testable import Chronicle

@Suite struct RecordTests {
    typealias Fixture = RecordFixture
    private let audits = [Fixture.audit("v3", date: "2026-03-04")]

    @Test func whatIsRightSaysNothing() {
        #expect(
            Fixture.problems(
                [
                    "actions/a.md": Fixture.action(), "decisions/d.md": Fixture.decision(),
                    "waivers/w.md": Fixture.waiver(expires: "2026-04-01"),
                ], audits) == [])
    }

    @Test func aWrongKeyWordAndDayAreNamedWithTheirRow() {
        let text = Fixture.action(
            "ACT-0001",
            """
            typ: collect
            effect: prevnt
            due: 2026-02-30
            """)
        #expect(
            Fixture.problems(["actions/a.md": text]) == [
                "actions/a.md:8: error: effect: \"prevnt\" is not one of prevent, detect, mitigate; did you mean \"prevent\"?",
                "actions/a.md:9: error: due: \"2026-02-30\" is not a day such as 2026-03-04",
                "actions/a.md:7: error: typ: there is no such key; did you mean \"type\"?",
            ])
    }

    @Test func whatHasToBeThereGrowsWithTheStatus() {
        #expect(
            Fixture.problems(["actions/a.md": Fixture.action(status: "validated")]) == [
                "actions/a.md: error: owner: this key is required and missing: an accepted action has an owner",
                "actions/a.md: error: due: this key is required and missing: an accepted action is due on a day",
                "actions/a.md: error: validation.validated_in: this key is required and missing: a validated action names the version whose audit shows it",
            ])
    }

    @Test func whatAnActionIsFitsWhatItWorksOn() {
        #expect(
            Fixture.problems(["actions/a.md": Fixture.action("ACT-0001", "type: threshold")]) == [
                "actions/a.md:7: error: type: \"threshold\" is of centric: deployment; of centric: data it is one of collect, relabel, dedupe, rebalance, augment, filter"
            ])
        #expect(Fixture.problems(["actions/a.md": Fixture.action("ACT-0001", "type: relabel")]) == [])
    }

    @Test func aWaiverEndsAndAnApprovalWithConditionsHasSome() {
        func decided(_ type: String, _ more: String = "") -> [String] {
            let text = Fixture.decision("DEC-0001", more).replacing("type: release-approve", with: "type: " + type)
            return Fixture.problems(["decisions/d.md": text], audits)
        }
        #expect(
            decided("waiver") == [
                "decisions/d.md: error: expires: this key is required and missing: what is waived is waived until a day"
            ])
        #expect(decided("waiver", "expires: 2026-06-01") == [])
        let none = [
            "decisions/d.md: error: conditions: this key is required and missing: it says on which conditions it approves"
        ]
        #expect(decided("approve-with-conditions") == none)
        #expect(decided("approve-with-conditions", "conditions: []") == none)
        #expect(
            decided(
                "approve-with-conditions", "conditions: [{text: t, owner: release lead, due: 2026-04-01}]") == [])
    }

    @Test func whatIsNamedHasToExist() {
        let text = Fixture.action(
            "ACT-0001",
            """
            addresses: {failure_modes: [8-regressed-853d88], incidents: [INC-2026-001]}
            depends_on: [ACT-0009]
            expected_impact: {metric: headline/acuracy, from: 0.9, to: 0.95, guardrails: [headline/acc >= 0.9, nonsense]}
            validation: {validated_in: v4}
            """)
        #expect(
            Fixture.problems(["actions/a.md": text], audits) == [
                "actions/a.md:9: error: guardrails: \"nonsense\" is not a gate in one line: a fact, then >=, <= or =, then a number; for instance headline/recall@class=8 >= 0.9",
                "actions/a.md:7: error: addresses.failure_modes: no audit has a failure mode \"8-regressed-853d88\"; did you mean \"8-regressed-853d87\"?",
                "actions/a.md:7: error: addresses.incidents: there is no incident \"INC-2026-001\"",
                "actions/a.md:9: error: expected_impact.metric: no audit states \"headline/acuracy\"; did you mean \"headline/accuracy\"?",
                "actions/a.md:9: error: expected_impact.guardrails: no audit states \"headline/acc\"; did you mean \"headline/accuracy\"?",
                "actions/a.md:10: error: validation.validated_in: no version \"v4\" is archived; did you mean \"v3\"?",
                "actions/a.md:8: error: depends_on: there is no action \"ACT-0009\"; did you mean \"ACT-0001\"?",
            ])
    }

    @Test func whatOnlyAnArchiveKnowsIsNotAskedBeforeThereIsOne() {
        let text = Fixture.action("ACT-0001", "addresses: {failure_modes: [8-regressed-853d88]}")
        #expect(Fixture.problems(["actions/a.md": text]) == [])
    }

    @Test func actionsThatWaitForEachOtherAreOneError() {
        #expect(
            Fixture.problems([
                "actions/a.md": Fixture.action("ACT-0001", "depends_on: [ACT-0002]"),
                "actions/b.md": Fixture.action("ACT-0002", "depends_on: [ACT-0003]"),
                "actions/c.md": Fixture.action("ACT-0003", "depends_on: [ACT-0001]"),
            ]) == [
                "actions/a.md:7: error: depends_on: ACT-0001 comes back to itself: ACT-0001 -> ACT-0002 -> ACT-0003 -> ACT-0001; leave one of them out"
            ])
    }

    @Test func theOnlyAuthorDoesNotApprove() {
        let own = Fixture.decision("DEC-0001", "approvers: [{name: evaluation lead, at: 2026-03-05}]")
        #expect(
            Fixture.problems(["decisions/d.md": own], audits) == [
                "decisions/d.md:13: error: approvers: \"evaluation lead\" is the only author; somebody else approves a decision"
            ])
        let waiver = Fixture.waiver("approved_by: [evaluation lead]\napproved_at: 2026-03-01", expires: "2026-04-01")
        #expect(
            Fixture.problems(["waivers/w.md": waiver], audits) == [
                "waivers/w.md:11: error: approved_by: \"evaluation lead\" is the only author; somebody else approves a waiver"
            ])
    }

    /// Case, blanks and what nobody sees make no second pair of eyes.
    @Test(arguments: ["Evaluation Lead", "evaluation  lead", "\"evaluation lead\\u200B\"", "\" evaluation lead \""])
    func anotherSpellingIsNoOtherPerson(_ name: String) {
        let own = Fixture.decision("DEC-0001", "approvers: [{name: \(name), at: 2026-03-05}]")
        let problems = Fixture.problems(["decisions/d.md": own], audits)
        #expect(problems.count == 1 && problems[0].contains("is the only author"), "\(problems)")
    }

    @Test func aDecisionRestsOnTheAuditThatIsArchived() {
        #expect(
            Fixture.problems(["decisions/d.md": Fixture.decision(digest: "cd")], audits) == [
                "decisions/d.md:11: error: evidence[0].audit_sha256: the archived audit of v3 has the SHA-256 \(String(repeating: "ab", count: 32)): the decision rests on another; decide on this one, in a decision that supersedes DEC-0001"
            ])
        // One that another has taken the place of may rest on what is gone.
        let next = Fixture.decision(
            "DEC-0002", "supersedes: [DEC-0001]\napprovers: [{name: release lead, at: 2026-03-05}]")
        #expect(
            Fixture.problems(
                ["decisions/d.md": Fixture.decision(digest: "cd"), "decisions/e.md": next], audits) == [])
    }

    @Test func governanceSaysHowManyApprove() {
        let one = Fixture.decision("DEC-0001", "approvers: [{name: release lead, at: 2026-03-05}]")
        #expect(
            Fixture.problems(
                ["decisions/d.md": one], audits, governance: "schema: governance/1\napprovals: {release-approve: 2}\n")
                == [
                    "decisions/d.md:13: error: approvers: governance.yml asks for 2 approvers of a decision of type release-approve; 1 is named"
                ])
    }

    @Test func anEndBeforeItsStartIsNamed() {
        let waiver = Fixture.waiver("approved_by: [release lead]\napproved_at: 2026-05-01", expires: "2026-04-01")
        #expect(
            Fixture.problems(["waivers/w.md": waiver], audits) == [
                "waivers/w.md:10: error: expires: \"2026-04-01\" is not at or after approved_at"
            ])
    }

    @Test func aNumberThatTheArchiveCountsIsConfirmedOrStale() {
        func incident(_ figure: String) -> String {
            IncidentTests.draft.replacing("status: draft", with: "status: draft\nimpact: {errors_excess: \(figure)}")
        }
        let right = "{estimate: 46, fact: headline/errors, version: v3}"
        #expect(Fixture.problems(["incidents/a.md": incident(right)], audits) == [])
        #expect(
            Fixture.problems(
                ["incidents/a.md": incident("{estimate: 47, fact: headline/errors, version: v3}")], audits) == [
                    "incidents/a.md:6: error: impact.errors_excess.estimate: 47 is stale: the archive of v3 has 46 (headline/errors); write 46, or say what it was read from"
                ])
        // Rounded as it is written; each end of the interval too.
        let rate = "{value: 0.95, low: 0.94, high: 0.97, fact: headline/accuracy, version: v3}"
        #expect(
            Fixture.problems(["incidents/a.md": incident(rate)], audits) == [
                "incidents/a.md:6: error: impact.errors_excess.high: 0.97 is stale: the archive of v3 has 0.96 (headline/accuracy); write 0.96, or say what it was read from"
            ])
        #expect(
            Fixture.problems(["incidents/a.md": incident("{estimate: 46, fact: headline/errors}")], audits) == [
                "incidents/a.md:6: error: impact.errors_excess: it names what it was read from and not of which version; add version:"
            ])
        #expect(
            Fixture.problems(
                ["incidents/a.md": incident("{estimate: 19, mode: 8-regressed-853d87, version: v3}")], audits)
                == [
                    "incidents/a.md:6: error: impact.errors_excess.estimate: 19 is stale: the archive of v3 has 18 (errors of 8-regressed-853d87); write 18, or say what it was read from"
                ])
    }

    @Test func anImageThatWasNotEvaluatedIsNamed() {
        func incident(_ examples: String) -> String {
            IncidentTests.draft.replacing("\"1.10\"}", with: "v3}").replacing(
                "status: draft", with: "status: draft\nexamples: [\(examples)]")
        }
        #expect(Fixture.problems(["incidents/a.md": incident("a, b, redacted")], audits) == [])
        #expect(
            Fixture.problems(["incidents/a.md": incident("a, zzz")], audits) == [
                "incidents/a.md:6: error: examples: the audit of v3 has no image \"zzz\"; write redacted for one that is not to be named"
            ])
    }

    @Test func playbooksCasesAndAlarmsAreHeldToTheirForms() {
        let playbook = "---\nschema: playbook/1\nid: PLB-night\ntitle: Night\nkinds: [drit]\n---\n"
        let empty = "---\nschema: playbook/1\nid: PLB-empty\ntitle: Nothing\n---\n"
        let one =
            "---\nschema: case/1\nid: CASE-1\nincident: INC-2026-014\nimages: [a]\nexpect: headline/accuracy >= 0.9\n---\n"
        let alarm =
            "---\nschema: alarm/1\nid: ALM-1\nopened_by: {dataset: sat}\nacknowledged_by: me\nacknowledged_at: 2026-03-04\n---\n"
        #expect(
            Fixture.problems(
                [
                    "playbooks/a.md": playbook, "playbooks/b.md": empty, "cases/c.md": one, "alarms/d.md": alarm,
                    "incidents/a.md": IncidentTests.draft,
                ], audits) == [
                    "playbooks/a.md:5: error: kinds: \"drit\" is not one of performance-regression, miscalibration, drift, data-defect, label-defect, pipeline-defect, threshold-defect, misuse, fairness, security, near-miss; did you mean \"drift\"?",
                    "playbooks/b.md: error: kinds: one of kinds, failure_modes is required: a playbook says what it is for",
                    "alarms/d.md: error: opened_by.window: this key is required and missing",
                    "alarms/d.md:4: error: opened_by.dataset: no audit is of a data set \"sat\"; did you mean \"set\"?",
                    "cases/c.md:6: error: expect: a case of images is asked for the share of them that is right; cases/correct >= 0.9",
                ])
    }

    @Test func aFileOfItsOwnIsHeldToItsFormToo() {
        var problems = ProblemList()
        _ = RecordReader.read(
            yaml: "schema: schedule/1\ndrill: {every: soon, last: 2026-01-01}\n", file: "schedule.yml",
            as: Schemas.schedule, into: &problems)
        #expect(
            problems.errors.map(\.description) == [
                "schedule.yml:2: error: drill.every: \"soon\" is not a whole number in 1...3650",
                "schedule.yml: error: drill.owner: this key is required and missing",
            ])
    }

    @Test func aKeyADayAndANumberOfTheScheduleAreNamedWithTheirRow() {
        let schedule = """
            schema: schedule/1
            re-audit: {every: 0, last: 2026-02-30, owner: evaluation lead}
            retrainning: {every: 180, last: 2026-01-01, owner: training lead}
            drill: {evry: 3651, every: 3651, last: 2026-01-01, owner: on call}
            """
        #expect(
            Fixture.problems([:], audits, schedule: schedule) == [
                "schedule.yml:2: error: re-audit.every: \"0\" is not a whole number in 1...3650",
                "schedule.yml:2: error: re-audit.last: \"2026-02-30\" is not a day such as 2026-03-04",
                "schedule.yml:4: error: drill.every: \"3651\" is not a whole number in 1...3650",
                "schedule.yml:4: error: drill.evry: there is no such key; did you mean \"every\"?",
                "schedule.yml:3: error: retrainning: there is no such key; did you mean \"retraining\"?",
            ])
    }

    @Test func whatRecursIsAnsweredForByARoleThereIs() {
        let schedule = "schema: schedule/1\ndrill: {every: 30, last: 2026-03-01, owner: on cal}\n"
        #expect(
            Fixture.problems(
                [:], audits, governance: "schema: governance/1\nroles: {on call: answers at night}\n",
                schedule: schedule) == [
                    "schedule.yml: error: drill.owner: governance.yml lists no role \"on cal\"; did you mean \"on call\"?"
                ])
        #expect(Fixture.problems([:], audits, schedule: schedule) == [])
    }

    @Test func theNextIsCountedInDaysFromTheLast() throws {
        var problems = ProblemList()
        let records = Fixture.records(
            [:], audits, schedule: "re-audit: {every: 30, last: 2025-12-01, owner: lead}\nschema: schedule/1\n",
            &problems)
        let turn = try #require(records.schedule.first)
        #expect(problems.isClean && records.schedule.count == 1)
        #expect(turn.next.description == "2025-12-31")
        // On its day it is due and not overdue; without a date of data nothing is.
        #expect(turn.overdue(on: Day("2025-12-31")) == nil)
        #expect(turn.overdue(on: Day("2026-02-03")) == 34)
        #expect(turn.overdue(on: nil) == nil)
    }

    @Test(arguments: RecordKind.files) func aFileOfItsOwnIsListedWithEveryKey(_ file: String) throws {
        let schema = file == "schedule.yml" ? Schemas.schedule : Schemas.governance
        let text = try #require(RecordStarter(file: file)).text
        var problems = ProblemList()
        // With every key, as commented and as it is when the comment is taken away.
        for yaml in [text, text.replacing(#/(?m)^# /#, with: "")] {
            #expect(RecordReader.read(yaml: yaml, file: file, as: schema, into: &problems) != nil)
        }
        #expect(problems.errors.map(\.description) == [])
        #expect(schema.fields.allSatisfy { text.contains($0.key + ":") })
        #expect(RecordStarter(file: "misread.yml") == nil)
    }

    @Test func twentyProblemsAreToldAtOnceAndTheRestCounted() {
        var problems = ProblemList()
        for number in 1...23 {
            _ = RecordReader.read(
                Fixture.action("ACT-\(number)"), file: "actions/\(number).md", as: Schemas.of(.action), into: &problems)
        }
        #expect(problems.errors.count == 20)
        #expect(problems.description.hasSuffix("... and 3 more errors"))
    }

    @Test(arguments: RecordKind.allCases) func aNewRecordIsReadBack(_ kind: RecordKind) {
        let always: [(path: String, yaml: String)] = [
            ("id", kind.exampleID), ("title", RecordStarter.quoted("a \"b\" \\ c\nd")), ("incident", "INC-2026-014"),
        ]
        let text = RecordStarter(kind, filled: always).text
        var problems = ProblemList()
        let record = RecordReader.read(text, file: "x.md", as: Schemas.of(kind), into: &problems)
        #expect(record?.id == kind.exampleID)
        // What is missing is what a person has to fill in, and nothing else is wrong.
        #expect(problems.errors.allSatisfy { $0.summary.contains("required") || $0.summary.contains("no such key") })
    }

    @Test func theNextIdIsFreeInItsYear() {
        #expect(RecordStarter.nextID(.incident, year: 2026, among: ["INC-2026-009", "INC-2025-014"]) == "INC-2026-010")
        #expect(RecordStarter.nextID(.action, year: 2026, among: []) == "ACT-0001")
        #expect(RecordStarter.nextID(.decision, year: 2026, among: ["DEC-0099", "ACT-0200"]) == "DEC-0100")
    }
}
