import Artifacts
import Diagnostics
import Record
import Testing

@testable import Findings

/// What an audit keeps of what was said of its files.
@Suite struct PublishedAuditTests {
    private static func audit(publishesNames: Bool = false) -> Audit {
        let made = MadeEvaluation.clean()
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.publishesNames = publishesNames
        let health = InputHealth(
            sources: [.init("versions/v2/made/ann@example.org.csv", .predictions, used: 1, of: 2)],
            remarks: [
                .init(
                    Problem(
                        .warning, at: Place(file: "images.csv", field: "ann@example.org"),
                        "3 rows are of no image: \"10.77.0.17\" and 2 more", suggestion: "ask bob@example.org"))
            ],
            doubts: [
                .init(
                    kind: "image-order", place: "versions/v2/made/predictions.csv", text: "off from ann@example.org on",
                    isAccepted: false)
            ])
        return Auditor(analyses: [], program: "test").audit(
            Examination(of: made.evaluation, settings: settings),
            inputs: [InputFile(path: "partitions/ann@example.org", sha256: "00", bytes: 1)],
            remarks: ["images.csv: ann@example.org is not read"], health: health)
    }

    @Test func whatItQuotesOfPeopleIsWithheldEverywhere() {
        let audit = Self.audit()
        #expect(audit.remarks == ["images.csv: (withheld) is not read"])
        #expect(audit.doubts == ["off from (withheld) on"])
        #expect(audit.inputs.map(\.path) == ["partitions/(withheld)"])
        #expect(audit.health?.sources.map(\.path) == ["versions/v2/made/(withheld)"])
        #expect(audit.health?.remarks.map(\.place) == ["images.csv, (withheld)"])
        #expect(
            audit.health?.remarks.map(\.text) == [
                "3 rows are of no image: \"(withheld)\" and 2 more; ask (withheld)"
            ])
        #expect(audit.health?.doubts.map(\.place) == ["versions/v2/made/predictions.csv"])
        #expect(audit.health?.doubts.map(\.text) == ["off from (withheld) on"])
    }

    @Test func itIsKeptWhereNamesMayBePublished() {
        let audit = Self.audit(publishesNames: true)
        #expect(audit.remarks == ["images.csv: ann@example.org is not read"])
        #expect(audit.health?.sources.map(\.path) == ["versions/v2/made/ann@example.org.csv"])
        #expect(audit.health?.remarks.map(\.place) == ["images.csv, ann@example.org"])
    }
}
