import Record
import Testing

@Suite struct OutcomeTests {
    @Test(arguments: [
        Outcome.correct, .misclassified(as: 0), .misclassified(as: 7), .mislocalised, .missed, .spurious,
    ])
    func anOutcomeReadsBackFromItsCode(_ outcome: Outcome) {
        #expect(Outcome(code: outcome.code(of: 3), of: 3) == outcome)
    }

    @Test func onlyOutcomesWithoutAClassHaveCodesBelowZero() {
        #expect(Outcome.withoutClass.map { $0.code(of: 3) } == [-1, -2, -3])
        #expect(Outcome.correct.code(of: 3) == 3 && Outcome.misclassified(as: 1).code(of: 3) == 1)
    }

    @Test func theTableKeepsOutcomesAboveEveryClass() {
        let codes: [Int32] = [0, 4, -1, -2, -3]
        let table = OutcomeTable(
            ids: [1, 2, 3, 4, 5], labels: [0, 0, 0, 0, 0], predicted: codes.map { UInt16(truncatingIfNeeded: $0) },
            confidence: [0, 0, 0, 0, 0])
        #expect(table.predicted == [0, 4, 65_535, 65_534, 65_533])
        let read = OutcomeTable(bytes: table.bytes)
        #expect(read?.ids.indices.map { read?.answer($0, classes: 5) } == codes)
    }

    @Test func anAnswerIsAClassOrAnOutcomeInBrackets() {
        #expect(Answer(code: 1, classes: ["cat", "(missed)"]) == .named("(missed)"))
        #expect(Answer(code: 1, classes: ["cat", "(missed)"])?.outcome == nil)
        #expect(Answer(code: -2, classes: ["cat"])?.text == "(missed)")
        #expect(Answer(code: -1, classes: ["cat"])?.outcome == "localisation error")
        #expect(Answer(code: Outcome.unlisted, classes: ["cat"]) == nil)
        #expect(Answer(code: 1, classes: ["cat"]) == nil)
    }
}
