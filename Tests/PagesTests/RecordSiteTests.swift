import Diagnostics
import Markup
import Record
import Testing

@testable import Chronicle
@testable import Pages

/// The pages of actions, decisions, waivers and playbooks.
@Suite struct RecordSiteTests {
    private static func record(_ kind: RecordKind, _ id: String, _ text: String, body: String = "Text.")
        -> RecordDocument
    {
        var problems = ProblemList()
        let file = "---\nschema: \(Schemas.of(kind).name)\nid: \(id)\n\(text)\n---\n\(body)\n"
        guard
            let record = RecordReader.read(
                file, file: kind.folder + "/" + id + ".md", as: Schemas.of(kind), into: &problems), problems.isClean
        else { preconditionFailure("\(problems)") }
        return record
    }

    private static func action(_ id: String, _ more: String = "", body: String = "Text.") -> RecordDocument {
        record(
            .action, id,
            "title: Title of \(id)\ncentric: data\nstatus: accepted\nowner: lead\ndue: 2026-02-01\n\(more)",
            body: body)
    }

    private static func decision(_ id: String, _ type: String, _ version: String, _ more: String = "") -> RecordDocument
    {
        let digest = String(repeating: "1a", count: 32)
        return record(
            .decision, id,
            "title: Title of \(id)\ndate: 2026-02-03\ntype: \(type)\nmodel: {version: \(version)}\nquestion: q\ndecision: d\nrationale: r\nevidence: [{version: \(version), audit_sha256: \(digest)}]\nauthors: [a]\n\(more)"
        )
    }

    private static func site(_ records: [RecordDocument], for audience: Audience = .internal) throws -> Site {
        let chronicle = Chronicle(
            audits: [
                Fixture.archived(Fixture.audit("v1")),
                Fixture.archived(Fixture.audit("v2", date: "2026-02-03", baseline: "v1")),
            ], incidents: [Fixture.incident("See [](action:ACT-0001).")], records: Records(records))
        return try Site.make(chronicle, Fixture.templates, facts: Fixture.facts, for: audience)
    }

