import Artifacts
import Columns
import Findings
import Foundation
import Record
import TestSupport
import Testing

/// Twelve nodes of one classifier, measured, and a month of traffic composed of them, in the form of a workspace: what was
/// put in is found, and nothing else.
@Suite(.enabled(if: Shared.isThere, "needs ../shared")) struct ServedTests {
    private static let made = Result { () throws -> Workspace in
        let target = FileManager.default.temporaryDirectory.appending(path: "served-\(UUID().uuidString)")
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = [
            "python3", Repository.file("Tests/Workspaces/make_served.py").path,
            try Shared.file("data/clothing-nodes").path, try Shared.file("data/clothing-audit").path, target.path,
        ]
        try python.run()
        python.waitUntilExit()
        try #require(python.terminationStatus == 0)
        return try Workspace.open(target)
    }

    private func section(_ analysis: some Analysis, _ version: String) throws -> Section {
        let workspace = try Self.made.get()
        return try analysis.examine(
            Examination(of: try workspace.evaluation(of: version), settings: workspace.settings)
                .counting(for: [analysis]))
    }

    private func table(_ id: String, _ section: Section) throws -> Table {
        guard case .table(let table)? = section.exhibit(id)?.content else { throw Missing(id) }
        return table
    }

    @Test func bothBadBuildsAreFoundAndDatedAndNothingElse() throws {
        let section = try section(Nodes(), "served")
        #expect(
            section.findings.map(\.mode) == [
                .other(kind: FailureMode.node, [Predicate("runtime", "torch 2.11.0 fp32 build 2")]),
                .other(kind: FailureMode.node, [Predicate("node", "d1")]),
            ])
        #expect(section.fact("dated")?.value == 1)
        let rows = try table("levels", section)
        let when = try #require(rows.columns.firstIndex { $0.key == "when" })
        #expect(rows.rows[0][when] == .text("2026-03-20 to 2026-03-22"))
        #expect(rows.rows.contains { $0[when] == .text("2026-03-25 to 2026-03-30") })
        // Site, node and runtime of the stale labels are one finding with its aliases.
        #expect(
            rows.rows.contains {
                if case .predicates(let all, _) = $0[0] {
                    all == [Predicate("node", "d1"), Predicate("site", "D")]
                } else {
                    false
                }
            })
        // The dark site errs more by what it is sent.
        let state = try #require(rows.columns.firstIndex { $0.key == "state" })
        let dark = rows.rows.first {
            if case .predicates(let all, _) = $0[0] { all.contains(Predicate("site", "C")) } else { false }
        }
        #expect(dark.map { $0[state] != .state(.worse, "errs more") } == true)
    }

    @Test func replayedNodesAreWorseOrDifferentByPairedEvidence() throws {
        let section = try section(SameInput(), "replayed")
        #expect(section.terms.contains(Section.Term("worst", "gpu-swish")))
        #expect(section.terms.contains(Section.Term("first_stage", "features")))
        #expect(section.fact("worse")?.value == 2)
        let rows = try table("pairs", section)
        func row(_ node: String) -> [Cell]? { rows.rows.first { $0[0] == .text(node) } }
        func cell(_ node: String, _ key: String) -> Cell? {
            rows.columns.firstIndex { $0.key == key }.flatMap { column in row(node).map { $0[column] } }
        }
        #expect(cell("gpu-bgr", "state") == .state(.undecided, "different"))
        #expect(cell("cpu-int8", "state") == .state(.undecided, "different"))
        #expect(
            cell("cpu-int8", "regressed") == .number(36, .count) && cell("cpu-int8", "fixed") == .number(30, .count))
        #expect(cell("gpu-stale-labels", "state") == .state(.worse, "worse"))
    }

    @Test func eachGapIsOfOneStage() throws {
        let section = try section(Stages(), "replayed")
        #expect(section.fact("with_gap")?.value == 2 && section.fact("recovered")?.value == 1)
        let rows = try table("stages", section)
        let recovered = try #require(rows.columns.firstIndex { $0.key == "recovered" })
        func share(_ node: String, _ stage: String) -> Cell? {
            rows.rows.first { $0[0] == .text(node) && $0[1] == .text(stage) }.map { $0[recovered] }
        }
        #expect(share("gpu-swish", "features") == .number(1, .proportion))
        #expect(share("gpu-swish", "preprocess") == .number(0, .proportion))
        #expect(share("gpu-stale-labels", "decision") == .number(1, .proportion))
        #expect(share("gpu-bgr", "features") == .some(.none("no significant gap to attribute")))
    }

    @Test func theErrorRateOpensOneAlarmThatStays() throws {
        let section = try section(Drift(), "served")
        let rows = try table("alarms", section).rows
        let error = rows.filter { $0[0] == .text("error") }
        #expect(error.map { $0[2] } == [.text("2026-03-21")])
        #expect(error.first?[1] == .state(.failed, "open"))
        #expect(rows.contains { $0[0] == .text("site") && ($0[2] == .text("2026-03-16")) })
        // Nothing opens before the mix of sites shifts.
        for row in rows {
            guard case .text(let day) = row[2] else { continue }
            #expect(day >= "2026-03-16", "\(row[0]) \(day)")
        }
    }

    @Test func withoutLabelsTheEstimateIsShownWrongWhereLabelsAreStale() throws {
        let section = try section(Drift(), "served")
        let rows = try table("record", section).rows.dropFirst()
        let wrong = rows.filter { $0[1] == .state(.failed, "not as expected") }.map { $0[0] }
        let days = [20, 21, 22, 25, 26, 27, 28, 29, 30]
        #expect(wrong == days.map { .text("2026-03-\($0)") })
        #expect(section.flags.contains("expected_wrong"))
        #expect(
            section.terms.contains(
                Section.Term("expected_outside", "2026-03-20 to 2026-03-22, 2026-03-25 to 2026-03-30")))
        #expect(section.fact("expected_held")?.value == 7 && section.fact("expected_checked")?.value == 16)
    }
}
