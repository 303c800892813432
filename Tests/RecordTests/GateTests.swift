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

    /// What was measured and lies open is no missing fact.
    @Test func anIntervalWithoutAValueIsInconclusive() {
        let spec = FactSpec("passed@case=fog", .count)
        let open = Fact(
            spec, open: "40 images do not decide it", within: Interval(low: 0, high: 1, method: "case-verdict"), n: 40,
            method: "case-verdict")
        let missing = Fact(FactSpec("passed@case=snow", .count), undefined: "no image", n: 0, method: "case-verdict")
        let card = Card(id: "suite", title: "Suite", question: "Passed?")
        func result(_ name: String) -> GateResult {
            Gate.decide(
                GateRule(fact: "suite/passed@case=\(name)", bound: .atLeast(1)),
                over: [Section(card, facts: [open, missing])], units: 100)
        }
        #expect(result("fog").state == .undecided && result("fog").reason == "40 images do not decide it")
        #expect(result("fog").sizeThatDecides == nil)
        #expect(result("snow").state == .notMeasured && result("snow").reason == "no image")
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

/// A gate that every member of a family must keep.
@Suite struct GateFamilyTests {
    private static let recall = FactSpec("recall", .proportion, better: .higher, each: .classes)

    private static func decide(_ recalls: [(low: Double, value: Double, high: Double)?], _ bound: GateRule.Bound)
        -> GateResult
    {
        let facts = recalls.enumerated().map { index, recall in
            recall.map {
                Fact(
                    Self.recall.ofClass("c\(index)"), $0.value, n: 100,
                    interval: Interval(low: $0.low, high: $0.high, method: "wilson"), method: "recall")
            } ?? Fact(Self.recall.ofClass("c\(index)"), undefined: "no image of this class", n: 0, method: "recall")
        }
        let card = Card(id: "headline", title: "Metrics", question: "How often is it right?")
        return Gate.decide(
            GateRule(fact: "headline/recall@class=*", bound: bound), over: [Section(card, facts: facts)], units: 1000)
    }

    @Test func itPassesWhenEveryMemberDoes() {
        let result = Self.decide([(0.82, 0.9, 0.95), (0.85, 0.9, 0.95)], .atLeast(0.8))
        #expect(result.state == .passed)
        #expect(result.measured?.id == "recall@class=c0", "the one nearest to the bound is shown")
        #expect(result.subject == "headline/recall@class=c0")
        #expect(result.members == GateMembers(passed: 2, failed: [], open: [], worst: "c0"))
    }

    @Test func itFailsWhenOneMemberDoesAndNamesIt() {
        let result = Self.decide([(0.82, 0.9, 0.95), (0.3, 0.4, 0.5), (0.7, 0.85, 0.9)], .atLeast(0.8))
        #expect(result.state == .failed)
        #expect(result.members == GateMembers(passed: 1, failed: ["c1"], open: ["c2"], worst: "c1"))
    }

    @Test func oneThatFailsIsShownBesideOneThatIsNotDefined() {
        let result = Self.decide([(0.82, 0.9, 0.95), (0.3, 0.4, 0.5), nil], .atLeast(0.8))
        #expect(result.state == .failed && result.measured?.value == 0.4)
        #expect(result.members == GateMembers(passed: 1, failed: ["c1"], open: ["c2"], worst: "c1"))
    }

    /// By itself an interval that ends at 0.79 fails a bound of 0.8; among a hundred members that is chance.
    @Test func oneOfManyThatFallsJustShortIsInconclusive() {
        let short = (low: 0.60, value: 0.70, high: 0.79)
        #expect(Self.decide([short], .atLeast(0.8)).state == .failed)
        let many = Self.decide(
            [short] + [(low: Double, value: Double, high: Double)](repeating: (0.9, 0.95, 0.98), count: 99),
            .atLeast(0.8))
        #expect(many.state == .undecided)
        #expect(many.members?.open == ["c0"])
    }

    @Test func aMemberThatIsNotDefinedNeverPasses() {
        let result = Self.decide([(0.82, 0.9, 0.95), nil], .atLeast(0.8))
        #expect(result.state == .undecided)
        #expect(result.members?.worst == "c1")
        #expect(result.reason == "c1: no image of this class")
    }

    @Test func anUpperBoundIsKeptByEveryMember() {
        #expect(Self.decide([(0.01, 0.02, 0.04), (0.1, 0.2, 0.3)], .atMost(0.05)).state == .failed)
        #expect(Self.decide([(0.01, 0.02, 0.04), (0.0, 0.01, 0.03)], .atMost(0.05)).state == .passed)
    }

    @Test func aFamilyOfNothingIsNotMeasured() {
        let result = Self.decide([], .atLeast(0.8))
        #expect(result.state == .notMeasured)
        #expect(result.reason == "headline states no recall@class=...")
    }
}

@Suite struct DecidingSizeTests {
    private static func size(low: Double, _ value: Double, high: Double, n: Int = 100, _ bound: GateRule.Bound) -> Int?
    {
        let card = Card(id: "headline", title: "Metrics", question: "How often is it right?")
        let interval = Interval(low: low, high: high, method: "wilson")
        let fact = Fact(FactSpec("accuracy", .proportion), value, n: n, interval: interval, method: "accuracy")
        return Gate.decide(
            GateRule(fact: "headline/accuracy", bound: bound), over: [Section(card, facts: [fact])], units: n
        ).sizeThatDecides
    }

    /// The interval has to shrink from 0.08 to 0.02: sixteen times the rows.
    @Test func anIntervalShrinksWithTheRootOfTheRows() {
        #expect(Self.size(low: 0.80, 0.88, high: 0.93, .atLeast(0.86)) == 1600)
        #expect(Self.size(low: 0.80, 0.88, high: 0.92, .atLeast(0.90)) == 400)
        #expect(Self.size(low: 0.80, 0.88, high: 0.92, .atMost(0.90)) == 400)
    }

    @Test func whatIsDecidedOrOnTheBoundHasNone() {
        #expect(Self.size(low: 0.80, 0.88, high: 0.93, .atLeast(0.7)) == nil)
        #expect(Self.size(low: 0.80, 0.88, high: 0.93, .atLeast(0.88)) == nil)
    }

    @Test func itIsNeverFewerThanDecideAnything() {
        #expect(Self.size(low: 0.5, 0.9, high: 0.98, n: 10, .atLeast(0.55)) == 20)
    }
}
