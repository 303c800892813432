import Findings
import Record
import Testing

@Suite struct DetectionComparisonTests {
    private let analysis = DetectionComparison()

    @Test func aClassThatRegressedIsTheOnlyFinding() throws {
        let before = MadeDetection.clean(version: "v1")
        var now = MadeDetection.clean()
        now.answer(2, count: 12, [])
        now.answer(2, count: 3, [(1, 0.8, 0)])
        let section = try analysis.examine(now.examination(baseline: before.record()))
        #expect(section.holds("worse"))
        #expect(section.fact("lost")?.value == 12 && section.fact("gained")?.value == 0)
        #expect(section.findings.map(\.mode) == [.classRegression("c2")])
        guard case .chart(.matrix(let matrix))? = section.exhibit("transitions")?.content else {
            Issue.record("no matrix")
            return
        }
        // Found before: 148 found now, 3 confused, none mislocalised, 9 missed.
        let stayed: [Double?] = [148, 3, 0, 9]
        #expect(matrix.cells.prefix(4).map(\.value) == stayed)
        #expect(section.findings.first?.evidence.first?.baselinePredicted == "c2")
    }

    @Test func theSameAnswersAreSilent() throws {
        var made = MadeDetection.clean()
        made.answer(1, count: 9, [])
        let section = try analysis.examine(made.examination(baseline: made.record()))
        #expect(section.findings.isEmpty)
        #expect(section.holds("same"))
        #expect(section.fact("change")?.value == 0)
    }

    @Test func withoutABaselineItSaysSo() throws {
        #expect(throws: Missing("this version names no baseline, or its audit is not archived")) {
            try analysis.examine(MadeDetection.clean().examination())
        }
    }
}
