import Diagnostics
import Foundation
import Record
import Testing

@testable import Archive
@testable import Chronicle

/// What follows from records: waivers and gates, promises and what came of them, plans, cases, approvals.
@Suite struct RecordOutcomeTests {
    typealias Fixture = RecordFixture

    private static func records(_ files: KeyValuePairs<String, String>, _ audits: [ArchivedAudit]) -> Records {
        var problems = ProblemList()
        let records = Fixture.records(files, audits, &problems)
        #expect(problems.errors.map(\.description) == [])
        return records
    }

    private static func gate(_ state: GateStatus) -> GateResult {
        var gate = GateResult(
            of: GateRule(name: "Recall of class 8", fact: "headline/recall@class=8", bound: .atLeast(0.9)))
        gate.state = state
        return gate
    }

    @Test(arguments: [("2026-03-04", true), ("2026-03-03", false)])
    func aWaiverOpensItsGateUpToItsLastDay(_ given: (expires: String, isOpen: Bool)) {
        let audits = [Fixture.audit("v3", date: "2026-03-04", gates: [Self.gate(.failed)])]
        let records = Self.records(["waivers/w.md": Fixture.waiver(expires: given.expires)], audits)
        let chronicle = Chronicle(audits: audits, incidents: [], records: records)
        let judged = chronicle.judged(audits[0])
        #expect(judged.gates.map(\.state) == [given.isOpen ? .waived : .failed])
        #expect(judged.gates[0].reason == (given.isOpen ? "WAV-2026-001, until 2026-03-04" : nil))
        #expect(
            chronicle.expiredWaivers.map(\.expiryRemark.description)
                == (given.isOpen
                    ? []
                    : [
                        "waivers/w.md:10: warning: expires: WAV-2026-001 expired on 2026-03-03, before the newest data: the gate \"Recall of class 8\" counts for v3 again"
                    ]))
        // What is withheld opens its gate all the same.
        #expect(chronicle.shown(to: .public).judged(audits[0]).gates.map(\.state) == judged.gates.map(\.state))
    }

    @Test func aProposedWaiverAndOneOfAnotherVersionOpenNothing() {
        let audits = [
            Fixture.audit("v2", date: "2026-03-01", gates: [Self.gate(.failed)]),
            Fixture.audit("v3", date: "2026-03-04", gates: [Self.gate(.failed)]),
        ]
        let proposal = Self.records(["waivers/w.md": Fixture.waiver("", expires: "2026-04-01")], audits)
        let chronicle = Chronicle(audits: audits, incidents: [], records: proposal)
        #expect(chronicle.judged(audits[1]).gates.map(\.state) == [.failed])
        let approved = Self.records(["waivers/w.md": Fixture.waiver(expires: "2026-04-01")], audits)
        let other = Chronicle(audits: audits, incidents: [], records: approved)
        #expect(other.judged(audits[0]).gates.map(\.state) == [.failed])
        #expect(other.judged(audits[1]).gates.map(\.state) == [.waived])
    }

    private static func promise(_ to: Double, _ more: String = "") -> String {
        Fixture.action(
            "ACT-0001",
            "owner: me\ndue: 2026-03-01\nexpected_impact: {metric: headline/recall@class=8, from: 0.7, to: \(to)\(more)}",
            status: "done")
    }

    /// A version that changed two things at once cannot say which of them was harmful.
    @Test func whatAVersionChangedBesidesIsKept() throws {
        var audit = Fixture.audit(
            "v3", date: "2026-03-04", change: -0.12...(-0.02), baseline: "v2", actions: ["ACT-0001"])
        let records = Self.records(["actions/a.md": Self.promise(0.8)], [audit])
        let action = try #require(records.actions.first)
        #expect(Realised(action, over: [audit], Fixture.facts).isShared == false)
        var changed = audit.audit
        changed.version.changes = ["shifted images", "another optimiser"]
        audit = ArchivedAudit(
            audit: changed, outcomes: audit.outcomes, runs: [], examples: nil, digest: audit.digest, seal: audit.seal,
            folder: audit.folder)
        let shared = Realised(action, over: [audit], Fixture.facts)
        #expect(shared.verdict == .harmful)
        #expect(shared.changes == ["shifted images", "another optimiser"])
    }

    private static func verdict(
        _ change: ClosedRange<Double>?, promise: String, recall: Double = 0.8, claims: [String] = ["ACT-0001"]
    ) -> Realised {
        let audits = [
            Fixture.audit("v2", date: "2026-03-01"),
            Fixture.audit("v3", date: "2026-03-04", recall: recall, change: change, baseline: "v2", actions: claims),
        ]
        let records = Self.records(["actions/a.md": promise], audits)
        return Chronicle(audits: audits, incidents: [], records: records).realised(Fixture.facts)[0]
    }

    @Test func aPromiseIsHeldAgainstThePairedChange() {
        let promise = Self.promise(0.8)
        #expect(Self.verdict(0.05...0.15, promise: promise).verdict == .worked)
        #expect(Self.verdict(0.05...0.15, promise: promise).isHeld == true)
        #expect(Self.verdict(0.01...0.06, promise: promise).verdict == .partly)
        #expect(Self.verdict(0.01...0.06, promise: promise).isHeld == false)
        #expect(Self.verdict(-0.02...0.12, promise: promise).verdict == .noEffect)
        #expect(Self.verdict(-0.12...(-0.02), promise: promise).verdict == .harmful)
        #expect(Self.verdict(0.2...0.3, promise: promise).verdict == .worked)
        #expect(Self.verdict(0.2...0.3, promise: promise).isMore)
    }

    @Test func lessIsBetterWhereLessWasPromised() {
        let promise = Self.promise(0.6)
        #expect(Self.verdict(-0.15 ... -0.05, promise: promise).verdict == .worked)
        #expect(Self.verdict(0.05...0.15, promise: promise).verdict == .harmful)
        #expect(Self.verdict(-0.2 ... -0.15, promise: promise).isMore)
    }

    @Test func aBrokenGuardrailIsHarmWhateverWasGained() {
        let broken = Self.promise(0.8, ", guardrails: [headline/accuracy >= 0.97]")
        #expect(Self.verdict(0.05...0.15, promise: broken).verdict == .harmful)
        let kept = Self.promise(
            0.8, ", guardrails: [headline/accuracy >= 0.93, change(headline/recall@class=8) >= 0.01]")
        let outcome = Self.verdict(0.05...0.15, promise: kept)
        #expect(outcome.verdict == .worked)
        #expect(outcome.guardrails.map(\.state) == [.passed, .passed])
    }

    @Test func whatCannotBeToldIsNotMeasuredAndWhy() {
        let promise = Self.promise(0.8)
        #expect(Self.verdict(nil, promise: promise).missing == .pair)
        #expect(Self.verdict(0.05...0.15, promise: promise, claims: []).missing == .version)
        #expect(Self.verdict(0.05...0.15, promise: Fixture.action()).missing == .promise)
        #expect(Self.verdict(nil, promise: promise).verdict == .notMeasured)
    }

    @Test func aCaseOfImagesCountsThemAndOneOfAFactDecidesByItsInterval() {
        let audits = [Fixture.audit("v2", date: "2026-03-01"), Fixture.audit("v3", date: "2026-03-04", recall: 0.8)]
        func one(_ expect: String, _ of: String) -> CaseRecord {
            let text =
                "---\nschema: case/1\nid: CASE-1\nincident: INC-2026-014\n\(of)\nexpect: \(expect)\nsince: v3\n---\n"
            return Self.records(["cases/c.md": text, "incidents/a.md": IncidentTests.draft], audits).cases[0]
        }
        func result(_ record: CaseRecord, _ place: Int) -> GateResult? {
            RegressionCase(record: record).result(of: audits[place], among: audits, Fixture.facts)
        }
        let images = one("cases/correct >= 0.5", "images: [a, b, c, d]")
        #expect(result(images, 0) == nil)
        #expect(result(images, 1)?.state == .passed)
        #expect(result(images, 1)?.measured?.value == 0.75)
        #expect(result(one("cases/correct >= 0.9", "images: [a, b, c, d]"), 1)?.state == .failed)
        // One that the archive of another day had.
        var ignored = ProblemList()
        let text =
            "---\nschema: case/1\nid: CASE-1\nincident: INC-2026-014\nimages: [a, zzz]\nexpect: cases/correct >= 0.5\nsince: v3\n---\n"
        let lost = result(Fixture.records(["cases/c.md": text], audits, &ignored).cases[0], 1)
        #expect(lost?.state == .notMeasured)
        #expect(lost?.reason == "1 of its 2 images are not in this audit")
        #expect(result(one("headline/recall@class=8 >= 0.9", "where: {label: \"8\"}"), 1)?.state == .failed)
        #expect(result(one("headline/recall@class=8 >= 0.8", "where: {label: \"8\"}"), 1)?.state == .undecided)
    }

    @Test func anApprovedRecordMayNotChangeAndMayBeSuperseded() {
        let audits = [Fixture.audit("v3", date: "2026-03-04")]
        func decision(_ more: String = "") -> String {
            Fixture.decision(
                "DEC-0001",
                "approvers: [{name: release lead, at: 2026-03-05}]\nconditions: [{text: c, owner: o, due: 2026-04-01\(more)}]"
            )
        }
        let first = Self.records(
            ["decisions/d.md": decision(), "waivers/w.md": Fixture.waiver(expires: "2026-04-01")], audits)
        var ledger = ApprovalLedger()
        ledger.add(first)
        #expect(ledger.entries.map(\.id) == ["DEC-0001", "WAV-2026-001"])
        #expect(ledger.problems(first).isEmpty)
        // The day on which a condition was met is filled in later.
        let met = Self.records(
            ["decisions/d.md": decision(", met: 2026-03-20"), "waivers/w.md": Fixture.waiver(expires: "2026-04-01")],
            audits)
        #expect(ledger.problems(met).isEmpty)
        let changed = decision().replacing("It is better.", with: "It is much better.")
        let digest = ledger.entries[0].digest.prefix(12)
        let edited = Self.records(["decisions/d.md": changed], audits)
        #expect(
            ledger.problems(edited).map(\.description) == [
                "decisions/d.md: error: DEC-0001 was changed after it was approved: what was approved has the SHA-256 \(digest)...; undo the change, or decide anew in a record that supersedes DEC-0001",
                "archive/APPROVED.txt: error: WAV-2026-001 was approved, and its record is gone; put it back as it was",
            ])
        let next = Fixture.decision(
            "DEC-0002", "supersedes: [DEC-0001]\napprovers: [{name: release lead, at: 2026-03-05}]")
        let superseded = Self.records(
            [
                "decisions/d.md": changed, "decisions/e.md": next,
                "waivers/w.md": Fixture.waiver(expires: "2026-04-01"),
            ], audits)
        #expect(ledger.problems(superseded).isEmpty)
    }

    @Test func theLedgerIsReadBackAndKeptInOrder() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try ApprovalLedger(of: folder) == ApprovalLedger())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let audits = [Fixture.audit("v3", date: "2026-03-04")]
        var ledger = ApprovalLedger()
        ledger.add(Self.records(["waivers/w.md": Fixture.waiver(expires: "2026-04-01")], audits))
        try Chronicles(parts: [], approvals: ledger).keepApprovals(in: folder)
        #expect(try ApprovalLedger(of: folder) == ledger)
        // What another run has entered meanwhile stays.
        var other = ApprovalLedger()
        other.add([ApprovalLedger.Entry(id: "DEC-0009", digest: String(repeating: "0", count: 64))])
        #expect(try Chronicles(parts: [], approvals: other).keepApprovals(in: folder) == ["DEC-0009"])
        #expect(try ApprovalLedger(of: folder).entries == ledger.entries + other.entries)
        #expect(try Chronicles(parts: [], approvals: ledger).keepApprovals(in: folder) == [])
        // It is no version of the archive.
        #expect(try ArchiveReader(root: folder).versions == [])
        try Data("nonsense\n".utf8).write(to: folder.appending(path: ArchiveReader.ledgerName))
        #expect(throws: Problem.self) { try ApprovalLedger(of: folder) }
    }
}

