import Findings
import Record
import Testing

@Suite struct DetectionConfusionsTests {
    private let analysis = DetectionConfusions()

    @Test func aPlantedConfusionIsTheOnlyFinding() throws {
        var made = MadeDetection.clean(classes: 6)
        made.answer(3, count: 14, [(1, 0.8, 0)])
        // Every class is also taken once for each other.
        for label in 0..<6 {
            let own = made.things.indices.filter { made.things[$0].label == label }.suffix(5)
            for (index, shift) in zip(own, 1...5) { made.things[index].answers = [((label + shift) % 6, 0.7, 0)] }
        }
        let section = try analysis.examine(made.examination())
        #expect(section.findings.map(\.mode) == [.confusion(truth: "c3", predicted: "c1")])
        #expect(section.findings.first?.errors == 15)
        #expect(section.fact("top_count")?.value == 15)
        #expect(section.fact("top_rate")?.value == 15.0 / 40)
        guard case .chart(.matrix(let matrix))? = section.exhibit("matrix")?.content else {
            Issue.record("no matrix")
            return
        }
        #expect(matrix.rows.last == "background")
        #expect(matrix.cells[3 * 7 + 1].value == 15)
    }

    @Test func aCleanRunIsSilent() throws {
        let section = try analysis.examine(MadeDetection.clean().examination())
        #expect(section.findings.isEmpty)
        #expect(!section.holds("any_confusion"))
        #expect(section.fact("top_rate")?.undefined == "no object is misclassified")
    }
}
