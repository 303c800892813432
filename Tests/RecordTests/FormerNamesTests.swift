import Foundation
import Testing

@testable import Record

/// What earlier versions of the program wrote is read under the names in force.
@Suite struct FormerNamesTests {
    private enum Shown: String, CardKey { case broken }

    @Test(arguments: [
        ("comparison/broken", "comparison/regressed"), ("headline/broken", "headline/broken"),
        ("saliency/right", "saliency/correct"), ("headline/recall@class=8", "headline/recall@class=8"),
        ("robustness/flips@blur=1", "robustness/flips@blur=1"), ("broken", "broken"), ("", ""),
        (
            "detection-calibration/false_positives_per_image",
            "detection-false-alarms/false_positives_per_image_at@score=0"
        ),
    ])
    func aGateMayNameAFactAsItWasCalled(_ given: (old: String, new: String)) {
        #expect(FormerNames.fact(given.old) == given.new)
        #expect(FormerNames.fact(given.new) == given.new)
    }

    @Test func aMethodAndAModeAreKnownByBothNames() {
        #expect(FormerNames.method("fragility") == "robustness")
        #expect(FormerNames.method("wilson") == "wilson")
        let mode = FailureMode.confusion(truth: "8", predicted: "1")
        #expect(mode.stableID == "8-predicted-as-1-db03dd")
        #expect(FormerNames.isSameMode("8-read-as-1-db03dd", mode.stableID))
        #expect(!FormerNames.isSameMode("8-read-as-1-db03de", mode.stableID))
        #expect(!FormerNames.isSameMode("1", "1-1"))
    }

    @Test func anAuditIsReadWithTheNamesInForce() {
        let card = Card(id: "comparison", title: "Comparison", question: "?")
        var section = Section(
            card, facts: [Fact(FactSpec("broken", .count), 12, n: 713, method: "changed-answers")],
            exhibits: [Exhibit(Shown.broken, .table(Table(columns: [], rows: [])))])
        section.flags = ["worse", "any_broken"]
        let measure = Measure(
            0.3, Interval(low: 0.2, high: 0.4, method: "wilson"), n: 60, unit: .proportion, method: "recall")
        var finding = Finding(
            .confusion(truth: "8", predicted: "1"), of: "comparison", standing: .finding, measure: measure, errors: 18,
            evidence: [
                GalleryItem(item: "i", label: "8", answer: .named("1"), confidence: 0.9, chips: [])
            ])
        finding.id = "8-read-as-1-db03dd"
        section.findings = [finding]
        let audit = Audit(
            program: "0.1.0", version: VersionRecord(name: "v1", date: "2026-01-02", model: "m"),
            dataset: DatasetRecord(name: "d", title: "D", n: 713, classes: ["8", "1"], digest: "", details: []),
            title: "T", task: .classification, baseline: nil,
            accounting: RowAccounting(itemsRead: 713, predictionsRead: 713, kept: 713, unpredicted: 0),
            sections: [section],
            gates: [
                GateResult(name: nil, fact: "comparison/broken", atMost: 0, measured: nil, state: .notMeasured)
            ], inputs: [], settings: []
        ).withCurrentNames
        #expect(audit.fact(at: "comparison/regressed")?.value == 12)
        #expect(audit.sections[0].exhibits.map(\.id) == ["regressed"])
        #expect(audit.sections[0].flags == ["any_regressed", "worse"])
        #expect(audit.findings.map(\.id) == ["8-predicted-as-1-db03dd"])
        #expect(audit.gates.map(\.fact) == ["comparison/regressed"])
    }

    @Test func anInconclusiveGateIsReadByBothNames() throws {
        for name in ["undecided", "inconclusive"] {
            let status = try JSONDecoder().decode([GateStatus].self, from: Data("[\"\(name)\"]".utf8))
            #expect(status == [.undecided])
        }
        #expect(
            String(decoding: try JSONEncoder().encode([GateStatus.undecided]), as: UTF8.self) == "[\"inconclusive\"]")
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([GateStatus].self, from: Data("[\"maybe\"]".utf8))
        }
    }
}
