import Exhibits
import Findings
import Testing

@Suite struct DetectionErrorsTests {
    private let analysis = DetectionErrors()

    @Test func aCleanRunHasNothingToGain() throws {
        let section = try analysis.examine(MadeDetection.clean().examination())
        #expect(!section.holds("any_gain"))
        #expect(section.fact("ap")?.value == 1)
        #expect(section.fact("errors")?.value == 0)
    }

    @Test(arguments: [
        ("wrong class", "cls_gain"), ("wrong place", "loc_gain"), ("missed object", "miss_gain"),
    ])
    func aPlantedKindIsTheDearest(_ kind: String, _ fact: String) throws {
        var made = MadeDetection.clean()
        switch kind {
        case "wrong class": made.answer(0, count: 20, [(1, 0.95, 0)])
        case "wrong place": made.answer(0, count: 20, [(0, 0.95, 0.6)])
        default: made.answer(0, count: 20, [])
        }
        let section = try analysis.examine(made.examination())
        #expect(section.terms.first { $0.id == "top" }?.text == kind)
        #expect(section.fact("top_count")?.value == 20)
        #expect(section.fact(fact)?.value == section.fact("top_gain")?.value)
        #expect(try #require(section.fact("top_gain")?.value) > 0.05)
    }

    @Test func theGainsNeedNotAddUp() throws {
        var made = MadeDetection.clean()
        made.answer(0, count: 20, [(1, 0.95, 0), (0, 0.9, 0.6)])
        made.answer(2, count: 10, [])
        made.ghosts = (0..<30).map { ($0, 3, 0.99) }
        let section = try analysis.examine(made.examination())
        let sum = try #require(section.fact("sum_of_gains")?.value)
        let lost = try #require(section.fact("lost")?.value)
        #expect(abs(sum - lost) > 0.001)
    }
}
