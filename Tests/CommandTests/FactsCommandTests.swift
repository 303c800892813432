import Artifacts
import Findings
import Record
import Testing

@testable import misread

@Suite struct FactsCommandTests {
    private static let facts = GateFacts(
        task: .classification, classes: ["cat", "dog"],
        conditions: [
            Condition(factor: "blur", level: "1.0", strength: 1), Condition(factor: "blur", level: "2", strength: 2),
        ])

    /// What is listed is what a gate may name: the check of gates has nothing against any of it.
    @Test func everyListedFactPassesTheCheckOfGates() {
        let listed = FactList(Self.facts, nil).entries
        #expect(listed.map(\.path).contains("headline/recall@class=dog"))
        #expect(listed.map(\.path).contains("robustness/flips@blur=2"))
        #expect(!listed.map(\.path).contains { $0.hasPrefix("detection/") })
        let gates = listed.map { GateRule(fact: $0.path, bound: .atLeast(0.5)) }
        #expect(Self.facts.problems(of: gates).map(\.description) == [])
    }

    @Test func theTableHasALineAFact() throws {
        let lines = FactList(Self.facts, nil).table.split(separator: "\n")
        let head = try #require(lines.first)
        #expect(head.split(separator: " ").map(String.init) == ["fact", "name", "unit", "better", "measured"])
        #expect(lines.contains { $0.hasPrefix("headline/accuracy ") && $0.hasSuffix(" proportion  higher   -") })
        #expect(lines.contains { $0.contains("the recall of the worst class") })
        #expect(lines.count == FactList(Self.facts, nil).entries.count + 1)
    }

    @Test func withoutAWorkspaceAllTasksAreListedWithPatterns() {
        let paths = FactList().entries.map(\.path)
        #expect(paths.contains("headline/accuracy"))
        #expect(paths.contains("detection/ap"))
        #expect(paths.contains("headline/recall@class=..."))
        #expect(paths.contains("robustness/accuracy@change=..."))
        #expect(Set(paths).count == paths.count)
    }

    @Test func whatAnAuditMeasuredIsSaid() {
        let section = Section(
            Card(id: "headline", title: "Metrics", question: "?"),
            facts: [
                Fact(FactSpec("accuracy", .proportion), 0.9, n: 9, method: "accuracy"),
                Fact(FactSpec("recall@class=cat", .proportion), 0.9, n: 9, method: "recall"),
                Fact(FactSpec("recall@class=dog", .proportion), undefined: "no image of it", n: 0, method: "recall"),
                Fact(FactSpec("log_loss", .score), undefined: "no probabilities", n: 9, method: "log-loss"),
            ])
        let audit = Audit(
            program: "test", version: VersionRecord(name: "v7", date: "2026-01-01", model: "m"),
            dataset: DatasetRecord(name: "d", title: "D", n: 9, classes: ["cat", "dog"], digest: "", details: []),
            title: "T", task: .classification, baseline: nil,
            accounting: RowAccounting(itemsRead: 9, predictionsRead: 9, kept: 9), sections: [section], gates: [],
            inputs: [], settings: [])
        let list = FactList(Self.facts, audit)
        func measured(_ path: String) -> FactList.Measured? { list.entries.first { $0.path == path }?.measured }
        #expect(measured("headline/accuracy") == .whole(true))
        #expect(measured("headline/log_loss") == .whole(false))
        #expect(measured("calibration/ece") == .whole(false))
        // A gate may ask of every class, and is told of how many it can.
        #expect(measured("headline/recall@class=*") == .members(1, of: 2))
        #expect(measured("headline/recall@class=*")?.words == "for each of 1 of 2")
        #expect(FactList.Measured.members(2, of: 2).words == "for each of 2")
        #expect(FactList.Measured.members(0, of: 0).words == "no")
        #expect(list.table.hasPrefix("fact "))
        #expect(list.table.contains("measured in v7"))
        let line =
            #"{"fact":"headline/log_loss","name":"log loss","unit":"score","better":"lower","measured":false}"#
        let isThere = list.json.text(pretty: false).contains(line)
        #expect(isThere)
    }
}
