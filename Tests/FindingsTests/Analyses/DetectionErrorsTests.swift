import Findings
import Record
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
        ("classification", "cls_gain"), ("localisation", "loc_gain"), ("missed object", "miss_gain"),
    ])
    func aPlantedTypeIsTheCostliest(_ kind: String, _ fact: String) throws {
        var made = MadeDetection.clean()
        switch kind {
        case "classification": made.answer(0, count: 20, [(1, 0.95, 0)])
        case "localisation": made.answer(0, count: 20, [(0, 0.95, 0.6)])
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
        made.backgroundDetections = (0..<30).map { ($0, 3, 0.99) }
        let section = try analysis.examine(made.examination())
        let sum = try #require(section.fact("sum_of_gains")?.value)
        let lost = try #require(section.fact("lost")?.value)
        #expect(abs(sum - lost) > 0.001)
    }

    @Test func everyGainHasAnIntervalFromImagesAndAPlantedOneExcludesZero() throws {
        var made = MadeDetection.clean()
        made.answer(0, count: 20, [(1, 0.95, 0)])
        let section = try analysis.examine(made.examination())
        let fact = try #require(section.fact("cls_gain"))
        let interval = try #require(fact.interval)
        #expect(interval.method == "image-bootstrap")
        #expect(interval.low > 0)
        #expect(section.fact("ap")?.interval != nil)
        #expect(section.fact("false_positives_gain")?.interval != nil)
    }

    @Test func classesAndSlicesShowWhatEachWouldGain() throws {
        var made = MadeDetection.clean()
        made.answer(2, count: 20, [])
        let section = try analysis.examine(made.examination())
        guard case .table(let classes) = section.exhibit("by_class")?.content else {
            Issue.record("no table of classes")
            return
        }
        // The class with the misses stands first, and missing is what costs it most.
        #expect(classes.rows.count == 4)
        #expect(classes.rows[0][0] == .text("c2"))
        #expect(classes.rows[0].contains(.text("missed object")))
        #expect(classes.rows[1].contains(.text("none")))
        // No attribute of images is known, so there are no slices.
        #expect(section.exhibit("by_slice") == nil)
        #expect(!section.holds("has_slices"))
        let sliced = try analysis.examine(made.examination(attributes: ["light": ["day", "night"]]))
        guard case .table(let slices) = sliced.exhibit("by_slice")?.content else {
            Issue.record("no table of slices")
            return
        }
        #expect(slices.rows.count == 2)
        #expect(sliced.holds("has_slices"))
    }
}
