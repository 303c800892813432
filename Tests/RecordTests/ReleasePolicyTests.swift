import Foundation
import Testing

@testable import Record

/// Gates decided again over what an archive keeps.
@Suite struct ReleasePolicyTests {
    private static let accuracy = FactSpec("accuracy", .proportion)
    private static let rule = GateRule(name: "Good", fact: "headline/accuracy", bound: .atLeast(0.9))
    private static let stricter = GateRule(fact: "headline/accuracy", bound: .atLeast(0.96))
    private static let since = GateRule(fact: "comparison/p", bound: .atLeast(0.1), needsBaseline: true)

    /// An audit with an accuracy of 0.95 [0.93, 0.97] on 100 units, judged by `rule`.
    private static func audit(keepsPolicy: Bool = true, gates: [GateRule] = [rule, since], asks: Bool = true) -> Audit {
        let fact = Fact(
            accuracy, 0.95, n: 400, interval: Interval(low: 0.93, high: 0.97, method: "wilson"), method: "accuracy")
        let section = Section(Card(id: "headline", title: "Metrics", question: "?"), facts: [fact])
        let policy = ReleasePolicy(gates: gates, units: 100, asksForBaseline: asks)
        return Audit(
            program: "t", version: VersionRecord(name: "v1", date: "2026-01-01", model: "m"),
            dataset: DatasetRecord(name: "s", title: "s", n: 400, classes: ["a"], digest: "d", details: []), title: "t",
            task: .classification, baseline: nil,
            accounting: RowAccounting(itemsRead: 400, predictionsRead: 400, kept: 400), sections: [section],
            gates: policy.decided(over: [section]), policy: keepsPolicy ? policy : nil, inputs: [], settings: [])
    }

    @Test func anotherBoundIsDecidedOverWhatIsArchived() {
        let before = Self.audit(gates: [Self.rule])
        #expect(before.gates.map(\.state) == [.passed])
        let after = before.judged(by: [Self.stricter])
        #expect(after.gates.map(\.state) == [.undecided] && after.gates[0].atLeast == 0.96)
        #expect(after.sections == before.sections)
        #expect(after.isJudged(by: [Self.stricter]) && !after.isJudged(by: [Self.rule]))
        let lost = before.judged(by: [GateRule(fact: "headline/accuracy", bound: .atLeast(0.98))])
        #expect(lost.gates.map(\.state) == [.failed])
    }

    @Test func theGatesOfItsDayChangeNothing() {
        let audit = Self.audit()
        let renamed = GateRule(name: "Another name", fact: Self.rule.fact, bound: Self.rule.bound)
        #expect(audit.judged(by: [Self.since, renamed]) == audit)
        #expect(audit.judged(by: [renamed]) != audit)
    }

    @Test func aGateThatNeedsABaselineIsAskedOnlyWhereItWas() {
        let states = { (asks: Bool) in Self.audit(gates: [], asks: asks).judged(by: [Self.since]).gates.map(\.state) }
        #expect(states(true) == [.notMeasured])
        #expect(states(false) == [])
    }

    @Test func anArchiveWithoutAPolicyHasTheGatesThatItWasAsked() {
        let old = Self.audit(keepsPolicy: false, asks: false)
        #expect(old.policyOfItsDay.gates == [Self.rule])
        #expect(old.isJudged(by: [Self.rule, Self.since]), "what it was not asked it does not know")
        #expect(old.judged(by: [Self.stricter]).gates.map(\.state) == [.undecided])
    }

    @Test func aPolicyReadsBackAsItWasWritten() throws {
        let policy = ReleasePolicy(
            gates: [Self.rule, Self.since, GateRule(fact: "a/b", bound: .atMost(-0.5))], units: 3,
            asksForBaseline: false)
        let bytes = try JSONEncoder().encode(policy)
        #expect(try JSONDecoder().decode(ReleasePolicy.self, from: bytes) == policy)
    }
}