@Suite struct BacklogTests {
    private static func action(
        _ id: Int, after: [Int] = [], days: Double? = nil, saves: Int? = nil, status: String = "proposed"
    ) -> ActionRecord {
        var more: [String] = []
        if !after.isEmpty { more.append("depends_on: [\(after.map(name).joined(separator: ", "))]") }
        var priority: [String] = []
        if let days { priority.append("effort_days: \(days)") }
        if let saves { priority.append("impact_errors_removed: \(saves)") }
        if !priority.isEmpty { more.append("priority: {\(priority.joined(separator: ", "))}") }
        var problems = ProblemList()
        let text = RecordFixture.action(name(id), more.joined(separator: "\n"), status: status)
        guard let record = RecordReader.read(text, file: "a.md", as: Schemas.of(.action), into: &problems) else {
            preconditionFailure("\(problems)")
        }
        return ActionRecord(record: record)
    }

    private static func name(_ id: Int) -> String {
        "ACT-" + String(repeating: "0", count: 4 - "\(id)".count) + "\(id)"
    }

    private static func plan(_ actions: [ActionRecord], every: Int? = nil) -> Backlog {
        let today = Day(number: 20_000)
        return Backlog(actions, today: today, releases: every.map { (today, $0) })
    }

    @Test func whatOthersWaitForComesFirstThenWhatSavesMostADay() {
        let plan = Self.plan([
            Self.action(1, after: [3], days: 1, saves: 100), Self.action(2, days: 1, saves: 10),
            Self.action(3, days: 1), Self.action(4, days: 2, saves: 50), Self.action(5, status: "rejected"),
        ])
        #expect(plan.entries.map(\.action.id) == [4, 2, 3, 1].map(Self.name))
        #expect(plan.closed.map(\.id) == ["ACT-0005"])
    }

