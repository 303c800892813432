import Record
import Testing

@testable import Pages

/// What pages say of gates and of what moved, in the words of what was counted.
@Suite struct GateWordsTests {
    @Test func allGatesThatWereAskedAreCounted() {
        #expect(
            VerdictTests.verdict([.passed, .failed, .undecided]).detail.hasSuffix(
                "1 gate passed, 1 failed, 1 inconclusive."))
        #expect(VerdictTests.verdict([.passed, .passed, .failed]).detail.hasSuffix("2 gates passed, 1 failed."))
    }

    @Test func twoNamesTakeNoComma() {
        let members = GateMembers(passed: 8, failed: ["apple", "banana"], open: ["pear"], worst: "class=apple")
        #expect(Fixture.phrases.members(members) == "8 of 11 passed; failed: apple and banana; inconclusive: pear")
    }

    @Test func tooFewAreOfSomething() throws {
        let narrow = Interval(low: 0.99, high: 1, method: "wilson")
        let fact = Fact(FactSpec("accuracy", .proportion), 1, n: 13, interval: narrow, method: "accuracy")
        let card = Card(id: "headline", title: "Metrics", question: "How often is it right?")
        var gate = Gate.decide(
            GateRule(fact: "headline/accuracy", bound: .atLeast(0.5)), over: [Section(card, facts: [fact])], units: 100)
        var audit = Fixture.audit("v2")
        #expect(Fixture.phrases.reason(gate, in: audit) == "13 of at least 20 images needed")
        gate.measured?.units = 13
        audit.settings = [Setting(Setting.unitOfResampling, "video")]
        #expect(Fixture.phrases.reason(gate, in: audit) == "13 of at least 20 units (video) needed")
        gate.reason = "nothing was counted"
        #expect(Fixture.phrases.reason(gate, in: audit) == "nothing was counted")
    }

    /// A number whose own paired interval leaves no change out stands under what is worse, and its tile says so.
    @Test func aCalibrationErrorThatRoseIsWorse() {
        let spec = FactSpec("ece", "the calibration error", .score, better: .lower, tile: Tile(1, "Calibration error"))
        let card = Card(
            id: "calibration", title: "Calibration", question: "Is accuracy equal to confidence?", facts: [spec])
        var fact = Fact(
            spec, 0.029, n: 1500, interval: Interval(low: 0, high: 0.041, method: "error-interval"), method: "ece")
        fact.baseline = 0.011
        fact.change = Interval(low: 0.012, high: 0.041, method: "poisson-bootstrap")
        var audit = Fixture.audit("v2")
        audit.sections = [Section(card, facts: [fact])]
        func moved(_ audit: Audit, better: Bool) -> [Movement.Subject] {
            MovedNumbers(audit: audit, facts: FactIndex([card])).movements(better: better).map(\.subject)
        }
        #expect(moved(audit, better: false) == [.number("calibration/ece")])
        #expect(moved(audit, better: true).isEmpty)
        fact.change = Interval(low: -0.001, high: 0.041, method: "poisson-bootstrap")
        audit.sections = [Section(card, facts: [fact])]
        #expect(moved(audit, better: false).isEmpty)
    }
}
