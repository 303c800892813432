import Record
import Testing

@Suite struct RelabellingTests {
    private func table(_ labels: [UInt16], _ predicted: [UInt16], ids: [UInt64] = [1, 2, 3, 4, 5]) -> OutcomeTable {
        OutcomeTable(ids: ids, labels: labels, predicted: predicted, confidence: labels.map { _ in 255 })
    }

    @Test func newLabelsAreHeldAgainstTheSamePredictions() throws {
        let old = table([0, 0, 1, 1, 0], [0, 1, 1, 0, 1])
        // The classes stand in another order, one is new, and one image is no longer there.
        let new = table([1, 0, 2, 0], [0, 0, 0, 0], ids: [1, 2, 3, 4])
        let change = try #require(Relabelling(from: old, ["a", "b"], to: new, ["b", "a", "c"]))
        #expect(change.images == 4)
        #expect(change.relabelled == 2)
        #expect(change.errorsThatWereLabels == 1)
        #expect(change.newErrors == 1)
        #expect(change.before.value == 0.5 && change.after.value == 0.5)
        #expect(change.before.n == 4)
        #expect(Relabelling(from: old, ["a", "b"], to: table([], [], ids: []), ["a"]) == nil)
    }
}