    @Test func theEarliestDayFollowsFromWhatIsWaitedForAndTheCadence() {
        let plan = Self.plan([Self.action(1, days: 5), Self.action(2, after: [1], days: 1)], every: 28)
        #expect(plan.entries.map(\.start.number) == [20_000, 20_007])
        #expect(plan.entries.map(\.finish.number) == [20_007, 20_009])
        #expect(plan.entries.map(\.release?.number) == [20_028, 20_028])
        // What is waited for and done takes no time.
        let done = Self.plan([Self.action(1, days: 5, status: "rejected"), Self.action(2, after: [1], days: 1)])
        #expect(done.entries.map(\.start.number) == [20_000])
    }

    /// Against every path of the graph: the finish is the longest sum of efforts that leads to it, and the critical ones lie on a
    /// path that is as long as the whole.
    @Test func finishAndCriticalPathAgainstEveryPath() {
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        for _ in 0..<60 {
            let count = 2 + next(6)
            var after: [[Int]] = []
            var days: [Int] = []
            for id in 0..<count {
                after.append((0..<id).filter { _ in next(3) == 0 })
                days.append(1 + next(9))
            }
            func longest(_ id: Int) -> Int {
                (after[id].map(longest).max() ?? 0) + Backlog.calendarDays(Double(days[id]))
            }
            let plan = Self.plan(
                (0..<count).map { id in
                    Self.action(id + 1, after: after[id].map { $0 + 1 }, days: Double(days[id]))
                })
            for entry in plan.entries {
                let id = (Int(entry.action.id.suffix(4)) ?? 0) - 1
                #expect(entry.finish.number - 20_000 == longest(id))
            }
            let critical = plan.entries.filter(\.isCritical)
            let total = critical.reduce(0) { $0 + $1.finish.since($1.start) }
            let whole = (0..<count).map(longest).max() ?? 0
            #expect(critical.isEmpty || total == whole)
            #expect(critical.isEmpty == ((0..<count).filter { longest($0) == whole }.allSatisfy { after[$0].isEmpty }))
        }
    }
}
