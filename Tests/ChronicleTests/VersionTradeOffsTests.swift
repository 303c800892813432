import Foundation
import Record
import Testing

@testable import Archive
@testable import Chronicle

/// Versions weighed against each other by what their archives keep.
@Suite struct VersionTradeOffsTests {
    private static func version(
        _ name: String, _ day: Int, _ measures: [StatedMeasure]? = nil, digest: String? = nil
    ) -> ArchivedAudit {
        let archived = RecordFixture.audit(name, date: "2026-01-0\(day)")
        var audit = archived.audit
        audit.version.measures = measures
        if let digest { audit.dataset.digest = digest }
        return ArchivedAudit(
            audit: audit, outcomes: archived.outcomes, runs: [], examples: nil, digest: archived.digest, seal: "",
            folder: archived.folder)
    }

    private static func found(_ audits: [ArchivedAudit], _ constraints: [Constraint] = []) -> VersionTradeOffs? {
        VersionTradeOffs(
            Chronicle(audits: audits, incidents: [], constraints: constraints), facts: RecordFixture.facts)
    }

    @Test func withoutACostThereIsNothingToWeigh() {
        #expect(Self.found([Self.version("v1", 1), Self.version("v2", 2)]) == nil)
        #expect(Self.found([]) == nil)
    }

    @Test func whatIsConstrainedComesFirstAndAtLeastMeansMoreIsBetter() throws {
        let measures = [StatedMeasure("size", 3), StatedMeasure("per_second", 90)]
        let found = try #require(
            Self.found([Self.version("v1", 1, measures)], [Constraint("per_second", .atLeast, 50)]))
        #expect(found.costs.map(\.name) == ["per_second", "size"])
        #expect(found.costs.map(\.isLargerBetter) == [true, false])
        #expect(found.points[0].states == [.passed, nil] && found.points[0].isWithin)
    }

    @Test func versionsOfOtherImagesAreLeftOutAndSaid() throws {
        let measures = [StatedMeasure("size", 3)]
        let found = try #require(
            Self.found([
                Self.version("v1", 1, measures, digest: "other"), Self.version("v2", 2, measures),
                Self.version("v3", 3, [StatedMeasure("size", 2)]),
            ]))
        #expect(found.leftOut == ["v1"] && found.points.map(\.name) == ["v2", "v3"])
        // As good as the other and smaller.
        #expect(found.points.map(\.isNonDominated) == [false, true] && found.cheapest?.name == "v3")
    }

    @Test func aVersionWithoutAValueIsNotWeighed() throws {
        let found = try #require(
            Self.found([Self.version("v1", 1), Self.version("v2", 2, [StatedMeasure("size", 2)])]))
        #expect(found.points.map(\.isNonDominated) == [nil, true])
        #expect(found.points[0].share == nil && found.cheapest?.name == "v2")
        let timed = try #require(Self.found([Self.version("v1", 1)], [Constraint("latency_p99_ms", .atMost, 15)]))
        #expect(timed.points[0].states == [.notMeasured] && timed.cheapest == nil)
    }
}
