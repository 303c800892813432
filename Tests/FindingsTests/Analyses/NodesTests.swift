import Artifacts
import Columns
import Foundation
import Record
import Statistics
import Testing

@testable import Findings

/// Nodes at the same mix.
@Suite struct NodesTests {
    /// 400 images of two classes, half of them dark; a dark image is wrong on three of ten, a light one on one of twenty, on
    /// every node alike.
    private static let made: MadeEvaluation = {
        var made = MadeEvaluation.clean(classes: 2, perClass: 200)
        made.attributes = ["light"]
        for row in made.rows.indices { made.rows[row].attributes = [row % 2 == 0 ? "dark" : "day"] }
        for row in made.rows.indices where row % 40 < 12 && row % 2 == 0 || row % 40 == 1 {
            made.rows[row].predicted = 1 - made.rows[row].label
            made.rows[row].probabilities = nil
        }
        return made
    }()

    private static var settings: WorkspaceSettings {
        WorkspaceSettings(
            title: "Made", classes: made.classes, telemetry: TelemetrySettings(match: ["label", "light"]))
    }

    /// Traffic of 20 days: `bad` says which requests are answered wrongly whatever they are.
    private static func traffic(
        seed: UInt64 = 1, dark: (String) -> Double = { _ in 0.5 }, bad: (String, Int, inout SeededGenerator) -> Bool
    ) -> [MadeRequest] {
        var generator = SeededGenerator(seed: seed)
        return (0..<6_000).map { number in
            let node = ["a", "b", "c", "d"][number % 4]
            let isDark = generator.unit() < dark(node)
            let image = 2 * generator.below(200) + (isDark ? 0 : 1)
            let day = number / 300
            let wrong = bad(node, day, &generator)
            let row = made.rows[image]
            return MadeRequest(
                image: image, predicted: wrong ? 1 - row.label : row.predicted, day: 20_000 + day,
                latency: Double(5 + number % 10) + (node == "d" ? 20 : 0), factors: [node, "site \(node)"])
        }
    }

    private func section(_ rows: [MadeRequest], settings: WorkspaceSettings = Self.settings) throws -> Section {
        try Nodes().examine(
            Examination(
                of: Self.made.evaluation(with: Telemetry(rows, factors: ["node", "site"])), settings: settings))
    }

    @Test func aBadNodeIsNamedWithItsAliasesAndItsDays() throws {
        let section = try section(
            Self.traffic { node, day, generator in node == "c" && day >= 12 && day < 16 && generator.unit() < 0.6 })
        #expect(section.fact("worse")?.value == 1)
        #expect(section.terms.contains(Section.Term("worst", "node c")))
        #expect(section.terms.contains(Section.Term("aliases", "site site c")))
        let (from, through) = (Day(number: 20_012).description, Day(number: 20_015).description)
        #expect(section.terms.contains(Section.Term("from", from)))
        #expect(section.terms.contains(Section.Term("through", through)))
        #expect(section.holds("is_dated") && !section.holds("is_open"))
        let finding = try #require(section.findings.first)
        #expect(finding.mode == .other(kind: FailureMode.node, [Predicate("node", "c")]))
        #expect(finding.errors == 0 && finding.evidence.count == 12)
        // The others are as they are without it.
        #expect(section.findings.count == 1)
        let expected = try #require(finding.expected)
        #expect(finding.measure.interval.low > expected)
    }

    @Test func whatStaysBadIsOpen() throws {
        let section = try section(
            Self.traffic { node, day, generator in node == "a" && day >= 15 && generator.unit() < 0.6 })
        #expect(section.holds("is_dated") && section.holds("is_open"))
        #expect(section.terms.contains(Section.Term("from", Day(number: 20_015).description)))
    }

    @Test func aNodeThatIsSentHardImagesIsNoWorse() throws {
        let section = try section(Self.traffic(dark: { $0 == "b" ? 0.95 : 0.35 }) { _, _, _ in false })
        #expect(section.fact("worse")?.value == 0)
        #expect(section.fact("only_mix")?.value == 1)
        #expect(section.terms.contains(Section.Term("mix", "node b")))
        #expect(section.findings.isEmpty)
    }

    @Test func anEffectThatLivesInTheDarkIsSaidToLiveThere() throws {
        var rows = Self.traffic { _, _, _ in false }
        for row in rows.indices where rows[row].factors[0] == "d" && rows[row].image % 2 == 0 && row % 3 == 0 {
            rows[row].predicted = 1 - Self.made.rows[rows[row].image].label
        }
        let section = try section(rows)
        #expect(section.terms.contains(Section.Term("place", "light dark")))
        #expect(section.holds("has_place"))
    }

    @Test func withoutAnEffectNothingIsNamed() throws {
        // Whether a request is wrong is drawn anew, and no node differs.
        let flagged = try (0..<20).count { seed in
            var generator = SeededGenerator(seed: UInt64(seed) + 77)
            let rows = Self.traffic(seed: UInt64(seed)) { _, _, _ in generator.unit() < 0.1 }
            return try section(rows).fact("worse")?.value != 0
        }
        #expect(flagged <= 4, "\(flagged) of 20")
    }

    @Test func latencyHasItsPercentiles() throws {
        let rows = Self.traffic { _, _, _ in false }
        let section = try section(rows)
        let median = try #require(section.fact("latency_median_ms"))
        let middle = Quantiles.ofSorted(rows.map(\.latency).sorted(), at: 0.5)
        #expect(median.value == middle)
        #expect(median.interval.map { $0.low <= 11 && 11 <= $0.high } == true)
        #expect(section.fact("slowest_p99_ms")?.value == 34)
        #expect(section.terms.contains(Section.Term("slowest", "d")))
    }

    @Test func oneNodeHasNothingToBeComparedWith() throws {
        let rows = Self.traffic { _, _, _ in false }.map { row in
            var row = row
            row.factors = ["a", "s"]
            return row
        }
        #expect(throws: Missing("all rows of the telemetry are of one node, and nothing else tells them apart")) {
            try section(rows)
        }
        #expect(throws: Missing("no telemetry")) {
            try Nodes().examine(Examination(of: Self.made.evaluation, settings: Self.settings))
        }
    }
}
