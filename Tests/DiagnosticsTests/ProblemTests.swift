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
        for row in 1...23 { list.add(Problem(at: Place(file: "a.csv", row: row), "bad \(row)")) }
        #expect(list.errors.count == 20)
        #expect(list.errorCount == 23)
        #expect(list.description.hasSuffix("a.csv:20: error: bad 20\n... and 3 more errors"))
        #expect(throws: ProblemList.self) { try list.throwIfAny() }
    }

    /// One cause is one message, at its first place and with its number, in whatever list it was met.
    @Test func problemsThatDifferInTheirPlaceAreOne() {
        var list = ProblemList()
        for row in 3...5 { list.add(Problem(at: Place(file: "a.csv", row: row, field: "x"), "is blank")) }
        for entry in 0..<4 { list.add(Problem(at: Place(file: "a.json", field: "[\(entry)].score"), "is text")) }
        list.add(Problem(at: Place(file: "a.csv", row: 9, field: "y"), "is blank"))
        list.add(Problem(at: Place(file: "b.csv", row: 9, field: "x"), "is blank"))
        var whole = ProblemList(Problem(at: Place(file: "a.csv", row: 1, field: "x"), "is blank"))
        whole.add(list)
        #expect(whole.errorCount == 4)
        #expect(
            whole.description == """
                a.csv:1: error: x: is blank; 4 such in all
                a.json: error: [0].score: is text; 4 such in all
                a.csv:9: error: y: is blank
                b.csv:9: error: x: is blank
                """)
        whole.add(Problem(at: Place(file: "a.csv", row: 1, field: "x"), "is blank"))
        #expect(whole.description.hasPrefix("a.csv:1: error: x: is blank; 4 such"), "the very same is told already")
    }

    @Test func problemsOfAKindAreOneWhateverTheirEvidence() {
        var list = ProblemList()
        list.add(Problem(at: Place(file: "a"), "7 is odd", suggestion: "halve it").ofKind("odd"))
        list.add(Problem(at: Place(file: "a"), "9 is odd", suggestion: "halve it").ofKind("odd"), count: 10)
        #expect(list.description == "a: error: 7 is odd; 11 such in all; halve it")
    }

    @Test func remarksBeyondTheLimitAreCounted() {
        var list = ProblemList()
        for row in 1...23 { list.add(Problem(.note, at: Place(file: "a.csv", row: row), "odd")) }
        #expect(list.description.hasSuffix("a.csv:20: note: odd\n... and 3 more remarks"))
    }

    @Test func aRemarkIsSaidOnce() {
        func remark(_ row: Int) -> Problem { Problem(.warning, at: Place(file: "a.csv", row: row), "odd") }
        var list = ProblemList()
        for row in [1, 2, 1] { list.add(remark(row)) }
        var other = ProblemList()
        for row in [2, 3] { other.add(remark(row)) }
        list.add(other)
        #expect(list.remarks == [remark(1), remark(2), remark(3)])
        #expect(list.remarkCount == 3)
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

    @Test func aMessageThatQuotesAWholeFileIsCutInItsMiddle() {
        let long = Problem(at: Place(file: "a.md"), "begin " + String(repeating: "x", count: 60_000) + " end")
            .description
        #expect(long.utf8.count < 4_200)
        #expect(long.hasPrefix("a.md: error: begin xxx") && long.hasSuffix("xxx end"))
        #expect(long.contains("... (56010 characters) ..."))
        let short = String(repeating: "y", count: 4000)
        #expect(Problem(short).description == "error: " + short)
    }
}
