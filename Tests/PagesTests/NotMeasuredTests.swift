import Record
import Findings
import Testing

@testable import Pages

@Suite struct NotMeasuredTests {
    private static func audit(_ sections: [Section], gates: [GateResult] = [], remarks: [String] = []) -> Audit {
        var audit = Fixture.audit("v1")
        audit.sections = sections
        audit.gates = gates
        audit.remarks = remarks
        return audit
    }

    private static let card = Card(id: "calibration", title: "Calibration", question: "?")
    private static let missing = Section(card, status: .notMeasured(reason: "no confidence"))
    private static let gate = GateResult(
        name: nil, fact: "calibration/ece", atMost: 0.1, measured: nil, state: .notMeasured, reason: "no such fact")

    private static func entries(_ audit: Audit) -> [String] {
        NotMeasured(audit: audit, facts: Catalog.facts, phrases: Fixture.phrases).html { _ in .absent }.text.split(
            separator: "\n"
        )
        .filter { $0.hasPrefix("<li>") }.map { String($0.replacing(#/<[^>]*>/#, with: "")) }
    }

    @Test func anAuditThatMeasuredEverythingHasNone() {
        #expect(
            NotMeasured(audit: Self.audit([Section(Self.card)]), facts: Catalog.facts, phrases: Fixture.phrases).isEmpty
        )
    }

    @Test func aConditionOnASectionThatIsMissingIsNotSaidTwice() {
        #expect(Self.entries(Self.audit([Self.missing], gates: [Self.gate])) == ["Calibration: no confidence"])
        #expect(
            Self.entries(Self.audit([Section(Self.card)], gates: [Self.gate]))
                == ["Calibration error at most 0.1: no such fact"])
    }

    @Test func whatBrokeAndWhatWasRemarkedAreThereToo() {
        let broken = Section(Self.card, status: .failed(message: "index out of range"))
        #expect(
            Self.entries(Self.audit([broken], remarks: ["7 rows <left> out"])) == [
                "Calibration: the analysis failed", "Remark: 7 rows &lt;left&gt; out",
            ])
    }
}