    private static func words(_ site: Site, _ path: String) -> String {
        site.text(path).replacing(#/<[^>]*>/#, with: " ").replacing(#/\s+/#, with: " ")
    }

    @Test func theBacklogSaysWhatIsOverdueByTheDayOfTheData() throws {
        let site = try Self.site([
            Self.action("ACT-0001", "priority: {effort_days: 2}"),
            Self.action("ACT-0002", "depends_on: [ACT-0001]\npriority: {effort_days: 2}"),
        ])
        let words = Self.words(site, "actions/index.html")
        #expect(words.contains("2 actions, 2 open, 2 overdue"))
        #expect(words.contains("2 days overdue"))
        #expect(words.contains("critical"))
        #expect(site.text("actions/ACT-0002/index.html").contains("href=\"../ACT-0001/index.html\""))
        #expect(Self.words(site, "index.html").contains("2 records ask for attention"))
        #expect(site.text("incidents/INC-2026-001/index.html").contains("../../actions/ACT-0001/index.html"))
    }

    @Test func withoutARecordThePagesSayHowToWriteOne() throws {
        let site = try Site.make(
            Chronicle(audits: [Fixture.archived(Fixture.audit("v2"))], incidents: []), Fixture.templates,
            facts: Fixture.facts)
        #expect(Self.words(site, "actions/index.html").contains("misread new action"))
        #expect(Self.words(site, "decisions/index.html").contains("misread new decision"))
        #expect(Self.words(site, "playbooks/index.html").contains("misread new playbook"))
        #expect(Self.words(site, "index.html").contains("Nothing was decided about v2"))
        #expect(Self.words(site, "index.html").contains("misread new decision --version v2"))
        #expect(Self.words(site, "decisions/on/v2/index.html").contains("Nothing was decided on v2"))
        #expect(site.text("v/v2/index.html").contains("../../decisions/on/v2/index.html"))
    }

    @Test func theNewestApprovedVersionIsTheLatest() throws {
        let approvers = "approvers: [{name: b, at: 2026-02-04}]"
        let none = try Self.site([Self.action("ACT-0001")])
        #expect(none.text("latest/index.html").contains("../v/v2/index.html"))
        let records = [
            Self.action("ACT-0001"), Self.decision("DEC-0001", "release-approve", "v1", approvers),
            Self.decision("DEC-0002", "release-block", "v2", approvers),
        ]
        let site = try Self.site(records)
        #expect(site.text("latest/index.html").contains("../v/v1/index.html"))
        #expect(Self.words(site, "index.html").contains("release block DEC-0002 on 2026-02-03, by b"))
        // A proposal decides nothing.
        let proposed = try Self.site([Self.action("ACT-0001"), Self.decision("DEC-0001", "release-approve", "v1")])
        #expect(proposed.text("latest/index.html").contains("../v/v2/index.html"))
    }

    @Test func ofARecordThatIsWithheldOnlyTheIdIsSaid() throws {
        let secret = "confidentiality: restricted"
        let records = [
            Self.action("ACT-0001", secret, body: "Story of the action."),
            Self.action("ACT-0002", "depends_on: [ACT-0001]"),
            Self.decision("DEC-0001", "release-approve", "v1", "approvers: [{name: b, at: 2026-02-04}]\n" + secret),
            Self.record(
                .playbook, "PLB-0001",
                "title: Title of PLB-0001\nkinds: [drift]\nsignals: [Signal of the playbook]\n" + secret),
        ]
        let site = try Self.site(records)
        for word in ["Title of ACT-0001", "Story of the action", "Title of DEC-0001", "Signal of the playbook"] {
            #expect(!site.texts.contains { $0.text.contains(word) }, "\(word)")
        }
        for path in ["actions/ACT-0001/", "decisions/DEC-0001/", "playbooks/PLB-0001/"] {
            #expect(!site.files.contains { $0.path == path + "index.html" })
        }
        #expect(site.text("actions/index.html").contains("withheld: restricted"))
        #expect(site.text("latest/index.html").contains("../v/v2/index.html"))
        #expect(!Self.words(site, "decisions/on/v1/index.html").contains("misread new decision"))
        let whole = try Self.site(records, for: .restricted)
        #expect(whole.text("playbooks/PLB-0001/index.html").contains("Signal of the playbook"))
    }

    @Test func drillsAndWaiversStandByTheDayOfTheData() throws {
        let playbook = Self.record(
            .playbook, "PLB-0001",
            "title: Drift\nkinds: [drift]\ndrills: [{at: 2025-12-01}]\ndrill_every: 30")
        let waiver = Self.record(
            .waiver, "WAV-2026-001",
            "gate: headline/accuracy\nversion: v2\nreason: r\nrisk: k\nowner: o\nauthors: [a]\napproved_by: [b]\napproved_at: 2026-01-01\nexpires: 2026-02-01"
        )
        let site = try Self.site([Self.action("ACT-0001"), playbook, waiver])
        #expect(Self.words(site, "playbooks/index.html").contains("drill overdue by 34 days"))
        #expect(Self.words(site, "decisions/index.html").contains("1 has expired by 2026-02-03"))
        #expect(Self.words(site, "index.html").contains("3 records ask for attention"))
    }

    @Test func theFrontPageSaysWhatIsOverdueAndWhatComesNext() throws {
        func turn(_ what: String, _ every: Int, _ last: String, _ owner: String) throws -> ScheduledTurn {
            ScheduledTurn(what: what, owner: owner, every: every, last: try #require(Day(last)), row: nil)
        }
        func site(_ schedule: [ScheduledTurn]) throws -> Site {
            try Fixture.site(
                Chronicle(
                    audits: [Fixture.archived(Fixture.audit("v2", date: "2026-02-03"))], incidents: [],
                    records: Records([], schedule: schedule)))
        }
        let full = try site([
            turn("re-audit", 30, "2025-12-01", "evaluation lead"),
            turn("retraining", 90, "2026-01-01", "training lead"),
            turn("drill", 33, "2026-01-01", "on call"),
        ])
        let words = Self.words(full, "index.html")
        #expect(words.contains("1 record asks for attention"))
        #expect(words.contains("34 days overdue scheduled: re audit evaluation lead 2025-12-31"))
        // Due on the day of the newest evaluation: not overdue, and the first of what comes next.
        let drill = try #require(words.firstRange(of: "due on call 2026-01-01 33 2026-02-03"))
        let training = try #require(words.firstRange(of: "due in 57 days training lead 2026-01-01 90 2026-04-01"))
        #expect(drill.lowerBound < training.lowerBound)
        #expect(full.text("index.json").contains("\"schedule\""))
        #expect(Self.words(full, "coverage/index.html").contains("Maintenance decisions , schedule"))
        let bare = try site([])
        #expect(!Self.words(bare, "index.html").contains("What comes next"))
        #expect(!bare.text("index.json").contains("\"schedule\""))
    }

    @Test func alarmsThatNobodyAcknowledgedAskForAttention() throws {
        func site(_ records: [RecordDocument]) throws -> Site {
            var audit = Fixture.audit("v2")
            audit.sections[0].alarms = [
                RaisedAlarm(column: "error", opened: "2026-01-21"),
                RaisedAlarm(column: "site", opened: "2026-01-16", closed: "2026-01-25"),
            ]
            let chronicle = Chronicle(
                audits: [Fixture.archived(audit)], incidents: [Fixture.incident("Text.")], records: Records(records))
            return try Site.make(chronicle, Fixture.templates, facts: Fixture.facts)
        }
        let open = try site([])
        #expect(Self.words(open, "index.html").contains("1 record asks for attention"))
        #expect(Self.words(open, "index.html").contains("open, not acknowledged drift of error, v2"))
        #expect(Self.words(open, "index.html").contains("misread new alarm --from error@2026-01-21"))
        #expect(Self.words(open, "incidents/index.html").contains("1 of 2 is open and not acknowledged"))
        let record = Self.record(
            .alarm, "ALM-0001",
            "opened_by: {column: error, window: 2026-01-21}\nacknowledged_by: on call\nacknowledged_at: 2026-01-22T08:00:00Z\nowner: serving team\nincident: INC-2026-001"
        )
        let known = try site([record])
        #expect(!Self.words(known, "index.html").contains("ask for attention"))
        #expect(!Self.words(known, "index.html").contains("asks for attention"))
        let words = Self.words(known, "incidents/index.html")
        #expect(words.contains("0 of 2 are open and not acknowledged"))
        #expect(words.contains("open, acknowledged v2 ALM-0001 on call") && words.contains("serving team INC-2026-001"))
        #expect(known.text("incidents/alarms.csv").contains("error@2026-01-21"))
        // What a record says is outside the frozen pages.
        func frozen(_ site: Site) -> [String] {
            site.files.map(\.path).filter { $0.hasPrefix("v/") }.map { $0 + "\n" + site.text($0) }
        }
        #expect(frozen(open) == frozen(known))
    }

    private static func incident(_ id: String, _ more: String) -> Incident {
        var problems = ProblemList()
        let text = """
            ---
            schema: incident/1
            id: \(id)
            title: Title of \(id)
            status: draft
            severity: sev2
            model: {name: m, version: v2}
            failure_modes: [\(Fixture.findings[0].id)]
            \(more)
            ---
            ## Summary

            Story.
            """
        guard let incident = Incident.read(text, file: "incidents/\(id).md", into: &problems), problems.isClean else {
            preconditionFailure("\(problems)")
        }
        return incident
    }

    private static func incidentPage(_ more: String, _ records: [RecordDocument] = []) throws -> (
        html: String, words: String
    ) {
        let chronicle = Chronicle(
            audits: [Fixture.archived(Fixture.audit("v2", date: "2026-02-03"))],
            incidents: [incident("INC-2026-001", more), incident("INC-2026-002", "")], records: Records(records))
        let site = try Fixture.site(chronicle)
        return (site.text("incidents/INC-2026-001/index.html"), words(site, "incidents/INC-2026-001/index.html"))
    }

    @Test func thePhasesAreDrawnToScaleAndTheClockRuns() throws {
        let page = try Self.incidentPage(
            """
            times: {started: 2026-01-01T10:00:00Z, detected: 2026-01-01T12:30:00Z, resolved: 2026-01-04T10:00:00Z}
            regulatory: {serious_incident: true, basis: death, aware_at: 2026-01-02}
            """)
        #expect(page.html.contains("id=\"c-timeline-t\""))
        #expect(page.words.contains("2 h 30 min"))
        #expect(page.words.contains("Each bar begins where the incident started; times are UTC."))
        #expect(page.words.contains("to be told by 2026-01-12, 10 days after the provider learnt of it"))
        #expect(page.words.contains("22 days over"))
        let days = try Self.incidentPage("times: {started: 2026-01-01, detected: 2026-01-03}")
        #expect(days.words.contains("is in whole days"))
        // One day has no span to draw.
        #expect(
            !(try Self.incidentPage("times: {started: 2026-01-01, detected: 2026-01-01}")).html.contains("c-timeline"))
    }

    @Test func similarIncidentsShareAFailureModeAndActionsStandAboveTheStory() throws {
        let page = try Self.incidentPage("actions: [ACT-0001]", [Self.action("ACT-0001")])
        #expect(page.words.contains("Similar incidents INC-2026-002"))
        let actions = try #require(page.html.firstRange(of: "id=\"facts-actions\""))
        let story = try #require(page.html.firstRange(of: "Story."))
        #expect(actions.lowerBound < story.lowerBound)
        #expect(page.html.contains("../../actions/ACT-0001/index.html"))
        #expect(page.words.contains("Title of ACT-0001"))
    }

    @Test func aCaseIsShownVersionByVersionAndAReasonInItsPlace() throws {
        let one = Self.record(
            .case, "CASE-0001",
            "incident: INC-2026-001\nwhere: {label: \"8\"}\nexpect: headline/accuracy >= 0.9\nsince: v2")
        let page = try Self.incidentPage("cases: [CASE-0001]", [one])
        #expect(page.words.contains("CASE-0001 label=8: headline/accuracy &gt;= 0.9 v2 ✕ failed"))
        #expect(try Self.incidentPage("no_case_reason: the sensor is gone").words.contains("None: the sensor is gone"))
    }

    @Test func aLinkToNothingIsToldWhereItIsWritten() throws {
        let problems = #expect(throws: ProblemList.self) {
            try Self.site([
                Self.action("ACT-0001", body: "One.\n\nSee [it](nowhere) and [that](../../v/v2/index.html).")
            ])
        }
        #expect(
            problems?.errors.map(\.description) == [
                "actions/ACT-0001.md:13: error: the link \"nowhere\" leads to nothing on this site; name what is meant: "
                    + "[](version:v1), [](incident:INC-2026-001)"
            ])
    }
}
