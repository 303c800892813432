import Diagnostics
import Markup
import Record
import Testing

@testable import Archive
@testable import Chronicle
@testable import Pages

/// The life of a failure mode on one axis: gaps where it was measured on something else, and what happened meanwhile.
@Suite struct ModeHistoryTests {
    private static let mode = Fixture.findings[0].id

    private static func record(_ kind: RecordKind, _ id: String, _ text: String) -> RecordDocument {
        var problems = ProblemList()
        let file = "---\nschema: \(Schemas.of(kind).name)\nid: \(id)\n\(text)\n---\nText.\n"
        guard
            let record = RecordReader.read(
                file, file: kind.folder + "/" + id + ".md", as: Schemas.of(kind), into: &problems), problems.isClean
        else { preconditionFailure("\(problems)") }
        return record
    }

    private static func action(_ more: String) -> RecordDocument {
        record(
            .action, "ACT-0001",
            "title: T\ncentric: data\nstatus: done\nowner: training lead\ndue: 2027-01-01\naddresses: {failure_modes: [\(mode)]}\n\(more)"
        )
    }

    private static var decision: RecordDocument {
        let digest = String(repeating: "1a", count: 32)
        return record(
            .decision, "DEC-0001",
            "title: T\ndate: 2026-02-26\ntype: risk-acceptance\nmodel: {version: v1}\nquestion: q\ndecision: d\nrationale: r\nevidence: [{version: v1, audit_sha256: \(digest)}]\nauthors: [a]\napprovers: [{name: risk owner, at: 2026-02-26}]\nfailure_modes: [\(mode)]"
        )
    }

    /// Three versions, ten days apart.
    private static func chronicle(
        _ records: [RecordDocument], _ change: (Int, inout Audit) -> Void = { _, _ in }
    ) -> Chronicle {
        let audits = (0..<3).map { index in
            var audit = Fixture.audit("v\(index + 1)", date: "2026-02-\(index)1")
            change(index, &audit)
            return Fixture.archived(audit)
        }
        return Chronicle(audits: audits, incidents: [], records: Records(records))
    }

    private static func history(_ chronicle: Chronicle, elsewhere: [TrackedMode] = []) throws -> ModeHistory {
        var map = SiteMap(chronicle, Fixture.templates, Fixture.facts)
        if !elsewhere.isEmpty { map.otherDatasets = [("night", elsewhere)] }
        return ModeHistory(map, try #require(chronicle.modes.first { $0.id == mode }))
    }

    @Test func recordsStandAtTheirDaysBetweenTheVersions() throws {
        let history = try Self.history(
            Self.chronicle([Self.action("history: [{at: 2026-02-06T10:00:00Z, to: done}]"), Self.decision]))
        // Five of the ten days between v1 and v2; five days after v3, where versions are ten days apart.
        #expect(
            history.chart?.events == [
                LineChart.Event(x: 0.5, label: "ACT-0001"), LineChart.Event(x: 2.5, label: "DEC-0001"),
            ])
        #expect(history.hasEvents)
        let list = history.list(on: SitePath.mode(Self.mode)).text
        #expect(list.contains("2026-02-06 <a href=\"../../actions/ACT-0001/index.html\">ACT-0001</a> action done"))
        #expect(list.contains("2026-02-26") && list.contains("decision</li>"))
    }

    @Test func anActionWithoutADayStandsAtTheVersionThatHasIt() throws {
        let history = try Self.history(
            Self.chronicle([Self.action("")]) { index, audit in
                if index == 1 { audit.version.actions = ["ACT-0001"] }
            })
        #expect(history.chart?.events == [LineChart.Event(x: 1, label: "ACT-0001")])
        #expect(history.list(on: SitePath.mode(Self.mode)).text.contains("action in v2"))
    }

    @Test func anIncidentStandsWhereItWasDetectedAndWhereItWasOver() throws {
        var incident = Fixture.incident("Text.")
        incident.failureModes = [Self.mode]
        incident.times = [
            .init(name: "started", text: "2026-02-02"), .init(name: "detected", text: "2026-02-11T08:00:00Z"),
            .init(name: "resolved", text: "2026-02-16"),
        ]
        let audits = Self.chronicle([]).audits
        let history = try Self.history(Chronicle(audits: audits, incidents: [incident]))
        #expect(history.chart?.events?.map(\.x) == [1, 1.5])
        #expect(history.chart?.events?.map(\.label) == [incident.id, incident.id])
        let list = history.list(on: SitePath.mode(Self.mode)).text
        #expect(list.contains("</a> incident detected") && list.contains("</a> incident resolved"))
    }

    @Test func aRateOnOtherImagesIsDrawnApart() throws {
        let history = try Self.history(
            Self.chronicle([]) { index, audit in if index == 0 { audit.dataset.digest = "of other images" } })
        let chart = try #require(history.chart)
        #expect(chart.events == [LineChart.Event(x: 0.5, label: "other images", isBreak: true)])
        let points = try #require(chart.series.first?.points)
        #expect(points.map(\.x) == [0, 0.5, 1, 2] && points.map { $0.y != nil } == [true, false, true, true])
        #expect(!history.hasEvents && history.list(on: "failure-modes/x/").isEmpty)
        #expect(try Self.history(Self.chronicle([])).chart?.events == nil)
    }

    @Test func theSameModeOnOtherDataSetsIsALineOfItsOwn() throws {
        let chronicle = Self.chronicle([])
        let chart = try #require(try Self.history(chronicle, elsewhere: chronicle.modes).chart)
        #expect(chart.series.count == 2 && chart.series.first?.name == "night")
        #expect(chart.series.allSatisfy { $0.points.count == 3 })
    }
}
