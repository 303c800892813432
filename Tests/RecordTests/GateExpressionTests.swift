import Record
import Testing

@Suite struct GateExpressionTests {
    @Test(arguments: [
        ("headline/accuracy >= 0.9", "headline/accuracy", false, GateRule.Bound.atLeast(0.9)),
        ("headline/recall@class=8 <= 0.5", "headline/recall@class=8", false, .atMost(0.5)),
        ("change(headline/accuracy) ≥ -0.01", "headline/accuracy", true, .atLeast(-0.01)),
        ("every class: headline/recall >= 0.8", "headline/recall@class=*", false, .atLeast(0.8)),
        ("under blur=1.0: robustness/accuracy >= 0.9", "robustness/accuracy@blur=1.0", false, .atLeast(0.9)),
        ("on night: slices/accuracy >= 0.9", "slices/accuracy@slice=night", false, .atLeast(0.9)),
    ])
    func aLineIsRead(_ given: (line: String, fact: String, isChange: Bool, bound: GateRule.Bound)) throws {
        let gate = try GateExpression(given.line)
        #expect(gate.fact == given.fact)
        #expect(gate.isChange == given.isChange)
        #expect(gate.bounds == [given.bound])
    }

    @Test func equalIsBothBoundsAndItsSignMayStandInTheFact() throws {
        #expect(try GateExpression("headline/recall@class=8 = 1").bounds == [.atLeast(1), .atMost(1)])
        #expect(try GateExpression("headline/recall@class=8 = 1").fact == "headline/recall@class=8")
    }

    @Test(arguments: [
        ("nonsense", "\"nonsense\" is not a gate in one line: a fact, then >=, <= or =, then a number"),
        ("a/b >= x", "\"a/b >= x\" is not a gate in one line: \"x\" is not a number"),
        ("recall >= 1", "\"recall >= 1\" is not a gate in one line: \"recall\" is not the path of a fact"),
        ("some: a/b >= 1", "\"some: a/b >= 1\" is not a gate in one line: \"some: a/b\" is not the path of a fact"),
    ])
    func whatIsNoGateIsSaid(_ given: (line: String, words: String)) {
        do throws(GateExpression.Fault) {
            _ = try GateExpression(given.line)
            Issue.record("\(given.line) was read")
        } catch {
            #expect(error.words(of: given.line) == given.words)
        }
    }
}
