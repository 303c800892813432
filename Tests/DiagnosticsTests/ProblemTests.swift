import Diagnostics
import Testing

@Suite struct ProblemTests {
    @Test func aProblemPrintsLikeACompilerWould() {
        let problem = Problem(
            at: Place(file: "predictions.csv", row: 418, field: "confidence"), "1.7 is outside 0...1 (image 000213)",
            suggestion: "was it a logit?")
        #expect(
            problem.description
                == "predictions.csv:418: error: confidence: 1.7 is outside 0...1 (image 000213); was it a logit?")
    }

    @Test func controlCharactersAreShownNotObeyed() {
        let problem = Problem(.warning, "label \u{1B}[31mred")
        #expect(problem.description == "warning: label \\u{1B}[31mred")
    }

    @Test func aListKeepsTwentyAndCountsTheRest() {
        var list = ProblemList()
        for row in 1...23 { list.add(Problem(at: Place(file: "a.csv", row: row), "bad")) }
        #expect(list.errors.count == 20)
        #expect(list.errorCount == 23)
        #expect(list.description.hasSuffix("a.csv:20: error: bad\n... and 3 more errors"))
        #expect(throws: ProblemList.self) { try list.throwIfAny() }
    }

    @Test func whatTheMachineRefusesIsSaidOnce() {
        var list = ProblemList()
        for _ in 1...3 { list.add(Problem(at: Place(file: "images"), "cannot be read", cause: .system)) }
        list.add(list)
        #expect(list.errorCount == 1 && list.errors.count == 1)
    }

    @Test func oneErrorOfTheMachineMakesTheListOne() {
        var list = ProblemList()
        list.add(Problem("bad"))
        #expect(list.cause == .input)
        list.add(ProblemList(Problem("the disk is full", cause: .system)))
        #expect(list.cause == .system)
    }

    @Test func ofManyNamesTheFirstFewAreSaid() {
        #expect(["a", "b", "c"].firstFew == "a, b, c")
        #expect(["a", "b", "c", "d", "e"].firstFew == "a, b, c and 2 more")
    }

    @Test func warningsAloneStopNothing() throws {
        var list = ProblemList()
        list.add(Problem(.warning, "odd"))
        try list.throwIfAny()
    }

    @Test(arguments: [("labl", "label"), ("confidnece", "confidence"), ("image-id", "image_id")])
    func theNearestNameIsOffered(_ pair: (typed: String, meant: String)) {
        #expect(nearestName(to: pair.typed, in: ["image_id", "label", "confidence"]) == pair.meant)
    }

    @Test func nothingIsOfferedWhenNothingIsNear() {
        #expect(nearestName(to: "telemetry", in: ["label", "path"]) == nil)
    }
}
