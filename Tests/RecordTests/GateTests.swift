import Record
import Testing

@Suite struct GateTests {
    private static func sections(low: Double, value: Double, high: Double) -> [Section] {
        let card = Card(id: "headline", title: "Metrics", question: "How often is it right?")
        let interval = Interval(low: low, high: high, method: "wilson")
        let fact = Fact(FactSpec("accuracy", .proportion), value, n: 100, interval: interval, method: "accuracy")
        let count = Fact(FactSpec("classes_worse", .count), 0, n: 10, method: "mcnemar-exact")
        return [Section(card, facts: [fact, count])]
    }

    @Test(arguments: [
        (0.90, GateStatus.passed), (0.91, .undecided), (0.95, .undecided), (0.97, .undecided), (0.971, .failed),
    ])
    func aLowerBoundIsDecidedByTheWholeInterval(_ pair: (bound: Double, state: GateStatus)) {
        let rule = GateRule(fact: "headline/accuracy", bound: .atLeast(pair.bound))
        let result = Gate.decide(rule, over: Self.sections(low: 0.90, value: 0.94, high: 0.97), units: 100)
        #expect(result.state == pair.state)
        #expect(result.measured?.value == 0.94)
    }

    @Test(arguments: [(0.97, GateStatus.passed), (0.95, .undecided), (0.89, .failed)])
    func anUpperBoundIsDecidedByTheWholeInterval(_ pair: (bound: Double, state: GateStatus)) {
        let rule = GateRule(fact: "headline/accuracy", bound: .atMost(pair.bound))
        #expect(
            Gate.decide(rule, over: Self.sections(low: 0.90, value: 0.94, high: 0.97), units: 100).state == pair.state)
    }

    @Test func aFactWithoutAnIntervalIsDecidedByItsValue() {
        let rule = GateRule(fact: "headline/classes_worse", bound: .atMost(0))
        #expect(Gate.decide(rule, over: Self.sections(low: 0, value: 0, high: 0), units: 100).state == .passed)
    }

    @Test(arguments: ["headline/latency", "telemetry/p95", "accuracy"])
    func whatWasNotStatedNeverPasses(_ path: String) {
        let result = Gate.decide(
            GateRule(fact: path, bound: .atMost(1)), over: Self.sections(low: 0, value: 0, high: 0), units: 100)
        #expect(result.state == .notMeasured)
        #expect(result.reason?.isEmpty == false)
    }

    @Test func aMissingInputIsTheReason() {
        let card = Card(id: "robustness", title: "Robustness", question: "What breaks it?")
        let section = Section(card, status: .notMeasured(reason: "no experiments in this evaluation"))
        let result = Gate.decide(GateRule(fact: "robustness/worst", bound: .atMost(1)), over: [section], units: 100)
        #expect(result.reason == "no experiments in this evaluation")
    }

    private static func decide(_ fact: Fact, _ bound: GateRule.Bound, units: Int = 100) -> GateResult {
        let card = Card(id: "headline", title: "Metrics", question: "How often is it right?")
        return Gate.decide(
            GateRule(fact: "headline/\(fact.id)", bound: bound), over: [Section(card, facts: [fact])], units: units)
    }

    @Test func aFewUnitsDecideNothingWhateverTheIntervalSays() {
        let narrow = Interval(low: 0.99, high: 1, method: "wilson")
        var fact = Fact(FactSpec("accuracy", .proportion), 1, n: 19, interval: narrow, method: "accuracy")
        let few = Self.decide(fact, .atLeast(0.5))
        #expect(few.state == .undecided)
        #expect(few.reason == "19 units are too few to decide; 20 are needed")
        #expect(Self.decide(fact, .atLeast(0.999)).state == .undecided)
        fact.n = 20
        #expect(Self.decide(fact, .atLeast(0.5)).state == .passed)
        // 400 frames of one patient are one unit.
        fact.n = 400
        fact.units = 1
        #expect(Self.decide(fact, .atLeast(0.5)).reason == "1 unit is too few to decide; 20 are needed")
    }

    @Test func aCountIsAsSureAsTheUnitsBehindIt() {
        let none = Fact(FactSpec("classes_worse", .count), 0, n: 2, method: "holm")
        #expect(Self.decide(none, .atMost(0)).state == .passed)
        #expect(Self.decide(none, .atMost(0), units: 1).state == .undecided)
        var few = none
        few.units = 5
        #expect(Self.decide(few, .atMost(0)).state == .undecided)
    }

    @Test func whatWasCountedOverNothingDecidesNothing() {
        let none = Fact(FactSpec("findings", .count), 0, n: 0, method: "benjamini-hochberg")
        #expect(Self.decide(none, .atMost(0)).reason == "nothing was counted")
        let few = Fact(FactSpec("p", .pValue), 0.9, n: 3, method: "mcnemar-exact")
        #expect(Self.decide(few, .atLeast(0.05)).state == .undecided)
    }

    @Test func aNumberWithoutWidthDecidesNothing() {
        let flat = Interval(low: 1, high: 1, method: "image-bootstrap")
        let fact = Fact(FactSpec("ap", .proportion), 1, n: 500, interval: flat, method: "average-precision")
        #expect(Self.decide(fact, .atLeast(0.9)).state == .undecided)
        #expect(
            Self.decide(fact, .atLeast(0.9)).reason
                == "its interval has no width to decide by")
        let bare = Fact(FactSpec("ap", .proportion), 1, n: 500, method: "average-precision")
        #expect(
            Self.decide(bare, .atLeast(0.9)).reason == "it has no interval to decide by")
    }
}
