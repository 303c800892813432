import Artifacts
import Exhibits
import Findings
import Testing

@Suite struct GateTests {
    private static func sections(low: Double, value: Double, high: Double) -> [Section] {
        let card = Card(id: "headline", title: "Metrics", question: "How often is it right?")
        let interval = Interval(low: low, high: high, method: "wilson")
        let fact = Fact("accuracy", value, .proportion, n: 100, interval: interval, method: "accuracy")
        let count = Fact("classes_worse", 0, .count, n: 10, method: "mcnemar-exact")
        return [Section(card, facts: [fact, count])]
    }

    @Test(arguments: [
        (0.90, State.passed), (0.91, .undecided), (0.95, .undecided), (0.97, .undecided), (0.971, .failed),
    ])
    func aLowerBoundIsDecidedByTheWholeInterval(_ pair: (bound: Double, state: State)) {
        let rule = GateRule(fact: "headline/accuracy", bound: .atLeast(pair.bound))
        let result = Gate.decide(rule, over: Self.sections(low: 0.90, value: 0.94, high: 0.97))
        #expect(result.state == pair.state)
        #expect(result.measured?.value == 0.94)
    }

    @Test(arguments: [(0.97, State.passed), (0.95, .undecided), (0.89, .failed)])
    func anUpperBoundIsDecidedByTheWholeInterval(_ pair: (bound: Double, state: State)) {
        let rule = GateRule(fact: "headline/accuracy", bound: .atMost(pair.bound))
        #expect(Gate.decide(rule, over: Self.sections(low: 0.90, value: 0.94, high: 0.97)).state == pair.state)
    }

    @Test func aFactWithoutAnIntervalIsDecidedByItsValue() {
        let rule = GateRule(fact: "headline/classes_worse", bound: .atMost(0))
        #expect(Gate.decide(rule, over: Self.sections(low: 0, value: 0, high: 0)).state == .passed)
    }

    @Test(arguments: ["headline/latency", "telemetry/p95", "accuracy"])
    func whatWasNotStatedNeverPasses(_ path: String) {
        let result = Gate.decide(
            GateRule(fact: path, bound: .atMost(1)), over: Self.sections(low: 0, value: 0, high: 0))
        #expect(result.state == .notMeasured)
        #expect(result.reason?.isEmpty == false)
    }

    @Test func aMissingInputIsTheReason() {
        let card = Card(id: "robustness", title: "Robustness", question: "What breaks it?")
        let section = Section(card, status: .notMeasured(reason: "no experiments in this evaluation"))
        let result = Gate.decide(GateRule(fact: "robustness/worst", bound: .atMost(1)), over: [section])
        #expect(result.reason == "no experiments in this evaluation")
    }
}
